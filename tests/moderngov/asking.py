"""Asks the ModernGov spider as the crawl does, for tests."""

from __future__ import annotations

from crawler.judging import judge
from crawler.lead import Answer, Lead, Reading
from crawler.spec import Question, Source
from spiders.moderngov import ModernGovSpider
from tests.moderngov.pages import HOST, agenda, item

ROOT = f"{HOST}/moderngov"
MEETING = f"{ROOT}/ieListDocuments.aspx?MId=77"
SERVICE = f"{ROOT}/mgWebService.asmx/"
SPIDER = ModernGovSpider()


def source(**options: object) -> Source:
    return Source("la.alpha", "moderngov", "Alpha", ROOT, options)


def read(lead: Lead, body: bytes, status: int = 200, url: str = "", **options: object) -> Reading:
    """Read an answer as the crawl does: refusals and pages that say "not found" are told before the spider sees them."""
    answer = Answer(url or lead.url, status, {"content-type": "text/html"}, body)
    return judge(SPIDER, source(**options), lead, answer)


def search(number: int = 1) -> Lead:
    asked = SPIDER.ask(source(), Question("q1", "la.alpha", "A", "alliance", '"alliance contract"'))
    return Lead(asked.url.replace("PG=1", f"PG={number}"), "search", "question", asked.note, "q1")


def meant(number: int) -> Lead:
    return Lead(MEETING, "meeting", "question", {}, "q1", key=f"{MEETING}#AI{number}")


def followed(reading: Reading) -> list[str]:
    return [lead.name.removeprefix(ROOT + "/") for lead in reading.leads if lead.follow]


def left_out(reading: Reading) -> dict[str, str]:
    return {
        lead.url.removeprefix(ROOT + "/"): lead.note["reason"] for lead in reading.leads if not lead.follow
    }


PACKS = "".join(
    f'<li><a href="documents/g90/{name}.pdf?T={number}">{name}</a></li>'
    for number, name in ((0, "Frontsheet"), (1, "Printed minutes"), (2, "Decisions"), (10, "Reports pack"))
)
TWO_ITEMS = agenda(
    item(12, "7.", "Alliance agreement", report="documents/s1/Alliance report.pdf", minutes="Agreed"),
    item(13, "8.", "Roads", report="documents/s2/Roads.pdf"),
    packs=PACKS,
)
