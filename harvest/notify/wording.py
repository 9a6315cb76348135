"""The words of a message: the three worst sentences of ``greylit status``, each with its next command."""

from __future__ import annotations

from collections.abc import Sequence

from harvest.cli.common import clean, shortened
from harvest.ending import Ended
from harvest.notify.events import FAILED, MET, PARTIAL, RECOVERED
from harvest.notify.sending import Kind, Message

#: Sentences of a message.
MOST = 3
#: Characters of one sentence: services cut what is long, or refuse it.
LONGEST = 400

_WORDS = {
    FAILED: "failed", PARTIAL: "is partial", RECOVERED: "went through again", MET: "the rule for stopping is met",
}  # fmt: skip
_KINDS: dict[str, Kind] = {FAILED: "failure", PARTIAL: "warning", RECOVERED: "success", MET: "info"}


def message(
    review: str,
    folder: str,
    ended: Ended,
    found: Sequence[str],
    findings: Sequence[tuple[str, str, str]],
    rule: str,
) -> Message:
    """Return a message.

    Args:
        review: id of the review.
        folder: name of its folder, without where it lies.
        ended: how the run ended.
        found: what is told, worst first.
        findings: of ``greylit status``, worst first.
        rule: how the rule for stopping stands, in a sentence.
    """
    said = [_line(f"run {ended.run} {ended.outcome}: {ended.detail}")]
    if {FAILED, PARTIAL} & set(found):
        for number, (_, sentence, command) in enumerate(findings[:MOST], 1):
            said += [f"{number}. {_line(sentence)}", f"   next: {clean(command)}"]
    if MET in found:
        said += [_line(rule), "   next: greylit saturation"]
    said.append(f"The commands are for the review's folder, {clean(folder)}.")
    return Message(f"greylit {review}: run {ended.run} {' and '.join(_WORDS[each] for each in found)}",
                   "\n".join(said), _KINDS[found[0]])  # fmt: skip


def _line(text: str) -> str:
    text = clean(shortened(text))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 4]} ..."
