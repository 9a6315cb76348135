"""Computing the database again from ledger and archive."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from harvest.asked import Asked
from harvest.errors import Exit, GreylitError
from harvest.follow import Follower
from harvest.holding import held, mend_archive, unfinished
from harvest.numbering import given
from store.inputs import records_held
from store.ledger import Ledger
from store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What computing the database again came to.

    Attributes:
        changed: verdicts on search answers that are judged otherwise now: ledger row, then, now.
        waiting: records without a number, because the run that found them is unfinished.
        missing: WARC files that the ledger names and the archive lacks, with the answers in each.
        lost: numbered records that could not be computed.
    """

    changed: list[tuple[int, str, str]]
    waiting: int
    missing: dict[str, int]
    lost: list[str]


def rebuild(workspace: Workspace, workers: int | None = None) -> Rebuilt:
    """Compute the database again from ledger and archive alone.

    Raises:
        GreylitError: there is no run yet.
        StoreError: the ledger cannot be read.
    """
    with held(workspace) as ledger:
        last = ledger.last("run")
        if last is None:
            raise GreylitError(
                f"{workspace.root} has no run yet", code="NO_RUN", exit_code=Exit.NOT_FOUND,
                hint="Start one: greylit run protocol.toml",
            )  # fmt: skip
        mend_archive(workspace, ledger)
        missing, unread = missing_archive(workspace, ledger)
        follower = Follower(workspace, ledger, Asked.of(last), fresh=True, workers=workers)
        try:
            waiting = follower.finish(last.run, number=unfinished(ledger) is None)
            changed = [each for each in follower.changed_verdicts if each[0] not in unread]
            lost = sorted(set(given(ledger).values()) - records_held(follower.writer))
            follower.close()
            return Rebuilt(changed, waiting, missing, lost)
        finally:
            follower.abandon()


def missing_archive(workspace: Workspace, ledger: Ledger) -> tuple[dict[str, int], set[int]]:
    """Return the WARC files that the ledger names and the archive lacks, with the number of answers in each.

    The second part are the ledger rows of these answers.
    """
    there = {path.name for path in workspace.archive.glob("*.warc.gz")}
    answers: Counter[str] = Counter()
    rows: set[int] = set()
    for entry in ledger.entries(kinds=("fetch", "brought", "entry")):
        name = entry.body.get("warc")
        if name and name not in there:
            answers[str(name)] += 1
            rows.add(entry.seq)
    return dict(sorted(answers.items())), rows
