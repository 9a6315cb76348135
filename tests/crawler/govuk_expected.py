"""What each Content API example says, read by hand from its JSON: title, date, its source, publishers, the rest."""

from __future__ import annotations

from typing import NamedTuple


class Facts(NamedTuple):
    title: str
    date: str | None
    source: str | None
    publishers: tuple[str, ...]
    files: tuple[str, ...] = ()  # last path segment of each attachment that is a file
    pages: tuple[str, ...] = ()  # the same of those that are web pages
    withdrawn: str | None = None  # the day
    members: int = 0
    parts: int = 1
    country: tuple[str, ...] = ()
    language: str | None = "en"


FIRST, PUBLIC, CHANGES = "first_published_at", "details.first_public_at", "details.change_history"
DVSA, DEFRA = "Driver and Vehicle Standards Agency", "Department for Environment, Food & Rural Affairs"
BIS = "Department for Business, Innovation & Skills"

EXPECTED = {
    "answer__answer-english-hmrc": Facts("Contact HMRC", "2014-11-24", FIRST, ("HM Revenue & Customs",)),
    "case_study__best-practice-case-study": Facts(
        "English language consultancy wins business in Turkey", "2015-07-09", FIRST, ("UK Trade & Investment",)
    ),
    "case_study__case_study": Facts(
        "Get Britain Building: Carlisle Park", "2012-12-17", FIRST, ("Department for International Development",)
    ),
    "consultation__best-practice-consultation": Facts(
        "Furniture fire safety regulations: proposed amendments", "2014-08-07", FIRST, (BIS,),
        files=(
            "bis-15-140-consultation-on-amendments-to-the-furniture-and-furnishings-fire-safety-regulations.pdf",
            "bis-15-150-technical-annex-systematic-rationale-for-modification-of-the-furniture-furnishings-fire-safety-"
            "regulations-in-relation-to-schedule-4-schedule-5.pdf",
            "FFR_consultation_2014_redacted_responses_A-H.zip", "FFR_consultation_2014_redacted_responses_H-W.zip",
        ),
        parts=3,
    ),
    "consultation__consultation_outcome_with_featured_attachments": Facts(
        "Setting the grade standards of new GCSEs in England: 2017 & 2018", "2016-04-20", FIRST, ("Ofqual",),
        files=(
            "Setting_grade_standards_part_2.pdf", "Decisions_-_setting_GCSE_grade_standards_-_part_2.pdf",
            "Grading-consulation-Equalities-Impact-Assessment.pdf", "Grading-consultation-analysis-of-responses.pdf",
        ),
        parts=3, country=("England",),
    ),
    "consultation__consultation_withdrawn": Facts(
        "Postgraduate doctoral loans", "2016-11-04", FIRST, ("Department for Education",), withdrawn="2016-11-12"
    ),
    "consultation__open_consultation": Facts("Postgraduate doctoral loans", "2016-11-04", FIRST, ("Department for Education",)),
    "corporate_information_page__best-practice-publication-scheme": Facts("Publication scheme", "2016-02-29", FIRST, (BIS,)),
    "corporate_information_page__corporate_information_page_with_groups": Facts(
        "About us", "2014-07-04", FIRST, ("Department of Health and Social Care",)
    ),
    "detailed_guide__withdrawn_detailed_guide": Facts(
        "EU rules on the use of chemicals", "2012-09-12", PUBLIC, (DEFRA,), withdrawn="2015-01-28",
        # All four are links in the running text.
        files=(
            "steering-committee-tor-1007.pdf", "steering-committee-minutes-110127.pdf", "eu-reach-clp-regs-report.pdf",
            "eu-reach-clp-regs-report-annexes.pdf",
        ),
    ),
    "document_collection__best-practice-document-collection": Facts(
        "National standards for driving and riding", "2013-08-23", FIRST, (DVSA,), members=7, parts=6
    ),
    "document_collection__document_collection_withdrawn": Facts(
        "National standards for driving and riding", "2016-02-29", PUBLIC, (DVSA,), withdrawn="2016-04-01", members=9, parts=6
    ),
    "govuk_content_tribunal_decision": Facts(
        "Ms X Roe v Change, Grow, Live: 1308908/2022", None, None, (),
        files=(
            "Ms_A_Doe_v_Change_Grow_Live_1308908.2022_Judgment__no_sig_.pdf",
            "Ms_A_Doe_v_Change__Grow__Live_-_1308908.2022_-_Judgment.pdf",
            "Ms_A_Doe_v_Change_Grow_Live.130890822._Not_Signed..Judgment.pdf",
        ),
        parts=0, language=None,
    ),
    "guide__single-page-guide": Facts(
        "Bringing your pet dog, cat or ferret to the UK", "2016-02-29", FIRST,
        ("Animal Health and Veterinary Laboratories Agency", DEFRA, "Foreign & Commonwealth Office"),
    ),
    "hmrc_manual_section__vatgpb2000": Facts(
        "Introduction: contents", "2015-02-10", "public_updated_at", ("HM Revenue & Customs",), parts=0
    ),
    "html_publication__arabic_translation": Facts(
        "\u0644\u064d\u0645 \u062a\u0639\u062a\u0628\u0631 \u0627\u0644\u0645\u0645\u0644\u0643\u0629 "
        "\u0627\u0644\u0645\u062a\u062d\u062f\u0629 \u0627\u0644\u0648\u062c\u0647\u0629 \u0627\u0644\u0623\u0645\u062b\u0644 "
        "\u0644\u062a\u0624\u0633\u0633 \u0627\u0644\u0634\u0631\u0643\u0627\u062a \u0627\u0644\u0623\u062c\u0646\u0628\u064a\u0629 "
        "\u0623\u0639\u0645\u0627\u0644\u0647\u0627 \u0641\u064a\u0647\u0627",
        "2015-07-08", "details.public_timestamp", ("UK Trade & Investment",), language="ar",
    ),
    "html_publication__stats_headline_and_manually_numbered_headings": Facts(
        "DWP single departmental plan: 2015 to 2020", "2016-01-17", "details.public_timestamp", ("Department for Work & Pensions",)
    ),
    "html_publication__withdrawn": Facts(
        "This content has been removed as it is out of date", "2019-11-19", FIRST, ("Education and Skills Funding Agency",),
        withdrawn="2019-11-19", country=("England",),
    ),
    "manual_section__what-is-content-design": Facts(
        "What is content design?", "2015-04-24", "public_updated_at", ("Government Digital Service",),
        files=("introduction-section-image.jpg", "introduction-section-pdf.pdf"),
    ),
    "news_article__news_article_history_mode": Facts(
        "Final Care Act guidance published", "2016-02-29", FIRST, ("Department of Health",)
    ),
    "news_article__news_article_press_release": Facts(
        "Modern life responsible for \u2018worrying\u2019 health in middle aged", "2016-12-28", FIRST, ("Public Health England",)
    ),
    "publication__best-practice-cmd-list": Facts(
        "A strategic vision for rail", "2017-11-29", FIRST, ("Department for Transport",),
        pages=("connecting-people-a-strategic-vision-for-rail",),
    ),
    "publication__best-practice-corporate-report": Facts(
        "Skills Funding Agency annual report and accounts, 2013 to 2014", "2014-06-23", FIRST, ("Skills Funding Agency",)
    ),
    "publication__best-practice-impact-assessment": Facts(
        "Right to request flexible working: revised cost to business", "2014-03-14", FIRST, (BIS,)
    ),
    "publication__best-practice-statutory-guidance": Facts(
        "Schemes for financing schools", "2013-03-26", FIRST, ("Department for Education", "Education Funding Agency"),
        country=("England",),
    ),
    "publication__best-practice-transparency-data": Facts(
        "Cabinet Office: special advisers' gifts, hospitality and meetings, April to June 2014", "2015-03-13", FIRST,
        ("Cabinet Office", "Prime Minister's Office, 10 Downing Street", "Deputy Prime Minister's Office"),
    ),
    "publication__political_publication": Facts(
        "Climate Change Agreements: Target Unit (TU) data publication discussion paper", "2013-02-21", PUBLIC,
        ("Department of Energy & Climate Change",),
    ),
    "publication__publication": Facts(
        "D17 9LY, Veolia ES (UK) Limited: environmental permit issued", "2016-05-03", FIRST, ("Environment Agency",)
    ),
    "publication__publication-with-featured-attachments": Facts(
        "Number of ex-regular service personnel in FR20", "2014-05-29", FIRST, ("Ministry of Defence",), files=("PUBLIC_1392629965.pdf",)
    ),
    "publication__tagged_to_two_coronavirus_taxons": Facts(
        "Closing certain businesses and venues in England", "2020-03-12", FIRST,
        ("Ministry of Housing, Communities & Local Government", "Cabinet Office"),
        pages=("closing-certain-businesses-and-venues-in-england",), country=("England",),
    ),
    "publication__withdrawn_publication": Facts("A guide for pig keepers", "2011-09-29", PUBLIC, (DEFRA,), withdrawn="2015-01-13"),
    "specialist_document__cma-cases": Facts(
        "Richemont / Yoox / Net-A-Porter merger inquiry", "2015-07-10", CHANGES, ("Competition and Markets Authority",),
        files=("Richemont-Yoox-NAP_commencement_of_initial_period_notice.pdf", "Richemont_Yoox_Net-A-Porter_full_text_decision.pdf"),
    ),
    "specialist_document__drug-device-alerts": Facts(
        "TransWarmer infant transport mattress, NovaPlus TransWarmer infant heat therapy mattress with WarmGel, infant heel warmer"
        " - risk of serious burn",
        "2015-07-06", CHANGES, ("Medicines and Healthcare products Regulatory Agency",),
        files=("drug-device-alerts-image.jpg", "drug-device-alerts-pdf.pdf"),
    ),
    "speech__speech-oral-statement-parliament": Facts(
        "Statement to Commons on HMP Birmingham", "2016-12-19", FIRST, ("Ministry of Justice",)
    ),
    "taxon__taxon_with_child_taxons": Facts("Taxon with children", "2015-12-09", "public_updated_at", (), parts=0),
    "transaction__transaction": Facts(
        "Check your Council Tax band", "2016-02-29", FIRST,
        ("Department for Communities and Local Government", "Valuation Office Agency"), parts=2,
    ),
}  # fmt: skip
#: Examples that are no page: what they are.
NO_PAGE = {"gone__gone": "gone"}
