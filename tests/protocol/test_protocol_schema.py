from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from harvest.init import TEMPLATES, init
from harvest.protocol import json_schema, reference_markdown


def _as_json(path: Path) -> Any:
    return json.loads(json.dumps(tomllib.loads(path.read_text(encoding="utf-8")), default=str))


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_schema_accepts_the_templates(tmp_path: Path, template: str) -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    init(tmp_path / "review", template)
    jsonschema.Draft202012Validator(schema).validate(_as_json(tmp_path / "review/protocol.toml"))


@pytest.mark.parametrize(("section", "key"), [("crawl", "dealy"), ("review", "queston"), ("limits", "year")])
def test_the_schema_refuses_unknown_keys(tmp_path: Path, section: str, key: str) -> None:
    init(tmp_path / "review", "alliancing")
    value = _as_json(tmp_path / "review/protocol.toml")
    value[section][key] = 1
    with pytest.raises(jsonschema.ValidationError, match=key):
        jsonschema.Draft202012Validator(json_schema()).validate(value)


def _keys(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            yield from node["properties"].items()
        for inside in node.values():
            yield from _keys(inside)
    elif isinstance(node, list):
        for inside in node:
            yield from _keys(inside)


def test_every_key_is_described() -> None:
    schema = json_schema()

    def described(node: dict[str, Any]) -> bool:
        target = schema["$defs"].get(str(node.get("$ref", "")).rpartition("/")[2], {})
        return bool(node.get("description") or target.get("description"))

    silent = {key for key, node in _keys(schema) if not described(node)}
    assert silent == set()


def test_the_reference_lists_every_key_with_type_default_and_meaning() -> None:
    text = reference_markdown()
    for key in {key for key, _ in _keys(json_schema())}:
        assert f"`{key}`" in text or f".{key}`" in text or f"[{key}" in text, key
    assert '| `delay` | duration such as `"5s"` | compulsory |' in text
    assert '| `max_bytes` | size such as `"40MB"` | `"40MB"` |' in text
    assert "compulsory in `near`" in text
    assert "## `[concepts.ID]`" in text and "## `[[sources]] of type manual`" in text
    rows = [row for row in text.splitlines() if row.startswith("| `")]
    assert all(cell.strip() for row in rows for cell in row.strip("|").replace("\\|", "").split("|"))


def test_schema_given_out_can_be_changed_without_harm() -> None:
    json_schema().clear()
    assert json_schema()["properties"]
