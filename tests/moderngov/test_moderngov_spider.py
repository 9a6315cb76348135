"""Where pages of results of a ModernGov system lead, from a question to the papers of the items that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.lead import Lead, Reading
from crawler.spec import Question
from spiders._moderngov_papers import BY_ITS_ITEM, MOST_PAGES
from tests.moderngov.asking import (
    MEETING,
    ROOT,
    SPIDER,
    TWO_ITEMS,
    followed,
    left_out,
    read,
    search,
    source,
)
from tests.moderngov.pages import agenda, in_meeting, item, page, results

# ---- questions


def test_a_question_is_asked_at_the_root_of_the_system_between_the_dates_of_the_source() -> None:
    asked = SPIDER.ask(
        source(date_from="2000-01-01", date_to="2025-12-31"), Question("q", "s", "A", "x", '"a b" OR "c"')
    )
    query = {name: value[0] for name, value in parse_qs(urlsplit(asked.url).query).items()}
    assert asked.url.startswith(f"{ROOT}/ieSearchResults2.aspx?") and asked.question == "q"
    assert query == {"SS": '"a b" OR "c"', "SD": "01/01/2000", "ED": "31/12/2025", "ADV": "1", "DT": "3", "CA": "false",
                     "SB": "true", "PG": "1"}  # fmt: skip


def test_without_dates_the_search_is_the_plain_one_and_one_date_gives_the_other_an_end() -> None:
    plain = SPIDER.ask(source(), Question("q", "s", "A", "x", "x")).url
    assert "ADV=0" in plain and "SD=" not in plain
    since = SPIDER.ask(source(date_from="2011-02-03"), Question("q", "s", "A", "x", "x")).url
    assert "SD=03%2F02%2F2011" in since and "ED=31%2F12%2F2100" in since


# ---- results


def test_a_result_leads_to_its_item_by_the_meetings_one_address_and_its_files_are_left_to_the_item() -> None:
    file = '<li><a href="mgConvert2PDF.aspx?ID=9&amp;ISATT=1#search=%22x%22">Appendix</a></li>'
    found = read(search(), results(in_meeting(77, 12, "Alliance agreement", files=file)))
    assert found.outcome == "results" and found.answer == {"start": 0, "total": None, "returned": 1}
    assert followed(found) == ["ieListDocuments.aspx?MId=77#AI12"]
    assert found.leads[0].url == MEETING and found.leads[0].question == "q1"
    assert left_out(found) == {"mgConvert2PDF.aspx?ID=9&isatt=1": BY_ITS_ITEM}


def test_two_questions_that_find_one_item_give_one_name_whatever_the_link_looks_like() -> None:
    other = results(
        in_meeting(77, 12, "A").replace(
            "ieListDocuments.aspx?CId=5&amp;MID=77", "IELISTDOCUMENTS.ASPX?MeetingId=077&amp;Ver=4"
        )
    )
    names = {
        lead.name for body in (results(in_meeting(77, 12, "A")), other) for lead in read(search(), body).leads
    }
    assert names == {f"{MEETING}#AI12"}


OLD = """<p class="mgAiTitleTxt"><img alt="Good match" />Meeting: <a href="ceListDocuments.aspx?MeetingId=3776&amp;DF=08%2f02%2f2011%2c%2010%3a00">
 08/02/2011, 10:00 - Partnership Board (1)</a></p><ul class="mgBulletList"><li><a href="olddocuments/P1.pdf?F=P1.pdf&amp;MId=3776#search=%22x%22">Agenda (1)
 <span class="mgFileSize">PDF 9 KB</span></a></li></ul>"""


def test_a_paper_of_the_old_archive_is_a_document_of_which_the_result_tells_meeting_and_date() -> None:
    (lead,) = read(search(), results(OLD)).leads
    assert (lead.kind, lead.url) == ("document", f"{ROOT}/olddocuments/P1.pdf?F=P1.pdf&MId=3776")
    assert lead.note["title"] == "Agenda, Partnership Board" and lead.note["date"] == "2011-02-08"
    assert lead.note["meeting"]["committee"] == "Partnership Board" and "container" not in lead.note


def test_a_result_that_names_no_item_leads_to_its_files_or_to_the_whole_meeting() -> None:
    head = in_meeting(77, 12, "A").split("</p>")[0] + "</p>"
    pack = '<ul class="mgBulletList"><li><a href="documents/g90/Printed%20minutes.pdf?T=1">Printed minutes</a></li></ul>'
    (lead,) = read(search(), results(head + pack)).leads
    assert (lead.kind, lead.note["doc_type"], lead.note["container"]) == ("document", "minutes", True)
    assert lead.url.endswith("?T=1") and lead.note["meeting"]["url"] == MEETING
    assert followed(read(search(), results(head))) == ["ieListDocuments.aspx?MId=77"]


def test_issues_are_followed_and_what_is_no_paper_is_recorded_with_the_reason() -> None:
    blocks = [
        f'<p class="mgAiTitleTxt">{label}: <a href="{href}">{title} ({number})</a></p>'
        for number, (label, href, title) in enumerate(
            [("Key issue", "mgIssueHistoryHome.aspx?IId=9&amp;optionId=0", "Contract"),
             ("Library", "ecCatDisplay.aspx?sch=doc&amp;cat=4", "Plans"), ("Member", "mgUserInfo.aspx?UID=3", "A person")], 1,
        )
    ]  # fmt: skip
    found = read(search(), results(*blocks))
    assert [(lead.kind, lead.follow) for lead in found.leads] == [
        ("issue", True),
        ("listing", True),
        ("page", False),
    ]
    assert found.leads[0].url == f"{ROOT}/mgIssueHistoryHome.aspx?IId=9"


def test_the_next_page_is_asked_for_with_the_dates_that_the_sites_own_link_leaves_out() -> None:
    first = SPIDER.ask(source(date_from="2000-01-01"), Question("q1", "s", "A", "x", "x"))
    body = results(in_meeting(77, 12, "A"), onward="ieSearchResults2.aspx?SS=x&amp;PG=2")
    onward = read(first, body).leads[-1]
    assert onward.kind == "search" and onward.url == first.url.replace("PG=1", "PG=2") and "SD=" in onward.url
    assert onward.note == {"page": 2, "start": 1} and onward.question == "q1"
    last = read(onward, results(in_meeting(78, 1, "B"), first=2))
    assert last.answer == {"start": 1, "total": None, "returned": 1} and not [
        x for x in last.leads if x.kind == "search"
    ]


def test_a_site_that_answers_every_page_with_the_first_is_not_asked_for_ever() -> None:
    again = read(search(2), results(in_meeting(77, 12, "A"), onward="ieSearchResults2.aspx?SS=x&amp;PG=2"))
    assert again.outcome == "unreadable" and not again.leads and "page 2" in str(again.detail)


def test_a_search_that_does_not_end_is_left_in_words() -> None:
    body = results(in_meeting(77, 12, "A"), first=1991, onward="ieSearchResults2.aspx?SS=x&amp;PG=201")
    found = read(search(MOST_PAGES), body)
    assert found.outcome == "results" and f"more than {MOST_PAGES} pages" in str(found.detail)
    assert not [lead for lead in found.leads if lead.kind == "search"]


def test_what_a_page_shows_of_its_results_is_followed_although_it_does_not_show_all() -> None:
    found = read(
        search(), results(in_meeting(77, 12, "A"), said=10, onward="ieSearchResults2.aspx?SS=x&amp;PG=2")
    )
    assert found.outcome == "unreadable" and "cut short" in str(found.detail)
    assert [lead.kind for lead in found.leads] == ["meeting", "search"]


NONE = page('<p class="mgErrorTxt">No results found for your query <span>x</span></p>')


def test_nothing_found_is_said_of_a_question_by_its_first_page_only() -> None:
    assert read(search(), NONE).outcome == "none"
    assert read(search(3), NONE).outcome == "results"


@pytest.mark.parametrize("status, outcome", [(500, "failed"), (403, "refused"), (404, "unreadable")])
def test_a_search_that_fails_is_never_one_without_results(status: int, outcome: str) -> None:
    assert read(search(), NONE, status).outcome == outcome


# ---- all together


def crawl(pages: Mapping[str, bytes], first: Lead, **options: object) -> Iterator[tuple[Lead, Reading]]:
    """Follow leads as the crawl does: each name once, each address fetched once."""
    waiting, seen = [first], {first.name}
    while waiting:
        lead = waiting.pop(0)
        body = pages.get(lead.url)
        reading = read(lead, body or b"", 200 if body else 404, **options)
        yield lead, reading
        for each in reading.leads:
            if each.follow and each.name not in seen:
                seen.add(each.name)
                waiting.append(each)


def test_from_a_question_to_the_papers_of_the_items_that_it_names_over_two_pages() -> None:
    first = search()
    pages = {
        first.url: results(in_meeting(77, 12, "A"), in_meeting(77, 13, "B"), onward="x?PG=2"),
        first.url.replace("PG=1", "PG=2"): results(in_meeting(77, 12, "A"), in_meeting(79, 5, "C"), first=3),
        MEETING: TWO_ITEMS,
        MEETING.replace("77", "79"): agenda(item(5, "1.", "C", report="documents/s3/C.pdf")),
        **{
            f"{ROOT}/documents/{name}": b"%PDF-1.4"
            for name in ("s1/Alliance%20report.pdf", "s2/Roads.pdf", "s3/C.pdf")
        },
    }
    steps = list(crawl(pages, first))
    assert {reading.outcome for _, reading in steps} == {"results", "read"}
    assert sorted(lead.url for lead, _ in steps if lead.kind == "file") == sorted(list(pages)[-3:])
    assert len([lead for lead, _ in steps if lead.url == MEETING]) == 2, "once for each item that was named"
