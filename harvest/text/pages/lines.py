"""The dates in the visible lines of a page, and what each is the date of: publication, a change, an event."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harvest.text.pages.blocks import Block
from harvest.text.pages.dates import Order, page_spans, tag_date

_I = re.IGNORECASE
#: Words that name the day of publication, as they stand before it.
_PUBLISHED = re.compile(
    r"\b(?:(?:first |date |originally |initially |web |online )?(?:published|publish|posted|released)(?: date| online)?"
    r"|publication date|pub(?:lication)?\.? date|date of (?:publication|issue|release)|(?:date )?issued|issue date|release date"
    r"|post(?:ed|ing)? date|date (?:posted|added)|submitted|erstveröffentlichung|veröffentlicht|veröffentlichung(?:sdatum)?"
    r"|erscheinungsdatum|erschienen|publiziert|publiée?s?|mise? en ligne|(?:date de )?publication|publicad[oa]"
    r"|fecha de publicación|(?:data|data da|data de) publica[çc][ãa]o|pubblicat[oa]|data (?:di )?pubblicazione|gepubliceerd"
    r"|publicatiedatum|opublikowan[eoya]|data (?:publikacji|wydania|dodania)|publicera[dt]?|publiceringsdatum|publisert"
    r"|udgivet|offentliggjort|julkaistu|опубликован[оа]?|дата публикации|опубліковано|publikováno|zveřejněno|vydáno"
    r"|zverejnené|közzétéve|megjelent|objavljeno|publicat|yayın(?:lanma)? tarihi|cyhoeddwyd|foilsithe)"
    r"(?:\s+(?:on|am|le|el|em|il|op|den|dnia|в|den|at|in|on the))?\s*[:\u2013\u2014|-]?\s*$",
    _I,
)  # fmt: skip
_BY_NAME = re.compile(
    r"^\W*(?:posted|published|submitted|written|by|von|par|por|di|door|av|af)\b[^.!?]{0,90}$", _I
)
_PLAIN_DATE = re.compile(r"(?:^|[|•·\s])(?:date|datum|fecha|data|dato|dátum|дата|dyddiad)\s*:?\s*$", _I)
_UPDATED = re.compile(
    r"updat|modif|review|revis|edited|changed|amend|checked|verified|aktualisier|geändert|\bstand\b|mis(?:e)? à jour"
    r"|actualiza|actualitza|última|ultima|aggiornat|bijgewerkt|gewijzigd|laatst|zaktualiz|aktualizac|ostatni|atualiza"
    r"|uppdatera|oppdatert|opdateret|päivitetty|ändrad|endret|ændret|обновл|оновлен|frissít|módos|diweddar",
    _I,
)
_OTHER = re.compile(
    r"event|deadline|clos(?:e[sd]?|ing)\b|expir|until|\bvalid|\bdue\b|regist|\bappl(?:y|ic)|\bopen(?:s|ed|ing)?\b|\bstart|begin"
    r"|\bends?\b|\bended|effective|accessed|retrieved|\bas of\b|as at|©|copyright|\bsince\b|\bborn\b|\bdied\b|archived"
    r"|\bnext\b|\bbefore\b|\bafter\b|\bfrom\b|between|adopted|approved|signed|enacted|in force|hearing|\bmeeting|session"
    r"|\btaken\b|photo|\bwhen\b|\bjoin|\bsave|joined|member since|comment|reply|replied|\bsays\b|upcoming|founded|established"
    r"|today|termin\b|veranstaltung|frist|date limite|bis zum|jusqu|until|vence|scadenza|plazo",
    _I,
)  # fmt: skip
_SMALL = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?\b|\b(?:montag|dienstag|mittwoch|donnerstag|freitag"
    r"|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    r"|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)\b"
    r"|\b\d{1,2}[:.h]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?|uhr|hrs)?|\b\d{1,2}\s?[ap]\.?m\b\.?|\b(?:noon|midnight|gmt|bst|utc|[ecmp][sd]?t|cest|cet)\b"
    r"|\b(?:at|am|le|el|il|den|on|um|à|kl)\b|[\W_]+",
    _I,
)  # fmt: skip
_SMALL_TAIL = re.compile(
    r"(?:[\s,:(]+|\b(?:on|at|am|le|el|il|op|em|den|the|dnia|um)\b|\b\w{2,9}day\b,?|\b(?:mon|tue|wed|thu|fri|sat|sun)\b\.?,?"
    r"|\b\w+tag\b|\b\d{1,2}:\d\d\b)*$",
    _I,
)
_STARTS_EDGED = re.compile(
    r"^\s*(?:[|•·\u2013\u2014,/:;()\[\]<>«»-]|by\b|in\b|at\b|\d|von\b|par\b|por\b|di\b)", _I
)
_PREPOSITION = re.compile(
    r"\b(?:on|in|until|from|of|since|by|at|to|and|the|this|for|am|vom|ab|seit|im|du|dal|vanaf|sinds|till|through|[-\u2013]|&)\s*$", _I
)  # fmt: skip
_EDGES = re.compile(r"[|•·\u2013\u2014,/:;()\[\]>»-]\s*$|^\s*$")
_DASHED = re.compile(r"\s*\)?\s*[|\u2013\u2014:-]")
_WORDS = re.compile(r"[a-z]{3,} [a-z]{3,}")
_HAS_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d")
_MARKED = re.compile(
    r"publish|publi[ck]|pub-?date|posted|post-?(?:date|time|meta|info)|entry-?(?:date|meta)|(?:article|news|story|blog|press|release"
    r"|report|content|page|node|item|byline|meta|teaser|field|block|hero|header|info)[\w-]*?_?_?-?date|date-?line|name-created"
    r"|submitted|byline|(?:^|[\s_-])date(?:$|[\s_-])|post__date|datum|fecha|timestamp"
)
_SURELY = re.compile(
    r"publish|pub-?date|posted|post-?date|entry-?date|article-?date|news-?date|name-created|dateline"
)
_CHANGED_MARK = re.compile(r"updat|modif")
_NOT_MARKED = re.compile(
    r"updat|modif|event|deadline|expire|start|end-?date|close|today|current|clock|copyright|comment"
)
ELSEWHERE_HEADING = re.compile(
    r"^(?:related|also see|see also|more (?:news|from|in|on|stories|like|articles)|latest|recent|you (?:may|might)|recommended"
    r"|upcoming|comments?|\d+ comments?|leave a|read (?:next|more)|keep reading|other (?:news|stories|articles|posts)|popular|most"
    r"|share|contact|tags|subscribe|sign up|similar|das könnte|weitere|mehr|à lire|articles? (?:liés|récents)|también|noticias|articoli"
    r"|leggi anche|lees ook|meer nieuws|zobacz|podobne|läs mer|references|bibliography|sources|notes)\b", _I
)  # fmt: skip
_LINE = 180
_AFTER_LABEL = 110
_ZONE_CHARS = 700
_ZONE_LINES = 14
_BEFORE_LINES = 4
_LABEL_LINE = 40
_ALIKE = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """A date in a visible line.

    ``kind`` is "label" (named as that of publication), "byline" (alone or with names, beside the heading), "marked" (by the
    name of its element), "updated" or "other"; ``near`` is for what stands beside the heading.
    """

    iso: str
    kind: str
    near: bool
    line: str


def seen_dates(blocks: Sequence[Block], place: int | None, order: Order) -> list[Seen]:
    """Return the dates of a page's short lines in order of the page; dates within its prose are none."""
    found: list[tuple[Seen, str]] = []
    chars = 0
    for index, block in enumerate(blocks):
        near = False
        if place is not None and index > place:
            near = index - place <= _ZONE_LINES and chars <= _ZONE_CHARS
            chars += len(block.text)
        elif place is not None and index < place:
            near = place - index <= _BEFORE_LINES and (block.content or _own_mark(block))
        elif place is None:
            near = index < _ZONE_LINES and block.content
        below = place is None or index > place
        if below and block.level and ELSEWHERE_HEADING.match(block.text):
            break
        if _under_heading(blocks, index, place):
            near = False
        if index != place:
            found.extend((seen, block.path) for seen in _of_line(blocks, index, near, order))
    alike: dict[tuple[str, str], set[str]] = {}
    for seen, path in found:
        alike.setdefault((path, seen.kind), set()).add(seen.iso)
    return [
        seen for seen, path in found if seen.kind == "updated" or len(alike[path, seen.kind]) < _ALIKE
    ]  # fmt: skip


