"""The JSON Schema of the protocol, and what is made from it: the list of known keys and the reference."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

Node = dict[str, Any]
"""A JSON Schema."""


def json_schema() -> Node:
    """Return the JSON Schema (2020-12) of ``protocol.toml``, with a description of every key.

    Editors use it to complete and check the file: ``greylit schema > protocol.schema.json``.
    """
    return json.loads(json.dumps(_schema()))  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def _schema() -> Node:
    from harvest.protocol.model import Protocol

    schema = Protocol.model_json_schema(mode="validation", by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "greylit protocol"}


def keys_at(location: tuple[str | int, ...], raw: Mapping[str, Any]) -> dict[str, Node]:
    """Return the keys that are known at a place of a protocol, with their schemas; none for a place that is no table.

    ``raw`` is the parsed file: the type written in a source decides which keys it may have.
    """
    node: Node = _schema()
    value: Any = raw
    for part in location:
        value = _child(value, part)
        node = _step(node, part)
        if "discriminator" in node:
            node = _chosen(node, value)
    return node.get("properties", {}) if node else {}


def _child(value: Any, part: str | int) -> Any:
    try:
        return value[part]
    except (KeyError, IndexError, TypeError):
        return None


def _step(node: Node, part: str | int) -> Node:
    if isinstance(part, int):
        return _resolved(node.get("items", {}))
    inside = node.get("properties", {}).get(part) or _any_key(node)
    return _resolved(inside) if inside else {}


def _any_key(node: Node) -> Node:
    """Return the schema of what a table holds under names of the user's choice."""
    return next(iter(node.get("patternProperties", {}).values()), {})


def _chosen(node: Node, value: Any) -> Node:
    kind = value.get("type") if isinstance(value, Mapping) else None
    target = node["discriminator"]["mapping"].get(kind) if isinstance(kind, str) else None
    return _resolved({"$ref": target}) if target else {}


def _resolved(node: Node) -> Node:
    """Follow a reference, and leave out the alternative that a key is not given at all."""
    if "anyOf" in node:
        (node,) = [option for option in node["anyOf"] if option.get("type") != "null"]
    if "$ref" in node:
        node = _schema()["$defs"][node["$ref"].rsplit("/", 1)[1]]
    return node


def _rows(node: Node, prefix: str = "") -> Iterator[tuple[str, Node, Node, bool]]:
    """Yield name, key schema, resolved schema and whether compulsory, for every key of a table and inside it."""
    required = node.get("required", ())
    for key, found in node.get("properties", {}).items():
        inside = _resolved(found)
        if "properties" in inside:
            yield f"{prefix}{key}", found, inside, key in required
            yield from _rows(inside, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", found, inside, key in required


@lru_cache(maxsize=1)
def _sections() -> list[tuple[str, str, Node]]:
    """Return heading, meaning and schema of every table of the protocol, in its order."""
    found = []
    for key, node in _schema()["properties"].items():
        inside = _resolved(node)
        about = node.get("description") or inside.get("description", "")
        if named := _any_key(inside):
            found.append((f"[{key}.ID]", about, _resolved(named)))
        elif "discriminator" in inside.get("items", {}):
            for option in inside["items"]["oneOf"]:
                chosen = _resolved(option)
                kind = chosen["properties"]["type"]["const"]
                found.append((f"[[{key}]] of type {kind}", chosen.get("description", ""), chosen))
        elif inside.get("type") == "array":
            found.append((f"[[{key}]]", about, _resolved(inside["items"])))
        else:
            found.append((f"[{key}]", about, inside))
    return found


def places_of_key(key: str) -> list[str]:
    """Return where in a protocol a key of this name is known, as ``[section] key``."""
    return [
        f"{heading} {name}"
        for heading, _, node in _sections()
        for name, *_ in _rows(node)
        if name.split(".")[-1] == key
    ]


def reference_markdown() -> str:
    """Return the reference of the protocol file as Markdown: every key, its type, default and meaning."""
    parts = []
    for heading, about, node in _sections():
        optional: set[str] = set()
        parts += [f"## `{heading}`", "", about, "", "| key | type | default | meaning |", "|---|---|---|---|"]
        for name, found, inside, required in _rows(node):
            if "properties" in inside and not required:
                optional.add(name)
            table = name.rpartition(".")[0]
            needed = f"compulsory in `{table}`" if table in optional else "compulsory"
            default = needed if required else _default(found)
            cells = (
                f"`{name}`",
                _type(inside),
                default,
                found.get("description") or inside.get("description", ""),
            )
            parts.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        parts.append("")
    return "\n".join(parts)


def _default(node: Node) -> str:
    value = node.get("default")
    return "none" if value is None else f"`{json.dumps(value, ensure_ascii=False)}`"


def _type(node: Node) -> str:
    if "x-type" in node:
        return str(node["x-type"])
    if "properties" in node:
        return "table"
    if "const" in node or "enum" in node:
        return " or ".join(f"`{json.dumps(word)}`" for word in node.get("enum", [node.get("const")]))
    if node.get("type") == "object":
        return f"table of {_type(_resolved(node.get('additionalProperties', {})))}"
    if node.get("type") == "array":
        return f"list of {_type(_resolved(node.get('items', {})))}"
    words = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
    limits = [
        f"{word} {node[mark]}"
        for mark, word in (
            ("minimum", "from"), ("exclusiveMinimum", "above"), ("maximum", "to"), ("exclusiveMaximum", "below")
        )
        if mark in node
    ]  # fmt: skip
    return " ".join([words[node["type"]], *limits])
