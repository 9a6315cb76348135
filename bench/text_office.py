"""Office files read: the share of known words found and files per CPU second, by kind, beside other libraries.

Data: files made here, part by part, from invented words (``python -m bench.text_office``), each with paragraphs, headings,
lists, a table, notes, hidden and struck text; and every file of a folder named on the command line
(``python -m bench.text_office FOLDER``), where the words of FOLDER/name.txt, if there is one, are looked for in FOLDER/name.*.
Metric: recall = known words found / known words; wrong = words that must not be seen (hidden, struck out, headers) found;
files a second = 1 / median CPU seconds of one process over some rounds. python-docx, openpyxl and python-pptx are measured
where they are installed. First figures: November 2026.
"""

from __future__ import annotations

import importlib
import io
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl

from harvest.text import extract
from tests.text.office_made import compound, docx, notes, odf, para, pptx, shape, style, zipped

ROUNDS = 15
WRONG = ("hiddenword", "struckword", "headerword", "remarkword")
_WORD = re.compile(r"\w+")
_STEMS = [
    "council",
    "alliance",
    "commissioning",
    "provider",
    "contract",
    "outcome",
    "evaluation",
    "partnership",
    "review",
    "budget",
    "adult",
    "social",
    "care",
    "evidence",
]


def words_of(chance: random.Random, count: int) -> list[str]:
    """Return invented words, so that none is there twice by chance."""
    return [f"{chance.choice(_STEMS)}{chance.randrange(10**6)}" for _ in range(count)]


class Made:
    """The words of one document: ``all`` of them must be found."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self.title = " ".join(words_of(chance, 6))
        self.headings = [" ".join(words_of(chance, 4)) for _ in range(8)]
        self.paragraphs = [" ".join(words_of(chance, 80)) for _ in range(60)]
        self.items = [" ".join(words_of(chance, 6)) for _ in range(20)]
        self.table = [words_of(chance, 5) for _ in range(12)]
        self.notes = [" ".join(words_of(chance, 12)) for _ in range(10)]

    def all(self, *names: str) -> list[str]:
        """Return the words of the named parts."""
        return _WORD.findall(str([getattr(self, name) for name in names]))


def word_file(made: Made) -> bytes:
    """Return a DOCX."""
    refer = '<w:r><w:footnoteReference w:id="{}"/></w:r>'.format
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hiddenword</w:t></w:r><w:del><w:r><w:delText>struckword</w:delText></w:r></w:del>"
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc>{para(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in made.table
    )
    body = para(made.title, style="T") + "".join(para(text, hidden) for text in made.paragraphs)
    body += "".join(para(text, style="H") for text in made.headings) + "".join(
        para(text) for text in made.items
    )
    body += f"<w:tbl>{rows}</w:tbl>" + para("x", *(refer(i) for i in range(1, len(made.notes) + 1)))
    styles = style("T", "Title") + style("H", "heading 1")
    return docx(body, styles=styles, parts={
        "word/footnotes.xml": notes("footnote", *made.notes), "word/header1.xml": para("headerword"), "word/comments.xml": para("remarkword")})  # fmt: skip


def text_file(made: Made) -> bytes:
    """Return an ODT."""
    p = "<text:p>{}</text:p>".format
    note = "<text:note><text:note-body><text:p>{}</text:p></text:note-body></text:note>".format
    rows = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell>{p(cell)}</table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in made.table
    )
    struck = f"<text:tracked-changes>{p('struckword')}</text:tracked-changes>"
    return odf("text", struck + p(made.title) + "".join(f"<text:h>{h}</text:h>" for h in made.headings)
        + "".join(map(p, made.paragraphs)) + "".join(f"<text:list><text:list-item>{p(i)}</text:list-item></text:list>" for i in made.items)
        + f"<table:table>{rows}</table:table>" + p("".join(map(note, made.notes))))  # fmt: skip


def rich_file(made: Made) -> bytes:
    """Return an RTF file."""
    rows = "".join(
        r"\trowd\intbl " + "".join(f"{cell}\\cell " for cell in row) + r"\row" for row in made.table
    )
    body = "".join(
        f"{text}{{\\v hiddenword}}\\par\n"
        for text in (made.title, *made.headings, *made.paragraphs, *made.items)
    )
    foot = "".join(f"{{\\footnote {note}}}" for note in made.notes)
    return f"{{\\rtf1\\ansi{{\\header headerword}}{body}{rows}\\pard x{foot}\\par}}".encode()


def slides_file(made: Made) -> bytes:
    """Return a PPTX."""
    return pptx([
        shape(title, holder="title") + shape(*made.items) + shape(*made.paragraphs[i * 7 : i * 7 + 7])
        for i, title in enumerate(made.headings)
    ] + ["HIDDEN" + shape("hiddenword")])  # fmt: skip


def sheet_file(made: Made) -> bytes:
    """Return an XLSX."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for _ in range(20):
        for row in made.table:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def mail_file(made: Made) -> bytes:
    """Return an e-mail with a document attached."""
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "a@x.test", made.title, "<1@x.test>"
    mail.set_content("\n".join(made.items))
    mail.add_attachment(
        word_file(made), maintype="application", subtype="octet-stream", filename="report.docx"
    )
    return mail.as_bytes()


