"""What screening programs write about a decision, read as what it means.

ASReview 3 (asreview.data.ris, webapp export): ``asreview_label`` 1 or 0, ``asreview_note``, ``asreview_tag_...``; in
RIS the notes ``ASReview_relevant``, ``ASReview_irrelevant``, ``ASReview_not_seen``. Rayyan: ``RAYYAN-INCLUSION:
{"Ann"=>"Included", "Ben"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: one,two | RAYYAN-LABELS: one,two | USER-NOTES:
{"Ann"=>["..."]}``, with or without backslashes before the signs. Covidence: ``Exclusion reason: ...;`` in the notes,
and no verdict: each list is a file of its own. EPPI-Reviewer: codes that begin with INCLUDE or EXCLUDE.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from harvest.export.clean import one_line

#: Values of a label column, by what they mean; what is in none of them is a mistake.
LABELS = {
    **dict.fromkeys(("1", "1.0", "yes", "y", "true", "relevant", "include", "included"), "include"),
    **dict.fromkeys(("0", "0.0", "no", "n", "false", "irrelevant", "exclude", "excluded"), "exclude"),
    **dict.fromkeys(("maybe", "unsure"), "maybe"),
}
#: Values that say that nothing was decided.
UNSEEN = frozenset({"", "-1", "-1.0", "nan", "none", "null", "not_seen", "undecided", "<na>"})
_RAYYAN = {"included": "include", "excluded": "exclude", "maybe": "maybe"}
_ASREVIEW = re.compile(r"\s*ASReview_(relevant|irrelevant|not_seen)\s*")
_OURS = re.compile(r"\s*Decision: (include|exclude|maybe) at (?:title-text|full-text) by ")
_INCLUSION = re.compile(r"RAYYAN-INCLUSION:\s*\{(.*?)\}")
_PAIR = re.compile(r'"([^"]+)"\s*=>\s*"?(\w+)"?')
_SECTION = r"{}:\s*(.*?)(?=\s*\|\s*(?:RAYYAN-|USER-NOTES)|$)"
_USER_NOTES = re.compile(r'"([^"]+)"\s*=>\s*\[(.*?)\]')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_COVIDENCE = re.compile(r"Exclusion reason:\s*([^;]*);?\s*", re.IGNORECASE)
_CODE = re.compile(r"(INCLUDE|EXCLUDE|MAYBE)\b(?:\s*(?:on\b|[:–-]))?\s*(.*)")
_FIRST_STAGE = re.compile(r"(?:title|abstract)s?\b", re.IGNORECASE)
_LAST_STAGE = re.compile(r"full[ -]?(?:text|report)s?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """What one person says of a record.

    ``by`` and ``stage`` are ``None`` where the file does not tell them. ``reasons`` are as the program words them,
    undivided: a comma may stand within a reason. ``problem`` is what cannot be read of it.
    """

    verdict: str
    by: str | None = None
    reasons: str = ""
    note: str | None = None
    labels: tuple[str, ...] = ()
    stage: str | None = None
    settles: bool = False
    problem: str | None = None


def label(value: str) -> str | None:
    """Return what a value of a label column means, ``None`` where nothing was decided.

    Raises:
        ValueError: it is no such value.
    """
    text = one_line(value).casefold()
    if text in UNSEEN:
        return None
    if text not in LABELS:
        raise ValueError(f"{one_line(value)!r} is not a decision: 1, 0 or nothing is expected")
    return LABELS[text]


def exported(notes: Iterable[str]) -> str | None:
    """Return the verdict that our own export wrote into notes, ``None`` where there is none."""
    return next((found[1] for each in notes if (found := _OURS.match(each))), None)


def rayyan(text: str) -> list[Said]:
    """Return what each person says by Rayyan's notes; those who are undecided are left out."""
    text = text.replace('\\"', '"').replace("=\\>", "=>").replace("&gt;", ">").replace("&quot;", '"')
    found = _INCLUSION.search(text)
    if not found:
        return []
    reasons, labels = _section(text, "RAYYAN-EXCLUSION-REASONS"), _section(text, "RAYYAN-LABELS")
    notes = {
        one_line(who): "; ".join(one_line(each) for each in _QUOTED.findall(said) or [said] if one_line(each))
        for who, said in _USER_NOTES.findall(text.partition("USER-NOTES:")[2])
    }
    names = tuple(filter(None, (one_line(each) for each in labels.split(","))))
    return [
        Said(
            verdict, by=one_line(who), reasons=reasons if verdict == "exclude" else "",
            note=notes.get(one_line(who)) or None, labels=names,
        )
        for who, word in _PAIR.findall(found[1]) if (verdict := _RAYYAN.get(word.casefold()))
    ]  # fmt: skip


