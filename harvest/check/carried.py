"""What a protocol may say that this version keeps with the run but does not act on yet: said, never hidden."""

from __future__ import annotations

from collections.abc import Iterator

from harvest.check.findings import Finding, note
from harvest.protocol import Protocol

#: Section or key, and what would have to be done by hand meanwhile.
CARRIED: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("citations",),
        "a run reads the references of its documents and matches them to what is held (greylit citations); citation "
        "indexes are asked by greylit cite, which takes seeds, from and rounds from here",
    ),
    (("keep", "bytes"), "this version keeps all bytes"),
    (("keep", "warc"), "this version always writes WARC files"),
)


def carried_findings(protocol: Protocol) -> Iterator[Finding]:
    """Yield a note for each key that the file has and a run of this version does not act on."""
    for location, said in CARRIED:
        if location[0] == "keep" and getattr(protocol.keep, location[1]) in ("all", True):
            continue
        if protocol.line(*location) is not None and _is_written(protocol, location):
            yield note(protocol, f"{said}; it is recorded with the run", *location)


def _is_written(protocol: Protocol, location: tuple[str, ...]) -> bool:
    # `line` gives the line of the section for a key that is left out.
    return len(location) == 1 or protocol.line(*location) != protocol.line(*location[:-1])
