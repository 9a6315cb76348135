"""E-mails as they are saved (EML, RFC 5322) and web archives of the same make (MHT), with the standard library."""

from __future__ import annotations

from dataclasses import replace
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any

from harvest.text.clean import one_line
from harvest.text.decode import decode
from harvest.text.model import Extracted
from harvest.text.office.letter import Letter, compose, decoded_html
from harvest.text.office.members import Member
from harvest.text.office.model import Context

_MOST_PARTS = 2_000


def read(data: bytes, kind: str, context: Context) -> Extracted:
    """Return the text of an e-mail with its attachments; of a saved web page that of the page."""
    message: Message[str, str] = BytesParser(policy=policy.default).parsebytes(data)
    letter = Letter(subject=_header(message, "subject"), sender=_sender(message), date=_date(message))
    page: bytes | None = None
    attachments: list[Member] = []
    for at, part in enumerate(_parts(message)):
        if at >= _MOST_PARTS:
            break
        mime = part.get_content_type()
        name = _name(part)
        if mime == "message/rfc822":
            attachments.append(_letter_within(part, at))
        elif name or part.get_content_disposition() == "attachment":
            # What pages show has a place ("cid:") and no text; documents are read whatever they call themselves.
            attachments.append(Member(name or f"attachment {at}", _bytes_of(part), mime))
        elif mime == "text/plain":
            letter.plain += ("\n\n" if letter.plain else "") + _text(part)
        elif mime == "text/html":
            page = _payload(part) if page is None else page
            letter.html += decoded_html(_payload(part), part.get_content_charset() or "")
    letter.attachments = attachments
    if page is not None and not letter.plain.strip() and _is_web_archive(message):
        inner = context.inner(page, "", "text/html", context)
        return replace(inner, kind=kind)
    return compose(letter, kind, "e-mail", context)


def _parts(message: Message[str, str]) -> list[Message[str, str]]:
    """Return the parts with content, in order; a letter within the letter is one part."""
    found: list[Message[str, str]] = []
    stack = [message]
    while stack and len(found) <= _MOST_PARTS:
        part = stack.pop()
        inner = part.get_payload()
        if part.get_content_type() == "message/rfc822" and part is not message:
            found.append(part)
        elif part.is_multipart() and isinstance(inner, list):
            stack += [each for each in reversed(inner) if isinstance(each, Message)]
        else:
            found.append(part)
    return found


def _is_web_archive(message: Message[str, str]) -> bool:
    sender = _header(message, "from")
    return message.get_content_type() == "multipart/related" and (
        "@" not in sender or "saved by" in sender.lower()
    )


def _header(message: Message[str, str], name: str) -> str:
    try:
        return one_line(str(message.get(name) or ""))[:1_000]
    except (ValueError, IndexError, LookupError, TypeError, AttributeError):
        # The header parser of the standard library stumbles over some broken ones.
        return ""


def _sender(message: Message[str, str]) -> str:
    name, address = parseaddr(_header(message, "from"))
    return one_line(name or address)[:300]


def _date(message: Message[str, str]) -> str:
    try:
        return parsedate_to_datetime(_header(message, "date")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _name(part: Message[str, str]) -> str:
    try:
        return one_line(part.get_filename() or "")
    except (ValueError, LookupError, TypeError, IndexError, AttributeError):
        return ""


def _payload(part: Message[str, str]) -> bytes:
    data: Any = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _bytes_of(part: Message[str, str]) -> Any:
    return lambda _: _payload(part)


def _text(part: Message[str, str]) -> str:
    data = _payload(part)
    charset = part.get_content_charset() or ""
    return decode(data, content_type=f"text/plain; charset={charset}" if charset else "", markup=False)[0]


def _letter_within(part: Message[str, str], at: int) -> Member:
    inner = part.get_payload()
    letter = inner[0] if isinstance(inner, list) and inner else None
    subject = _header(letter, "subject") if isinstance(letter, EmailMessage) else ""
    return Member(
        _name(part) or subject or f"message {at}",
        lambda _: letter.as_bytes() if isinstance(letter, Message) else b"",
        "message/rfc822",
    )
