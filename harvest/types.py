"""The field's words for types of documents: one vocabulary, whoever names the type."""

from __future__ import annotations

from collections.abc import Mapping

#: Every type of document, and what belongs to it.
TYPES: Mapping[str, str] = {
    "strategy": "a strategy, plan, vision or statement of intentions",
    "policy paper": "a policy, white or green paper, or statement of a position",
    "committee report": "a report to a committee, the cabinet or the full council of a council",
    "board paper": "a paper before the board of an NHS or other public body",
    "committee paper": "a paper before a committee of which no more is known",
    "agenda": "what a meeting is to discuss",
    "agenda item": "the page of one item of an agenda",
    "agenda pack": "the papers of a whole meeting in one file",
    "minutes": "minutes or notes of a meeting",
    "decision": "the record or notice of a decision",
    "issue": "the history of a matter that comes before committees",
    "appendix": "what is attached to a report",
    "evaluation": "an evaluation of a service, programme or policy",
    "impact assessment": "an assessment of what a measure will do: equality, regulation, quality, privacy",
    "needs assessment": "an assessment of what a population needs, such as a JSNA",
    "business case": "an outline or full business case",
    "contract or specification": "a contract, agreement, specification or tender",
    "guidance": "guidance, a guide, toolkit, code, handbook or procedure",
    "research report": "research, a study, survey, review of evidence, working or discussion paper",
    "briefing": "a briefing or fact sheet",
    "article": "an article or long read of a publisher",
    "annual report": "an annual report, account or review",
    "corporate report": "another report of a body on itself",
    "inspection report": "the report of an inspectorate",
    "review or inquiry": "a review or inquiry, such as a safeguarding adults review",
    "consultation": "a consultation, call for evidence, or what came of one",
    "case study": "one example, told",
    "news": "news or a press release",
    "newsletter": "a newsletter or bulletin",
    "blog": "a blog post",
    "speech": "a speech or statement",
    "letter": "a letter or circular",
    "presentation": "slides",
    "statistics": "statistics as published, with or without words",
    "data or spreadsheet": "data, tables, transparency data",
    "information request": "an answer to a request under freedom of information",
    "collection of documents": "a page that only leads to documents",
    "web page": "a page of which no more is known",
}

#: GOV.UK's document types (alphagov/search-api, config/govuk_index/mapped_document_types.yaml).
_GOVUK = {
    "policy_paper": "policy paper",
    "guidance": "guidance",
    "detailed_guide": "guidance",
    "statutory_guidance": "guidance",
    "manual": "guidance",
    "manual_section": "guidance",
    "hmrc_manual_section": "guidance",
    "guide": "guidance",
    "regulation": "guidance",
    "international_treaty": "contract or specification",
    "independent_report": "research report",
    "research": "research report",
    "corporate_report": "corporate report",
    "impact_assessment": "impact assessment",
    "consultation": "consultation",
    "consultation_outcome": "consultation",
    "closed_consultation": "consultation",
    "open_consultation": "consultation",
    "call_for_evidence": "consultation",
    "call_for_evidence_outcome": "consultation",
    "closed_call_for_evidence": "consultation",
    "open_call_for_evidence": "consultation",
    "case_study": "case study",
    "speech": "speech",
    "oral_statement": "speech",
    "written_statement": "speech",
    "authored_article": "speech",
    "news_story": "news",
    "press_release": "news",
    "world_news_story": "news",
    "government_response": "news",
    "decision": "decision",
    "notice": "decision",
    "official_statistics": "statistics",
    "national_statistics": "statistics",
    "statistical_data_set": "data or spreadsheet",
    "statistics": "statistics",
    "transparency": "data or spreadsheet",
    "foi_release": "information request",
    "document_collection": "collection of documents",
    "correspondence": "letter",
}

#: What others call the same: committee systems, publishers' pages, and the labels that GOV.UK prints on its pages.
_SAME = {
    "blog post": "blog",
    "collection": "collection of documents",
    "committee decision": "decision",
    "decisions": "decision",
    "evaluation or impact assessment": "impact assessment",
    "long read": "article",
    "news article": "news",
    "oral statement to parliament": "speech",
    "reports pack": "agenda pack",
    "research and analysis": "research report",
    "strategy or policy paper": "policy paper",
    "transparency data": "data or spreadsheet",
    "written statement to parliament": "speech",
}


def doc_type(site_type: str | None) -> str | None:
    """Return the type of a document in the field's words; the site's own word where there is none."""
    if site_type is None:
        return None
    words = " ".join(site_type.replace("_", " ").split())
    return known_type(words) or words


def known_type(label: str) -> str | None:
    """Return the type that a label names by itself, such as "Research and analysis"; ``None`` for other words."""
    words = label.casefold()
    return _GOVUK.get(words.replace(" ", "_")) or _SAME.get(words) or (words if words in TYPES else None)
