"""From SVG to PNG, with the fonts that greylit carries."""

from __future__ import annotations

from harvest.plots.svg import library

#: Pixels of the PNG for each unit of the drawing: 300 dots an inch at a drawing's own size.
SCALE = 300 / 96


def svg_png(svg: str, scale: float = SCALE) -> bytes:
    """Return a drawing as PNG; the same drawing gives the same bytes.

    Raises:
        GreylitError: the library is not installed.
    """
    png: bytes = library().svg_to_png(svg, scale=scale)
    return png
