"""Pages that say "not found" with status 200: known by their words, and by what a host answers to nonsense.

One nonsense address is asked for on each host. What comes back is what the host answers to every address
that does not exist; an answer like it is no document. A fingerprint keeps the pieces of text of that page.
A real page shares the furniture of the site with it, but not the sentence that says that nothing was found;
and another not-found page shares the sentence, however its related links differ.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit
from zlib import crc32

from selectolax.lexbor import LexborHTMLParser

from crawler.canonical import canonical
from crawler.judge.kind import kind_of_bytes
from crawler.judge.page import AROUND, LOOKED_AT, UNREAD, heading_of, one_line, page_of, quoted, title_of
from crawler.judge.refusals import parts, refusal_of

#: Characters of text, links left out, above which a page that calls itself "not found" is one about that.
_LITTLE = 1200
#: Bytes above which a page without a title and a heading is not read for such words.
_BARE = 2000
#: Words that a not-found page may have and the host's other one has not, where title or heading say that
#: nothing was found (related links, suggestions); where only a sentence says it; where nothing does.
_LED, _SENTENCE, _ALIKE = 300, 60, 12
#: Pieces of text that a fingerprint keeps.
_PIECES = 400

_THING = r"(?:(?:web ?)?page|document|file|resource|content|item|article|url|address|link|record|publication|report|site)"
_SAYS = re.compile(
    r"(?:error:? ?)?(?:http )?(?:status )?404(?:[ .:,-]+(?:error|not found|file not found|page not found|"
    r"page|-|that's an error|page (?:cannot|could not|can't) be found))*\W*"
    rf"|(?:\W|oops|error|sorry|404|we're|we are|very|the|this|that|requested|your)*{_THING}"
    r"(?: (?:you(?:'re| are| were|'ve| have)? ?(?:looking for|requested|tried to (?:access|reach|visit|view)|asked for|want(?:ed)?)|requested))?"
    r"(?: (?:is|was|were|has been|could|can|does|do|cannot|can't|couldn't|doesn't|isn't|wasn't|no|not|be|longer|exist|seem to))*"
    r" (?:found|exist|exists|available|missing|located|removed|moved|here)\b.{0,60}"
    rf"|(?:\W|oops|error|sorry|404|but)*(?:we|i) (?:can't|cannot|can not|could not|couldn't|are unable to|were unable to|can(?:'t| not) seem to)"
    rf" (?:find|locate) (?:the|that|this|your|a) (?:requested )?{_THING}.{{0,80}}"
    r"|(?:\W|oops|error|sorry|404)*(?:nothing (?:was )?found (?:here|at this (?:address|location))|not found|no such page|dead link|broken link)\W*",
)
#: In a piece of text, once it is plain.
_IN_A_PIECE = re.compile(
    rf"not found|(?:can't|cannot|can not|could not|couldn't|unable to) (?:be found|locate|find (?!what|it|more|out|some))"
    rf"|(?:does not|doesn't|no longer) (?:exist|available)|no longer (?:here|there|on (?:this|our) (?:web ?)?site)"
    rf"|{_THING} (?:has|have|may have|might have) (?:been )?(?:moved|removed|deleted|expired)|nothing (?:was )?found"
)
_CURLY = str.maketrans("\u2018\u2019\u201c\u201d\u00a0", "''\"\" ")
_MARKS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019", "'"),
        **dict.fromkeys("\u201c\u201d\u00a0\u2013\u2014\u2026", " "),
        **dict.fromkeys('!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\r\x0b\x0c\u00bb\u00ab\u00b7', " "),
    }
)
_CODE = re.compile(r"\b404\b")
_NUMBERED = re.compile(r"\b[^\W\d]*\d\w*")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a host answers to an address that does not exist, where it is no proper "404".

    Attributes:
        target: the address that it redirects to; then the rest is empty.
        title: its title, and
        heading: its first heading, without what changes.
        says: marks of the pieces of text that say that nothing was found.
        pieces: marks of the pieces of its text, and how many words each has.
        words: words of its whole text.
    """

    target: str = ""
    title: str = ""
    heading: str = ""
    says: frozenset[int] = frozenset()
    pieces: tuple[tuple[int, int], ...] = ()
    words: int = 0

    def as_row(self) -> dict[str, Any]:
        """Return the fingerprint as it is kept in the ledger."""
        return {
            "target": self.target, "title": self.title, "heading": self.heading, "says": sorted(self.says),
            "pieces": [list(piece) for piece in self.pieces], "words": self.words,
        }  # fmt: skip

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Fingerprint:
        """Read a fingerprint back from the ledger."""
        return cls(
            str(row.get("target") or ""),
            str(row.get("title") or ""),
            str(row.get("heading") or ""),
            frozenset(int(mark) for mark in row.get("says") or ()),
            tuple((int(mark), int(words)) for mark, words in row.get("pieces") or ()),
            int(row.get("words") or 0),
        )


