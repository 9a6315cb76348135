"""Which papers of a meeting, an issue or a person's list are asked for, which are not, and why."""

from __future__ import annotations

from crawler.lead import Lead, Reading
from spiders._moderngov_papers import OTHER_ITEM, PACKED, PRINTED
from tests.moderngov.asking import (
    MEETING,
    PACKS,
    ROOT,
    SPIDER,
    TWO_ITEMS,
    followed,
    left_out,
    meant,
    read,
    source,
)
from tests.moderngov.pages import agenda, item, page


def test_of_a_meeting_only_the_files_of_the_item_that_is_meant_are_asked_for() -> None:
    found = read(meant(12), TWO_ITEMS)
    (lead,) = [each for each in found.leads if each.follow]
    assert (lead.kind, lead.why, lead.question) == ("file", "attachment", "q1")
    assert lead.url == f"{ROOT}/documents/s1/Alliance%20report.pdf" and lead.note["of"] == f"{MEETING}#AI12"
    assert left_out(found) == {
        "documents/s2/Roads.pdf": OTHER_ITEM, "documents/g90/Frontsheet.pdf?T=0": PACKED,
        "documents/g90/Printed%20minutes.pdf?T=1": PRINTED, "documents/g90/Decisions.pdf?T=2": PRINTED,
        "documents/g90/Reports%20pack.pdf?T=10": PACKED,
    }  # fmt: skip


def test_of_a_meeting_that_is_read_whole_all_files_are_asked_for() -> None:
    lead = Lead(MEETING, "meeting", "collection", key=MEETING)
    assert followed(read(lead, TWO_ITEMS)) == ["documents/s1/Alliance%20report.pdf", "documents/s2/Roads.pdf"]


def test_a_file_that_stands_twice_on_a_page_is_one_link() -> None:
    both = agenda(
        item(12, "7.", "A", report="documents/s1/R.pdf"), item(13, "8.", "B", report="documents/s1/R.pdf")
    )
    assert [lead.url for lead in read(meant(12), both).leads] == [f"{ROOT}/documents/s1/R.pdf"]
    assert read(meant(12), both).leads[0].follow and read(meant(13), both).leads[0].follow


def test_where_no_item_has_a_file_the_packs_stand_for_them() -> None:
    found = read(meant(12), agenda(item(12, "7.", "Alliance"), packs=PACKS))
    assert followed(found) == [
        "documents/g90/Printed%20minutes.pdf?T=1", "documents/g90/Decisions.pdf?T=2", "documents/g90/Reports%20pack.pdf?T=10",
    ]  # fmt: skip
    pack = found.leads[-1]
    assert pack.kind == "document" and pack.note["container"] and pack.note["date"] == "2019-03-04"
    assert pack.note["meeting"] == {"url": MEETING, "committee": "Cabinet", "date": "2019-03-04",
                                    "committee_url": f"{ROOT}/mgCommitteeDetails.aspx?ID=5"}  # fmt: skip


def test_minutes_that_exist_only_in_print_are_read_with_the_whole_meeting() -> None:
    body = agenda(item(12, "7.", "A", report="documents/s1/R.pdf"), packs=PACKS)
    lead = Lead(MEETING, "meeting", "collection", key=MEETING)
    assert "documents/g90/Printed%20minutes.pdf?T=1" in followed(read(lead, body))
    assert "documents/g90/Printed%20minutes.pdf?T=1" in left_out(read(meant(12), body))


def test_an_item_that_is_no_longer_on_the_agenda_is_looked_for_in_the_pack() -> None:
    found = read(meant(99), TWO_ITEMS)
    assert followed(found) == ["documents/g90/Reports%20pack.pdf?T=10"] and "item 99" in str(found.detail)


