"""What a protocol wants of citation searching, where a command does not say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from store.workspace import Workspace

#: Words of ``citations.backward.from`` and ``citations.forward.from`` that name an index.
INDEXES = ("openalex", "crossref", "opencitations", "semantic-scholar")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What ``[citations]`` says: where to begin, which way, how many rounds, whom to ask.

    ``seeds`` is ``None`` outside of a review; ``indexes`` is ``None`` where all may be asked, and empty where the protocol
    names none (reference lists alone); ``maybe`` also begins with records that nobody is sure of.
    """

    seeds: str | None = None
    direction: Literal["backward", "forward", "both"] = "both"
    rounds: int | None = None
    indexes: tuple[str, ...] | None = None
    maybe: bool = False


def wishes_of(workspace: Workspace | None) -> Wishes:
    """Return what the protocol of a review wants; of none, and of one that says nothing of citations, what is usual.

    Raises:
        ProtocolError: the protocol cannot be read.
    """
    if workspace is None or not (workspace.root / "protocol.toml").exists():
        return Wishes()
    from harvest.protocol import load_protocol

    said = load_protocol(workspace.root / "protocol.toml").citations
    sections = [each for each in (said.backward, said.forward) if each is not None]
    named = {name for each in sections for name in each.from_}
    seeds = (
        said.seeds
        if said.seeds == "included"
        else str(workspace.root / said.seeds)
        if "." in said.seeds
        else "included"
    )
    if not sections:
        return Wishes("included")
    direction: Literal["backward", "forward", "both"] = "both"
    if len(sections) == 1:
        direction = "backward" if said.backward else "forward"
    return Wishes(
        seeds, direction, max(each.rounds for each in sections), tuple(each for each in INDEXES if each in named),
        said.seeds == "maybe+included",
    )  # fmt: skip
