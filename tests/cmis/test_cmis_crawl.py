"""Several questions at one CMIS system, by the crawl itself: every question has a form and a state of its own."""

from __future__ import annotations

from pathlib import Path

from spiders.cmis import CmisSpider
from tests.cmis.server import System
from tests.crawler.crawling import OPEN, SITE, Site, answer, turn_until_asked


def test_no_question_posts_the_state_of_another(tmp_path: Path) -> None:
    system = System([f"Paper {n}" for n in range(5)], status=200)
    here = Site(tmp_path / "review", CmisSpider())
    questions = ["alliance", "partnership", "nothing"]
    here.plan(questions=questions)
    crawl = here.crawl()
    files = 0
    for _ in range(60):
        pending = turn_until_asked(crawl, here.clock)
        if pending is None:
            break
        if pending.url.endswith("/robots.txt"):
            answer(crawl, pending, 200, OPEN, Content_Type="text/plain")
        elif pending.form is not None:
            status, body = system.posted({name: str(value) for name, value in pending.form})
            answer(crawl, pending, status, body, Content_Type="text/html")
        elif pending.url == f"{SITE}/Search.aspx":
            answer(crawl, pending, *system.page(), Content_Type="text/html")
        else:
            files += 1
            answer(crawl, pending, 200, b"%PDF-1.4\n%%EOF", Content_Type="application/pdf")
    found: dict[str, list[str]] = {question: [] for question in questions}
    for fetched in here.bodies("fetch", kind="search"):
        found[fetched["question"].removeprefix("q-")].append(fetched["outcome"])
    assert found == {"alliance": ["results"] * 2, "partnership": ["results"] * 2, "nothing": ["none"]}
    assert files == 5, "what two questions found is asked for once, whatever its address was at each visit"
