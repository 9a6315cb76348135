"""How a review stands with its rule for stopping, in lines for a person."""

from __future__ import annotations

from collections.abc import Iterator

from harvest.cli.common import clean
from harvest.known_items import RelativeRecall
from harvest.measuring import Measured
from harvest.saturating import ReviewSaturation
from harvest.saturation.verdicts import CALLED, percent

#: What each verdict on a source means.
MEANS = {"exhausted": "read to its end", "slowing": "slowing down", "not_shown": "not slowing down"}


def lines(state: ReviewSaturation) -> Iterator[str]:
    """Yield what ``greylit saturation`` prints: known items that are missing first, then the rule, sources, verdict."""
    if state.recall and state.recall.missing:
        yield from missing_lines(state.recall)
    yield f"rule: {state.rule}"
    yield f"basis: {state.basis} (counted are {CALLED[state.overall.basis]})"
    for each in state.sources:
        yield f"  {_measured(each)}"
        for reason, count in sorted(state.unread.get(each.scope, {}).items()):
            yield f"    remained unread, {clean(reason)}: {count}"
    if state.screening:
        yield f"  {_measured(state.screening)}"
    if state.themes:
        new = ", ".join(state.themes["new"]) or "none"
        yield f"  themes: {len(state.themes['seen'])} labelled; new in the last {state.stop.batch} decisions: {clean(new)}"
        if state.themes["unmet"]:
            yield f"    of the protocol's not met yet: {clean(', '.join(state.themes['unmet']))}"
    if state.audit and state.overall.unread:
        yield f"audit {state.audit.look}: {clean(state.audit.says)}"
    yield f"between the ways of finding: {state.between.says}"
    if state.recall and not state.recall.missing:
        yield state.recall.sentence
    if not state.met:
        yield from _price(state)
    yield clean(state.sentence)


def missing_lines(recall: RelativeRecall) -> Iterator[str]:
    """Yield what is missing of the known items, and why."""
    yield f"{recall.sentence}; missing:"
    for each in recall.missing:
        yield f"  {clean(each.named)}: {clean(each.why or '')}"


def _measured(each: Measured) -> str:
    p = f", p = {each.p['0.8']:.3f} for 80 % recall by the order" if each.r and each.unread else ""
    barred = f", {each.barred} more that nobody can look at" if each.barred else ""
    words = "decided" if each.scope == "screening" else "read"
    return (
        f"{clean(each.scope)}: {MEANS[each.verdict]}; {each.n} of {each.pool} {words}, {each.unread} not, {each.r} relevant, "
        f"{each.new} in the last batch, the last {each.run} without one{p}{barred}"
    )


def _price(state: ReviewSaturation) -> Iterator[str]:
    for target, size in state.price.items():
        if size is None:
            yield f"  no audit can show {percent(float(target))}: nothing relevant was found so far"
        else:
            yield (
                f"  to show {percent(float(target))}: look at {size} of the {state.overall.unread} unread documents, drawn at "
                "random, if none of them is relevant"
            )