def message_file(made: Made) -> bytes:
    """Return an Outlook message."""
    return compound({
        "__properties_version1.0": b"\0" * 32, "__substg1.0_0037001F": made.title.encode("utf-16-le"),
        "__substg1.0_1000001F": "\r\n".join(made.paragraphs).encode("utf-16-le")})  # fmt: skip


PROSE = ("title", "headings", "paragraphs", "items", "table", "notes")
KINDS: dict[str, tuple[Callable[[Made], bytes], tuple[str, ...]]] = {
    "docx": (word_file, PROSE), "odt": (text_file, PROSE), "rtf": (rich_file, PROSE),
    "pptx": (slides_file, ("headings", "items")), "xlsx": (sheet_file, ("table",)), "eml": (mail_file, PROSE),
    "msg": (message_file, ("title", "paragraphs")),
    "zip": (lambda made: zipped({"a/report.docx": word_file(made), "b.rtf": rich_file(made)}), PROSE),
}  # fmt: skip


def by_python_docx(data: bytes) -> str:
    """Return the paragraphs and cells that python-docx gives."""
    read: Any = importlib.import_module("docx").Document(io.BytesIO(data))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in read.paragraphs), *cells])


def by_openpyxl(data: bytes) -> str:
    """Return the cells that openpyxl gives."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def by_python_pptx(data: bytes) -> str:
    """Return the texts of shapes that python-pptx gives."""
    read: Any = importlib.import_module("pptx").Presentation(io.BytesIO(data))
    return "\n".join(s.text_frame.text for slide in read.slides for s in slide.shapes if s.has_text_frame)


OTHERS = {
    "docx": ("python-docx", by_python_docx),
    "xlsx": ("openpyxl", by_openpyxl),
    "pptx": ("python-pptx", by_python_pptx),
}


def recall(text: str, known: list[str]) -> float:
    """Return the share of the known words, each as often as it is there, that the text has."""
    wanted = Counter(word.casefold() for word in known)
    return (wanted & Counter(_WORD.findall(text.casefold()))).total() / max(1, wanted.total())


def text_of(data: bytes, name: str = "") -> str:
    """Return the text of a file as a run reads it."""
    return extract(data, name=name).text


def timed(read: Callable[[], str]) -> tuple[str, float]:
    """Return what a reader gives and how often it can do so in a CPU second."""
    text, seconds = read(), []
    for _ in range(ROUNDS):
        began = time.process_time()
        text = read()
        seconds.append(time.process_time() - began)
    return text, 1 / max(statistics.median(seconds), 1e-6)


def line(kind: str, reader: str, text: str, known: list[str], speed: float) -> None:
    """Print the figures of one reader."""
    wrong = sum(word in text for word in WRONG)
    print(f"{kind:5} {reader:12} recall {recall(text, known):.3f}  wrong {wrong}  {speed:7.0f} files/s")


def main() -> None:
    """Print a line for each kind and reader."""
    if len(sys.argv) > 1:
        for path in sorted(Path(sys.argv[1]).rglob("*")):
            gold = path.with_suffix(".txt")
            if path.is_file() and path.suffix != ".txt":
                data = path.read_bytes()
                text, speed = timed(partial(text_of, data, path.name))
                known = _WORD.findall(gold.read_text("utf-8")) if gold.exists() else []
                line(path.suffix[1:], "greylit", text, known, speed)
        return
    made = Made(1)
    for kind, (make, parts) in KINDS.items():
        data, known = make(made), made.all(*parts)
        text, speed = timed(partial(text_of, data))
        line(kind, "greylit", text, known, speed)
        if kind in OTHERS:
            name, read = OTHERS[kind]
            try:
                text, speed = timed(partial(read, data))
            except Exception as error:
                print(f"{kind:5} {name:12} not measured: {type(error).__name__}")
                continue
            line(kind, name, text, known, speed)


if __name__ == "__main__":
    main()
