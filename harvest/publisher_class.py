"""What kind of institution a publisher is, told by its name and its host.

The name is believed before the host: what is hosted by a council may be by a charity. Whatever neither tells stays unknown;
``.org.uk`` and ``.com`` tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from harvest.publisher_names import CUES, HOSTS, KNOWN

#: Classes of publishers, in the words of reviews.
CLASSES = (
    "local authority", "NHS body", "government department", "agency or public body", "think tank", "university",
    "charity or voluntary body", "professional body", "provider", "police or fire service", "parliament", "other",
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*|&")


def publisher_class(
    name: str | None, host: str | None = None, declared: str | None = None
) -> tuple[str | None, str | None]:
    """Return the class of a publisher, one of ``CLASSES``, and the rule that told it.

    Args:
        name: its name as the document or the site has it.
        host: the host that it publishes on, or any address there.
        declared: its class as somebody declared it, which is taken as it is.

    Returns:
        The class, ``None`` where nothing tells it; the rule, such as "name: integrated care board", "host: .nhs.uk",
        "host: the list of councils" or "declared", ``None`` with it.
    """
    if declared:
        return declared, "declared"
    if name and (found := _by_name(name)):
        return found
    if host and (found := _by_host(host)):
        return found
    return None, None


def _by_name(name: str) -> tuple[str, str] | None:
    words = [each.replace("’", "'") for each in _WORD.findall(name.casefold())]
    while words and words[0] == "the":
        del words[0]
    said = " ".join(words)
    if kind := _known().get(said):
        return kind, f"name: {said}"
    padded = f" {said} "
    for cue, kind in CUES:
        plain = cue.strip("^$")
        if f" {plain} " in padded:
            opens = said.startswith(plain) and (said + " ").startswith(plain + " ")
            closes = (" " + said).endswith(" " + plain)
            if (opens or cue[0] != "^") and (closes or cue[-1] != "$"):
                return kind, f"name: {plain}"
    return None


@lru_cache(maxsize=1)
def _known() -> Mapping[str, str]:
    return {
        each.strip(): kind for kind, names in KNOWN.items() for each in " ".join(names.split()).split(";")
    }


def _by_host(host: str) -> tuple[str, str] | None:
    host = _bare(host)
    labels = host.split(".")
    councils = _council_hosts()
    for at in range(len(labels) - 1):
        part = ".".join(labels[at:])
        if part in councils:
            return "local authority", "host: the list of councils"
        if kind := HOSTS.get(part):
            return (
                kind,
                f"host: {'.' if part in ('nhs.uk', 'ac.uk', 'police.uk', 'parliament.uk') else ''}{part}",
            )
    if labels[-2:] == ["gov", "uk"] and len(labels) > 2:
        own = labels[-3]
        if own.endswith(("-pc", "-tc", "council", "-ca", "parish")):
            return "local authority", f"host: {own}.gov.uk"
        if "fire" in own.split("-") or own.endswith("fire"):
            return "police or fire service", f"host: {own}.gov.uk"
    return None


def _bare(host: str) -> str:
    """Return a host without scheme, port and ``www.``."""
    try:
        host = (urlsplit(host if "//" in host else f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""
    return host.removeprefix("www.")


@lru_cache(maxsize=1)
def _council_hosts() -> frozenset[str]:
    """Return the hosts of councils and of their committee systems."""
    # Read when first needed: the list takes some milliseconds.
    from harvest.councils.listed import load

    return frozenset(
        host for each in load() for url in (each.website, each.committee_url) if url and (host := _bare(url))
    )
