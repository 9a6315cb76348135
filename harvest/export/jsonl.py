"""JSON Lines: everything we know of each record, exactly as we hold it; the format for programs.

The only change to a value is that lone surrogates (which UTF-8 cannot carry) become U+FFFD. Nothing is cut,
guarded or put on one line. Keys always come in the same order, and all keys are in every line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from harvest.export.abstracts import abstract_for
from harvest.export.clean import encodable
from harvest.export.files import replacing
from harvest.export.model import ExportContext, ExportRecord, ExportResult

SCHEMA = "greylit/record/1"
# Legal inside JSON strings, but line ends for str.splitlines() and its kin: escaped, one object is one line.
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def write(records: Iterable[ExportRecord], out: Path, context: ExportContext) -> ExportResult:
    """Write ``records`` as JSON Lines (UTF-8, ``\\n``) to the file ``out``.

    Raises GreylitError if the file cannot be written; then no file, or the old one, is there.
    """
    count = 0
    origin = {
        "review": context.review_id,
        "review_title": context.review_title,
        "protocol_sha256": context.protocol_sha256,
        "software_version": context.software_version,
        "ledger_head": context.ledger_head,
        "generated": context.generated,
    }
    with replacing(out) as part, part.open("w", encoding="utf-8", newline="\n") as stream:
        for record in records:
            line = {
                "schema": SCHEMA,
                **plain(record),
                "abstract_shown": abstract_for(record),
                "export": plain(origin),
            }
            stream.write(json.dumps(line, ensure_ascii=False).translate(_LINE_ENDS) + "\n")
            count += 1
    return ExportResult(paths=(out,), records=count)


def plain(value: Any) -> Any:
    """Return ``value`` as plain JSON values: dataclasses become objects, tuples become arrays."""
    if isinstance(value, str):
        return encodable(value)
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {encodable(str(name)): plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return value
