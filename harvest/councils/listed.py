"""The list of councils: the built-in one, or a file of one's own in the same columns."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import get_args
from urllib.parse import urlsplit

from harvest.errors import Exit, GreylitError
from harvest.protocol.sources import Region, Tier

#: What a committee system may be called in the list.
SYSTEMS = ("ModernGov", "CMIS", "other")
#: The duty in law that all councils but districts have.
SOCIAL_CARE = "adult social care"
#: Columns that a file must have; the others may be missing.
NEEDED = ("gss_code", "name", "tier", "website", "committee_system", "committee_url")
#: Bytes of a list: twenty times the built-in one.
LARGEST = 5_000_000
_CODE = re.compile(r"[EWSN]\d{8}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


@dataclass(frozen=True, slots=True)
class Council:
    """One row of the list; see ``spiders/councils.md`` for its columns. What is not known is empty."""

    gss_code: str
    name: str
    nice_name: str
    slug: str
    tier: str
    region: str
    duty: str
    website: str
    committee_system: str
    committee_url: str
    source_of_each_fact: str = ""
    la_code: str = ""
    lgsf_id: str = ""
    county_code: str = ""
    combined_authority: str = ""
    access_notes: str = ""


#: Columns of the list, in order.
COLUMNS = tuple(each.name for each in fields(Council))


def load(path: Path | None = None) -> tuple[Council, ...]:
    """Return the councils of a list in its order.

    Args:
        path: a file of one's own; the built-in list when left out. Commas, semicolons or tabs between the columns,
            UTF-8 or what Excel writes on Windows.

    Raises:
        GreylitError: it cannot be read, or rows of it cannot be used; each is named with its line.
    """
    if path is None:
        return _built_in()
    try:
        if path.stat().st_size > LARGEST:
            raise GreylitError(
                f"{path} is larger than any list of councils", code="COUNCILS", exit_code=Exit.USAGE,
                hint="Write the built-in list and change it: greylit councils --csv > councils.csv",
            )  # fmt: skip
        return read(path.read_bytes(), str(path))
    except OSError as error:
        raise GreylitError(
            f"{path} cannot be read: {error.strerror or error}", code="COUNCILS", exit_code=Exit.NOT_FOUND,
            hint="Write the built-in list there and change it: greylit councils --csv > councils.csv",
        ) from error  # fmt: skip


@lru_cache(maxsize=1)
def _built_in() -> tuple[Council, ...]:
    return read((files("spiders") / "councils.csv").read_bytes(), "the built-in list")


def built_in_sha256() -> str:
    """Return the SHA-256 of the built-in list, in hexadecimal."""
    return hashlib.sha256((files("spiders") / "councils.csv").read_bytes()).hexdigest()


def read(data: bytes, name: str) -> tuple[Council, ...]:
    """Return the councils of a list.

    Args:
        data: its bytes.
        name: what it is called in errors.

    Raises:
        GreylitError: rows of it cannot be used; the first ten are named with line and reason.
    """
    text, _ = decoded(data)
    mark = delimiter(text)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        heads = [str(each).strip() for each in reader.fieldnames or ()]
        reader.fieldnames = heads
        if missing := [each for each in NEEDED if each not in heads]:
            raise _unusable(name, [f"line 1: there is no column {', '.join(missing)}"])
        councils: list[Council] = []
        faults: list[str] = []
        seen: dict[str, int] = {}
        for row in reader:
            if not any((value or "").strip() for value in row.values() if isinstance(value, str)):
                continue
            council = _council(row)
            wrong = [*_wrong(row, council), *_twice(council, reader.line_num, seen)]
            faults += [f"line {reader.line_num}: {each}" for each in wrong]
            councils.append(council)
    except csv.Error as error:
        raise _unusable(name, [f"line {reader.line_num}: {error}"]) from error
    if faults:
        raise _unusable(name, faults)
    return tuple(councils)


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text of a list, and the coding that it is in: UTF-8, or what Excel writes on Windows."""
    for coding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(coding), coding
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "latin-1"


def delimiter(text: str) -> str:
    """Return what stands between the columns of a list."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _council(row: Mapping[str | None, object]) -> Council:
    values = {name: " ".join(str(row.get(name) or "").split()) for name in COLUMNS}
    values["nice_name"] = values["nice_name"] or values["name"]
    values["slug"] = values["slug"] or re.sub(r"[^a-z0-9]+", "-", values["nice_name"].lower()).strip("-")
    if "duty" not in row and values["tier"] != "district":
        values["duty"] = SOCIAL_CARE
    return Council(**values)


def _wrong(row: Mapping[str | None, object], council: Council) -> Iterator[str]:
    if row.get(None):
        yield "more values than columns: put quotation marks around values with commas"
    if not _CODE.fullmatch(council.gss_code):
        yield f"gss_code {council.gss_code!r} is no GSS code such as E10000016"
    if not council.name:
        yield "name is empty"
    if not _SLUG.fullmatch(council.slug):
        yield f"slug {council.slug!r} may have small letters, digits, - and _ only"
    if council.tier not in get_args(Tier):
        yield f"tier {council.tier!r} is none of {', '.join(get_args(Tier))}"
    if council.region and council.region not in get_args(Region):
        yield f"region {council.region!r} is none of {', '.join(get_args(Region))}"
    if council.duty not in ("", SOCIAL_CARE):
        yield f"duty {council.duty!r} is neither empty nor {SOCIAL_CARE}"
    if council.committee_system not in SYSTEMS:
        yield f"committee_system {council.committee_system!r} is none of {', '.join(SYSTEMS)}"
    for column in ("website", "committee_url"):
        if fault := address_fault(getattr(council, column)):
            yield f"{column} {getattr(council, column)!r} {fault}"
    if council.committee_system in SYSTEMS[:2] and not council.committee_url:
        yield f"committee_url is empty, and {council.committee_system} must be somewhere: else write other"


def address_fault(url: str) -> str:
    """Return what is wrong with an address, ``""`` when nothing is."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return "is no address"
    if parts.scheme not in ("http", "https") or not host or " " in url:
        return "is no address: write https://... as a browser shows it"
    if url.endswith("/"):
        return "ends with /: leave that out"
    if parts.query or parts.fragment or ".aspx" in parts.path.lower():
        return "is one page: write the folder above it"
    return ""


def _twice(council: Council, line: int, seen: dict[str, int]) -> Iterator[str]:
    for column in ("gss_code", "slug"):
        value = getattr(council, column)
        before = seen.setdefault(f"{column}\n{value}", line)
        if value and before != line:
            yield f"{column} {value!r} stands in line {before} already"


def _unusable(name: str, faults: list[str]) -> GreylitError:
    shown = "; ".join(faults[:10]) + (f"; and {len(faults) - 10} more" if len(faults) > 10 else "")
    return GreylitError(
        f"{name} cannot be used as a list of councils: {shown}", code="COUNCILS", exit_code=Exit.USAGE,
        where={"file": name}, hint="The columns are described in spiders/councils.md; nothing was changed",
    )  # fmt: skip


def as_csv(councils: tuple[Council, ...]) -> str:
    """Return a list as the text of its file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(each, name) for name in COLUMNS] for each in councils)
    return out.getvalue()