def _under_heading(blocks: Sequence[Block], index: int, place: int | None) -> bool:
    """Whether a line is the first of a section further down; a heading right below the first one is its second line."""
    return (
        index > 0
        and blocks[index - 1].level > 1
        and index - 2 != place
        and not _PUBLISHED.search(blocks[index - 1].text)
    )


def names_publication(before: str) -> bool:
    """Whether the words before a date name it as that of publication: a label, not the end of a sentence."""
    label = _PUBLISHED.search(before)
    if label is None:
        return False
    lead = before[: label.start()].strip(" .")
    return (
        not lead
        or lead[-1] in "|•·–—/)>]:"
        or (lead[0].isupper() and len(lead.split()) <= 3 and lead[-1] != ",")
    )


def _own_mark(block: Block) -> bool:
    own = block.path.rpartition(">")[2]
    return _MARKED.search(own) is not None and _NOT_MARKED.search(own) is None


def _of_line(blocks: Sequence[Block], index: int, near: bool, order: Order) -> Iterator[Seen]:
    block = blocks[index]
    text = block.text
    spans = _spans(block, order)
    if not spans or (block.linked and not near):
        return
    if len(text) > _LINE:
        yield from _of_prose(text, spans, near)
        return
    done = 0
    others = {
        iso for start, stop, iso in spans if not _CHANGED_MARK.search(_inline_marks(block, start, stop))
    }
    for start, stop, iso in spans:
        before = text[done:start]
        lead = _words_before(blocks, index) if done == 0 and not _SMALL.sub("", before) else ""
        done = stop
        kind = _kind(block, lead, before, (start, stop), near, len(others))
        yield Seen(iso, kind, near, text)


