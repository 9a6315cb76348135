"""References as written, looked for in indexes: taken where nothing contradicts, and each index asked no more than it answers."""

from __future__ import annotations

from harvest.citations.identifying import MOST, identify
from harvest.citations.model import Found, UnansweredError
from harvest.reference_fields import parse_reference

WRITTEN = "Smith, J. and Jones, B. (2018) Alliance contracting in health and social care: a review. Journal of Public Procurement, 18(2)."
RIGHT = Found(
    ("doi:10.1108/jopp-01-2018-0001",), "Alliance contracting in health and social care: a review", 2018,
    ("Smith, Jane", "Jones, Bo"), "Journal of Public Procurement", "journal-article",
)  # fmt: skip
OTHER = Found(
    ("doi:10.1/x",),
    "Alliance contracting in health and social care: a review",
    2009,
    ("Brown, Carl",),
    "Elsewhere",
)


class Answering:
    """An index that offers the same whatever it is asked, and keeps what it was asked."""

    def __init__(self, name: str, offers: list[Found] | UnansweredError) -> None:
        self.name, self._offers, self.asked = name, offers, list[str]()

    def search(self, text: str) -> list[Found]:
        self.asked.append(text)
        if isinstance(self._offers, UnansweredError):
            raise self._offers
        return self._offers


def looked(*indexes: Answering, **written: str):  # type: ignore[no-untyped-def]
    return identify(indexes, {key: (text, parse_reference(text)) for key, text in written.items()})  # type: ignore[arg-type]


def test_the_work_that_nothing_contradicts_is_taken_with_whose_word_it_is() -> None:
    crossref, openalex = Answering("crossref", [OTHER, RIGHT]), Answering("openalex", [])
    done = looked(crossref, openalex, a=WRITTEN)
    assert (
        done.found["a"].found == RIGHT
        and done.found["a"].index == "crossref"
        and 0 < done.found["a"].score <= 1
    )
    assert crossref.asked == [WRITTEN] and not openalex.asked, "the first that has it is enough"


def test_a_year_or_author_that_contradicts_is_refused_and_the_next_index_is_asked_by_the_title() -> None:
    crossref, openalex = Answering("crossref", [OTHER]), Answering("openalex", [RIGHT])
    done = looked(openalex, crossref, a=WRITTEN)
    assert done.found["a"].index == "openalex"
    assert openalex.asked and "Smith" not in openalex.asked[0] and "Alliance contracting" in openalex.asked[0]


def test_two_works_that_are_as_good_as_each_other_are_neither() -> None:
    twin = Found(("doi:10.1/twin",), RIGHT.title, RIGHT.year, RIGHT.authors, RIGHT.container)
    assert not looked(Answering("crossref", [RIGHT, twin]), a=WRITTEN).found


def test_an_index_that_does_not_answer_is_told_once_and_asked_no_more() -> None:
    down = Answering("crossref", UnansweredError("refused", "it wants a key"))
    done = looked(down, Answering("openalex", [RIGHT]), a=WRITTEN, b=WRITTEN)
    assert set(done.found) == {"a", "b"} and len(down.asked) == 1
    assert dict(done.gaps) == {("crossref", "refused", "it wants a key"): 1}


def test_what_is_over_the_most_is_told_and_not_asked() -> None:
    crossref = Answering("crossref", [])
    done = identify([crossref], {str(number): (WRITTEN, None) for number in range(MOST + 3)})  # type: ignore[list-item]
    assert (done.asked, done.left, len(crossref.asked)) == (MOST, 3, MOST)
