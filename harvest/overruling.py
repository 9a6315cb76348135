"""People who say that two works are one, or that one is not: their word stands above every rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from harvest.asked import Asked
from harvest.errors import Exit, GreylitError
from harvest.follow import Follower
from harvest.holding import held, unfinished
from harvest.ruling import APART, SAME
from harvest.why import spellings_of
from store import views
from store.database import Reader
from store.errors import StoreError
from store.ledger import Ledger
from store.workspace import Workspace

Row = dict[str, Any]
#: Characters of a note.
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a person's word came to.

    Attributes:
        says: ``same`` or ``apart``.
        seq: its row in the ledger; ``None`` where it changed nothing.
        works: which works it is about, each with ``work``, ``record`` as it was, ``title`` and ``url``.
        now: the records that these works are, or belong to, by now; empty where the database follows later.
        follows: why the database does not say so yet; ``None`` where it does.
        sentence: all that in words.
    """

    says: str
    seq: int | None
    works: list[Row]
    now: list[str]
    follows: str | None
    sentence: str

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        return asdict(self)


def same(workspace: Workspace, names: Sequence[str], by: str, note: str | None = None) -> Ruled:
    """Say that works are one, whatever the rules find.

    Args:
        workspace: the review.
        names: records by number, or works by address; two at least.
        by: who says so.
        note: why.

    Raises:
        GreylitError: one of them is not known, or they are one already; nothing was recorded.
        StoreError: the ledger cannot be written.
    """
    _checked(by, note)
    before = _numbers(workspace)
    with Reader(workspace.database) as database:
        works = [_work(database, name, before) for name in names]
    works = list({row["work"]: row for row in works}.values())
    standing = {row["into_work"] or row["work"] for row in works}
    if len(standing) < 2:
        raise GreylitError(
            f"{' and '.join(names)} are one work already; nothing was recorded", code="ONE_ALREADY",
            hint="greylit why ADDRESS says by which rule.",
        )  # fmt: skip
    return _ruled(workspace, SAME, works, names, by, note)


def apart(workspace: Workspace, name: str, others: Sequence[str], by: str, note: str | None = None) -> Ruled:
    """Say that a record is not one work with what was joined to it.

    Args:
        workspace: the review.
        name: the record by its number.
        others: what stands apart from it, by address; all that was joined to it when empty.
        by: who says so.
        note: why.

    Raises:
        GreylitError: it is not known, or nothing (of this) was joined to it; nothing was recorded.
        StoreError: the ledger cannot be written.
    """
    _checked(by, note)
    before = _numbers(workspace)
    with Reader(workspace.database) as database:
        work = _work(database, name, before)
        into = work["into_work"] or work["work"]
        joined = views.merged_into(database, into)
        named = [_work(database, each, before) for each in others]
    if not joined:
        raise GreylitError(
            f"nothing was joined to {name}; nothing was recorded", code="NOTHING_JOINED",
            hint=f"greylit show {name} says what it is made of.",
        )  # fmt: skip
    members = {row["work"] for row in joined} | {into}
    for row, given in zip(named, others, strict=True):
        if row["work"] not in members:
            raise GreylitError(
                f"{given} was not joined to {name}; nothing was recorded", code="NOTHING_JOINED",
                hint=f"greylit show {name} says what it is made of.",
            )  # fmt: skip
    chosen = [into, *(row["work"] for row in named)] if named else sorted(members)
    with Reader(workspace.database) as database:
        works = [_work(database, each, before) for each in dict.fromkeys(chosen)]
    return _ruled(workspace, APART, works, [name, *others], by, note)


def _numbers(workspace: Workspace) -> dict[str, str]:
    """Return the work that each number was given to, whether it is a record by now or not."""
    with Ledger(workspace.ledger, read_only=True) as ledger:
        return {
            str(entry.body["record"]): str(entry.body["work"]) for entry in ledger.entries(kinds=("record",))
        }


def _checked(by: str, note: str | None) -> None:
    if not by.strip():
        raise GreylitError(
            "nobody is named; nothing was recorded",
            code="NO_NAME",
            hint="Say who says so: --by HS, or GREYLIT_BY.",
        )
    if note and len(note) > LONGEST:
        raise GreylitError(
            f"the note is longer than {LONGEST} characters; nothing was recorded", code="NOTE",
            hint="Shorten it, or keep the rest in a file of your own.",
        )  # fmt: skip


def _work(database: Reader, name: str, before: Mapping[str, str]) -> Row:
    """Return the work that a number, an address or an id names.

    Raises:
        GreylitError: there is none, or it is neither a record nor joined to one.
    """
    called = name.strip()
    row = views.work(database, called.upper()) or views.work(database, called)
    if row is None and (id_ := before.get(called.upper())):
        # A record that was joined to another one is still known by its number.
        row = views.work(database, id_)
    if row is None:
        found = views.works_at(database, spellings_of(called)) if "://" in called else []
        row = views.work(database, found[0]["work"]) if found else None
    if row is None:
        raise GreylitError(
            f"there is no record {name}; nothing was recorded", code="NOT_FOUND", exit_code=Exit.NOT_FOUND,
            hint="greylit records lists them; greylit why ADDRESS says what became of one.",
        )  # fmt: skip
    if row["verdict"] not in ("record", "merged"):
        raise GreylitError(
            f"{name} is no record: {row['reason']}; nothing was recorded", code="NO_RECORD", exit_code=Exit.NOT_FOUND,
            hint="Only records, and what was joined to them, can be joined or parted.",
        )  # fmt: skip
    return row


def _ruled(
    workspace: Workspace, says: str, works: list[Row], names: Sequence[str], by: str, note: str | None
) -> Ruled:
    body = {
        "says": says, "records": [each.strip() for each in names], "works": [row["work"] for row in works],
        "by": by.strip(), "note": " ".join((note or "").split()) or None,
    }  # fmt: skip
    with Ledger(workspace.ledger) as ledger:
        seq = ledger.append("ruling", body)
    follows = _bring_up(workspace)
    told = [
        {"work": row["work"], "record": row["record"], "title": row["title"], "url": row["url"]}
        for row in works
    ]
    now: list[str] = []
    if follows is None:
        with Reader(workspace.database) as database:
            for row in works:
                after = views.work(database, row["work"])
                standing = views.work(database, after["into_work"]) if after and after["into_work"] else after
                if standing and standing["record"] and standing["record"] not in now:
                    now.append(standing["record"])
    now.sort()
    return Ruled(says, seq, told, now, follows, _sentence(says, len(works), now, follows))


def _sentence(says: str, works: int, now: list[str], follows: str | None) -> str:
    if follows:
        return f"noted; {follows}"
    if says == SAME:
        return f"{works} works are one: {', '.join(now)}"
    return f"{works} works stand apart: {', '.join(now) or 'none of them is a record by itself'}"


def _bring_up(workspace: Workspace) -> str | None:
    """Compute the works again; return why that has to wait, ``None`` when it is done."""
    try:
        with held(workspace) as ledger:
            last = ledger.last("run")
            assert last is not None, "a review with records has a run"
            follower = Follower(workspace, ledger, Asked.of(last))
            try:
                follower.finish(last.run, number=unfinished(ledger) is None)
                follower.close()
            finally:
                follower.abandon()
    except StoreError as error:
        if error.code == "LOCKED":
            return "the run that is at work will take it up"
        raise
    return None
