"""Narrower traps: markup, names for short, what stands behind a title, common titles with less or more than their own."""

from __future__ import annotations

from harvest.reference_matching import Known
from tests.reference_matching.test_matching import CARE, STRATEGIES, found, judged


def test_markup_in_titles_and_strings_is_no_part_of_them() -> None:
    known = Known(
        "k",
        "Effects of <i>Plasmodium</i> on &lt;scp&gt;MOPSO&lt;/scp&gt; trials in R&amp;D",
        2014,
        ("Voss, E.",),
    )
    assert found("Voss E. Effects of Plasmodium on MOPSO trials in R&D. 2014.", known) == "k"
    assert found("Voss E. Effects of <em>Plasmodium</em> on MOPSO trials in R and D. 2014.", known) == "k"


def test_persons_named_behind_a_title_contradict_as_those_before_it_do() -> None:
    title = "Making integrated care happen at scale and pace: lessons from experience"
    assert judged(f"{title}. Smith J, Jones P. London; 2013.", CARE).rule == "author"
    assert found(f"{title}. Ham C, Walsh N. London; 2013.", CARE) == "care"
    assert found(f"{title}. Journal of Towns 2013; 3: 12.", CARE) == "care"


def test_a_short_title_behind_the_title_that_follows_the_year_is_a_container() -> None:
    known = Known("k", "Coalfield Towns", 2015, ("Buck, D.",))
    assert found("Buck D. (2015) Damp Houses Revisited. Coalfield Towns, 3, 12-19.", known) is None
    assert found("Buck D. (2015) Coalfield Towns. London: Verso.", known) == "k"


def test_a_title_of_one_word_in_its_publishers_name_is_not_there() -> None:
    known = Known("k", "Association", 1963, (), "American Medical Association")
    assert found("Curtis J (1963). Aneurysm and hope. American Medical Association.", known) is None
    assert found("Aneurysm. American Medical Association, 1963.", known) is None


def test_the_year_at_the_end_of_a_title_may_stand_elsewhere() -> None:
    assert found("Ashford City Council (2019) Health and Wellbeing Strategy.", *STRATEGIES) == "ashford-hws"
    assert found("Ashford City Council (2020) Health and Wellbeing Strategy.", *STRATEGIES) is None


def test_a_place_is_not_its_council_and_one_kind_of_body_no_other() -> None:
    known = Known("k", "Plan for winter", 2018, (), "Leeds City Council")
    assert found("Leeds City Council (2018) Plan for winter.", known) == "k"
    assert found("Leeds Teaching Hospitals (2018) Plan for winter.", known) is None
    assert found("Lee K (2018) Plan for winter. Leeds: University Press.", known) is None


def test_a_body_named_for_short_is_not_another_one() -> None:
    plan = Known("k", "The NHS Long Term Plan", 2019, (), "NHS England")
    assert found("NHS (2019) The NHS Long Term Plan.", plan) == "k"
    assert found("NHS Scotland (2019) The NHS Long Term Plan.", plan) is None
    guide = Known("g", "Safeguarding children together", 2015, (), "Department for Education")
    assert found("DfE. Safeguarding children together. London: DfE; 2015.", guide) == "g"


def test_a_common_title_with_a_subtitle_is_another_document_than_without() -> None:
    known = Known("k", "Joint Strategic Needs Assessment", 2017, (), "Leeds City Council")
    assert found("Leeds City Council (2017). Joint Strategic Needs Assessment. Leeds.", known) == "k"
    assert found("Leeds City Council (2017). Joint Strategic Needs Assessment: older people.", known) is None


def test_a_common_title_needs_the_year_as_well_as_the_body() -> None:
    known = Known("k", "Annual report", 2019, (), "Nuffield Trust")
    assert found("Nuffield Trust (2019) Annual report.", known) == "k"
    assert found("Nuffield Trust. Annual report.", known) is None
    assert found("Nuffield Trust (2020) Annual report.", known) is None


def test_a_title_of_one_word_is_found_across_a_line_break() -> None:
    known = Known("k", "Otorhinolaryngology", 2001, ("Voss, E.",))
    assert found("Voss E. (2001) Otorhino- laryngology. London.", known) == "k"


def test_a_title_that_goes_on_needs_author_and_year() -> None:
    known = Known("k", "A census of weathered milestones beside canals", None, ("Lee, K.",))
    assert found("Lee K. A census of weathered milestones beside canals. London, 2010.", known) == "k"
    assert (
        found("Lee K. A census of weathered milestones beside canals under glass. London, 2010.", known)
        is None
    )
