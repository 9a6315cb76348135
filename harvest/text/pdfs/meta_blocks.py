"""Blocks of a first page: rows of one type that stand together, and how much each looks like the title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median_low

from harvest.text.pdfs.meta_lines import Line, is_prose
from harvest.text.pdfs.meta_words import (
    DOCUMENT,
    fold,
    is_body_name,
    is_date_line,
    is_generic,
    is_stamp,
    is_wordy,
    names_document,
    words_of,
)

#: A title has at most so many lines; a longer block is a paragraph.
TITLE_LINES = 6
#: Sizes this close are one; a title is this much more striking than the body.
_SAME = 0.93
STRIKING = 1.07
#: Baselines of one block lie at most so many sizes apart.
_LEADING = 2.3
#: Entries that forms at the head of reports and board papers have; many stand without a colon.
FORM_ENTRY = re.compile(
    r"^(?:agenda item|item (?:no|number)|authors?|date|sponsor|presented by|presenter|prepared by|report (?:to|of|by|from|author)"
    r"|(?:executive|lead|accountable|responsible|sponsoring) (?:lead|officer|director|member|manager|sponsor)|contact(?: officer| details)?|(?:electoral )?wards?(?: affected)?"
    r"|status|classification|meeting(?: date| title)?|portfolio holder|cabinet member|key decision|action required|version|owner|purpose|to|from|cc"
    r"|decision (?:title|maker|taker|date|type|ref)|document (?:control|owner|reference|type|status)|review date|approved by|circulation|freedom of information|decision type|committee|enclosures?"
    r"|file name|department|telephone|tel|email|ref(?:erence)?|our ref|your ref|recommendations?|strategic (?:objective|goal|risk)s?|previously considered by)\b\s*(?::|(?=$)|(?=[A-Z(]))",
    re.IGNORECASE,
)
#: Anything with a colon near its start. Such lines end an entry, but may be a title ("Housing: the next steps").
LABEL_LINE = re.compile(rf"^[A-Z(][\w'\u2019/(). -]{{1,38}}:(?:\s|$)|{FORM_ENTRY.pattern}", re.IGNORECASE)
MAKER = re.compile(
    r"(?:(?:report|written|prepared|produced|published|developed|commissioned|presented|compiled|edited|funded|a report|submitted|led"
    r"|authored|undertaken|conducted|drafted)(?: and \w+)?(?: in partnership| jointly| on behalf)?\s(?:by|for|in|on|to|of|from|with)\b"
    r"|by (?:[A-Z]|the\b)|authors?\b|authored\b|editors?\b|in partnership with|on behalf of|contact\b|dear\b|working (?:together|with)\b"
    r"|[\u2022\u25aa\u25cf\uf0b7]|\(?\*|(?:\u00a9|copyright)|to:|from:|cc:|ref:|our ref|your ref|chair(?:man|person)?:|councillor\b|cllr\b|dr\b|prof)",
    re.IGNORECASE,
)
_SERIES = re.compile(
    r"\b(?:journal|vol(?:ume)?\.?\s*\d|issue\s*\d|working paper|research (?:report|paper|briefing)\s*(?:no|number|\d|$)|discussion paper"
    r"|briefing (?:paper|note)\s*(?:no|number|\d|$)|occasional paper|technical report|(?:paper|report|briefing)s? series|series \d|quarterly|chapter \d|no\.? ?\d+)",
    re.IGNORECASE,
)
_MASTHEAD = re.compile(
    r"\bvol(?:ume)?\.?\s*\d|\bissn\b|\bissue\s+\d|\bdoi\b|\d+\s?\(\d+\)\s?[:,]", re.IGNORECASE
)
#: A line that starts so ends a body's name begun on the line before.
_NAME_END = re.compile(
    r"(?:(?:and|of|for)\s.*|(?:nhs )?(?:clinical|county|borough|city|district|metropolitan|unitary|town|parish|integrated care|foundation"
    r"|university|hospitals?|healthcare|community|mental|combined)\s.*|nhs .*|council|trust|ccg|icb|partnership|authority|university|board)",
    re.IGNORECASE,
)
_SURE_BODY = re.compile(
    r"\b(?:council|trust|ccg|clinical commissioning group|university|authority|department|borough|committee|cabinet|integrated care board|nhs england)\b",
    re.I,
)
_HYPHEN = re.compile(r"(?<=[^\W\d_])([-\u2010]) (?=[^\W\d_])")
#: "Anytown Council" / "Annual Report 2019" is one title.
_BARE_TYPE = re.compile(
    rf"(?:annual |joint |corporate |housing |local )?{DOCUMENT.pattern}[\s\d/\u2013-]*", re.IGNORECASE
)
#: Below so many rows without running text a page is a cover; above so many there is hardly one without it.
_COVER_ROWS = 15
_FULL_ROWS = 45
_PROSE_WORDS = 25
_YEARS_ONLY = re.compile(r"^\W*(?:19|20)\d\d(?:\s*(?:[-/\u2013]|to)\s*(?:20)?\d\d)?\W*$", re.IGNORECASE)
_OPEN_END = re.compile(
    r"(?:\b(?:of|for|by|with|and|the|in|at|to|a|an|from|on|between|or|our|your|its|their)|[&,:\u2013-])$",
    re.I,
)


@dataclass
class Block:
    """Rows of one type that stand together; not to be changed once it was asked for its words."""

    rows: list[Line] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        """The words on one line."""
        return _HYPHEN.sub(r"\1", " ".join(row.text for row in self.rows))

    @property
    def size(self) -> float:
        """The size of its type in points."""
        return self.rows[0].size

    @cached_property
    def doubt(self) -> str | None:
        """Why it cannot be the title, in plain words, or None if it can."""
        return _doubt(self.text, len(self.rows))


def blocks_of(rows: list[Line]) -> list[Block]:
    """Return the blocks of a page in the order of their first rows."""
    blocks: list[Block] = []
    for at, row in enumerate(rows):
        home = None
        if plainly_prose(row.text) or not _stands_alone(
            row.text, rows[at + 1].text if at + 1 < len(rows) else ""
        ):
            home = next(
                (block for block in reversed(blocks[-3:]) if _joins(block, row, block is blocks[-1])), None
            )
        else:
            open_ended = (
                block
                for block in reversed(blocks[-3:])
                if _OPEN_END.search(block.rows[-1].text) or _wraps(block.rows[-1], row)
            )
            home = next((block for block in open_ended if _joins(block, row, block is blocks[-1])), None)
        if home is None:
            blocks.append(Block([row]))
        else:
            home.rows.append(row)
    return _names_joined(blocks)


def plainly_prose(text: str) -> bool:
    """Tell whether a row is plainly one of running text, of which nothing more need be asked."""
    return len(text) > 60 and is_prose(text)


def _stands_alone(text: str, after: str) -> bool:
    return (
        (is_stamp(text) and not text[0].islower())
        or (is_date_line(text) and not _YEARS_ONLY.match(text))
        or MAKER.match(text) is not None
        or FORM_ENTRY.match(text) is not None
        or (is_body_name(text) and not _BARE_TYPE.fullmatch(after))
    )


def _joins(block: Block, row: Line, is_last: bool) -> bool:
    last = block.rows[-1]
    if not _SAME * last.size <= row.size <= last.size / _SAME or row.bold != last.bold:
        return False
    if not (row.leading and last.leading):
        return is_last and _may_follow(last, row)
    if len(block.rows) > 1:
        usual = block.rows[-1].top - block.rows[-2].top
        if row.top - last.top > 1.45 * usual + 0.1 * row.leading:
            return False
    overlap = min(row.right, last.right) - max(row.left, last.left)
    return 0 < row.top - last.top <= _LEADING * row.leading and overlap > 0 and _may_follow(last, row)


def _may_follow(last: Line, row: Line) -> bool:
    if plainly_prose(last.text):
        return True
    goes_on = _OPEN_END.search(last.text) or row.text[0].islower() or _wraps(last, row)
    return bool(goes_on) or not _stands_alone(last.text, row.text)


def _wraps(last: Line, row: Line) -> bool:
    """Tell whether a row was begun only because its first word no longer fitted: "Integrated" / "Community Services"."""
    word = (row.right - row.left) * len(row.text.split()[0]) / max(1, len(row.text))
    centred = abs((last.left + last.right) - 1.0) < 0.04 and last.left > 0.13
    if not row.leading or last.right + word <= (0.78 if centred else 0.86):
        return False
    return not (
        _SURE_BODY.search(row.text)
        or _SURE_BODY.search(last.text)
        or is_stamp(row.text)
        or is_date_line(row.text)
        or MAKER.match(row.text)
        or FORM_ENTRY.match(row.text)
    )


def _names_joined(blocks: list[Block]) -> list[Block]:
    """Join a body's name that was broken over two lines ("Anytown and Otherplace" / "Clinical Commissioning Group")."""
    joined: list[Block] = []
    for block in blocks:
        if (
            joined
            and len(block.rows) == 1
            and len(joined[-1].rows) == 1
            and joined[-1].size == block.size
            and _NAME_END.fullmatch(block.text)
            and is_body_name(block.text)
            and is_body_name(f"{joined[-1].text} {block.text}")
        ):
            joined[-1].rows += block.rows
        else:
            joined.append(block)
    return joined


