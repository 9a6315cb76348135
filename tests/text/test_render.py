from __future__ import annotations

from harvest.text.render import fragment_to_text


def test_blocks_stand_on_lines_and_inline_marks_do_not_break_phrases() -> None:
    got = fragment_to_text(
        "<h2>Aims</h2>\n<p>An <strong>alliance</strong> <a href='/x'>contract\n</a>is   new.</p><p>Two</p>"
    )
    assert got == "Aims\n\nAn alliance contract is new.\n\nTwo"


def test_list_items_have_a_line_each() -> None:
    assert fragment_to_text("<ul><li>one</li><li>two <ul><li>inner</li></ul></li></ul>").split() == [
        "one",
        "two",
        "inner",
    ]
    assert fragment_to_text("<ol><li>one</li><li><p>two</p></li></ol>").replace("\n\n", "\n") == "one\ntwo"


def test_table_rows_are_lines_with_cells_parted() -> None:
    markup = (
        "<p>Before</p><table><thead><tr><th>Year</th><th>Cost</th></tr></thead>"
        "<tbody><tr><td><p>2019</p></td><td>\u00a35</td></tr><tr><td></td><td>n/a</td></tr></tbody></table><p>After</p>"
    )
    lines = [line for line in fragment_to_text(markup).split("\n") if line]
    assert lines == ["Before", "Year | Cost", "2019 | \u00a35", "| n/a", "After"]


def test_scripts_styles_and_comments_are_no_text() -> None:
    got = fragment_to_text(
        "<style>p{}</style><p>Seen<!-- not this --><script>var a='<p>no</p>'</script></p><svg><title>no</title></svg>"
    )
    assert got == "Seen"


def test_character_references_and_greater_signs_in_attributes_are_read() -> None:
    assert (
        fragment_to_text("<p title=\"a > b 'c'\">1 &lt; 2 &amp; 3&nbsp;4 &pound;5</p>")
        == "1 < 2 & 3 4 \u00a35"
    )


def test_nothing_gives_nothing() -> None:
    assert fragment_to_text("") == fragment_to_text("  \n") == fragment_to_text("<div></div>") == ""


def test_tables_that_only_place_things_are_blocks_and_lists_of_items_with_tables_are_rows() -> None:
    inner = "<table><tr><td>Vote</td><td>For</td></tr></table>"
    placed = fragment_to_text(f"<table><tr><td>Left</td><td>Right {inner}</td></tr></table>")
    assert placed.split("\n")[0] == "Left" and "Vote | For" in placed.split("\n")
    rows = "".join(f"<tr><td>{i}.</td><td>Item {i} {inner}</td></tr>" for i in range(8))
    assert "7. | Item 7" in fragment_to_text(f"<table>{rows}</table>").split("\n")
    assert "|" not in fragment_to_text("<table role=presentation><tr><td>a</td><td>b</td></tr></table>")


def test_lines_of_preformatted_text_stay_apart() -> None:
    assert fragment_to_text("<p>a\nb</p><pre class=x>Item 1\n  Item 2</pre>") == "a b\n\nItem 1\nItem 2"


def test_a_quotation_mark_in_the_name_of_an_attribute_hides_no_text() -> None:
    assert (
        fragment_to_text('<p>Seen <input title="a" ""=""> and <b class="x > y">this</b></p>')
        == "Seen and this"
    )
