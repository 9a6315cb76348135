"""The index of a WACZ file: CDXJ lines in the order of their keys, compressed in blocks, with an index of the blocks.

``index.cdx.gz`` holds one gzip member for each :data:`LINES` lines; ``index.idx`` says where each begins. A reader of a
large archive over the network fetches the second, and then one block.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote_plus

from harvest.export.surt import surt
from store.copying import Member

#: Lines of one block.
LINES = 300
_GZIP = 31
_SHOWN = ("response", "revisit", "resource")
_STATUS = re.compile(rb"HTTP/[\d.]+ (\d{3})")
_NOT_DIGITS = re.compile(r"\D")


def lines(name: str, found: Iterable[Member]) -> Iterator[str]:
    """Yield the line of each answer in a WARC file of this name: key, time, and the rest as JSON.

    What was asked by POST has method and form in its key, as web archives look for it.
    """
    waiting: Member | None = None
    for member in found:
        if waiting is not None:
            yield _line(name, waiting, member)
            waiting = None
        if member.type in _SHOWN and member.fields.get("warc-target-uri"):
            waiting = member
    if waiting is not None:
        yield _line(name, waiting, None)


def _line(name: str, answer: Member, after: Member | None) -> str:
    url = answer.fields["warc-target-uri"].strip("<>")
    head, _, _ = answer.block.partition(b"\r\n\r\n")
    status = _STATUS.match(head)
    about: dict[str, str] = {"url": url}
    if answer.type == "revisit":
        about["mime"] = "warc/revisit"
    elif answer.type == "resource":
        about["mime"] = _mime(answer.fields.get("content-type", ""))
    else:
        about["mime"] = _mime(_header(head, b"content-type"))
    about["status"] = status[1].decode() if status else "200"
    if digest := answer.fields.get("warc-payload-digest"):
        about["digest"] = digest
    about |= {"length": str(answer.length), "offset": str(answer.offset), "filename": name}
    asked = _asked(answer, after)
    key = url
    if asked is not None:
        method, form = asked
        key += f"{'&' if '?' in url else '?'}__wb_method={quote_plus(method)}" + (f"&{form}" if form else "")
        about |= {"method": method, "requestBody": form}
    at = _NOT_DIGITS.sub("", answer.fields.get("warc-date", ""))[:14].ljust(14, "0")
    return f"{surt(key)} {at} {json.dumps(about)}\n"


def _asked(answer: Member, after: Member | None) -> tuple[str, str] | None:
    """Return method and form of the request that an answer is for, where it is no plain one."""
    if after is None or after.type != "request":
        return None
    if after.fields.get("warc-concurrent-to") != answer.fields.get("warc-record-id"):
        return None
    head, _, body = after.block.partition(b"\r\n\r\n")
    method = head.split(b" ", 1)[0].decode("ascii", "replace")
    # Every record ends in two line ends that are not of its block.
    return (
        None
        if method in ("GET", "HEAD")
        else (method, body.removesuffix(b"\r\n\r\n").decode("utf-8", "replace"))
    )


def _header(head: bytes, name: bytes) -> str:
    for line in head.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            return value.decode("latin-1")
    return ""


def _mime(value: str) -> str:
    return value.partition(";")[0].strip().lower() or "unk"


def blocks(ordered: Sequence[str], name: str) -> Iterator[tuple[bytes, str]]:
    """Yield the compressed blocks of ordered lines, each with its line for ``index.idx``; the first line is the head's."""
    offset = 0
    for start in range(0, len(ordered), LINES):
        some = ordered[start : start + LINES]
        packer = zlib.compressobj(wbits=_GZIP)
        block = packer.compress("".join(some).encode("utf-8")) + packer.flush()
        prefix = " ".join(some[0].split(" ", 2)[:2])
        head = "" if offset else f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': name})}\n"
        yield block, f"{head}{prefix} {json.dumps({'offset': offset, 'length': len(block)})}\n"
        offset += len(block)