def test_what_is_listed_and_not_public_is_counted_in_words() -> None:
    more = '<ul class="mgBulletList"><li><a href="mgReasonsRestricted.aspx?ID=3">View the reasons why it is restricted</a></li></ul>'
    found = read(meant(12), agenda(item(12, "7.", "A", report="documents/s1/R.pdf", more=more)))
    assert found.outcome == "read" and "not public" in str(found.detail)


def test_the_whole_text_of_an_item_is_a_part_of_it() -> None:
    minutes = 'said ... <a href="mgAi.aspx?ID=12">view the full minutes text for item 7.</a>'
    found = read(meant(12), agenda(item(12, "7.", "A", minutes=minutes)))
    (lead,) = found.leads
    assert (lead.kind, lead.why, lead.url) == ("meeting", "part", f"{ROOT}/mgAi.aspx?ID=12")
    text = page(
        '<p class="mgAiTitleTxt">A</p><p class="mgSubItemTitleTxt">Minutes:</p><div class="mgWordPara"><p>All of it.</p></div>'
    )
    assert read(lead, text) == Reading("read")


def test_a_pack_that_is_chosen_on_a_page_leads_to_its_files() -> None:
    chooser = '<li><a href="mgChooseDocPack.aspx?ID=90">Reports pack</a></li>'
    (lead,) = read(meant(12), agenda(item(12, "7.", "A"), packs=chooser)).leads
    assert lead.kind == "listing"
    body = page(
        '<ul class="mgBulletList"><li><a href="documents/g90/Public%20reports%20pack.pdf?T=10">Public reports pack</a></li></ul>'
    )
    (pack,) = read(lead, body).leads
    assert pack.kind == "document" and pack.note["container"] and pack.note["meeting"]["url"] == MEETING
    # Where there is nothing to choose, the file itself comes.
    (file,) = read(lead, b"%PDF-1.4 ...").leads
    assert (file.kind, file.url, file.key) == ("document", lead.url, f"{lead.url}#pack")


def test_an_issue_leads_to_its_files_its_decisions_and_its_items() -> None:
    body = page("""<h2 class="mgSubTitleTxt">18/00012 - Alliance</h2><ul class="mgBulletList"><li><a href="documents/s1/R.pdf">Report</a></li></ul>
      <a href="ieListDocuments.aspx?CId=5&amp;MId=77#AI12">4 Mar</a><a href="ieDecisionDetails.aspx?ID=4">D</a>
      <a href="ieIssueDetails.aspx?IId=9&amp;Opt=3">Details</a><a href="ieIssueDetails.aspx?IId=10">Another</a>""")
    found = read(Lead(f"{ROOT}/mgIssueHistoryHome.aspx?IId=9", "issue", "question", {}, "q1"), body)
    assert followed(found) == [
        "documents/s1/R.pdf", "ieListDocuments.aspx?MId=77#AI12", "ieDecisionDetails.aspx?ID=4", "ieIssueDetails.aspx?IId=9",
    ]  # fmt: skip
    assert {lead.question for lead in found.leads} == {"q1"}


def test_an_error_page_in_place_of_a_file_is_no_file() -> None:
    lead = Lead(f"{ROOT}/documents/s1/R.pdf", "file", "attachment")
    assert (
        read(lead, page('<p class="mgErrorTxt">The document is being prepared</p>')).outcome == "unreadable"
    )
    assert read(lead, b"%PDF-1.4 ...").outcome == "read"


def test_addresses_that_people_name_are_read_as_what_they_are() -> None:
    named = [(f"{ROOT}/{each}", "look", "A. Reviewer") for each in (
        "ieListDocuments.aspx?CId=5&MId=77", "ieDecisionDetails.aspx?ID=4", "documents/s1/R.pdf")]  # fmt: skip
    leads = list(SPIDER.suggested_leads(source(suggested=named)))
    assert [(lead.url, lead.kind, lead.why) for lead in leads] == [
        (url, kind, "suggestion")
        for (url, _, _), kind in zip(named, ("meeting", "issue", "page"), strict=True)
    ]
