"""More made first pages of the development set: harder layouts, cells drawn out of order, loud words that are no title."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.text.made_sheets import Facts, FirstPage, Sheet

_MONTH = "{0.year}-{0.month:02}"


def authors_first(facts: Facts) -> FirstPage:
    title = f"Making sense of {facts.topic.lower()}"
    sheet = (
        Sheet(facts)
        .put("Authors", 10, bold=True)
        .put(facts.names[0], 12)
        .put(facts.names[1], 12)
        .space(4)
        .put(facts.month_year, 12)
        .space(180)
    )
    sheet.put(title, 38, bold=True).space(6).put("Lessons from five areas", 20).space(160).put(
        "The Meadow Fund", 14
    )
    return FirstPage(
        "authors first",
        sheet.done(),
        (title, f"{title} Lessons from five areas"),
        _MONTH.format(facts),
        tuple(facts.names),
    )


def national_guidance(facts: Facts) -> FirstPage:
    title = f"Guidance on commissioning {facts.topic.lower()}"
    sheet = (
        Sheet(facts)
        .put("NHS England and NHS Improvement", 20, bold=True)
        .space(120)
        .put(title, 28, bold=True)
        .space(20)
    )
    sheet.put(f"Version 1.1, {facts.long}", 14).put("Publication approval reference: PAR123", 10)
    return FirstPage("national guidance", sheet.done("PAR123 guidance v1-1"), (title,), facts.iso)


def split_title(facts: Facts) -> FirstPage:
    title = "Better Together"
    whole = f"{title}: {facts.place} Housing Strategy {facts.year}-{facts.year + 5}"
    sheet = (
        Sheet(facts)
        .space(120)
        .put(title + ":", 60, bold=True)
        .put(f"{facts.place} Housing Strategy {facts.year}-{facts.year + 5}", 24)
        .space(200)
    )
    return FirstPage("split title", sheet.put(f"{facts.place} Council", 14).done(), (whole,))


def huge_year(facts: Facts) -> FirstPage:
    title = f"Director of Public Health Report: {facts.topic}"
    sheet = (
        Sheet(facts)
        .put(str(facts.year), 90, bold=True)
        .space(40)
        .put(title, 26, bold=True)
        .space(300)
        .put(f"{facts.place} Council", 14)
    )
    return FirstPage("huge year", sheet.done(), (title, f"{title} {facts.year}"), str(facts.year))


def out_of_order(facts: Facts) -> FirstPage:
    title = f"Commissioning intentions for {facts.topic}"
    sheet = Sheet(facts).foot(f"Page 1 of 40 {facts.place} CCG")
    sheet.at = 500
    sheet.put(facts.month_year, 14)
    sheet.at = 640
    sheet.put(title, 28, bold=True)
    sheet.at = 760
    sheet.put(f"{facts.place} Clinical Commissioning Group", 18)
    return FirstPage("drawn out of order", sheet.done(), (title,), _MONTH.format(facts))


def column_cells(facts: Facts) -> FirstPage:
    title = f"Update on the {facts.topic} programme and its budget"
    labels, values = (
        ("Meeting", "Date", "Title of report", "Lead officer"),
        ("Integrated Commissioning Board", facts.long, title, facts.names[0]),
    )
    sheet = Sheet(facts)
    top = sheet.at
    for label in labels:
        sheet.put(label, 11, bold=True).space(18)
    sheet.at = top
    for value in values:
        start = sheet.at
        sheet.put(value, 11, x=190)
        sheet.at = start - 11 * 1.25 - 18
    return FirstPage("cells by column", sheet.put("Summary", bold=True).body(4).done(), (title,), facts.iso)


def slogan(facts: Facts) -> FirstPage:
    title = f"{facts.topic} Delivery Plan"
    sheet = (
        Sheet(facts)
        .put(f"{facts.place} Council", 14)
        .put("Putting people first", 16)
        .space(150)
        .put(title, 30, bold=True)
        .space(260)
    )
    sheet.put(f"www.{facts.place.split()[0].lower()}.gov.uk", 30).put(
        f"{facts.day:02}.{facts.month:02}.{facts.year}", 10
    )
    return FirstPage("slogan and address", sheet.done(), (title,), facts.iso)


def business_case(facts: Facts) -> FirstPage:
    title = f"Outline Business Case: {facts.topic}"
    sheet = (
        Sheet(facts, fonts=("Times-Roman", "Times-Bold"))
        .put("OFFICIAL - SENSITIVE: COMMERCIAL", 12, bold=True, centre=True)
        .space(150)
    )
    sheet.put("Outline Business Case:", 30, bold=True, centre=True).put(facts.topic, 24, centre=True).space(
        40
    ).put("DRAFT", 40, bold=True, centre=True)
    sheet.space(20).row("Version", "0.4").row("Date of issue", facts.long).row(
        "Expiry date", f"{facts.day} May {facts.year + 4}"
    )
    return FirstPage("business case", sheet.done(), (title,), facts.iso)


def newsletter(facts: Facts) -> FirstPage:
    title = "Care Matters"
    sheet = (
        Sheet(facts)
        .put(title, 44, bold=True)
        .put(f"Issue {facts.day}, {facts.month_year}", 12)
        .space(8)
        .put("New contract for home care begins", 18, bold=True)
    )
    return FirstPage(
        "newsletter",
        sheet.body().done(),
        (title, f"{title} Issue {facts.day}, {facts.month_year}"),
        _MONTH.format(facts),
    )


def appendix(facts: Facts) -> FirstPage:
    title = f"{facts.topic}: summary of engagement"
    sheet = Sheet(facts).put("Appendix B", 24, bold=True).space(10).put(title, 16, bold=True).body()
    return FirstPage("appendix", sheet.done(), (title, f"Appendix B {title}"))


def contents_first(facts: Facts) -> FirstPage:
    title = f"{facts.place} Market Position Statement"
    sheet = Sheet(facts).put(title, 20, bold=True).space(10).put("Contents", 22, bold=True)
    for number, head in enumerate(
        ("Foreword", "Introduction", facts.topic, "What we spend", "Working with us"), 1
    ):
        sheet.put(f"{number} {head} {'.' * 60} {number * 2}")
    return FirstPage("contents on the first page", sheet.done(), (title,))


def question(facts: Facts) -> FirstPage:
    title = f"Does integration save money? A review of {facts.topic.lower()}"
    sheet = (
        Sheet(facts, fonts=("Times-Roman", "Times-Bold"))
        .put("Briefing paper", 12)
        .put("Number 07654, " + facts.long, 12)
        .space(30)
        .put(title, 26, bold=True)
    )
    return FirstPage(
        "question",
        sheet.space(12).put(f"By {facts.names[0]}", 12).body(3).done(),
        (title,),
        facts.iso,
        (facts.names[0],),
    )


def raised_ordinal(facts: Facts) -> FirstPage:
    title = f"Adult Social Care Local Account: {facts.topic}"
    sheet = Sheet(facts).put(title, 20, bold=True).space(6)
    sheet.at -= 14
    sheet.canvas.setFont("Helvetica", 11)
    sheet.canvas.drawString(60, sheet.at, "Thursday 4")
    sheet.canvas.setFont("Helvetica", 7)
    sheet.canvas.drawString(114, sheet.at + 4, "th")
    sheet.canvas.setFont("Helvetica", 11)
    sheet.canvas.drawString(123, sheet.at, facts.month_year)
    return FirstPage("raised ordinal", sheet.body().done(), (title,), f"{facts.year}-{facts.month:02}-04")


def two_figure_year(facts: Facts) -> FirstPage:
    title = f"Delegated decision: grants for {facts.topic.lower()}"
    sheet = (
        Sheet(facts)
        .put(f"{facts.place} Council", 14, bold=True)
        .row("Subject:", title)
        .row("Date:", f"{facts.day:02}/{facts.month:02}/{facts.year % 100:02}")
    )
    return FirstPage("year in two figures", sheet.body(4).done(), (title,), facts.iso)


def table_page(facts: Facts) -> FirstPage:
    title = f"Spending on {facts.topic.lower()} by ward"
    sheet = Sheet(facts).put(title, 10, bold=True).put("Ward     2015/16    2016/17    2017/18", 8, bold=True)
    for number in range(25):
        sheet.put(
            f"Ward {number}    {number * 917 + 20:,}    {number * 811 + 7:,}    {number * 1013 + 5:,}", 8
        )
    return FirstPage("table", sheet.done(), (title,))


def act_and_data(facts: Facts) -> FirstPage:
    title = "Eligibility for care and support under the Care Act 2014"
    sheet = (
        Sheet(facts)
        .put(title, 16, bold=True)
        .put("Source: survey of providers, March 2012", 9)
        .body()
        .foot("\u00a9 Ordnance Survey 100012345")
    )
    return FirstPage("an act and data", sheet.done(), (title,))


def meeting_notes(facts: Facts) -> FirstPage:
    title = f"{facts.place} Alliance Leadership Team: Notes of meeting"
    sheet = (
        Sheet(facts)
        .put(f"{facts.place} Alliance Leadership Team", 16, bold=True)
        .put("Notes of meeting", 14, bold=True)
        .put(f"{facts.long} 14:00-16:00, Room 4", 11)
    )
    return FirstPage(
        "notes of a meeting",
        sheet.space(8).put("Present: J Okafor, P Lindqvist").body(4).done(),
        (title, f"{title} {facts.long}"),
        facts.iso,
    )


def university_report(facts: Facts) -> FirstPage:
    title = f"Alliance contracting in {facts.place}: a realist evaluation of {facts.topic.lower()}"
    sheet = (
        Sheet(facts)
        .put(f"UNIVERSITY OF {facts.place.upper()}", 24, bold=True)
        .put("School of Health and Social Care", 14)
        .space(100)
        .put(title, 20, bold=True)
    )
    sheet.space(20).put(f"Report for {facts.place} Council, {facts.month_year}", 12).space(20).put(
        f"{facts.names[0]}, {facts.names[1]}", 12
    )
    return FirstPage("university report", sheet.done(), (title,), _MONTH.format(facts))


def printed_imprint(facts: Facts) -> FirstPage:
    title = f"{facts.topic}: the case for change"
    sheet = Sheet(facts).space(200).put(title, 30, bold=True).space(10).put("The Otherley Foundation", 16)
    sheet.canvas.showPage()
    sheet.at = 760
    sheet.put(f"First published in {facts.month_year} by the Otherley Foundation", 9).put(
        f"\u00a9 The Otherley Foundation {facts.year}", 9
    )
    return FirstPage(
        "imprint on the second page", sheet.done(), (title,), _MONTH.format(facts), (), "Otherley Foundation"
    )


def hyphenated(facts: Facts) -> FirstPage:
    title = "Evidence-based commissioning for neighbourhoods"
    sheet = (
        Sheet(facts)
        .space(90)
        .put("Evidence-", 32, bold=True)
        .put("based commissioning", 32, bold=True)
        .put("for neighbourhoods", 32, bold=True)
        .space(20)
    )
    return FirstPage("hyphen at a line's end", sheet.put(facts.long, 12).body(2).done(), (title,), facts.iso)


def dated_foot(facts: Facts) -> FirstPage:
    title = f"Joint protocol on {facts.topic.lower()}"
    sheet = (
        Sheet(facts)
        .put(title, 18, bold=True)
        .body(6)
        .foot(f"{facts.place} joint protocol v2 | {facts.month_year} | Page 1 of 12")
    )
    return FirstPage("dated foot", sheet.done(), (title,), _MONTH.format(facts))


def controlled_foot(facts: Facts) -> FirstPage:
    title = f"Operating procedure: {facts.topic.lower()}"
    sheet = (
        Sheet(facts)
        .put(title, 18, bold=True)
        .body(6)
        .foot(f"Version 2.1, approved {facts.long}. Uncontrolled copy when printed")
    )
    return FirstPage("controlled foot", sheet.done(), (title,), facts.iso)


def print_foot(facts: Facts) -> FirstPage:
    title = f"Notes on {facts.topic.lower()} for new staff"
    sheet = (
        Sheet(facts)
        .put(title, 18, bold=True)
        .body(6)
        .foot(f"H:\\teams\\notes.doc {facts.day:02}/{facts.month:02}/{facts.year}")
    )
    return FirstPage("foot with the day of printing", sheet.done(), (title,))


def figures_foot(facts: Facts) -> FirstPage:
    title = f"Advice on {facts.topic.lower()} for managers"
    sheet = (
        Sheet(facts)
        .put(title, 18, bold=True)
        .body(6)
        .foot(f"{facts.day:02}/{facts.month:02}/{facts.year}    1")
    )
    return FirstPage("foot in figures", sheet.done(), (title,))


TEMPLATES: Sequence[Callable[[Facts], FirstPage]] = (
    authors_first, national_guidance, split_title, huge_year, out_of_order, column_cells, slogan, business_case, newsletter, appendix,
    contents_first, question, raised_ordinal, two_figure_year, table_page, act_and_data, meeting_notes, university_report, printed_imprint, hyphenated,
    dated_foot, controlled_foot, print_foot, figures_foot,
)  # fmt: skip
