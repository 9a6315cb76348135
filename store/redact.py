"""Keeping secrets out of what is kept: keys of services and passwords of proxies come from the environment and stay there."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import quote, quote_plus

#: What stands in the place of a secret.
REDACTED = "REDACTED"


def redact(text: str, secrets: Collection[str]) -> str:
    """Return a text with every secret replaced, in the spellings of URLs and forms as well."""
    # The longest first: one secret may be the beginning of another.
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        quoted = quote(secret, safe="")
        for spelling in {secret, quoted, quote(secret), quote_plus(secret), _small(quoted)}:
            text = text.replace(spelling, REDACTED)
    return text


def _small(quoted: str) -> str:
    """Return ``%2f`` for ``%2F``: both are written (RFC 3986, 2.1)."""
    first, *rest = quoted.split("%")
    return "%".join([first, *(each[:2].lower() + each[2:] for each in rest)])
