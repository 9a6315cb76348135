"""Plain text and CSV."""

from __future__ import annotations

from harvest.text.clean import tidy
from harvest.text.decode import decode
from harvest.text.language import language_of
from harvest.text.model import MAX_CHARS, Extracted, Page


def extract_plain(data: bytes, kind: str, *, content_type: str = "", max_chars: int = MAX_CHARS) -> Extracted:
    """Return the text of a plain text or CSV file (``kind``), decoded and tidied. A CSV file keeps its commas."""
    decoded, _ = decode(data, content_type=content_type, markup=False)
    text = tidy(decoded)
    detail = None
    if len(text) > max_chars:
        text = text[:max_chars]
        detail = f"text cut after {max_chars:,} characters"
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
