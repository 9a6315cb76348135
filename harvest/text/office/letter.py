"""E-mails once they are taken apart: subject, sender, day, words and attachments put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from harvest.text.clean import one_line
from harvest.text.decode import decode
from harvest.text.model import Claim, Extracted
from harvest.text.office.composing import Composer
from harvest.text.office.members import Member, add_members
from harvest.text.office.model import Context
from harvest.text.office.stating import Facts
from harvest.text.render import fragment_to_text

SOURCE = "e-mail header"


@dataclass(slots=True)
class Letter:
    """An e-mail. ``date`` is ISO 8601 or empty; ``html`` is only used where there is no plain text."""

    subject: str = ""
    sender: str = ""
    date: str = ""
    plain: str = ""
    html: str = ""
    attachments: Sequence[Member] = field(default_factory=list)


def compose(letter: Letter, kind: str, method: str, context: Context) -> Extracted:
    """Return the reading of an e-mail: its subject and words on the first page, then its attachments."""
    composer = Composer(context.max_chars)
    subject = one_line(letter.subject)
    if subject:
        composer.paragraph(subject)
    words = letter.plain if letter.plain.strip() else fragment_to_text(letter.html)
    composer.paragraph(words)
    claims = [
        Claim(name, value[:300], SOURCE)
        for name, value in (("title", subject), ("date", letter.date), ("author", letter.sender))
        if value
    ]
    add_members(composer, letter.attachments, context, pictures=False)
    facts = Facts(
        title=subject or None,
        title_source=SOURCE if subject else None,
        date=letter.date or None,
        date_source=SOURCE if letter.date else None,
        authors=(letter.sender,) if letter.sender else (),
        claims=tuple(claims),
    )
    return composer.finish(kind, method, facts, nothing="the e-mail holds no words")


def decoded_html(data: bytes, charset: str = "") -> str:
    """Return the characters of an HTML part; ``charset`` is that which the e-mail states."""
    return decode(data, content_type=f"text/html; charset={charset}" if charset else "")[0]
