"""The field's words for kinds of documents."""

from __future__ import annotations

#: GOV.UK's document types (alphagov/search-api, config/govuk_index/mapped_document_types.yaml) in the
#: words that evidence reviews use.
_GOVUK = {
    "policy_paper": "strategy or policy paper",
    "guidance": "guidance",
    "detailed_guide": "guidance",
    "statutory_guidance": "guidance",
    "manual_section": "guidance",
    "independent_report": "research report",
    "research": "research report",
    "corporate_report": "corporate report",
    "impact_assessment": "evaluation or impact assessment",
    "consultation_outcome": "consultation",
    "closed_consultation": "consultation",
    "open_consultation": "consultation",
    "call_for_evidence_outcome": "consultation",
    "case_study": "case study",
    "speech": "speech",
    "oral_statement": "speech",
    "written_statement": "speech",
    "news_story": "news",
    "press_release": "news",
    "transparency": "transparency data",
    "foi_release": "transparency data",
    "document_collection": "collection of documents",
    "correspondence": "correspondence",
    "guide": "guidance",
}


def doc_type(site_type: str | None) -> str | None:
    """Return the kind of document in the field's words; the site's own word where there is none."""
    if site_type is None:
        return None
    return _GOVUK.get(site_type, site_type.replace("_", " "))
