"""Protocols that the tests start from."""

from __future__ import annotations

from pathlib import Path

from harvest.protocol import Protocol, ProtocolError, load_protocol

PLAIN = """\
[review]
id = "alliances"
question = "What helps?"
contact = "library@example.ac.uk"

[concepts.A]
name = "alliances"
terms = ["alliancing", "alliance contract*"]

[concepts.B]
name = "places"
terms = [
  "place based",
  "neighbourhood working",
]

[search]
require = "A and B"

[limits]
from_year = { value = 2000, why = "not seen before" }

[crawl]
delay = "5s"

[[sources]]
id = "kf"
name = "The King's Fund"
type = "site"
url = "https://www.kingsfund.org.uk/"

[[sources]]
id = "prior"
name = "Known studies"
type = "seeds"
list = "sources/prior.ris"
"""


def write(folder: Path, text: str | bytes = PLAIN) -> Path:
    """Write a protocol into a folder and return its path."""
    path = folder / "protocol.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def load(folder: Path, text: str = PLAIN) -> Protocol:
    """Write and load a protocol."""
    return load_protocol(write(folder, text))


def changed(*pairs: tuple[str, str], text: str = PLAIN) -> str:
    """Return the plain protocol with texts replaced, each of which must be there."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def refusal(folder: Path, text: str | bytes) -> ProtocolError:
    """Load a protocol that must be refused, and return the error."""
    try:
        load_protocol(write(folder, text))
    except ProtocolError as error:
        return error
    raise AssertionError("the protocol was accepted")
