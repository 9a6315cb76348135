"""What holds for any works and strings: order makes no difference, and a work's own reference finds it or nothing."""

from __future__ import annotations

import random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from harvest.reference_matching import Index, Known, find_mentions

WORDS = (
    "bridges", "valley", "otters", "weathered", "milestones", "census", "palliative", "coalfield",
    "winter", "corridors", "photographs", "harbour", "damp", "schools", "health", "care", "strategy",
    "report", "annual", "plan", "of", "the", "and", "in", "for", "2019", "2020",
)  # fmt: skip
#: A year at the beginning of a title stands where the year of publication does: no reader tells them apart.
TITLES = (
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=9)
    .filter(lambda words: not words[0].isdigit())
    .map(" ".join)
)
WORKS = st.lists(
    st.builds(
        lambda title, year, family, publisher: (title, year, family, publisher),
        TITLES, st.one_of(st.none(), st.integers(2015, 2022)), st.sampled_from(["Voss, E.", "Lee, K.", "Okafor, Ada"]),
        st.sampled_from([None, "Nuffield Trust", "Ashford City Council"]),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


def works_of(drawn: list[tuple[str, int | None, str, str | None]]) -> list[Known]:
    return [
        Known(f"k{number}", title, year, (family,), publisher)
        for number, (title, year, family, publisher) in enumerate(drawn)
    ]


def reference(known: Known) -> str:
    return f"{known.authors[0]} ({known.year or 'n.d.'}). {known.title}. {known.publisher or 'London'}."


@settings(max_examples=60, deadline=None)
@given(WORKS, st.integers(0, 99))
def test_the_order_of_the_works_makes_no_difference(
    drawn: list[tuple[str, int | None, str, str | None]], seed: int
) -> None:
    works = works_of(drawn)
    shuffled = list(works)
    random.Random(seed).shuffle(shuffled)
    one, two = Index.build(works), Index.build(shuffled)
    for known in works:
        assert one.judge(reference(known)) == two.judge(reference(known))
    text = "\n\n".join(map(reference, works))
    assert find_mentions(text, one) == find_mentions(text, two)


@settings(max_examples=60, deadline=None)
@given(WORKS)
def test_the_reference_of_a_work_is_of_it_or_of_one_of_the_same_facts_or_of_none(
    drawn: list[tuple[str, int | None, str, str | None]],
) -> None:
    works = works_of(drawn)
    # A year in the title of a work without one is read as the year of its reference, and may lead to a namesake's.
    assume(all(known.year or not any(map(str.isdigit, known.title)) for known in works))
    index = Index.build(works)
    by_id = {known.id: known for known in works}
    for known in works:
        match = index.match(reference(known))
        if match is not None:
            other = by_id[match.id]
            assert other.title == known.title
            assert other.authors == known.authors


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), WORKS)
def test_any_text_is_answered(text: str, drawn: list[tuple[str, int | None, str, str | None]]) -> None:
    index = Index.build(works_of(drawn))
    verdict = index.judge(text)
    assert verdict.match is None or 0 <= verdict.match.score <= 1
    for mention in find_mentions(text + reference(works_of(drawn)[0]), index):
        assert 0 <= mention.start < mention.stop
