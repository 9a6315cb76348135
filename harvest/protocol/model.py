"""The protocol of a review as a value: what is searched, where, within which limits, and when to stop."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, PrivateAttr, model_validator
from pydantic_core import PydanticCustomError

from harvest.protocol.crosschecks import FOLLOWED_SEEDS, cross_problems
from harvest.protocol.running import Crawl, Keep, Monitor, Notify, Reading, WebArchives
from harvest.protocol.sections import (
    Amendment,
    Citations,
    Concept,
    KnownItem,
    Limits,
    Review,
    Screening,
    Search,
    Stop,
)
from harvest.protocol.sources import AnySource, CouncilsSource, Part, SeedsSource
from harvest.protocol.values import ConceptId

Location = tuple[str | int, ...]


class Protocol(Part):
    """The protocol of one review. Made by :func:`harvest.protocol.load_protocol`.

    ``concepts`` maps a concept id to its terms, in the order of the file. Durations are seconds, sizes
    bytes. The value does not change; ``path``, ``sha256`` and ``line`` speak of the file as it was read.
    """

    review: Review = Field(description="What the review is.")
    concepts: dict[ConceptId, Concept] = Field(
        min_length=1, description="The concepts of the question, each with its terms."
    )
    search: Search = Field(description="What makes a document a match.")
    limits: Limits = Field(default_factory=Limits, description="Limits of the search, each with its reason.")
    crawl: Crawl = Field(description="Manners of the crawl.")
    sources: tuple[Annotated[AnySource, Field(discriminator="type")], ...] = Field(
        min_length=1, description="Where is searched."
    )
    citations: Citations = Field(default_factory=Citations, description="Citation searching.")
    screening: Screening = Field(default_factory=Screening, description="How people decide.")
    stop: Stop = Field(default_factory=Stop, description="When enough has been read.")
    keep: Keep = Field(default_factory=Keep, description="What stays in the review's folder.")
    reading: Reading = Field(default_factory=Reading, description="How files are read.")
    monitor: Monitor = Field(
        default_factory=Monitor, description="When a source that gave too little makes a run partial."
    )
    web_archives: WebArchives | None = Field(
        default=None,
        description="Where copies are looked for of what answers no more; none are asked when left out.",
    )
    notify: Notify = Field(default_factory=Notify, description="Who is told of what.")
    amendments: tuple[Amendment, ...] = Field(
        default=(), description="Changes of the protocol after the first run."
    )
    known_items: tuple[KnownItem, ...] = Field(
        default=(), description="Publications that the search must find."
    )

    _path: Path | None = PrivateAttr(default=None)
    _text: str | None = PrivateAttr(default=None)
    _lines: Mapping[Location, int] = PrivateAttr(default_factory=dict)
    _lists: Mapping[str, str | None] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        for location, message in cross_problems(self.model_dump(by_alias=True)):
            key = ".".join(map(str, location))
            raise PydanticCustomError("cross", "{key}: {message}", {"key": key, "message": message})
        return self

    @property
    def path(self) -> Path | None:
        """The file that the protocol was read from."""
        return self._path

    @property
    def text(self) -> str | None:
        """The text of the file as it was read, comments and all; ``None`` for one that was not read from a file."""
        return self._text

    @property
    def folder(self) -> Path:
        """The review's folder, which paths in the protocol start from."""
        return self._path.parent if self._path else Path()

    @property
    def list_hashes(self) -> Mapping[str, str | None]:
        """SHA-256 of each list file as it was when the protocol was read; ``None`` for one that is missing."""
        return dict(self._lists)

    @property
    def sha256(self) -> str:
        """SHA-256 over the normalised protocol and the content of its list files, in hexadecimal."""
        whole = {"protocol": self.normalised(), "lists": dict(self._lists)}
        return sha256(canonical_json(whole).encode()).hexdigest()

    def normalised(self) -> str:
        """Return the protocol as canonical JSON: keys sorted, defaults filled in, durations in seconds.

        Two files that mean the same give the same text, whatever their comments, layout and order of keys.
        The order of lists is kept: it decides the order of questions and of what people see.
        """
        return canonical_json(self.model_dump(mode="json", by_alias=True))

    def line(self, *location: str | int) -> int | None:
        """Return the line of the file on which a key is written, or of the nearest key around it.

        ``line("sources", 2, "url")`` speaks of the third source. ``None`` if nothing of it is written.
        """
        return nearest_line(self._lines, location)

    def list_files(self) -> Iterator[tuple[Location, str]]:
        """Yield the location and path of every file whose content belongs to the protocol."""
        for number, source in enumerate(self.sources):
            if isinstance(source, SeedsSource | CouncilsSource) and source.list:
                yield ("sources", number, "list"), source.list
        if self.citations.seeds not in FOLLOWED_SEEDS:
            yield ("citations", "seeds"), self.citations.seeds


def canonical_json(value: Any) -> str:
    """Return JSON that is the same text for the same value."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def nearest_line(lines: Mapping[Location, int], location: Location) -> int | None:
    """Return the line of a location or of the nearest one around it."""
    for end in range(len(location), 0, -1):
        if (line := lines.get(location[:end])) is not None:
            return line
    return None
