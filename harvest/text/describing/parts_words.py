"""The headings by which public bodies open the sections that reviewers look for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

SectionKind = Literal[
    "", "summary", "findings", "overview", "recommendations", "numbered-recommendation", "contents", "known"
]

#: By what a section is: its headings in lower case, without numbers. "summary" is of the whole document; "findings" stands
#: for one where there is none; "overview" only near the beginning; "known" are sections that end the one before.
_WORDS: Mapping[SectionKind, str] = {
    "summary": """executive summary; summary; abstract; exec summary; executive overview; management summary; summary of the report;
        plain english summary; lay summary; summary report; report summary; summary and key findings; summary and conclusions; synopsis;
        executive summary and key findings; summary of findings; summary of key findings; plain language summary; overall summary;
        brief summary; summary of report; summary of this report; short summary; headline summary; executive summary and recommendations;
        summary and recommendations; policy summary; summary of the evidence; summary of responses; summary of main findings;
        key findings and recommendations; summary of key points; summary of issues; paper summary; introduction and summary""",
    "findings": """key findings; key messages; key points; at a glance; headlines; main findings; main points; in brief; key facts;
        headline findings; headline messages; headline figures; key points and summary; key message; at-a-glance; the report at a glance;
        the strategy at a glance; strategy at a glance; main messages; key conclusions; key highlights; highlights; in summary;
        strategy on a page; plan on a page; report in brief; what we found; key learning; key issues""",
    "overview": "overview; report overview; overview of the report; overview of this report; about this report",
    "recommendations": """recommendations; recommendation; recommendation(s); our recommendations; key recommendations; summary of recommendations;
        list of recommendations; conclusions and recommendations; conclusion and recommendations; recommendations and conclusions;
        recommendations and next steps; officer recommendation; officer recommendations; officer's recommendation; recommended;
        policy recommendations; recommendations to cabinet; recommendations to council; recommendations for action;
        recommendations for policy; recommendations for policy and practice; recommendations for practice; main recommendations;
        discussion and recommendations; findings and recommendations; recommendation to the board; recommendations to the board;
        recommendation to cabinet; recommendation to the committee; recommendations to the committee; summary recommendations;
        decision required; decisions required; action required; decision(s) recommended; recommendation to council; decision requested;
        recommended action; recommendations and actions; recommendations and gaps in knowledge; recommendation / action required""",
    "contents": """contents; table of contents; contents page; list of contents; content; on this page; in this report; contents list;
        page contents; in this document; in this section""",
    "known": """introduction; background; foreword; forward; foreward; acknowledgements; acknowledgments; preface; method; methods; methodology;
        context; introduction and background; background and context; conclusion; conclusions; references; bibliography; appendix; appendices;
        annex; annexes; glossary; next steps; discussion; results; findings; aims and objectives; purpose of report; purpose of the report;
        purpose of this report; purpose; reasons for decision; reasons for recommendation; reasons for recommendations;
        reasons for recommendation(s); reason for recommendation; reasons for the recommendation; reasons for the decision; options considered;
        options; other options considered; alternative options considered; alternative options; background papers; background documents;
        consultation; consultees; implications; financial implications; legal implications; resource implications; equality implications;
        equalities implications; equality impact assessment; risk management; risk assessment; risks; timescale; timescales; legal advice;
        contact officer; contact officers; report author; local context; national context; policy context; strategic context; main report;
        detail; details; report detail; report details; the report; key issues for consideration; supporting information; endnotes; notes;
        introduction and context; our vision; vision; scope; terms of reference; about us; about the authors; about the author; contacts;
        contact; contact us; further information; key considerations; proposals; proposal; current position; the current position;
        date of next meeting; apologies for absence; declarations of interest; list of tables; list of figures; abbreviations; limitations;
        corporate implications; environmental implications; human resources implications; crime and disorder; sustainability; related content;
        health and wellbeing implications; benefits to the community; monitoring and evaluation; chair's foreword; statement of intent""",
}

#: Words of a heading to what its section is.
SECTIONS: Mapping[str, SectionKind] = {
    " ".join(each.split()): kind
    for kind, words in reversed(list(_WORDS.items()))
    for each in words.split(";")
}
MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
    ]
)
#: Bodies that papers ask for something.
ASKED = frozenset(
    [
        "board",
        "committee",
        "cabinet",
        "council",
        "members",
        "member",
        "panel",
        "body",
        "executive",
        "commission",
        "trustees",
        "directors",
        "forum",
        "group",
        "meeting",
        "partnership",
        "councillors",
        "governors",
        "subcommittee",
        "sub-committee",
        "icb",
        "ccg",
    ]
)
