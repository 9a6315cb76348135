"""A review on a screener's desk: its protocol, its records, and everything that was decided so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from harvest.asked import Asked
from harvest.errors import Exit, GreylitError
from harvest.protocol import Protocol, ProtocolError, load_protocol
from harvest.screening.following import Followed, Places, followed
from harvest.screening.model import STAGES, State
from harvest.screening.rows import decision_rows
from harvest.screening.states import standing
from store import decisions, views
from store.database import Reader, Writer
from store.errors import StoreError
from store.ledger import Ledger
from store.workspace import Workspace

#: Longest note, label or name, in characters.
LONGEST = 5000


@dataclass(frozen=True)
class Desk:
    """What is on the desk.

    Attributes:
        workspace: the review.
        protocol: as it lies in the folder, for reasons, criteria, order and stages; that of the newest run
            where it cannot be read.
        screeners: how many people must vote, by the protocol of the newest run.
        decided: every decision, at its record of today.
        places: where numbers, works and documents are today.
        states: where each record stands that anybody decided of, by number and stage.
        notes: what the person should know.
    """

    workspace: Workspace
    protocol: Protocol
    screeners: int
    decided: Followed
    places: Places
    states: Mapping[tuple[str, str], State]
    notes: tuple[str, ...] = ()

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages of this review, in their order."""
        return tuple(stage for stage in STAGES if stage in self.protocol.screening.stages)

    @cached_property
    def records(self) -> tuple[str, ...]:
        """Every record number, in order."""
        return tuple(sorted(self.places.works))

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Everybody who decided anything that stands, or is named in the team."""
        deciding = {row["by_whom"] for row in self.decided.rows if row["standing"] and not row["resolves"]}
        return tuple(dict.fromkeys([*self.protocol.review.team, *sorted(deciding)]))

    def state(self, record: str, stage: str) -> State:
        """Return where a record stands at a stage."""
        return self.states.get((record, stage)) or State(record, stage, "undecided")

    def offered(self, stage: str) -> tuple[str, ...]:
        """Return the records that a stage is about: all, or those that the stage before let through."""
        if stage == self.stages[0]:
            return self.records
        before = self.stages[self.stages.index(stage) - 1]
        return tuple(
            each for each in self.records if self.state(each, before).verdict in ("include", "maybe")
        )

    def stage(self, given: str | None) -> str:
        """Return the stage that is meant; the first where none is named.

        Raises:
            GreylitError: it is not one of the review's.
        """
        if given is None:
            return self.stages[0]
        if given not in self.stages:
            raise GreylitError(
                f"{given!r} is not a stage of this review", code="STAGE",
                hint=f"[screening] stages in the protocol: {', '.join(self.stages)}",
            )  # fmt: skip
        return given

    def person(self, given: str | None, *, anyone: bool = False) -> str:
        """Return the name of who decides, as the team writes it.

        Args:
            given: the name; with none, the only member of the team.
            anyone: also people outside the team, as for settling a conflict.

        Raises:
            GreylitError: nobody is named, or somebody whom the protocol does not know.
        """
        team = self.protocol.review.team
        name = " ".join((given or "").split())
        if not name and len(team) == 1:
            return team[0]
        if not name or len(name) > LONGEST:
            raise GreylitError(
                "who decides? No name was given" if not name else "the name of who decides is too long", code="WHO",
                hint=f"Give initials with --by{' (' + ', '.join(team) + ')' if team else ''}, or set GREYLIT_BY.",
            )  # fmt: skip
        if not team:
            return name
        known = next((each for each in team if each.casefold() == name.casefold()), None)
        if known:
            return known
        if anyone:
            return name
        near = get_close_matches(name, team, n=1)
        raise GreylitError(
            f"{name} is not in the team of this review ({', '.join(team)})", code="WHO",
            hint=f"{f'Did you mean {near[0]}? ' if near else ''}Who screens is named in the protocol: [review] team = [...]",
        )  # fmt: skip

    def reason(self, given: str | None) -> str | None:
        """Return a reason as the protocol words it; ``None`` for none.

        Raises:
            GreylitError: the protocol lists reasons, and this is none of them (``REASON``).
        """
        text = " ".join((given or "").split())
        listed = self.protocol.screening.exclude
        if not text:
            return None
        if not listed:
            return text
        found = next((each for each in listed if " ".join(each.split()).casefold() == text.casefold()), None)
        if found is None:
            near = get_close_matches(text, listed, n=1)
            raise GreylitError(
                f"{text!r} is not a reason of this review", code="REASON", where={"reasons": list(listed)},
                hint=f"{f'Did you mean {near[0]!r}? ' if near else ''}Reasons, from [screening] exclude: {'; '.join(listed)}",
            )  # fmt: skip
        return found


def open_desk(workspace: Workspace, ledger: Ledger | None = None, database: Reader | None = None) -> Desk:
    """Read a review as a screener needs it. Decisions come from the ledger, so that the newest are there.

    Args:
        workspace: the review.
        ledger: its ledger, where it is open already.
        database: its database, where it is open already.

    Raises:
        GreylitError: it has not been run, or has no database yet.
        StoreError: ledger or database cannot be read.
    """
    if ledger is None:
        with Ledger(workspace.ledger, read_only=True) as opened:
            return open_desk(workspace, opened, database)
    if database is None:
        with Reader(workspace.database) as read:
            return open_desk(workspace, ledger, read)
    last = ledger.last("run")
    if last is None or not views.runs(database):
        raise GreylitError(
            f"{workspace.root} has no records yet", code="NO_RUN", exit_code=Exit.NOT_FOUND,
            hint="Start a run: greylit run protocol.toml",
        )  # fmt: skip
    as_run = Asked.of(last).protocol
    protocol, notes = _present(workspace, as_run)
    places = Places.of(database)
    decided = followed(decision_rows(ledger.entries(kinds=("decision",))), places)
    states = standing(decided.rows, as_run.screening.screeners)
    return Desk(workspace, protocol, as_run.screening.screeners, decided, places, states, tuple(notes))


def _present(workspace: Workspace, as_run: Protocol) -> tuple[Protocol, list[str]]:
    """Return the protocol in the folder: reasons and criteria are worked out while people screen."""
    path = workspace.root / "protocol.toml"
    if not path.exists():
        return as_run, []
    try:
        present = load_protocol(path)
    except ProtocolError:
        said = "protocol.toml cannot be read (greylit check says why): reasons and criteria are those of the newest run"
        return as_run, [said]
    notes = []
    if present.screening.screeners != as_run.screening.screeners:
        notes.append(
            f"protocol.toml says {present.screening.screeners} screeners, and the newest run was made with "
            f"{as_run.screening.screeners}: that holds until the next run"
        )
    return present, notes


def bring_up(workspace: Workspace) -> bool:
    """Put every decision of the ledger into the database, when nobody else is at work on it.

    Returns:
        Whether it was done. A run that is at work takes decisions up by itself.
    """
    if not workspace.database.exists():
        return False
    try:
        lock = workspace.lock()
    except StoreError as error:
        if error.code == "LOCKED":
            return False
        raise
    try:
        with Reader(workspace.database) as database:
            if not decisions.has_table(database):
                # Another layout: the next run computes everything anew.
                return False
        with Ledger(workspace.ledger, read_only=True) as ledger:
            rows = decision_rows(ledger.entries(kinds=("decision",)))
        writer = Writer(workspace.database)
        writer.replace("decision", rows)
        writer.close()
    finally:
        lock.release()
    return True


def plain_labels(labels: Sequence[str]) -> tuple[str, ...]:
    """Return labels on one line each, without empty ones and doubles; a ``;`` parts two labels, as in tables."""
    parts = (part for each in labels for part in each.split(";"))
    return tuple(dict.fromkeys(filter(None, (" ".join(each.split())[:LONGEST] for each in parts))))