def nonsense_url(host_url: str, seed: str) -> str:
    """Return an address on a host that nothing answers to: the same for the same host and seed.

    Args:
        host_url: any address of the host; scheme and port are kept.
        seed: anything; the run's question or number.

    Raises:
        ValueError: ``host_url`` is not an address.
    """
    url = urlsplit(host_url)
    digest = hashlib.sha256(f"{seed} {url.netloc}".encode("utf-8", "surrogatepass")).digest()
    letters = "".join("bcdfghjklmnpqrstvwxz"[byte % 20] for byte in digest)
    return urlunsplit((url.scheme, url.netloc, f"/{letters[:9]}-{letters[9:16]}", "", ""))


def fingerprint(status: int, headers: Mapping[str, str], body: bytes, url: str) -> Fingerprint | None:
    """Return the fingerprint of the answer to a nonsense address.

    ``None`` when the host answers as it should (404, 410) or does not answer at all (any other 4xx or 5xx,
    a refusal), and when it only spells the nonsense in another way (https, a slash at the end): then that
    address is to be asked.

    Args:
        status: HTTP status of the answer.
        headers: with lower-case names.
        body: with its content coding undone.
        url: the nonsense address.
    """
    if 300 <= status < 400:
        try:
            target = urlsplit(canonical(headers.get("location", ""), url))
            own = unquote(urlsplit(url).path).strip("/").lower()
        except ValueError:
            return None
        if not headers.get("location") or (own and own in unquote(target.path).lower()):
            return None
        # The query often names the address that was asked for.
        return Fingerprint(target=urlunsplit((target.scheme, target.netloc, target.path, "", "")))
    if not 200 <= status < 300 or refusal_of(status, headers, body, url):
        return None
    if kind_of_bytes(body, headers.get("content-type", ""), url) not in ("html", "plain", "json", "xml"):
        return None
    text = _text(body)
    pieces = _pieces(text, url)
    if not pieces:
        return None
    # "Tell us when a page has moved" at the foot of every page says nothing of this one.
    inner = _pieces(_text(body, around=False), url)
    return Fingerprint(
        "",
        _plain(title_of(body), url),
        _plain(heading_of(body), url),
        frozenset(crc32(piece.encode()) for piece in inner if _IN_A_PIECE.search(piece)),
        tuple((crc32(piece.encode()), piece.count(" ") + 1) for piece in pieces[:_PIECES]),
        len(text.split()),
    )


