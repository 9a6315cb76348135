"""A third set of made first pages, written before any was read and used for no rule: keep it so.

They follow the look of ombudsmen's decisions, programme papers, frameworks, posters, prospectuses, logs and theses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.text.first_pages_second import narrow, serif
from tests.text.made_sheets import MONTHS, Facts, FirstPage, Sheet


def _month(facts: Facts) -> str:
    return f"{facts.year}-{facts.month:02}"


def ombudsman(facts: Facts) -> FirstPage:
    title = f"Investigation into a complaint about {facts.place} Council (reference number: {facts.year % 100} 001 234)"
    sheet = Sheet(facts, fonts=narrow()).put("Public Services Ombudsman", 20, bold=True).space(140)
    sheet.put("Report by the Public Services Ombudsman", 16, bold=True).space(12).put(
        title, 22, bold=True
    ).space(30)
    return FirstPage("ombudsman", sheet.put(facts.long, 16).done(), (title,), facts.iso)


def programme_board(facts: Facts) -> FirstPage:
    title = f"Highlight report: {facts.topic}"
    sheet = (
        Sheet(facts)
        .put("Better Care Programme Board", 11, x=360)
        .put(facts.long, 11, x=360)
        .put("Item 4", 11, x=360)
        .space(16)
    )
    sheet.put(title, 17, bold=True).space(4).put("1 Background", 12, bold=True).body(4)
    return FirstPage("programme board", sheet.done("Highlight report template"), (title,), facts.iso)


def partner_logos(facts: Facts) -> FirstPage:
    title = f"Our shared vision for {facts.topic.lower()}"
    sheet = Sheet(facts, fonts=serif())
    for at, name in enumerate(
        (f"{facts.place} Council", "Mid Wessex University Hospitals NHS Trust", "Age Friendly Otherley")
    ):
        sheet.put(name, 9, x=60 + 170 * at, width=160, stay=True)
    sheet.space(200).put(title, 36).space(20).put(f"{facts.year} to {facts.year + 3}", 20).space(150)
    return FirstPage(
        "partners' logos",
        sheet.done("vision-doc-LOWRES.pdf"),
        (title, f"{title} {facts.year} to {facts.year + 3}"),
    )


def health_needs(facts: Facts) -> FirstPage:
    title = f"{facts.topic} Health Needs Assessment"
    sheet = (
        Sheet(facts, fonts=narrow())
        .space(80)
        .put(title, 30, bold=True)
        .space(8)
        .put(facts.place, 22)
        .space(60)
    )
    sheet.put(f"Author: {facts.names[0]}, Public Health Registrar", 12).put(
        f"Date: {facts.month_year}", 12
    ).put("Version: Final v1.0", 12)
    sheet.put(f"Date for review: {facts.month_year.split()[0]} {facts.year + 3}", 12)
    return FirstPage(
        "health needs assessment",
        sheet.done(),
        (title, f"{title} {facts.place}"),
        _month(facts),
        (facts.names[0],),
    )


def invitation_to_tender(facts: Facts) -> FirstPage:
    title = f"Invitation to Tender for the Provision of {facts.topic}"
    sheet = (
        Sheet(facts, fonts=("Times-Roman", "Times-Bold"))
        .put(f"{facts.place} Council", 16, bold=True, centre=True)
        .space(100)
    )
    sheet.put(title, 22, bold=True, centre=True).space(20).put(
        "Contract reference: DN 123456", 12, centre=True
    )
    sheet.put(f"Contract period: 1 July {facts.year} to 30 June {facts.year + 4}", 12, centre=True)
    sheet.put(f"Deadline for return: 12 noon, {facts.day} {MONTHS[3]} {facts.year}", 12, centre=True)
    return FirstPage("invitation to tender", sheet.done(), (title,))


def scrutiny_review(facts: Facts) -> FirstPage:
    title = f"Scrutiny Review of {facts.topic}"
    sheet = (
        Sheet(facts)
        .put("Overview and Scrutiny", 48, bold=True)
        .space(100)
        .put(title, 24)
        .put("Report of the Task and Finish Group", 16)
        .space(30)
    )
    return FirstPage(
        "scrutiny review", sheet.put(facts.month_year.upper(), 14, bold=True).done(), (title,), _month(facts)
    )


def memo(facts: Facts) -> FirstPage:
    title = f"{facts.topic} - savings proposals"
    sheet = Sheet(facts, fonts=("Courier", "Courier-Bold")).put("MEMORANDUM", 14, bold=True).space(8)
    sheet.row("TO:", "All Members of the Council").row("FROM:", facts.names[0]).row("DATE:", facts.long).row(
        "SUBJECT:", title
    ).body(4)
    return FirstPage("memorandum", sheet.done(), (title,), facts.iso)


def case_study(facts: Facts) -> FirstPage:
    title = f"How {facts.place} changed {facts.topic.lower()}"
    sheet = Sheet(facts, fonts=narrow()).put("CASE STUDY", 12, bold=True).put(title, 25, bold=True).space(5)
    sheet.put('"It has given me my life back." - service user', 14).body(3)
    return FirstPage(
        "case study",
        sheet.foot(f"Learning Network for Local Care | Case study | {facts.month_year}").done(),
        (title,),
        _month(facts),
    )


def thesis(facts: Facts) -> FirstPage:
    title = f"The governance of alliance contracts in {facts.topic.lower()}"
    sheet = (
        Sheet(facts, fonts=("Times-Roman", "Times-Bold"))
        .space(80)
        .put(title, 18, bold=True, centre=True)
        .space(60)
        .put(facts.names[0], 14, centre=True)
    )
    sheet.space(60).put("A thesis submitted for the degree of Doctor of Philosophy", 12, centre=True).put(
        f"University of {facts.place}", 12, centre=True
    )
    return FirstPage(
        "thesis", sheet.space(30).put(facts.month_year, 12, centre=True).done(), (title,), _month(facts)
    )


def risk_log(facts: Facts) -> FirstPage:
    title = f"Corporate Risk Register - {facts.topic}"
    sheet = (
        Sheet(facts, wide=True)
        .put(title, 12, bold=True)
        .put("Ref   Risk   Likelihood   Impact   Score   Owner   Due", 8, bold=True)
    )
    for number in range(14):
        sheet.put(
            f"R{number}   Provider fails   {number % 5}   4   {number % 5 * 4}   Director   {number + 1:02}/06/{facts.year}",
            8,
        )
    return FirstPage("risk register", sheet.done(), (title,))


def statement_of_purpose(facts: Facts) -> FirstPage:
    title = f"{facts.place} Market Sustainability Plan"
    sheet = (
        Sheet(facts, fonts=serif())
        .put(title, 15, bold=True)
        .space(3)
        .put("Section 1: Assessment of the current sustainability of local care markets", 12, bold=True)
    )
    return FirstPage("market plan", sheet.body(6).done(), (title,))


def research_brief(facts: Facts) -> FirstPage:
    title = f"Commissioning {facts.topic.lower()} in partnership: lessons for policy"
    sheet = (
        Sheet(facts, fonts=narrow())
        .put("Policy Innovation Research Unit", 11)
        .put(f"Research brief no. {facts.day}, {facts.month_year}", 11)
        .space(10)
    )
    sheet.put(title, 23, bold=True).put("What is this about?", 15, bold=True).body(3, 10)
    return FirstPage("research brief", sheet.done(), (title,), _month(facts))


def children_plan(facts: Facts) -> FirstPage:
    title = f"Children and Young People's Plan {facts.year}-{facts.year % 100 + 3:02}"
    sheet = (
        Sheet(facts)
        .space(260)
        .put("Children and", 44, bold=True)
        .put("Young People's", 44, bold=True)
        .put(f"Plan {facts.year}-{facts.year % 100 + 3:02}", 44, bold=True)
    )
    return FirstPage(
        "plan in short lines", sheet.space(80).put(f"{facts.place} Children's Trust", 16).done(), (title,)
    )


def cqc_style_letter(facts: Facts) -> FirstPage:
    title = f"Local area review of {facts.topic.lower()} in {facts.place}"
    sheet = (
        Sheet(facts, fonts=serif())
        .put(f"{facts.day} {MONTHS[facts.month - 1][:3]} {facts.year}", 11)
        .space(6)
    )
    sheet.put(f"{facts.names[0]}, Director of Children's Services").put(
        f"{facts.place} County Council"
    ).space(8).put(f"Dear {facts.names[0]}").space(6)
    sheet.put(title, 11, bold=True).put(
        f"Between 3 June {facts.year} and 7 June {facts.year} inspectors visited the area."
    ).body(3)
    return FirstPage("inspectors' letter", sheet.done(), (title,), facts.iso)


def minutes_table(facts: Facts) -> FirstPage:
    board = "Primary Care Commissioning Committee"
    text = f"Minutes of the {board} held on {facts.long}"
    sheet = (
        Sheet(facts, fonts=narrow()).put(f"NHS {facts.place} Integrated Care Board", 13, bold=True).space(6)
    )
    sheet.put(f"Minutes of the {board}", 13, bold=True).put(
        f"held on {facts.long} via MS Teams", 13, bold=True
    ).space(6).row("Members present", facts.names[0]).row("Apologies", facts.names[1])
    return FirstPage(
        "minutes with a table", sheet.body(3).done(), (text, f"Minutes of the {board}"), facts.iso
    )


def public_notice(facts: Facts) -> FirstPage:
    title = f"Statement of intent: {facts.topic}"
    sheet = (
        Sheet(facts)
        .put("OFFICIAL", 9, centre=True)
        .put(title, 20, bold=True, centre=True)
        .space(8)
        .put(f"Effective from: 1 April {facts.year}", 11)
    )
    return FirstPage(
        "statement of intent",
        sheet.body(4).foot(f"Version 3 | Approved: {facts.month_year} | Uncontrolled when printed").done(),
        (title,),
        _month(facts),
    )


def framework(facts: Facts) -> FirstPage:
    title = f"Outcomes Framework for {facts.topic}"
    sheet = (
        Sheet(facts, fonts=narrow(), wide=True)
        .put("Alliance Leadership", 12)
        .space(90)
        .put(title.upper(), 30, bold=True)
        .put("Measuring what matters", 18)
        .space(60)
    )
    return FirstPage(
        "outcomes framework",
        sheet.put(f"Draft {facts.day:02}/{facts.month:02}/{facts.year} v0.6", 12).done(),
        (title,),
        facts.iso,
    )


def grey_report(facts: Facts) -> FirstPage:
    title = f"Independent review of {facts.topic.lower()}: final report to the Secretary of State"
    sheet = (
        Sheet(facts, fonts=serif())
        .space(160)
        .put(title, 25, bold=True)
        .space(30)
        .put(f"Dame {facts.names[0]}", 16)
        .space(200)
    )
    sheet.canvas.showPage()
    sheet.at = 780
    sheet.put(f"\u00a9 Crown copyright {facts.year}", 9).put(
        "This publication is licensed under the Open Government Licence v3.0.", 9
    )
    return FirstPage("independent review", sheet.done(), (title, title.split(":")[0]), str(facts.year))


def briefing_note(facts: Facts) -> FirstPage:
    title = f"What next for {facts.topic.lower()}?"
    sheet = (
        Sheet(facts)
        .put("BRIEFING", 30, bold=True)
        .put(f"{facts.month_year}", 10)
        .space(14)
        .put(title, 21, bold=True)
        .space(4)
    )
    return FirstPage(
        "briefing",
        sheet.put("Key points", 14, bold=True).body(4).done(),
        (title, f"BRIEFING {title}"),
        _month(facts),
    )


def undated_leaflet(facts: Facts) -> FirstPage:
    title = f"Getting help with {facts.topic.lower()}"
    sheet = (
        Sheet(facts, fonts=narrow())
        .put(f"{facts.place} Council", 13)
        .space(20)
        .put(title, 31, bold=True)
        .space(20)
        .put("Call us on 01234 567890, Monday to Friday, 9am to 5pm", 15)
    )
    return FirstPage("leaflet", sheet.body(2).done(), (title,))


TEMPLATES: Sequence[Callable[[Facts], FirstPage]] = (
    ombudsman, programme_board, partner_logos, health_needs, invitation_to_tender, scrutiny_review, memo, case_study, thesis, risk_log,
    statement_of_purpose, research_brief, children_plan, cqc_style_letter, minutes_table, public_notice, framework, grey_report, briefing_note,
    undated_leaflet,
)  # fmt: skip
