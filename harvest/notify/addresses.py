"""The addresses of ``[notify]``: variables put in, and nothing of them given away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from harvest.protocol.running import Notify

#: ``${NAME}`` stands for a variable of the environment.
VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
#: A long word of letters and digits mixed: what services give out as keys.
_KEY = re.compile(r"(?=[^/?&=]*[0-9])(?=[^/?&=]*[A-Za-z])[A-Za-z0-9_-]{16,}")


@dataclass(frozen=True, slots=True)
class Address:
    """One entry of ``notify.to``.

    Attributes:
        number: its place in the list, from 1.
        variables: names of the variables in it.
        missing: those that are not set, or empty.
        text: the address, with the variables put in; left out of ``repr``.
    """

    number: int
    variables: tuple[str, ...]
    missing: tuple[str, ...]
    text: str = field(repr=False)

    @property
    def called(self) -> str:
        """What it is called where it may be read: by its variables or its place, never by itself."""
        if self.variables:
            return " and ".join(f"${{{name}}}" for name in self.variables)
        return f"address {self.number} of notify.to"


def addresses(notify: Notify, environment: Mapping[str, str]) -> list[Address]:
    """Return the entries of ``notify.to`` with the variables of an environment put in."""
    found = []
    for number, written in enumerate(notify.to, 1):
        names = tuple(dict.fromkeys(VARIABLE.findall(written)))
        missing = tuple(name for name in names if not environment.get(name, "").strip())
        text = VARIABLE.sub(lambda name: environment.get(name[1], "").strip(), written)
        found.append(Address(number, names, missing, text))
    return found


def holds_secret(written: str) -> bool:
    """Tell whether an address as it stands in a protocol seems to have a password or a key in it."""
    bare = VARIABLE.sub("", written)
    try:
        parts = urlsplit(bare)
        password = parts.password
    except ValueError:
        return True
    return bool(password) or _KEY.search(bare.partition("://")[2]) is not None
