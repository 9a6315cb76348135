"""One page: its picture, which engine reads it, which way up, and what it says."""

from __future__ import annotations

import time

from harvest.text.model import OcrPage
from harvest.text.ocr import rapid, tesseract
from harvest.text.ocr.lines import Reading
from harvest.text.ocr.machine import RAPIDOCR, TESSERACT, Engine, engines, missing
from harvest.text.ocr.order import text_of
from harvest.text.ocr.picture import Picture, UnreadableError, picture_of
from harvest.text.ocr.turning import sideways

#: Scans of fewer dots an inch go to RapidOCR at once, where both engines are there.
POOR_DPI = 180
#: What tesseract is less sure of is read again by RapidOCR.
DOUBTFUL = 0.87
#: Pages of which an engine is less sure than this may lie on their heads, and are read that way up as well.
_HEADLONG = {TESSERACT: 0.6, RAPIDOCR: 0.75}


def read_one(data: bytes, number: int, *, seconds: float, language: str, only: str | None) -> OcrPage:
    """Return what is read from one page; never raises on account of the bytes. See ``harvest.text.ocr.read_page``."""
    usable = [found for found in engines() if only in (None, found.name)]
    if not usable:
        return OcrPage(number, "", None, only or "none", f"{only} is not installed" if only else missing())
    try:
        picture = picture_of(data, number)
    except UnreadableError as error:
        return OcrPage(number, "", None, "none", str(error))
    if picture.blank:
        return OcrPage(number, "", None, "none")
    if sideways(picture):
        picture = picture.turned(1)
    until = time.monotonic() + seconds
    trouble = []
    best: Reading | None = None
    for found in _in_turn(usable, picture):
        try:
            reading = _upright(found, picture, until, language)
        except tesseract.TooSlowError as error:
            trouble.append(f"{found}: {error}")
            continue
        except OSError as error:
            trouble.append(f"{found} failed: {error}")
            continue
        if reading.lines and (best is None or reading.engine.startswith(RAPIDOCR)):
            best = reading
        if best and (best.engine.startswith(RAPIDOCR) or (best.confidence or 0) >= DOUBTFUL):
            break
    if best is None:
        return OcrPage(number, "", None, str(usable[0]), "; ".join(trouble) or None)
    return OcrPage(number, text_of(best.lines), round(best.confidence or 0.0, 3), best.engine)


def _in_turn(usable: list[Engine], picture: Picture) -> list[Engine]:
    """Return the engines in the order in which to try them on this picture."""
    poor = picture.scan_dpi is not None and picture.scan_dpi < POOR_DPI
    return sorted(usable, key=lambda found: (found.name == RAPIDOCR) != poor)


def _upright(found: Engine, picture: Picture, until: float, language: str) -> Reading:
    """Return the reading of a picture, or of the same on its head where that is much better."""
    reading = _read(found, picture, until, language)
    if (reading.confidence or 0.0) >= _HEADLONG[found.name]:
        return reading
    try:
        turned = _read(found, picture.turned(2), until, language)
    except (tesseract.TooSlowError, OSError):
        return reading
    return turned if _worth(turned) > _worth(reading) else reading


def _worth(reading: Reading) -> float:
    """Return how many letters a reading has that the engine is sure of."""
    return sum(len(line.text) * line.confidence**2 for line in reading.lines)


def _read(found: Engine, picture: Picture, until: float, language: str) -> Reading:
    if found.name == RAPIDOCR:
        return rapid.read(picture, found)
    left = until - time.monotonic()
    if left <= 0:
        raise tesseract.TooSlowError("no time was left")
    return tesseract.read(picture, found, seconds=left, language=language)
