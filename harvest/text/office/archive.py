"""ZIP archives: each document in them is read, and is one or more pages that bear its name."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from harvest.text.model import Extracted
from harvest.text.office.composing import Composer
from harvest.text.office.members import Member, add_members, outcome_of
from harvest.text.office.model import Context, RefusedError
from harvest.text.office.package import Package
from harvest.text.office.stating import Facts

#: Bytes of one file when unpacked.
LARGEST_MEMBER = 200_000_000


def read(data: bytes, kind: str, context: Context) -> Extracted:
    """Return the texts of the documents in an archive. One that holds a single document bears its title and date.

    Raises:
        RefusedError: the archive is broken, or larger unpacked than is read.
    """
    package = Package(data, context.budget)
    composer = Composer(context.max_chars)
    members = [
        Member(_named(entry.filename, entry.flag_bits), partial(_load, package, name))
        for name, entry in package.entries.items()
    ]
    if not members:
        raise RefusedError("empty", "the archive is empty", "zip")
    added = add_members(composer, members, context)
    read_ = composer.finish(kind, "zip", Facts(), nothing="no file in the archive gives any words")
    if len(added.read) == 1 and not added.outcomes:
        one = added.read[0]
        read_ = replace(
            read_, title=one.title, title_source=one.title_source, date=one.date, date_source=one.date_source,
            authors=one.authors, claims=one.claims, publisher=one.publisher,
        )  # fmt: skip
    outcome = outcome_of(added)
    return replace(read_, outcome=outcome) if outcome and not read_.text else read_


def _load(package: Package, name: str, _: Context) -> bytes:
    return package.read(name, LARGEST_MEMBER)


def _named(name: str, flags: int) -> str:
    """Return a member's name; old programs of Windows write the code page of their DOS, which Western ones share."""
    if flags & 0x800 or name.isascii():
        return name
    raw = name.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return name
