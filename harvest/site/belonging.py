"""On the page of a record: which works belong to it, by which rule, and what was passed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from harvest.site.gathered import UNKNOWN, Gathered
from harvest.site.markup import Child, tag
from harvest.site.parts import Part, bullets, row, table
from harvest.site.words import SHORT

Row = dict[str, Any]


def belonging(
    review: Gathered,
    merged: Sequence[Row],
    related: Sequence[Row],
    cited: Sequence[Row],
    rulings: Sequence[Row],
) -> Iterator[Part]:
    """Yield what was merged into a record, what it is related to, what it cites, and what people said of that."""
    say = review.words.say
    if merged:
        yield table(
            "Merged into it", ("Rule", "Evidence", "Likeness", "Title", "Address"),
            [row((say(each["rule"]), say(each["evidence"]), _score(each["score"]), say(each["title"], SHORT),
                  review.words.address(each["url"])), numbers=(2,)) for each in merged],
            name="merged", numbers=(2,), caption="Works held to be the same, each with the rule that says so",
        )  # fmt: skip
    if related:
        yield table(
            "Related works", ("Relation", "Work", "Rule", "Evidence", "Likeness"),
            [row((say(each["kind"]), _work(review, each), say(each["rule"]), say(each["evidence"]), _score(each["score"])),
                 numbers=(4,)) for each in related],
            name="related", numbers=(4,), caption="Works that belong to it without being one with it",
        )  # fmt: skip
    if cited:
        yield table(
            "Citations", ("Direction", "Work", "Kind", "Matched by"),
            [row((each["direction"], _work(review, each), "citation" if each["cites"] else "mention",
                  ", ".join(map(say, each["rules"])))) for each in cited],
            name="cited", caption="Works that are held and that it cites, or that cite it",
        )  # fmt: skip
    if rulings:
        yield bullets("What people said of it being one work with others", [
            f"{say(each['by_whom'])} said on {say(each['at_time'])[:10]}: "
            f"{'one work' if each['says'] == 'same' else 'not one work'} ({', '.join(map(say, each['records']))})"
            + (f": {say(each['note'])}" if each["note"] else "") + ("" if each["standing"] else "; taken back since")
            for each in rulings])  # fmt: skip


def _work(review: Gathered, each: Row) -> Child:
    title = review.words.say(each["title"], SHORT) or UNKNOWN
    if each["other_record"] in review.rows:
        return [tag("a", each["other_record"], href=f"{each['other_record']}.html"), f" {title}"]
    return [f"{title} ", review.words.address(each["url"])]


def _score(score: float | None) -> str:
    return "" if score is None else f"{score:.2f}"


def passed_over(review: Gathered, claims: Sequence[Row]) -> Iterator[Part]:
    """Yield what the documents of a record say of themselves and was not believed, each with why."""
    if claims:
        say = review.words.say
        yield table(
            "Passed over", ("Field", "Value", "Read from", "Why it was passed over", "Document"),
            [row((say(each["field"]), say(each["value"], SHORT), say(each["source"]), say(each["why"]),
                  review.words.address(each["url"]))) for each in claims],
            name="passed", caption="What documents say of themselves and was not believed",
        )  # fmt: skip
