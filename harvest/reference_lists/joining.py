"""Lines to running text: broken words mended, broken addresses put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from harvest.reference_lists.model import Line
from harvest.text.clean import characters

_TOKEN = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_BROKEN = re.compile(r"[\ufffe\u00ad‐-]$")
_FIRST = re.compile(r"[^\W\d_]+")
_LAST = re.compile(r"[^\W\d_]+$")
_ADDRESS = re.compile(r"(?:https?://|www\.|doi\.org/|(?<![\w.])10\.\d{4,9}/)\S*$", re.I)
#: The moment of an archived copy, after which the address that was archived follows.
_ARCHIVED = re.compile(r"/\d{14}(?:[a-z]{2}_)?/$")
_MORE = re.compile(r"[\w./%#?=&~+:;,@!$*()\[\]-]+>?[.,;)\]]*")
_INNER = re.compile(r"[/_=?&%#~]|\w-\w|\w\.\w{2,}|-\.")
_CLOSED = re.compile(r"[>\s]$|\.(?:pdf|html?|aspx?|php|docx?)[.,;)\]]*$", re.I)
_LEADING = re.compile(r"[,.;:)\]]")
#: In a document whose lines end with fewer broken words than this, hyphens at line ends are part of the word.
_HYPHENATED = 0.025
_MANY_LINES = 150
#: Words that are usually one part of a word with a hyphen, before it and after it.
_BEFORE = re.compile(
    r"all|anti|asset|better|co|cross|decision|double|end|ex|evidence|face|fast|first|five|follow|four|full"
    r"|half|high|ill|inter|intra|joint|large|life|long|low|mid|middle|multi|near|non|not|nurse|off|on|one"
    r"|open|out|part|patient|peer|person|place|policy|post|pre|pro|problem|public|quasi|re|real|risk"
    r"|second|self|short|single|small|socio|sub|so|step|super|third|three|time|two|ultra|under|user|value"
    r"|well|whole|work|year",
    re.I,
)
_AFTER = re.compile(
    r"age|aged|based|being|benefit|building|care|centred|centered|city|class|cost|day|depth|driven"
    r"|economic|effective|effectiveness|end|fold|free|friendly|funded|group|growth|harm|help|home|hour"
    r"|house|income|led|level|life|like|line|made|making|management|month|occurring|off|old|operative"
    r"|operatives|operation|orientated|oriented|out|over|owned|party|people|person|place|point|policy"
    r"|poverty|private|production|profit|public|quality|quarter|range|rate|rated|related|reliance|report"
    r"|reported|risk|run|scale|sectional|sector|series|setting|sex|sharing|side|site|size|specific|stage"
    r"|standing|state|study|style|term|time|to|type|up|value|week|wide|wing|work|year",
    re.I,
)


class Joiner:
    """Joins lines of one document, by the words that the document has elsewhere."""

    def __init__(self, lines: Iterable[Line]) -> None:
        known: set[str] = set()
        broken: list[str] = []
        total = 0
        ends = False
        for line in lines:
            words = _TOKEN.findall(line.text.casefold().replace("‐", "-"))
            total += 1
            if ends and words and line.text[:1].islower():
                broken.append(words[0])
            inner = words[1:] if ends else words
            ends = _BROKEN.search(line.text) is not None and _ADDRESS.search(line.text) is None
            known.update(inner[:-1] if ends else inner)
        self._known = known
        # What follows a hyphen and is no word by itself was broken off one.
        parts = sum(each.partition("-")[0] not in known for each in broken)
        self._hyphenated = parts >= max(3.0, _HYPHENATED * total)
        # Of few lines nothing can be said: there the words decide.
        self._unsure = not self._hyphenated and total < _MANY_LINES

    def join(self, lines: Sequence[Line]) -> str:
        """Return lines as one text: as written, but for the line ends."""
        text = ""
        for line in lines:
            piece = line.text.strip()
            if not piece:
                continue
            text = self._joined(text, piece, placed=line.x0 is not None) if text else piece
        text = text.replace("\ufffe", "-").replace("\u00ad", "")
        return " ".join(characters(text).split())

    def _joined(self, before: str, after: str, *, placed: bool) -> str:
        last = before[-1]
        in_address = _ADDRESS.search(before)
        if last in "\ufffe\u00ad‐-" and len(before) > 1 and not before[-2].isspace():
            return self._mended(before, after, address=in_address is not None)
        if in_address and _goes_on(before, in_address[0], after):
            return before + after
        if last in "–/" and len(before) > 1 and not before[-2].isspace() and not in_address:
            return before + after
        # One field a line: publishers' pages put the punctuation on a line of its own.
        if not placed and _LEADING.match(after):
            return before + after
        return f"{before} {after}"

    def _mended(self, before: str, after: str, *, address: bool) -> str:
        stem = before[:-1]
        if address:
            return (stem if before[-1] == "\u00ad" else stem + "-") + after
        first, second = _LAST.search(stem), _FIRST.match(after)
        if first is None or second is None:
            return stem + "-" + after
        if second[0][0].isupper() and not (first[0].isupper() and len(first[0]) > 1 and second[0].isupper()):
            return stem + "-" + after
        if before[-1] == "\u00ad":
            return stem + after
        whole, parted = (first[0] + second[0]).casefold(), f"{first[0]}-{second[0]}".casefold()
        if parted in self._known and whole not in self._known:
            return stem + "-" + after
        if whole in self._known and parted not in self._known:
            return stem + after
        # "Single-base-" and a line end: a chain of words, not a word that was broken; so are two words known by themselves.
        chain = len(stem) > len(first[0]) and stem[-len(first[0]) - 1] == "-"
        chain = chain or (
            min(len(first[0]), len(second[0])) >= 4
            and {first[0].casefold(), second[0].casefold()} <= self._known
        )
        if self._unsure:
            chain = (
                chain or _BEFORE.fullmatch(first[0]) is not None or _AFTER.fullmatch(second[0]) is not None
            )
            return stem + ("-" if chain else "") + after
        return stem + ("-" if chain or not self._hyphenated else "") + after


def _goes_on(before: str, address: str, after: str) -> bool:
    """Tell whether an address that a line ends with goes on in the next line."""
    if _ARCHIVED.search(address):
        return re.match(r"https?:", after, re.I) is not None
    token = after.split(" ", 1)[0].rstrip("\ufffe\u00ad‐")
    if not _MORE.fullmatch(token) or token.lower().startswith(("http", "www.", "doi")):
        return False
    at = len(before) - len(address)
    if at and before[at - 1] in "<":
        return ">" not in address and (">" in token or _INNER.search(token) is not None)
    if _CLOSED.search(address):
        return False
    if address[-1] in "/_=?&%#~:":
        return True
    if address[-1] in ".,;)":
        return address[-1] == "." and _INNER.search(token) is not None and token[0].islower()
    return _INNER.search(token.rstrip(".,;)")) is not None and not token[0].isupper()
