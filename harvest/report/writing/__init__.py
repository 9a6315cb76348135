"""Writes a report, one module a format: the same report gives the same bytes, whenever and wherever it is written."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

from harvest.errors import GreylitError
from harvest.export.files import replacing
from harvest.report.model import Report

#: Formats: the module that writes each.
FORMATS = {"html": "html", "md": "markdown", "docx": "docx", "pdf": "pdf", "csv": "tables", "json": "json_"}

#: What a module gives: the name and the content of each file; the first is the report, others stand beside it.
Files = list[tuple[str, bytes]]


def write(report: Report, fmt: str, out: Path) -> list[Path]:
    """Write a report and return its files, the report itself first.

    Args:
        report: what is written.
        fmt: one of :data:`FORMATS`.
        out: a file that ends in the format's name, or a folder, in which the file has the report's name.

    Raises:
        GreylitError: there is no such format, a library for it is not installed (``EXTRA``), the report has several
            tables and one CSV file was asked for (``SEVERAL_TABLES``), or a file cannot be written.
    """
    if fmt not in FORMATS:
        raise GreylitError(
            f"reports are not written as {fmt!r}", code="FORMAT", hint=f"Formats: {', '.join(FORMATS)}"
        )
    named = out.suffix.lower() == f".{fmt}" and not out.is_dir()
    folder, stem = (out.parent, out.stem) if named else (out, report.name)
    files: Callable[[Report, str], Files] = importlib.import_module(f"{__name__}.{FORMATS[fmt]}").files
    content = files(report, stem)
    if named and fmt == "csv":
        if len(content) != 1:
            raise GreylitError(
                f"the report {report.name} has {len(content)} tables, and one CSV file holds one", code="SEVERAL_TABLES",
                hint="Give a folder: each table becomes a file in it.",
            )  # fmt: skip
        content = [(out.name, content[0][1])]
    paths: list[Path] = []
    for name, body in content:
        path = out if named and not paths else folder / name
        with replacing(path) as part:
            part.write_bytes(body)
        paths.append(path)
    return paths
