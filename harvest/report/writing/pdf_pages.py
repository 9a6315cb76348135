"""What stands above and below each page of a PDF, and the date that the file carries."""

from __future__ import annotations

from datetime import datetime
from hashlib import md5
from typing import Any

#: The font of pages, as it is registered with reportlab.
SANS = "greylit-sans"


def numbered_canvas(below: str, above: str, margin: float, day: datetime) -> Any:
    """Return the kind of canvas that writes above and below each page, when it is known how many there are.

    Args:
        below, above: the words; above stands from the second page on.
        margin: of the page, in points.
        day: the date that the file carries.
    """
    from reportlab.pdfgen.canvas import Canvas

    class Numbered(Canvas):  # type: ignore[misc]
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            # Otherwise an environment variable (SOURCE_DATE_EPOCH) would change the file.
            self._doc.signature, stamp = md5(b"greylit", usedforsecurity=False), self._doc._timeStamp
            stamp.t, stamp.lt, stamp.YMDhms = day.timestamp(), day.timetuple(), tuple(day.timetuple())[:6]
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._pages, 1):
                self.__dict__.update(page)
                self._frame(number)
                super().showPage()
            super().save()

        def _frame(self, number: int) -> None:
            width, height = self._pagesize
            self.setFont(SANS, 7)
            self.setFillGray(0.25)
            room = width - 2 * margin
            if number > 1:
                self.drawString(margin, height - margin + 4, _fitted(above, room))
            said = f"page {number} of {len(self._pages)}"
            self.drawRightString(width - margin, margin - 6, said)
            self.drawString(margin, margin - 6, _fitted(below, room - 80))

    return Numbered


def _fitted(text: str, room: float) -> str:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    if stringWidth(text, SANS, 7) <= room:
        return text
    while text and stringWidth(text + "…", SANS, 7) > room:
        text = text[:-1]
    return text + "…"
