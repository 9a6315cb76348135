"""Authors and publisher of a PDF: as printed on its first pages, where the file's own "Author" is whoever typed it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harvest.text.clean import one_line
from harvest.text.model import Claim
from harvest.text.pdfs.meta_imprint import imprint_names
from harvest.text.pdfs.meta_lines import Line, body_starts
from harvest.text.pdfs.meta_words import is_body_name, is_date_line

_BY_LABEL = re.compile(
    r"^(?:(?:report|lead|principal|main|paper|document|contributing) )?(?:authors?|author\(s\)|authored by|written by|report by|prepared by|compiled by"
    r"|produced by|edited by|editors?|by)\b(?:\s*\((?:s|title|name)[^)]*\))?\s*(?:[:\u2013-]\s*)?(.*)$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Baroness|Cllr|Councillor|Rt Hon)\.? )*"
    r"(?:[A-Z][\w'\u2019.-]*)(?: (?:[A-Z][\w'\u2019.-]*|de|van|von|der|den|la|le|al|bin|el)){1,3}(?: (?:MP|CBE|OBE|MBE|QC|KC|PhD))?"
)
_ROLE = re.compile(
    r"\b(?:director|officer|head|manager|consultant|lead|analyst|executive|chief|secretary|chair|assistant|deputy|adviser|advisor|council|trust|nhs|university"
    r"|team|unit|department|service|services|group|board|committee|institute|centre|ltd|limited|llp|public|health|research|associates|partnership|commissioner"
    r"|commissioning|strategy|plan|report|society|association|foundation|company|office)\b",
    re.IGNORECASE,
)
_SOFTWARE = re.compile(
    r"python|microsoft|adobe|acrobat|word|office|writer|libreoffice|openoffice|google|canon|xerox|ricoh|konica|scanner|scan|copier|pdf|indesign|quark|latex|printer"
    r"|administrator|^admin|^user|^owner|^default|^authori[sz]ed|^unknown|^none$|^n/?a$|^test|^guest|^staff|^author$|^pc\b|valued|laptop|desktop|windows|template|temp\b",
    re.IGNORECASE,
)
_WHOLE_BODY = re.compile(
    r"\b(?:council|trust|ccg|clinical commissioning group|university|department|ministry|authority|integrated care (?:board|system|partnership)|icb|foundation|england"
    r"|borough|city of|fund|institute|agency|association|commission|treasury|charity|society|college|constabulary|police)\b",
    re.IGNORECASE,
)
_MEETS = re.compile(
    r"\b(?:committee|cabinet|panel|board|forum|governing body|sub-committee)s?$", re.IGNORECASE
)
_MOST = 12


def is_junk_author(name: str) -> bool:
    """Tell whether a file's stated author is no person's name: a user name, a program, a device or a placeholder."""
    name = one_line(name)
    return bool(_SOFTWARE.search(name)) or not _NAME.fullmatch(name.replace(",", ""))


def author_claims(rows: Sequence[Line], stated: str, first_text: str) -> list[Claim]:
    """Return the authors printed on the first page, then the file's own author with why it is passed over.

    The file's author is whoever set up the file; it is believed only where the first pages print the same name.
    """
    printed = _printed(rows)
    claims = [Claim("author", name, "first-page") for name in printed]
    stated = one_line(stated)[:200]
    if stated and stated not in printed:
        why: str | None = "whoever set up the file, not named on its first pages"
        if is_body_name(stated):
            why = "the name of a body"
        elif is_junk_author(stated):
            why = "a user name or a program"
        elif not printed and stated.casefold() in one_line(first_text).casefold():
            why = None
        claims.append(Claim("author", stated, "pdf-metadata", why))
    return claims


def _printed(rows: Sequence[Line]) -> list[str]:
    for at, row in enumerate(rows[:60]):
        label = _BY_LABEL.match(row.text)
        if label is None:
            continue
        value, after = label[1], at + 1
        if not value and after < len(rows):
            value, after = rows[after].text, after + 1
        names = _names(value)
        # Names go on in the next rows: one to a row, or behind a comma.
        while names and after < len(rows) and (value.rstrip().endswith((",", "and", "&")) or not label[1]):
            value, after = rows[after].text, after + 1
            more = _names(value)
            if not more or is_date_line(value):
                break
            names += more
        if names:
            return names[:_MOST]
    return []


def _names(text: str) -> list[str]:
    names: list[str] = []
    for part in re.split(r"\s*(?:,|;|\band\b|&|\||\bwith\b|/|\s[\u2013-]\s|\()\s*", text):
        part = part.strip(" .:)*\u2020\u2021")
        part = re.sub(r"(?<=[a-z])[\d*\u2020]+$", "", part)
        if _NAME.fullmatch(part) and not _ROLE.search(part):
            names.append(part)
        elif names:
            # A name is followed by what the person does; what comes after may be of the office, not a name.
            if _ROLE.search(part):
                continue
            break
    return names


def publisher_claims(rows: Sequence[Line], stated: Sequence[str], first_text: str) -> list[Claim]:
    """Return the candidates for the publisher, the believed one first.

    Sources: "imprint" ("Published by"), "copyright-line" and "first-page": a body's name that stands by itself there. A
    council, a trust or a department goes before its committees and teams, which publish nothing themselves.
    ``stated`` are values of the file's metadata that may name a body.
    """
    found: list[tuple[int, str, str]] = []
    for name, source in imprint_names(first_text):
        if is_body_name(name) or (_WHOLE_BODY.search(name) and len(name.split()) <= 8):
            found.append((0 if source == "imprint" else 1, name, source))
    for row in rows[: body_starts(rows)]:
        name = re.sub(r"\s+(?:and|&)$", "", row.text.strip(" ,.;|"))
        if len(name) <= 100 and is_body_name(name) and len(name.split()) > 1:
            rank = 4 if _MEETS.search(name) else 2 if _WHOLE_BODY.search(name) else 3
            found.append((rank, name, "first-page"))
    for value in stated:
        name = one_line(value)
        if is_body_name(name) and len(name.split()) > 1:
            found.append((3, name, "pdf-metadata"))
    claims: list[Claim] = []
    seen: set[str] = set()
    for rank, name, source in sorted(found, key=lambda one: one[0]):
        if name.casefold() in seen:
            continue
        seen.add(name.casefold())
        why = None
        if rank == 4:
            why = "a committee or a board, which is part of a body"
        elif claims and claims[0].why is None:
            why = "another body is named more plainly"
        claims.append(Claim("publisher", name[:300], source, why))
    return claims[:4]
