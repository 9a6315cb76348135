"""Plain text and tables of plain text (CSV, TSV)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator

from harvest.text.clean import one_line, tidy
from harvest.text.decode import decode
from harvest.text.language import language_of
from harvest.text.model import MAX_CHARS, Extracted, Page

_DELIMITERS = ",;\t|"
_SAMPLE_CHARS, _SAMPLE_ROWS = 20_000, 40
#: UTF-8 takes up to four bytes a character, UTF-16 two: what lies beyond is not needed for so many characters.
_BYTES_A_CHARACTER = 4


def extract_plain(data: bytes, kind: str, *, content_type: str = "", max_chars: int = MAX_CHARS) -> Extracted:
    """Return the text of a plain text or CSV file (``kind``), decoded and tidied.

    Rows of a CSV file are lines with cells parted by " | ", as of tables everywhere; its delimiter is told by its rows.
    """
    most = _BYTES_A_CHARACTER * (max_chars + 1)
    decoded, _ = decode(data[:most], content_type=content_type, markup=False)
    text = _table(decoded) if kind == "csv" else decoded
    text = tidy(text)
    detail = None
    if len(text) > max_chars or len(data) > most:
        text = text[:max_chars]
        detail = f"text cut after {len(text):,} characters"
    empty = not any(map(str.isalnum, text))
    return Extracted(
        outcome="empty" if empty else "text",
        kind=kind,
        text=text,
        pages=(Page(1, None, 0, len(text)),),
        language=language_of(text),
        method="plain",
        detail="the file holds no words" if empty else detail,
    )


def _table(text: str) -> str:
    delimiter = _delimiter(text[:_SAMPLE_CHARS])
    if delimiter is None:
        return text
    return "\n".join(_rows(text, delimiter))


def _rows(text: str, delimiter: str) -> Iterator[str]:
    lines = text.splitlines(keepends=True)
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for cells in reader:
            while cells and not cells[-1].strip():
                cells.pop()
            yield " | ".join(map(one_line, cells)) if cells else ""
    except csv.Error:
        # A quotation mark that is never closed makes one cell of the rest: from there on as it stands.
        yield from (line.rstrip("\r\n") for line in lines[max(0, reader.line_num - 1) :])


def _delimiter(sample: str) -> str | None:
    """Return the sign that gives most rows the same number of cells, more than one; ``None`` where none does."""
    best: tuple[float, int, str] | None = None
    for sign in _DELIMITERS:
        widths: list[int] = []
        try:
            for cells in csv.reader(sample.splitlines(keepends=True), delimiter=sign):
                if cells:
                    widths.append(len(cells))
                if len(widths) >= _SAMPLE_ROWS:
                    break
        except csv.Error:
            pass
        if not widths:
            continue
        width, rows = Counter(widths).most_common(1)[0]
        if width > 1 and (best is None or (rows / len(widths), width) > best[:2]):
            best = (rows / len(widths), width, sign)
    return best[2] if best else None
