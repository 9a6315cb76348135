"""The title of a PDF: from its first page before its metadata, for producers write file names into the latter."""

from __future__ import annotations

import re

from harvest.text.clean import one_line
from harvest.text.model import Claim
from harvest.text.pdfs.meta_blocks import (
    LABEL_LINE,
    MAKER,
    STRIKING,
    Block,
    Look,
    blocks_of,
    look_of,
    looks_like_a_service,
    plainly_prose,
    striking,
    worth,
)
from harvest.text.pdfs.meta_forms import labelled_title
from harvest.text.pdfs.meta_lines import Line
from harvest.text.pdfs.meta_words import (
    fold,
    is_body_name,
    is_date_line,
    is_generic,
    is_junk_title,
    is_stamp,
    is_wordy,
    words_of,
)

__all__ = ["is_junk_title", "title_claims"]

_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"(\w+)\u2010(\w+)")
_FIRST_WORDS = (
    "self non cross long short well mid co all high low whole multi post pre inter single joined end lead"
)
_FIRST = frozenset(_FIRST_WORDS.split())
_SECOND_WORDS = (
    "based led term centred wide up in on off out funded free round time making class quality cost"
    " level being to of the year related sector agency scale owned run focused profit care help"
    " economic effective day over and user person"
)
_SECOND = frozenset(_SECOND_WORDS.split())
_MINUTES = re.compile(
    r"^(?:(?:draft|confirmed|unconfirmed|approved|public|open)\s+)*(?:minutes?|agenda|(?:action )?notes|(?:record|proceedings|notes?)"
    r"(?= of (?:the |a )?(?:\w+ )?(?:meeting|proceedings)))(?:\s+and\s+actions)?(?:\s*[:\u2013-]|\s+(?:of|from|for)\b|$)",
    re.IGNORECASE,
)
_HELD = re.compile(r"^(.*?\b(?:19|20)\d\d)\b", re.DOTALL)
#: A title with such an end, or a block before it, goes on in the next block.
_ANNOUNCES = (":", "\u2013", " -", " of", " for", " and", " to", " in", " the")
_LOOSE = " :;,-\u2013|"
_VARIANT = re.compile(
    r"^(?:executive summary|summary(?: report| version)?|easy[ -]read(?: version)?|short (?:read|version)\b.*|young people.s version|technical (?:report|appendix|annex))$",
    re.IGNORECASE,
)
_SPAN = re.compile(r"^\W*20\d\d\s*(?:[-/\u2013]|to)\s*(?:20)?\d\d\W*$", re.IGNORECASE)
_CLAIMS = 6
#: Rows that are read from the top of a page; of those below only what stands out.
_HEAD_ROWS = 40
_OPENING_ROWS = 8


def title_claims(rows: list[Line], metadata: str, first_text: str) -> list[Claim]:
    """Return every candidate for the title, the believed one first; none has ``why=None`` if none is believed.

    Args:
        rows: those of the first page with words, from top to bottom.
        metadata: the file's own title.
        first_text: the mended text of the first pages.

    Sources: "cover-label" (an entry of a form, "Report title:"), "cover-font" (the block that stands out most),
    "meeting" (minutes and agendas, by the meeting's name), "pdf-metadata" and "first-line". The order follows measurements
    on 88 hand-labelled files, where 14 file titles were right and 74 largest blocks.
    """
    stated = one_line(metadata)
    junk = _stated_doubt(stated)
    good = "" if junk else stated
    look = look_of(rows)
    blocks = blocks_of(_telling(rows, look))
    ranked = sorted(
        (block for block in blocks if _may_be(block, look) and block.doubt is None),
        key=lambda block: -worth(block, look, good),
    )
    title, source = _believed(rows, blocks, ranked, look, good, fold(first_text) if good else "")
    title = _mended(title, first_text) if title else None
    claims = [Claim("title", _short(title), source)] if title and source else []
    if stated and stated != title:
        claims.append(
            Claim("title", _short(stated), "pdf-metadata", junk or "not the wording on the first page")
        )
    for block in sorted(blocks, key=lambda block: -block.size):
        text, why = block.text, block.doubt
        if len(claims) >= _CLAIMS:
            break
        if (
            striking(block, look) < STRIKING
            or why == "no wording of a title"
            or (title and fold(text) in fold(title))
        ):
            continue
        claims.append(Claim("title", _short(text), "cover-font", why or "another block stands out more"))
    return claims


def _may_be(block: Block, look: Look) -> bool:
    """Tell whether a block can be the title by its type: on a page of running text it must stand out from that."""
    return not look.running or striking(block, look) >= STRIKING


def _telling(rows: list[Line], look: Look) -> list[Line]:
    """Return the rows that a title may be among: the first, and of the others those in larger type; no running text."""
    return [
        row
        for at, row in enumerate(rows)
        if row.size > 1.05 * look.base
        or at < _OPENING_ROWS
        or (at < _HEAD_ROWS and (row.bold or not plainly_prose(row.text)))
    ]


