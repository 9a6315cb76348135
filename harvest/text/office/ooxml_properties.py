"""The properties of OOXML packages: docProps/core.xml and app.xml (ISO/IEC 29500-2, 11)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from harvest.text.office.composing import Composer
from harvest.text.office.members import DOCUMENTS, Member
from harvest.text.office.model import Context
from harvest.text.office.package import Package
from harvest.text.office.stating import Stated

SOURCE = "core properties"
#: Bytes of one embedded document when unpacked.
LARGEST_OBJECT = 100_000_000


def stated_in(package: Package) -> Stated:
    """Return what the package says of itself; nothing where its properties are missing or broken."""
    values: dict[str, str] = {}
    for part in ("docProps/core.xml", "docProps/app.xml"):
        name = part if part in package else _related(package, part)
        root = package.optional(name) if name else None
        for each in () if root is None else root:
            if isinstance(each.tag, str) and each.text:
                values.setdefault(each.tag.rpartition("}")[2].lower(), str(each.text))
    creator = values.get("creator", "")
    return Stated(
        source=SOURCE,
        title=values.get("title", ""),
        authors=(creator,) if creator else (),
        created=values.get("created", ""),
        saved=values.get("modified", ""),
        company=values.get("company", ""),
    )


def _related(package: Package, part: str) -> str:
    wanted = "core-properties" if "core" in part else "extended-properties"
    return next((name for kind, name in package.relations("").values() if kind == wanted), "")


def embedded(package: Package, folder: str, composer: Composer) -> Iterator[Member]:
    """Yield the documents embedded in a package as objects, such as word/embeddings/report.docx.

    Workbooks, which are mostly the figures behind a chart, are not read.
    """
    start = f"{folder}/embeddings/"
    workbooks = 0
    for name, entry in package.entries.items():
        if not name.startswith(start):
            continue
        suffix = name.rpartition(".")[2]
        workbooks += suffix in ("xlsx", "xls", "xlsm", "xlsb")
        if suffix in DOCUMENTS:
            yield Member(entry.filename.rpartition("/")[2], partial(_load, package, name))
    if workbooks:
        composer.note(f"{workbooks} embedded workbook{'s' if workbooks > 1 else ''} not read")


def _load(package: Package, name: str, _: Context) -> bytes:
    return package.read(name, LARGEST_OBJECT)
