"""What made first pages are drawn with: facts drawn by lot, a page to write on, and the file with its label."""

from __future__ import annotations

import io
import random
import textwrap
from dataclasses import dataclass, field

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
PLACES = ("Anytown", "Northbridge", "Eastshire", "Mid Wessex", "Kingsmoor", "Otherley", "Saltford Bay")
TOPICS = (
    "Alliance Contracting for Adult Social Care", "Integrated Community Services", "Carers and Young Carers",
    "Dementia Care in the Community", "Homelessness and Rough Sleeping", "Substance Misuse Services", "Public Health Nursing",
    "Mental Health Support in Schools", "Reablement and Hospital Discharge", "Voluntary Sector Grants",
    "Supported Housing for Older People", "Children with Special Educational Needs", "Physical Activity and Healthy Weight",
)  # fmt: skip
SENTENCES = (
    "The purpose of this report is to set out the options for the future of the service and to seek agreement to consult.",
    "In 2017 the board agreed that the existing contract would be extended until 31 March 2019 while a review was done.",
    "Officers have worked with partners across the county since then, and the views of people who use services were sought.",
    "The evidence shows that joint commissioning has reduced delays, although the savings forecast in June 2016 were not made.",
    "Members are asked to note the risks that are set out below and to agree the recommendations of the working group.",
    "Further work is needed on the cost of the new model, which depends on the number of people who choose a direct payment.",
)
NAMES = ("Jane Okafor", "Peter Lindqvist", "Sunita Rao", "Mary O'Neill", "David Pryce-Jones", "Helen Baxter")


@dataclass(slots=True)
class FirstPage:
    """A made file: what it is drawn from, the titles that are right, and its date as precise as it is printed."""

    template: str
    data: bytes
    titles: tuple[str, ...]
    date: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None


@dataclass(slots=True)
class Facts:
    """What a page is about."""

    rng: random.Random
    place: str = ""
    topic: str = ""
    year: int = 0
    month: int = 0
    day: int = 0
    names: list[str] = field(default_factory=list)

    @classmethod
    def drawn(cls, rng: random.Random) -> Facts:
        return cls(
            rng, rng.choice(PLACES), rng.choice(TOPICS), rng.randint(2004, 2024), rng.randint(1, 12), rng.randint(1, 28),
            rng.sample(NAMES, 2),
        )  # fmt: skip

    @property
    def long(self) -> str:
        return f"{self.day} {MONTHS[self.month - 1]} {self.year}"

    @property
    def iso(self) -> str:
        return f"{self.year}-{self.month:02}-{self.day:02}"

    @property
    def month_year(self) -> str:
        return f"{MONTHS[self.month - 1]} {self.year}"


class Sheet:
    """A page that is written on from the top down."""

    def __init__(
        self, facts: Facts, *, fonts: tuple[str, str] = ("Helvetica", "Helvetica-Bold"), wide: bool = False
    ) -> None:
        self.facts = facts
        self.plain, self.strong = fonts
        self.size = landscape(A4) if wide else A4
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=self.size)
        self.at = self.size[1] - 60
        made = f"{facts.year}{facts.month:02}{facts.day:02}"
        self.made = f"D:{made}120000Z"

    def put(self, text: str, size: float = 11, *, bold: bool = False, x: float = 60, centre: bool = False, gap: float = 1.25,
            width: float = 0, stay: bool = False) -> Sheet:  # fmt: skip
        """Write ``text``, broken into lines where it is wider than ``width`` points; ``stay`` keeps the place for a cell beside."""
        font = self.strong if bold else self.plain
        room = width or self.size[0] - x - 60
        count = max(8, int(len(text) * room / max(1.0, stringWidth(text, font, size))))
        start = self.at
        for line in textwrap.wrap(text, count) if stringWidth(text, font, size) > room else [text]:
            self.at -= size * gap
            self.canvas.setFont(font, size)
            if centre:
                self.canvas.drawCentredString(self.size[0] / 2, self.at, line)
            else:
                self.canvas.drawString(x, self.at, line)
        if stay:
            self.at = start
        return self

    def space(self, points: float) -> Sheet:
        self.at -= points
        return self

    def row(self, label: str, value: str, size: float = 11, *, x: float = 200) -> Sheet:
        """Write a label and its entry beside it, which may take several lines."""
        self.put(label, size, bold=True, width=x - 65, stay=True)
        return self.put(value, size, x=x).space(5)

    def body(self, paragraphs: int = 5, size: float = 11) -> Sheet:
        for _ in range(paragraphs):
            self.space(size * 0.7)
            self.put(" ".join(self.facts.rng.sample(SENTENCES, 2)), size)
            if self.at < 90:
                break
        return self

    def foot(self, text: str, size: float = 8) -> Sheet:
        self.canvas.setFont(self.plain, size)
        self.canvas.drawString(60, 35, text)
        return self

    def spaced(self, text: str, size: float) -> Sheet:
        """Write ``text`` with wide spaces between its letters."""
        self.at -= size * 1.3
        line = self.canvas.beginText(60, self.at)
        line.setFont(self.strong, size)
        line.setCharSpace(size * 0.35)
        line.textLine(text)
        self.canvas.drawText(line)
        return self

    def done(self, title: str = "", author: str = "", pages: int = 2) -> bytes:
        """Return the file with ``title`` and ``author`` in its metadata and some more pages of text."""
        self.canvas.setTitle(title or "untitled")
        self.canvas.setAuthor(author or "anonymous")
        self.canvas.showPage()
        for _ in range(pages - 1):
            self.at = self.size[1] - 60
            self.body(4)
            self.canvas.showPage()
        self.canvas.save()
        return self.out.getvalue()
