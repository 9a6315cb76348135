"""References of web pages, Word documents and plain text."""

from __future__ import annotations

from harvest.demo.pdfs import text_pdf
from harvest.reference_lists import read, references_of, references_of_text
from harvest.text import extract
from tests.reference_lists.made import PROSE, REFERENCES, docx, list_pdf


def page(body: str) -> bytes:
    return f"<!doctype html><html><head><title>T</title></head><body>{body}</body></html>".encode()


def items(count: int = 12) -> str:
    return "".join(f"<li>{each}</li>" for each in REFERENCES[:count])


def test_a_numbered_list_under_its_heading_is_read_with_its_numbers() -> None:
    for heading in ("References", "Bibliography", "Endnotes", "Sources", "Further reading"):
        found = references_of(
            page(f"<main><p>{PROSE}</p><h2>{heading}</h2><ol>{items()}</ol></main><footer>2020</footer>")
        )
        assert [each.text for each in found] == list(REFERENCES)
        assert [each.number for each in found] == [str(count) for count in range(1, 13)]
        assert {each.heading for each in found} == {heading}


def test_a_list_of_paragraphs_is_read_up_to_the_next_heading() -> None:
    entries = "".join(f"<p>{each}</p>" for each in REFERENCES)
    found = references_of(
        page(f"<h2>References</h2><div>{entries}</div><h2>About us</h2><p>{PROSE}</p><p>Since 1998.</p>")
    )
    assert [each.text for each in found] == list(REFERENCES)


def test_text_after_a_list_of_items_is_none_of_it() -> None:
    after = '<p>Published in 2019 by us. <a href="https://us.test/">Our site</a> has more.</p>'
    found = references_of(page(f"<h2>References</h2><ul>{items()}</ul>{after}"))
    assert [each.text for each in found if each.where == "list"] == list(REFERENCES)
    assert [each.text for each in found if each.where == "link"] == ["Our site"]


def test_notes_lose_their_way_back_and_those_that_explain() -> None:
    notes = (
        f'<li id="fn:1"><p>{REFERENCES[0]} <a class="reversefootnote" href="#fnref:1">↩</a></p></li>'
        '<li id="fn:2"><p>The board met twice. <a href="#fnref:2">↩</a></p></li>'
        f'<li id="fn:3"><p>{REFERENCES[3]} <a href="#fnref:3">Back to text</a></p></li>'
    )
    body = f'<main><p>{PROSE}<sup><a href="#fn:1">1</a></sup></p><div class="footnotes" role="doc-endnotes"><ol>{notes}</ol></div></main>'
    found = references_of(page(body))
    assert [(each.number, each.text, each.where) for each in found] == [
        ("1", REFERENCES[0], "footnote"),
        ("3", REFERENCES[3], "footnote"),
    ]


def test_each_of_two_publications_in_one_note_has_its_own_link() -> None:
    note = (
        '<a href="https://ons.test/psf">‘Public sector finances’</a>, ONS, January 2017, and '
        '<a href="https://obr.test/efo">‘Economic and fiscal outlook’</a>, OBR, March 2017.'
    )
    found = references_of(page(f'<div class="footnotes"><ol><li>{note}</li></ol></div>'))
    assert [(each.text, each.url, each.number) for each in found] == [
        ("‘Public sector finances’, ONS, January 2017", "https://ons.test/psf", "1"),
        ("‘Economic and fiscal outlook’, OBR, March 2017.", "https://obr.test/efo", "1"),
    ]


def test_a_title_in_italics_with_publisher_and_year_is_a_mention() -> None:
    body = (
        "<p>It drew on <em>Integrated care in rural districts</em> (Rowan Foundation, 2014), on the Audit Commission "
        "(2009) <cite>Means to an end: joint financing</cite> and was <em>very much liked by all</em> (in March 2014).</p>"
    )
    assert [(each.text, each.where) for each in references_of(page(body))] == [
        ("Integrated care in rural districts (Rowan Foundation, 2014)", "inline"),
        ("the Audit Commission (2009) Means to an end: joint financing", "inline"),
    ]