def _section(text: str, name: str) -> str:
    found = re.search(_SECTION.format(name), text)
    return one_line(found[1]) if found else ""


def covidence(notes: str, tags: str, verdict: str | None) -> list[Said]:
    """Return what Covidence says: an exclusion with its reason, else the verdict of the whole list."""
    labels = tuple(filter(None, (one_line(each) for each in re.split("[;,]", tags))))
    found = _COVIDENCE.search(notes)
    note = one_line(_COVIDENCE.sub("", notes)) or None
    if found:
        return [Said("exclude", reasons=one_line(found[1]), note=note, labels=labels)]
    return [Said(verdict, note=note, labels=labels)] if verdict else []


def eppi(codes: Iterable[str]) -> list[Said]:
    """Return what the codes of an item say: one word, or a problem when they say two."""
    read = [found for each in codes if (found := _CODE.fullmatch(one_line(each)))]
    if not read:
        return []
    words = {found[1].casefold() for found in read}
    if len(words) > 1:
        return [Said("maybe", problem=f"its codes say two things: {', '.join(found[0] for found in read)}")]
    verdict = words.pop()
    stage = "full-text" if any(_LAST_STAGE.search(found[2]) for found in read) else None
    if stage is None and verdict == "include" and any(_FIRST_STAGE.search(found[2]) for found in read):
        stage = "title-text"
    reasons = "; ".join(found[2] for found in read if found[2]) if verdict == "exclude" else ""
    return [Said(verdict, reasons=reasons, stage=stage)]


def asreview_notes(notes: Sequence[str]) -> list[Said] | None:
    """Return what ASReview's notes in RIS say; ``None`` where it has written none."""
    mark = next((found[1] for each in notes if (found := _ASREVIEW.fullmatch(each))), None)
    if mark is None:
        return None
    fields = {}
    for each in notes:
        name, colon, value = each.partition(": ")
        if colon and name.startswith("asreview_"):
            fields[name] = _json(value)
    return asreview({**fields, "asreview_label": {"relevant": "1", "irrelevant": "0"}.get(mark, "")})


def _json(value: str) -> str:
    try:
        read = json.loads(value)
    except ValueError:
        return value
    return "" if read is None else str(read)


def asreview(cells: Mapping[str, str], column: str = "asreview_label") -> list[Said]:
    """Return what a row of ASReview's says by its label column; nothing where it was not seen."""
    try:
        verdict = label(cells.get(column, ""))
    except ValueError as error:
        return [Said("maybe", problem=str(error))]
    if verdict is None:
        return []
    tags = tuple(
        one_line(name.removeprefix("asreview_tag_")) for name, value in cells.items()
        if name.startswith("asreview_tag_") and value.strip() in ("1", "1.0", "True", "true")
    )  # fmt: skip
    note, by = one_line(cells.get("asreview_note", "")), one_line(cells.get("asreview_user_name", ""))
    return [Said(verdict, by=by if by.casefold() not in UNSEEN else None,
                 note=note if note.casefold() not in ("", "nan") else None, labels=tags)]  # fmt: skip