def is_soft_404(fp: Fingerprint, status: int, body: bytes, final_url: str) -> str | None:
    """Return why an answer is the host's answer to addresses that do not exist, or ``None``.

    Args:
        fp: what the host answered to nonsense.
        status: HTTP status.
        body: with its content coding undone.
        final_url: the address that gave the answer; for a redirect, the address that it leads to.
    """
    if fp.target:
        return _is_target(fp.target, status, body, final_url)
    if not 200 <= status < 300:
        return None
    title = _plain(title_of(body), final_url)
    titled = _IN_A_PIECE.search(fp.title) is not None
    # Nearly every real page is told by its title alone, or by how much it says.
    if titled and not _IN_A_PIECE.search(title):
        return None
    if kind_of_bytes(body[:LOOKED_AT], "", final_url) not in ("html", "plain", "json", "xml"):
        return None
    text = _text(body)
    if len(text.split()) > fp.words + 2 * _LED:
        return None
    theirs = dict(fp.pieces)
    pieces: dict[int, str] = {}
    for plain, without in zip(_lines(text, ""), _lines(text, final_url), strict=False):
        # A word of the address that stands in the furniture of every page is no echo of the address.
        piece = plain if crc32(plain.encode()) in theirs else without
        if piece:
            pieces[crc32(piece.encode())] = piece
    new = sum(piece.count(" ") + 1 for mark, piece in pieces.items() if mark not in theirs)
    gone = sum(words for mark, words in theirs.items() if mark not in pieces)
    shared = [mark for mark in fp.says if mark in pieces]
    led = titled or bool(
        _IN_A_PIECE.search(fp.heading) and _IN_A_PIECE.search(_plain(heading_of(body), final_url))
    )
    home = _path(final_url) in ("", "/")
    same = len(shared) == len(fp.says) and new <= _SENTENCE and gone <= _ALIKE
    if shared and ((led and new <= _LED) or (same and not home)):
        return quoted(f'says "{pieces[shared[0]]}", as the host does of an address that does not exist')
    if fp.says or home:
        return None
    if fp.title in (title, _plain(title_of(body), "")) and new <= _ALIKE and gone <= _ALIKE:
        return quoted(
            f"the same as the host's answer to an address that does not exist (all but {new} words)"
        )
    return None


def says_not_found(body: bytes) -> str | None:
    """Return the words by which a page says of itself that nothing was found, or ``None``.

    The title or the first heading says it, and there is little text beside the links.
    """
    title, heading = title_of(body), heading_of(body)
    said = next((name for name in (title, heading) if _says(name)), None)
    if (said is None and (title or heading or len(body) > _BARE)) or kind_of_bytes(body) not in (
        "html",
        "plain",
    ):
        return None
    page = page_of(body)
    if said is None and len(page.text) <= 100 and _says(page.text):
        said = page.text
    if said is None or not page.whole:
        return None
    linked = sum(len(one_line(node.text())) for node in page.tree.css("a"))
    return quoted(said) if len(page.text) - linked <= _LITTLE else None


def _says(name: str) -> bool:
    plain = name.lower().translate(_CURLY)
    # Words of any of the sentences, before they are read one by one.
    if not any(
        word in plain
        for word in ("404", "found", "find", "locate", "exist", "available", "moved", "here", "no ", " link")
    ):
        return False
    return any(_SAYS.fullmatch(part.strip()) for part in parts(plain[:200]))


def _is_target(target: str, status: int, body: bytes, final_url: str) -> str | None:
    try:
        found = urlsplit(canonical(final_url))
    except ValueError:
        return None
    if urlunsplit((found.scheme, found.netloc, found.path, "", "")) != target:
        return None
    if 300 <= status < 400:
        return quoted(f"redirected to {target}, as the host does with addresses that do not exist")
    # Asked for by its own name it may be a page like others: the home page, the site map.
    said = says_not_found(body) if 200 <= status < 300 else None
    return quoted(f'{target}, where the host leads addresses that do not exist: "{said}"') if said else None


def _text(body: bytes, *, around: bool = True) -> str:
    """Return the text of an answer, each piece on a line of its own, with or without what stands around it."""
    head = body[:LOOKED_AT]
    if b"<" not in head:
        return head.decode("utf-8", "replace")
    tree = LexborHTMLParser(head)
    tree.strip_tags(UNREAD if around else [*UNREAD, *AROUND], recursive=True)
    return tree.body.text(separator="\n") if tree.body else ""


def _pieces(text: str, url: str) -> list[str]:
    """Return the pieces of text of an answer, each once, without what differs from address to address."""
    return list(dict.fromkeys(filter(None, _lines(text, url))))


def _lines(text: str, url: str) -> list[str]:
    return [one_line(line) for line in _echoless(text, url).split("\n")]


def _plain(text: str, url: str) -> str:
    """Return words in lower case without echoes of the address, numbers, times, tokens and marks."""
    return one_line(_echoless(text, url))


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _echoless(text: str, url: str) -> str:
    text, path = text.lower(), unquote(_path(url)).lower()
    for echo in sorted({path, *path.split("/"), *re.split(r"[\W_]+", path)}, key=len, reverse=True):
        if len(echo) > 3:
            text = text.replace(echo, "")
    text = text.translate(_MARKS)
    return _NUMBERED.sub("", _CODE.sub("not found", text) if "404" in text else text)
