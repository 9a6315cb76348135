"""HTML made of functions: everything that is not markup already is escaped, so that no crawled word can become any."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

#: Elements without content (HTML, "void elements") that are used here.
_VOID = frozenset({"br", "img", "link", "meta"})


class Html(str):
    """Text that is markup. Made here only; whatever else is put into markup is escaped."""

    __slots__ = ()


Child = str | Html | int | None | Iterable["Child"]


def inner(child: Child) -> str:
    """Return what stands between two tags: markup as it is, all else escaped."""
    if child is None:
        return ""
    if isinstance(child, Html):
        return child
    if isinstance(child, str):
        return escape(child, quote=True)
    if isinstance(child, int):
        return str(child)
    return "".join(map(inner, child))


def join(children: Iterable[Child], between: str = "") -> Html:
    """Return markup of several things, with text between them."""
    return Html(escape(between, quote=True).join(inner(each) for each in children))


def tag(name: str, /, *children: Child, **attributes: str | int | bool | None) -> Html:
    """Return one element.

    An underscore at the end of the name of an attribute is dropped, others become hyphens (``class_``, ``aria_label``).
    ``None`` and ``False`` leave an attribute out, ``True`` gives its name alone.
    """
    said = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(str(value), quote=True)}"')
        for key, value in attributes.items() if value is not None and value is not False
    )  # fmt: skip
    if name in _VOID:
        return Html(f"<{name}{said}>")
    return Html(f"<{name}{said}>{''.join(map(inner, children))}</{name}>")
