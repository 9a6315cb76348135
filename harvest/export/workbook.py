"""What every workbook that is written has in common: text that stays text, and no traces of the machine."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from harvest.export.clean import one_line
from harvest.export.dates import day_of
from harvest.export.model import ExportContext

EXCEL_LINK_LENGTH = 2_079
# Excel reads _x000A_ in text as the character it names (ECMA-376, ST_Xstring): the underscore is escaped.
_XSTRING = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def escaped(text: str) -> str:
    """Return text in which Excel sees no character references."""
    return _XSTRING.sub("_x005F_", text)


def set_properties(book: Workbook, context: ExportContext) -> None:
    """Give the file the date it was told, not today's, and say what made it."""
    day = day_of(context.generated) or (1980, 1, 1)
    book.properties.created = book.properties.modified = datetime(
        *day
    )  # a date without zone is what XLSX keeps
    book.properties.creator = f"greylit {one_line(context.software_version)}"
    book.properties.title = one_line(context.review_title)


def save(book: Workbook, path: Path) -> None:
    """Write a workbook. Not ``book.save()``: it would put the present time into the file."""
    with _PlainZip(path, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()


class _PlainZip(ZipFile):
    """A ZIP file that carries no times of day and no traces of the machine: equal parts, equal bytes."""

    def _entry(self, name: str) -> ZipInfo:
        entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
        entry.compress_type = ZIP_DEFLATED
        entry.create_system = 3
        entry.external_attr = 0o644 << 16
        return entry

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        super().writestr(self._entry(str(zinfo_or_arcname)), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        source: IO[bytes]
        with (
            Path(filename).open("rb") as source,
            self.open(self._entry(str(arcname)), "w", force_zip64=True) as target,
        ):
            shutil.copyfileobj(source, target, 1 << 20)