def test_links_in_the_text_keep_their_words_and_those_of_the_site_are_left_out() -> None:
    body = (
        '<header><a href="/home">Home of the site</a></header><nav><a href="/a">A</a></nav>'
        '<main><p>We drew on <a href="/reports/care.pdf">the care report</a> and '
        '<a href="mailto:a@b.test">a letter</a>.</p></main><footer><a href="https://x.test/">Terms</a></footer>'
    )
    [found] = references_of(page(body), url="https://site.test/page/")
    assert (found.text, found.url, found.where) == (
        "the care report",
        "https://site.test/reports/care.pdf",
        "link",
    )


def test_further_reading_without_years_is_kept_where_it_is_linked() -> None:
    body = '<h2>Further reading</h2><ul><li><a href="/1">Integrated care explained</a></li><li><a href="/2">What is a place?</a></li></ul>'
    found = references_of(page(body), url="https://site.test/")
    assert [(each.text, each.url, each.where) for each in found] == [
        ("Integrated care explained", "https://site.test/1", "list"),
        ("What is a place?", "https://site.test/2", "list"),
    ]


def test_services_that_publishers_link_are_no_words_of_an_entry() -> None:
    extra = (
        ' <a href="https://scholar.test/x">Google Scholar</a> <a href="https://doi.org/10.1/x">Crossref</a>'
    )
    found = references_of(
        page(f"<h2>References</h2><ol>{''.join(f'<li>{r}{extra}</li>' for r in REFERENCES[:4])}</ol>")
    )
    assert [each.text for each in found] == list(REFERENCES[:4])


def test_paragraphs_and_lists_of_word_documents_are_read() -> None:
    plain = docx(
        [
            ("Heading1", "A report"),
            PROSE,
            ("Heading1", "References"),
            *REFERENCES,
            ("Heading1", "Annex"),
            PROSE,
        ]
    )
    assert [each.text for each in references_of(plain)] == list(REFERENCES)
    numbered = docx(
        [
            PROSE,
            ("Heading2", "Bibliography"),
            *(("list", each) for each in REFERENCES),
            ("Heading1", "Annex"),
            PROSE,
        ]
    )
    assert [each.text for each in references_of(numbered)] == list(REFERENCES)


def test_foot_notes_of_word_documents_are_read_with_their_numbers() -> None:
    found = references_of(docx([PROSE], [REFERENCES[0], "Agreed by the board.", REFERENCES[3]]))
    assert [(each.number, each.text) for each in found] == [("1", REFERENCES[0]), ("3", REFERENCES[3])]


def test_one_field_a_line_is_put_together_and_a_volume_is_no_list_number() -> None:
    text = "References\n\n1\n\nGauld\nR.\nCare alliances\n.\nJ Care\n2017\n;\n2\n:\n61\n.\n\n2\n\nHey\nL\n,\nCarter\nA.\nCoaching\n. Hove:\nPress\n2019\n.\n\n3\n\nHunter\nD.\nHealth\n.\nJ Pub\n2009\n;\n4\n:\n202\n.\n"  # fmt: skip
    assert [each.text for each in references_of_text(text)] == [
        "Gauld R. Care alliances. J Care 2017; 2: 61.",
        "Hey L, Carter A. Coaching. Hove: Press 2019.",
        "Hunter D. Health. J Pub 2009; 4: 202.",
    ]


def test_places_in_plain_text_are_those_of_the_entry() -> None:
    text = PROSE + "\n\nReferences\n\n" + "\n\n".join(REFERENCES) + "\n"
    found = references_of_text(text)
    assert [text[each.start : each.stop] for each in found] == list(REFERENCES)


def test_places_in_a_file_are_those_of_its_extracted_text() -> None:
    data = list_pdf(number="[{}]", columns=2)
    text = extract(data)
    found = references_of(data, text=text)
    for each in found:
        assert each.start is not None and each.stop is not None
        there = "".join(text.text[each.start : each.stop].split()).replace("-", "")
        assert there == "".join(each.text.split()).replace("-", "")


def test_what_cannot_be_read_is_told() -> None:
    assert read(b"").problem == "the file is empty"
    locked = text_pdf([["Words of a page."]], title="T", user_password="x")
    assert read(locked).problem == "it asks for a password"
    assert "broken" in (read(b"%PDF-1.4\nnothing").problem or "")
    assert "no references are read out of" in (read(b"\x89PNG\r\n\x1a\n" + bytes(40)).problem or "")