def _inline_marks(block: Block, start: int, stop: int) -> str:
    return " ".join(marks for begin, end, marks, _ in block.inline if begin < stop and start < end)


def _spans(block: Block, order: Order) -> list[tuple[int, int, str]]:
    spans = page_spans(block.text, order) if _HAS_YEAR.search(block.text) else []
    for start, stop, _, day in block.inline:
        if day and not any(s < stop and start < e and len(iso) == 10 for s, e, iso in spans):
            iso = tag_date(day, order)
            if iso and len(iso) == 10:
                spans = [span for span in spans if not (span[0] < stop and start < span[1])]
                spans.append((start, stop, iso))
    return sorted(spans)


def _words_before(blocks: Sequence[Block], index: int) -> str:
    """Return the short lines before a date that stands alone: its label, as in a list of facts."""
    words: list[str] = []
    for block in reversed(blocks[max(0, index - 2) : index]):
        if len(block.text) > _LABEL_LINE or _HAS_YEAR.search(block.text) or block.level == 1:
            break
        words.insert(0, block.text)
    return " ".join(words) + " " if words else ""


def _kind(block: Block, lead: str, before: str, span: tuple[int, int], near: bool, days: int) -> str:
    start, stop = span
    after = block.text[stop:]
    inline = _inline_marks(block, start, stop)
    marks = f"{inline} {block.path.rpartition('>')[2]}"
    words = lead + before
    label = _SMALL_TAIL.sub("", words)
    if names_publication(label) and len(after) <= _AFTER_LABEL and not _UPDATED.search(words[-25:]):
        return "label"
    if inline and _SURELY.search(inline) and not _NOT_MARKED.search(inline) and not block.aside:
        return "marked"
    if _UPDATED.search(words[-45:]) or _CHANGED_MARK.search(inline or marks):
        return "updated"
    if _OTHER.search(f"{words[-90:]} {after[:90]}") or _NOT_MARKED.search(marks) or days > 1:
        return "other"
    if near and _PLAIN_DATE.search(label):
        return "byline"
    named = _BY_NAME.match(before.strip())
    if _PREPOSITION.search(_SMALL_TAIL.sub("", before)) and not named and _SMALL.sub("", before):
        return "other"
    rest = _SMALL.sub("", before), _SMALL.sub("", after)
    if block.level and any(rest):
        return "other"
    apart = (not rest[0] or named or _EDGES.search(before)) and (not rest[1] or _STARTS_EDGED.match(after))
    edged = bool(apart) or inline.startswith("time") or " time " in inline
    if near and not block.aside and edged and not (block.text.endswith(".") and len("".join(rest)) > 30):
        return "byline"
    if _MARKED.search(marks) and edged and not block.aside and (near or _SURELY.search(marks)):
        return "marked"
    return "other"


def _of_prose(text: str, spans: list[tuple[int, int, str]], near: bool) -> Iterator[Seen]:
    """Yield the date of a place line, as press releases begin ("LONDON, 3 March 2021 - ..."), or of a label that begins it."""
    start, stop, iso = spans[0]
    if len(iso) != 10 or start > 60:
        return
    before = text[:start]
    if names_publication(_SMALL_TAIL.sub("", before)) and len(before) < _LABEL_LINE:
        yield Seen(iso, "label", near, text[:_LINE])
        return
    place_line = _DASHED.match(text[stop:]) is not None and _WORDS.search(before) is None
    if near and place_line and not _UPDATED.search(before) and not _OTHER.search(before):
        yield Seen(iso, "byline", near, text[:_LINE])
