from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from harvest.text import extract
from tests.text.made import lines_pdf, pdf


def test_what_was_filled_in_is_part_of_the_page() -> None:
    def form(canvas: Canvas) -> None:
        canvas.drawString(60, 740, "Application for a grant")
        fields = canvas.acroForm
        fields.textfield(
            name="applicant", tooltip="Name of the applicant", value="Anytown Carers", x=60, y=700, width=200
        )
        fields.textfield(name="Text2", value="Seven volunteers", x=60, y=660, width=200)
        fields.textfield(name="empty", value="", x=60, y=620, width=200)
        canvas.showPage()
        canvas.drawString(60, 740, "Second leaf")
        canvas.showPage()

    got = extract(pdf(form))
    assert got.text[got.pages[0].start : got.pages[0].end].split("\n") == [
        "Application for a grant",
        "Name of the applicant: Anytown Carers",
        "Seven volunteers",
    ]
    assert got.text[got.pages[1].start : got.pages[1].end] == "Second leaf"


def test_the_stand_in_for_a_form_that_only_adobe_shows_is_no_text() -> None:
    notice = [
        "Please wait...",
        "If this message is not eventually replaced by the proper contents of the document, your PDF",
        "viewer may not be able to display this type of document.",
        "You can upgrade to the latest version of Adobe Reader for Windows, Mac, or Linux by visiting",
    ]
    got = extract(lines_pdf([notice]))
    assert (got.outcome, got.text) == ("unsupported", "")
    assert got.detail is not None and "XFA" in got.detail
    told = extract(
        lines_pdf(
            [
                notice
                + [f"A guide to forms, line {n}, which says a great deal more of them." for n in range(40)]
            ]
        )
    )
    assert told.outcome == "text"