@dataclass(frozen=True, slots=True)
class Look:
    """What a page looks like: the size of its running text, whether it has any, and whether it is a journal's."""

    base: float
    running: bool
    all_bold: bool
    journal: float


def look_of(rows: Sequence[Line]) -> Look:
    """Return the measures against which the blocks of a page are judged."""
    prose = [row for row in rows if is_prose(row.text)]
    if len(prose) > 1 and sum(len(row.text.split()) for row in prose) >= _PROSE_WORDS:
        base = median_low([row.size for row in prose])
    elif len(rows) < _COVER_ROWS:
        # A cover has little but display type: its smallest is then the measure.
        prose, base = [], min((row.size for row in rows), default=0.0)
    else:
        prose, base = [], median_low([row.size for row in rows for _ in range(max(1, len(row.text) // 20))])
    bold = sum(len(row.text) for row in rows if row.bold)
    mast = next((row.top for row in rows[:12] if _MASTHEAD.search(row.text)), -1.0)
    running = bool(prose) or len(rows) > _FULL_ROWS
    return Look(base, running, bold > 0.6 * sum(len(row.text) for row in rows), mast)


def striking(block: Block, look: Look) -> float:
    """Return how much the type of a block stands out: 1.0 is the body's."""
    measure = block.size / look.base if look.base else 1.0
    if block.rows[0].bold and not look.all_bold:
        measure *= 1.1
    return measure * 1.05 if block.text.isupper() else measure


def _doubt(text: str, rows: int) -> str | None:
    if is_date_line(text):
        return "a date"
    if is_stamp(text):
        return "a marking or the heading of a part"
    if not is_wordy(text) or rows > TITLE_LINES:
        return "no wording of a title"
    if is_body_name(text):
        return "the name of a body"
    if MAKER.match(text):
        return "names who made it"
    if FORM_ENTRY.match(text) and not names_document(text.split(":", 1)[0]):
        return "an entry of a form"
    return None


def looks_like_a_service(block: Block) -> bool:
    """Tell whether a block looks like a body's name, but as well like a subject ("Community Services")."""
    return is_body_name(block.text) and not _SURE_BODY.search(block.text)


def worth(block: Block, look: Look, stated: str) -> float:
    """Return how much a block looks like the title: its type, weighed by its words and place.

    The weights are judgements, tried on generated first pages and on the captured files; none was fitted to a single one.
    """
    text = block.text
    words = words_of(text)
    score = striking(block, look)
    if names_document(text):
        score *= 1.15
    if DOCUMENT.search(text):
        score *= 1.15
    if stated and (fold(text) in fold(stated) or fold(stated) in fold(text)):
        score *= 1.5
    if is_generic(text):
        score *= 0.5
    if len(words) < 3:
        score *= 0.75 if len(words) == 1 else 0.9
    if len(text) > 160 or (text.endswith(".") and len(words) > 8):
        score *= 0.65
    if text[0].islower() or text[0] in "\"'\u201c\u2018(":
        score *= 0.6
    if block.rows[0].top > 0.6:
        score *= 0.7
    if _SERIES.search(text):
        score *= 0.5
    if look.journal > 0 and abs(block.rows[0].top - look.journal) < 0.06 and block.rows[0].top < 0.25:
        score *= 0.5
    return score
