from __future__ import annotations

import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.protocol.locate import find_lines

TEXT = '''\
top = 1  # a comment with [brackets] and = signs
"quoted key" = 'x = [1'

[a.b]
many = [
  "one ] # not a comment",   # a comment ]
  """two
lines = 3""",
  { deep = [1,
            2] },
]
after.dots = { inner = 1, other = "}" }

[[list]]
id = 1

[[list]]
id = 2
[list.table]
key = 1979-05-27 07:32:00
[[list.nested]]
x = 1
[[list.nested]]
x = 2
'''


def test_every_key_table_and_entry_has_its_line() -> None:
    lines = find_lines(TEXT)
    expected = {
        ("top",): 1,
        ("quoted key",): 2,
        ("a", "b"): 4,
        ("a", "b", "many"): 5,
        ("a", "b", "many", 0): 6,
        ("a", "b", "many", 1): 7,
        ("a", "b", "many", 2, "deep"): 9,
        ("a", "b", "many", 2, "deep", 1): 10,
        ("a", "b", "after"): 12,
        ("a", "b", "after", "dots", "inner"): 12,
        ("list", 0, "id"): 15,
        ("list", 1): 17,
        ("list", 1, "id"): 18,
        ("list", 1, "table"): 19,
        ("list", 1, "table", "key"): 20,
        ("list", 1, "nested", 1, "x"): 24,
    }
    assert {place: lines.get(place) for place in expected} == expected


def _places(value: object, place: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    found = {place} if place else set()
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    else:
        return found
    for key, inside in items:
        found |= _places(inside, (*place, key))
    return found


def test_every_place_of_the_parsed_file_is_found() -> None:
    missing = _places(tomllib.loads(TEXT)) - set(find_lines(TEXT))
    assert missing == {("a",)}  # named by no line of its own


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(), st.text(alphabet="[]{}=\",'#.\n ab1\\")))
def test_text_that_is_no_toml_is_passed_over(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in find_lines(text).values())
