"""Pictures of pages: the right resolution for an engine, and which way up the sheet lay."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw

# pypdfium2 carries no types.
_PDFIUM: Any = pypdfium2
_RAW: Any = pypdfium2.raw
Grey = npt.NDArray[np.uint8]

#: Dots an inch for pages that are drawn, not scanned. Engines are trained on about that.
DPI = 300
#: Scans are taken as they are between these; more dots make letters no better, with fewer engines miss small print.
_DPI_MOST = 300
_DPI_LEAST = 100
#: Pixels of the largest picture: A3 at 300 dots an inch has 17 million. Larger sheets are taken at fewer dots.
MAX_PIXELS = 20_000_000
#: A picture covering this share of the page is a scan of it.
_SCAN_SHARE = 0.5
#: Places of so many pixels a side that are within so many grey levels of the mean of so many places a side are blank.
_PLACE, _BLANK, _AROUND = 4, 20.0, 16


class UnreadableError(Exception):
    """There is no picture of the page. The message says why, in plain words."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in grey levels. ``dpi`` is that of the picture, ``scan_dpi`` that of the scan in the file, if it is one."""

    grey: Grey
    dpi: int
    scan_dpi: int | None = None

    def turned(self, quarters: int) -> Picture:
        """Return the picture turned anticlockwise by so many quarters."""
        return Picture(np.ascontiguousarray(np.rot90(self.grey, quarters)), self.dpi, self.scan_dpi)

    def pgm(self) -> bytes:
        """Return the picture as a PGM file, which every program reads."""
        height, width = self.grey.shape
        return b"P5\n%d %d\n255\n" % (width, height) + self.grey.tobytes()

    @property
    def blank(self) -> bool:
        """Whether nothing is on the page: no place is much darker than what is around it."""
        places = shrunk(self.grey, _PLACE)
        around = np.repeat(np.repeat(shrunk(places, _AROUND), _AROUND, axis=0), _AROUND, axis=1)
        height, width = around.shape
        return bool((around - places[:height, :width]).max(initial=0.0) < _BLANK)


def picture_of(data: bytes, number: int) -> Picture:
    """Return the picture of page ``number`` (from 1) of a PDF, or of a file that is itself a picture.

    Raises:
        UnreadableError: there is none.
    """
    return _of_pdf(data, number) if b"%PDF-" in data[:1024] else _of_image(data, number)


def _of_pdf(data: bytes, number: int) -> Picture:
    try:
        document = _PDFIUM.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(f"the file could not be opened: {error}") from None
    try:
        if not 1 <= number <= len(document):
            raise UnreadableError(f"the file has {len(document)} pages")
        page = document[number - 1]
        try:
            return _rendered(page)
        finally:
            page.close()
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise UnreadableError(f"the page could not be drawn: {error}") from None
    finally:
        document.close()


def _rendered(page: Any) -> Picture:
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        raise UnreadableError("the page has no size")
    scan = _scan_dpi(page, width * height)
    wanted = float(DPI) if scan is None else min(max(scan, _DPI_LEAST), _DPI_MOST)
    dpi = min(wanted, 72 * math.sqrt(MAX_PIXELS / (width * height)))
    bitmap = page.render(scale=dpi / 72, grayscale=True)
    try:
        grey: Grey = np.array(bitmap.to_numpy(), dtype=np.uint8)
    finally:
        bitmap.close()
    return Picture(grey.reshape(grey.shape[:2]), max(1, round(dpi)), None if scan is None else round(scan))


def _scan_dpi(page: Any, area: float) -> float | None:
    """Return the resolution of the picture that covers the page, or of the strips that scanners cut it into."""
    covered = 0.0
    dots = 0.0
    for image in page.get_objects(filter=[_RAW.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = image.get_bounds()
        size = max(0.0, right - left) * max(0.0, top - bottom)
        pixels = math.prod(image.get_px_size())
        # Masks and thumbnails stretched over the page do not tell of letters, the finest layer does.
        if size > 0.01 * area and pixels:
            covered += size
            dots = max(dots, 72 * math.sqrt(pixels / size))
    return dots if covered > _SCAN_SHARE * area else None


def _of_image(data: bytes, number: int) -> Picture:
    try:
        from PIL import Image, ImageOps, UnidentifiedImageError
    except ImportError:
        raise UnreadableError("a picture alone needs more to be read: pip install 'greylit[ocr]'") from None
    try:
        with Image.open(io.BytesIO(data)) as image:
            frames = getattr(image, "n_frames", 1)
            if not 1 <= number <= frames:
                raise UnreadableError(f"the file has {frames} pages")
            image.seek(number - 1)
            dots = float(image.info.get("dpi", (0, 0))[0] or 0)
            width, height = image.size
            if width * height > 8 * MAX_PIXELS:
                raise UnreadableError(f"the picture is too large: {width} by {height} pixels")
            shrink = min(1.0, math.sqrt(MAX_PIXELS / (width * height)))
            if dots > _DPI_MOST:
                shrink = min(shrink, _DPI_MOST / dots)
            plain = ImageOps.exif_transpose(image).convert("RGBA")
            paper = Image.new("RGBA", plain.size, "white")
            grey = Image.alpha_composite(paper, plain).convert("L")
            if shrink < 1:
                grey = grey.resize((max(1, round(grey.width * shrink)), max(1, round(grey.height * shrink))))
            # Files rarely tell the truth about small resolutions: then a sheet of A4 is the best guess.
            known = dots if dots >= _DPI_LEAST else max(width, height) / 11.7
            return Picture(
                np.asarray(grey, dtype=np.uint8), max(70, round(known * shrink)), max(1, round(known))
            )
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise UnreadableError(f"the picture could not be opened: {error}"[:200]) from None


def shrunk(grey: Grey | npt.NDArray[np.float32], factor: int) -> npt.NDArray[np.float32]:
    """Return the means of squares of ``factor`` pixels a side."""
    height, width = (side // factor * factor for side in grey.shape)
    if not height or not width:
        return grey.astype(np.float32)
    squares = grey[:height, :width].reshape(height // factor, factor, width // factor, factor)
    means: npt.NDArray[np.float32] = squares.mean(axis=(1, 3), dtype=np.float32)
    return means
