from __future__ import annotations

import string

import pytest
from reportlab.pdfgen.canvas import Canvas

from harvest.text import extract
from harvest.text.pdf import unreadable_pages
from harvest.text.pdfs.characters import is_garbled
from tests.text.made import SENTENCES, lines_pdf, pdf, picture_page

TEXT = "\n".join(SENTENCES * 2)
WELSH = (
    "Mae'r pwyllgor wedi cytuno y bydd y gwasanaeth newydd yn dechrau yng ngogledd y sir yn y gwanwyn. Gofynnwyd i"
    " swyddogion adrodd ar gost y gwasanaeth ac ar farn y bobl sydd yn ei ddefnyddio. Dangosodd adolygiad o'r dystiolaeth"
    " fod comisiynu ar y cyd wedi lleihau oedi i gleifion."
)
ARABIC = (
    "وافقت اللجنة على تجربة الخدمة الجديدة في شمال المقاطعة ابتداء من الربيع وطلب من الموظفين تقديم تقرير عن تكلفتها "
    * 3
)
URDU = (
    "کمیٹی نے اتفاق کیا کہ نئی سروس کاؤنٹی کے شمال میں بہار سے آزمائی جائے گی اور افسران سے لاگت کی رپورٹ مانگی گئی "
    * 3
)
SOMALI = (
    "Guddigu wuxuu ku heshiiyay in adeegga cusub laga tijaabiyo waqooyiga degmada laga bilaabo guga. Saraakiisha waxaa la"
    " weydiistay inay ka warbixiyaan kharashka adeegga cusub iyo waxa ay ka qabaan dadka isticmaala adeegga."
)
POLISH = (
    "Komisja zgodziła się, że nowa usługa zostanie wypróbowana na północy hrabstwa od wiosny. Urzędnicy zostali poproszeni"
    " o przygotowanie sprawozdania na temat kosztów nowej usługi oraz opinii osób, które z niej korzystają."
)
NUMBERS = "\n".join(f"{n * 137:,} {n * 19}.{n % 10}% £{n * 1013:,}.00 {n * 7} ({n})" for n in range(60))
NAMES = "\n".join(
    f"{name} MP £{n * 411:,} £0 {n}" for n, name in enumerate(
        ["Hugh Bayley", "Margaret Beckett", "Anne Begg", "Jeremy Browne", "Lyn Brown", "Nicholas Brown", "David Chaytor",
         "Christopher Chope", "James Clappison", "Alistair Darling", "Clive Efford", "Louise Ellman", "Kate Hoey"]
    )
)  # fmt: skip
FORM = (
    "Name: ______________\nDate of birth: __/__/____\nAddress: ................\n[ ] Yes  [ ] No  [ ] Not known\nSignature: ____\n"
    * 3
)
CODES = "\n".join(f"E0{n}000{n:03} W06000{n:03} BN11 {n % 9}XX RG{n} 4AA" for n in range(40))
CONTENTS = "\n".join(f"{n}. Chapter {n} {'.' * 60} {n * 7}" for n in range(1, 30))
BULLETS = "\n".join(f"\uf0b7 Item number {n}" for n in range(30))


@pytest.mark.parametrize(
    "text", [TEXT, WELSH, ARABIC, URDU, SOMALI, POLISH, NUMBERS, NAMES, FORM, CODES, CONTENTS, BULLETS, ""]
)
def test_languages_tables_and_forms_are_readable(text: str) -> None:
    assert not is_garbled(text)


def caesar(by: int) -> dict[int, int]:
    lower, upper = string.ascii_lowercase, string.ascii_uppercase
    return str.maketrans(lower + upper, lower[by:] + lower[:by] + upper[by:] + upper[:by])


@pytest.mark.parametrize("by", range(1, 26))
def test_letters_that_stand_for_others_are_found(by: int) -> None:
    assert is_garbled(TEXT.translate(caesar(by)))


@pytest.mark.parametrize(
    "garbled",
    [
        "".join(chr(ord(char) - 29) if char.isalpha() else char for char in TEXT),
        "".join(chr(ord(char) - 29) if char > " " else "\x03" for char in TEXT),
        "".join(chr(0xF000 + ord(char)) if char.isalpha() else char for char in TEXT),
        "".join(f"(cid:{ord(char)})" if char.isalpha() else char for char in TEXT),
        "".join(chr(ord(char) + 0x80) if char.isalpha() else char for char in TEXT),
        "".join("\ufffd" if char.isalpha() else char for char in TEXT),
    ],
)
def test_other_broken_maps_are_found(garbled: str) -> None:
    assert is_garbled(garbled)


def test_a_broken_map_needs_ocr_like_a_picture_and_its_jumble_is_no_text() -> None:
    jumble = [line.translate(caesar(3)) for line in SENTENCES * 2]
    data = lines_pdf([jumble, jumble, list(SENTENCES)])
    got = extract(data)
    assert got.outcome == "needs-ocr"
    assert got.unread_pages == (1, 2)
    assert got.detail is not None and "2 of 3 pages have a broken character map" in got.detail
    assert got.text == "\n".join(SENTENCES)
    assert unreadable_pages(data) == (1, 2)


def test_pages_that_an_engine_should_read_are_told_by_number() -> None:

    def scans(canvas: Canvas) -> None:
        for _ in range(2):
            picture_page(canvas)

    assert unreadable_pages(pdf(scans)) == (1, 2)
    assert unreadable_pages(lines_pdf([list(SENTENCES)])) == ()
    assert unreadable_pages(b"%PDF-1.4 no file") == ()