def _mended(title: str, text: str) -> str:
    """Take hyphens at line ends off where they only broke a word.

    Titles are seldom set with broken words: a hyphen stays if the hyphenated form stands in the text, or both its parts
    are whole words of the text or of those that compounds are made of; else it goes.
    """
    if "\u2010" not in title:
        return title
    words = set(_TOKEN.findall(text.casefold()))

    def join(match: re.Match[str]) -> str:
        first, second = match[1].casefold(), match[2].casefold()
        whole = f"{first}-{second}" in words or second in _SECOND or (first in words and second in words)
        return f"{match[1]}-{match[2]}" if whole or first in _FIRST else match[1] + match[2]

    return _BROKEN.sub(join, title).replace("\u2010", "-")


def _short(text: str) -> str:
    return text if len(text) <= 300 else text[:299] + "\u2026"


def _stated_doubt(stated: str) -> str | None:
    if not stated:
        return None
    if is_junk_title(stated):
        return "the name of a file, a program or a part, not of a document"
    return "the name of a body" if is_body_name(stated) else None


def _believed(
    rows: list[Line], blocks: list[Block], ranked: list[Block], look: Look, stated: str, folded: str
) -> tuple[str | None, str | None]:
    labelled = labelled_title(rows)
    if labelled:
        return labelled, "cover-label"
    meeting = _meeting(blocks, ranked, look)
    if meeting:
        return meeting, "meeting"
    best = next(iter(ranked), None)
    text = _with_rest(best, blocks, look) if best else None
    if (
        best
        and text
        and fold(stated).startswith(fold(text))
        and is_body_name(stated[len(text) :].strip(_LOOSE))
    ):
        # Browsers write the name of the site behind the title.
        return text, "cover-font"
    if stated and fold(stated) in folded and (text is None or fold(text) in fold(stated)):
        return stated, "pdf-metadata"
    if best and text:
        loud = striking(best, look) >= STRIKING or len({block.size for block in blocks}) > 1
        return text, "cover-font" if loud else "first-line"
    if stated and _mostly_in(stated, folded):
        return stated, "pdf-metadata"
    first = _first_line(rows)
    if first:
        return first, "first-line"
    return (stated, "pdf-metadata") if stated else (None, None)


def _with_rest(block: Block, blocks: list[Block], look: Look) -> str:
    """Add what goes with the title: a block that it announces ("Data briefing:"), its years, "Executive summary" on a cover."""
    text = block.text
    at = blocks.index(block)
    before = blocks[at - 1] if at else None
    if (
        before
        and before.text.endswith(_ANNOUNCES)
        and before.doubt is None
        and before.size >= 0.9 * block.size
    ):
        text = f"{before.text} {text}"
    for after in blocks[at + 1 : at + 3]:
        if _VARIANT.match(after.text) and striking(after, look) >= STRIKING and not look.running:
            return f"{text.rstrip(_LOOSE)}: {after.text}"
        # "Business case:" / "Integrated Services": what is announced may look like a name.
        fits = after.doubt is None or (text.endswith(":") and looks_like_a_service(after))
        if text.endswith(_ANNOUNCES) and fits and len(after.rows) <= 4:
            return f"{text} {after.text}"
        if not is_date_line(after.text):
            break
        if _SPAN.match(after.text):
            text = f"{text} {after.text}"
    return text.rstrip(_LOOSE)


def _mostly_in(title: str, folded: str) -> bool:
    words = set(words_of(title))
    return len(words & set(folded.split())) >= 0.6 * len(words)


def _first_line(rows: list[Line]) -> str | None:
    for row in rows[:8]:
        text = row.text
        if (
            not is_wordy(text)
            or len(words_of(text)) < 3
            or is_body_name(text)
            or is_date_line(text)
            or is_stamp(text)
        ):
            continue
        if not MAKER.match(text) and not LABEL_LINE.match(text) and not is_generic(text):
            return text
    return None


def _meeting(blocks: list[Block], ranked: list[Block], look: Look) -> str | None:
    """Return the title of minutes or of an agenda: "Minutes of the meeting of the Board held on 5 March 2019".

    Where "Minutes" stands alone the name of the body that met goes before it, if it stands at the head of the page.
    """
    heads = blocks[:10]
    found = next((block for block in heads if _MINUTES.match(block.text)), None)
    if found is None:
        return None
    rival = next((block for block in ranked if block is not found), None)
    if rival is not None and striking(rival, look) > 1.2 * striking(found, look) and rival in heads:
        return None
    words = found.text
    at = blocks.index(found)
    for after in blocks[at + 1 : at + 4]:
        # The sentence that names the meeting goes on in another type, or after the body's name.
        if (
            len(words_of(words)) < 3
            or _HELD.match(words)
            or len(words) > 160
            or after.doubt == "an entry of a form"
        ):
            break
        words = f"{words} {after.text}"
    held = _HELD.match(words)
    words = held[1] if held and len(words_of(words)) >= 3 else words
    if len(words) > 250:
        return None
    if any(
        is_body_name(part.strip(" ,"))
        for part in re.split(r"\b(?:of the|of|held|on)\b", words, flags=re.I)
        if part.strip()
    ):
        return words
    body = next((block.text for block in heads if is_body_name(block.text)), None)
    return f"{body}: {words}" if body else (words if len(words_of(words)) >= 3 else None)
