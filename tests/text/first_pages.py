"""First pages as public bodies make them, with their title and date: drawn with reportlab from invented facts.

This set was looked at while the rules for titles and dates were written; ``unseen_pages`` was not.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from tests.text.made_sheets import Facts, FirstPage, Sheet


def committee_report(facts: Facts) -> FirstPage:
    title = f"Review of {facts.topic} in {facts.place}: options for the next contract"
    sheet = Sheet(facts).put(f"{facts.place} Borough Council", 18, bold=True).space(14)
    for label, value in (
        ("Report to:", "Health Scrutiny Committee"), ("Date:", facts.long), ("Title:", title),
        ("Report of:", "Director of Adult Social Care"), ("Wards affected:", "All"),
    ):  # fmt: skip
        sheet.row(label, value)
    sheet.space(8).put("1. Purpose of report", bold=True).body()
    return FirstPage(
        "committee report", sheet.done(f"Microsoft Word - {facts.topic} v3.docx"), (title,), facts.iso
    )


def cabinet_report(facts: Facts) -> FirstPage:
    title = f"{facts.topic} - award of contract"
    sheet = Sheet(facts, fonts=("Times-Roman", "Times-Bold")).put("CABINET", bold=True, size=12)
    sheet.put(facts.long, 12, bold=True).space(12).put(title.upper(), 12, bold=True).space(6)
    sheet.put(f"Report of the Corporate Director, {facts.names[0]}", 12).space(6).put(
        "Summary", 12, bold=True
    ).body(size=12)
    return FirstPage("cabinet report", sheet.done("Document1"), (title,), facts.iso)


def board_front_sheet(facts: Facts) -> FirstPage:
    title = f"{facts.topic}: quarterly performance and next steps"
    sheet = Sheet(facts).put(f"{facts.place} NHS Foundation Trust", 16, bold=True)
    sheet.put("Trust Board meeting in public", 14, bold=True).space(10)
    for label, value in (
        ("Meeting date", facts.long), ("Agenda item", "9.2"), ("Report title", title), ("Author", facts.names[0]),
        ("Executive sponsor", "Chief Nurse"), ("Purpose", "For assurance"), ("Previously considered by", "Quality Committee, 3 May 2012"),
    ):  # fmt: skip
        sheet.row(label, value, 10)
    return FirstPage(
        "board front sheet", sheet.put("Executive summary", bold=True).body(3).done("Board paper template"), (title,), facts.iso,
        (facts.names[0],), f"{facts.place} NHS Foundation Trust",
    )  # fmt: skip


def strategy_cover(facts: Facts) -> FirstPage:
    title = f"{facts.place} Strategy for {facts.topic}"
    sheet = Sheet(facts).space(180).put(title, 34, bold=True).space(10)
    sheet.put("Working together for a healthier county", 18).space(12).put(
        f"{facts.year} - {facts.year + 5}", 18
    ).space(160)
    sheet.put(f"{facts.place} County Council", 14).put(f"NHS {facts.place} Clinical Commissioning Group", 14)
    return FirstPage(
        "strategy cover",
        sheet.done(f"{facts.topic} strategy FINAL.indd"),
        (title, f"{title} {facts.year} - {facts.year + 5}"),
    )


def large_council(facts: Facts) -> FirstPage:
    title = f"Joint Commissioning Plan for {facts.topic}"
    sheet = (
        Sheet(facts)
        .put(f"{facts.place} City Council", 40, bold=True)
        .space(170)
        .put(title, 26, bold=True)
        .space(10)
    )
    sheet.put(facts.month_year, 16)
    return FirstPage(
        "council's name larger",
        sheet.done(),
        (title,),
        f"{facts.year}-{facts.month:02}",
        (),
        f"{facts.place} City Council",
    )


def minutes(facts: Facts) -> FirstPage:
    body = "Health and Wellbeing Board"
    text = f"Minutes of the meeting of the {body} held on {facts.long}"
    sheet = Sheet(facts).put(f"{facts.place} County Council", 14, bold=True).space(10)
    sheet.put(
        f"MINUTES of the meeting of the {body} held on {facts.long} at 10.00 am at County Hall, {facts.place}",
        12,
        bold=True,
    )
    sheet.space(8).put("Present:", bold=True).put(
        f"Councillor {facts.names[0]} (Chair), {facts.names[1]}, Dr A Singh"
    ).body(4)
    return FirstPage("minutes", sheet.done(), (text, f"Minutes of the meeting of the {body}"), facts.iso)


def short_minutes(facts: Facts) -> FirstPage:
    sheet = (
        Sheet(facts)
        .put("Adult Social Care Select Committee", 20, bold=True)
        .put("Minutes", 16, bold=True)
        .put(f"{facts.long}, 2.00 pm", 12)
    )
    sheet.space(8).put("Present", bold=True).put(f"Cllr {facts.names[0]}, Cllr {facts.names[1]}").body(4)
    title = "Adult Social Care Select Committee: Minutes"
    return FirstPage("minutes in two lines", sheet.done(), (title, f"{title} {facts.long}"), facts.iso)


def evaluation(facts: Facts) -> FirstPage:
    title = f"Evaluation of the {facts.place} pilot of {facts.topic}"
    sheet = (
        Sheet(facts, fonts=("Times-Roman", "Times-Bold"))
        .space(120)
        .put(title, 24, bold=True, centre=True)
        .put("Final report", 16, centre=True)
        .space(30)
    )
    sheet.put(f"{facts.names[0]} and {facts.names[1]}", 14, centre=True).space(8).put(
        f"University of {facts.place}", 14, centre=True
    ).space(40)
    sheet.put(facts.month_year, 12, centre=True)
    return FirstPage(
        "evaluation", sheet.done(), (title, f"{title} Final report"), f"{facts.year}-{facts.month:02}"
    )


def think_tank(facts: Facts) -> FirstPage:
    title = f"{facts.topic}: what works and why"
    sheet = (
        Sheet(facts)
        .put("The Meadow Fund", 22, bold=True)
        .put("Ideas that change health care", 12)
        .space(200)
        .put(title.upper(), 28, bold=True)
        .space(14)
    )
    sheet.put(f"By {facts.names[0]} and {facts.names[1]}", 14).space(200).put(facts.month_year, 12)
    return FirstPage(
        "think tank", sheet.done(), (title,), f"{facts.year}-{facts.month:02}", tuple(facts.names)
    )


def journal(facts: Facts) -> FirstPage:
    title = f"{facts.topic}: a mixed-methods study of four English areas"
    sheet = Sheet(facts, fonts=("Times-Roman", "Times-Bold")).put(
        "Journal of Local Care Studies", 26, bold=True
    )
    sheet.put(f"Volume 12, Issue 3, {facts.month_year}, pages 201-219. ISSN 0000-1234", 9).space(16).put(
        title, 18, bold=True
    ).space(8)
    sheet.put(f"{facts.names[0]}1, {facts.names[1]}2", 11).put(
        f"1 University of {facts.place}; 2 Institute of Public Care", 9
    ).space(8)
    return FirstPage(
        "journal",
        sheet.put("Abstract", 11, bold=True).body(size=10).done(),
        (title,),
        f"{facts.year}-{facts.month:02}",
    )


def letter(facts: Facts) -> FirstPage:
    title = f"{facts.topic} - request for information"
    sheet = (
        Sheet(facts)
        .put("Department for Local Services", 16, bold=True)
        .space(12)
        .put("3 High Street, Anytown AN1 2BC", 10)
        .put(facts.long, 11)
        .space(12)
    )
    sheet.put("Dear Chief Executive").space(10).put(title, 11, bold=True).body(4).space(10).put(
        "Yours sincerely"
    ).space(20).put(facts.names[0])
    return FirstPage("letter", sheet.done("letterhead"), (title,), facts.iso)


def specification(facts: Facts) -> FirstPage:
    title = f"Service Specification: {facts.topic}"
    sheet = (
        Sheet(facts)
        .put("SCHEDULE 2 - THE SERVICES", 11, bold=True, centre=True)
        .space(20)
        .put(title, 20, bold=True, centre=True)
        .space(16)
    )
    sheet.row("Service lead", facts.names[0]).row(
        "Period", f"1 April {facts.year} to 31 March {facts.year + 3}"
    ).row("Date of review", f"March {facts.year + 2}")
    return FirstPage("specification", sheet.put("1. Population needs", bold=True).body(4).done(), (title,))


def needs_chapter(facts: Facts) -> FirstPage:
    title = f"JSNA chapter: {facts.topic}"
    sheet = (
        Sheet(facts)
        .put(f"{facts.place} Joint Strategic Needs Assessment", 12)
        .space(20)
        .put(title, 22, bold=True)
        .space(8)
    )
    sheet.put(f"Last updated: {facts.month_year}", 10).put(
        f"Next review: {facts.month_year.split()[0]} {facts.year + 3}", 10
    ).body()
    return FirstPage("needs assessment", sheet.done(), (title,), f"{facts.year}-{facts.month:02}")


def slides(facts: Facts) -> FirstPage:
    title = f"{facts.topic}: emerging findings"
    sheet = (
        Sheet(facts, wide=True)
        .space(150)
        .put(title, 40, bold=True)
        .space(12)
        .put(f"{facts.names[0]}, Head of Commissioning", 20)
        .put(facts.long, 20)
    )
    return FirstPage("slides", sheet.done("PowerPoint Presentation"), (title,), facts.iso)


def drop_cap(facts: Facts) -> FirstPage:
    title = f"Living well with {facts.topic}"
    sheet = Sheet(facts).put(title, 20, bold=True).space(10).put("T", 54, bold=True, stay=True)
    sheet.put(
        "he board was set up to bring together the people who plan and pay for services in the county.",
        11,
        x=110,
    ).space(20).body()
    return FirstPage("drop cap", sheet.foot("7", 30).done(), (title,))


def letter_spaced(facts: Facts) -> FirstPage:
    title = "Housing Strategy"
    sheet = (
        Sheet(facts)
        .space(150)
        .put("London Borough of Kingsmoor", 20)
        .space(10)
        .spaced("HOUSING STRATEGY", 34)
        .space(12)
        .put(facts.month_year, 14)
    )
    return FirstPage("letter-spaced", sheet.done(), (title,), f"{facts.year}-{facts.month:02}")


def one_size(facts: Facts) -> FirstPage:
    title = f"Proposals for {facts.topic}"
    sheet = Sheet(facts, fonts=("Courier", "Courier-Bold")).put(title, 11, bold=True).body(6)
    return FirstPage(
        "one size", sheet.foot(f"Printed on 0{facts.rng.randint(1, 9)}/03/2022 page 1 of 9").done(), (title,)
    )


def policy(facts: Facts) -> FirstPage:
    title = f"Policy on {facts.topic}"
    sheet = Sheet(facts).put("OFFICIAL", 10, centre=True).space(90).put(title, 26, bold=True).space(30)
    sheet.row("Version", f"2.3, approved {facts.long}").row("Review date", str(facts.year + 3)).row(
        "Owner", "Head of Quality"
    ).row("Status", "Final")
    return FirstPage("policy", sheet.done(f"Policy on {facts.topic}"), (title,), facts.iso)


def copyright_cover(facts: Facts) -> FirstPage:
    title = f"A framework for {facts.topic}"
    sheet = (
        Sheet(facts)
        .space(200)
        .put(title, 30, bold=True)
        .space(280)
        .put(f"\u00a9 NHS {facts.place} {facts.year}", 9)
    )
    return FirstPage("copyright line only", sheet.done(), (title,), str(facts.year), (), f"NHS {facts.place}")


def undated_guide(facts: Facts) -> FirstPage:
    title = f"{facts.topic}: a guide for families"
    sheet = (
        Sheet(facts)
        .put(title, 18, bold=True)
        .put(f"From 1 April {facts.year} the way that you get help is changing.", 11)
        .body()
    )
    return FirstPage("undated guide", sheet.done(), (title,))


TEMPLATES: Sequence[Callable[[Facts], FirstPage]] = (
    committee_report, cabinet_report, board_front_sheet, strategy_cover, large_council, minutes, short_minutes, evaluation, think_tank, journal,
    letter, specification, needs_chapter, slides, drop_cap, letter_spaced, one_size, policy, copyright_cover, undated_guide,
)  # fmt: skip


def made_pages(
    templates: Sequence[Callable[[Facts], FirstPage]] = TEMPLATES, each: int = 4, seed: int = 6
) -> list[FirstPage]:
    """Return ``each`` files of every template, the same ones for the same ``seed``."""
    return [
        template(Facts.drawn(random.Random(f"{seed} {template.__name__} {n}")))
        for template in templates
        for n in range(each)
    ]
