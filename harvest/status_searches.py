"""What `status` says of searches that people made, and of what answers no more."""

from __future__ import annotations

from collections.abc import Iterator

from harvest.cli.common import counted
from store import recovery, searches
from store.database import Reader

#: Severity, sentence, next command: as in :mod:`harvest.status`.
Finding = tuple[str, str, str]


def searches_by_hand(database: Reader, run: int, here: str) -> Iterator[Finding]:
    """Yield what came of each search that a person made: how much was seen, brought, and not as its format has it."""
    for row in searches.searches(database, run):
        when = f" on {row['searched_on']}" if row["searched_on"] else ""
        by = f" by {row['by_whom']}" if row["by_whom"] else ""
        numbers = [
            f"{row[name]:,} {words}"
            for name, words in (("seen", "results seen"), ("screened", "looked at"))
            if row[name] is not None
        ]
        brought = f"{counted(row['entries'], 'reference')} from {counted(row['files'], 'file')}"
        said = (
            f"{row['name']}: searched{by}{when}: {', '.join([*numbers, brought])}"
            if when or by
            else f"{row['name']}: {brought}"
        )
        if row["faults"]:
            said += f"; {counted(row['faults'], 'place')} not as the format has it, each with its line"
            look = f"select file, line, field, says from import_fault join imported using (seq) where source = '{row['source']}' order by file, line"
            yield "warn", said, f'greylit query "{look}"{here}'
        else:
            yield "note", said, f"greylit records --source {row['source']}{here}"


def dead_links(database: Reader, here: str) -> Iterator[Finding]:
    """Yield what became of looking for what answers no more."""
    numbers = recovery.dead_counts(database)
    if not any(numbers.values()):
        return
    told = ", ".join(
        f"{numbers[each]} {each.replace('-', ' ')}" for each in recovery.OUTCOMES if numbers[each]
    )
    said = f"{counted(sum(numbers.values()), 'address answers', 'addresses answer')} no more; in web archives: {told}"
    severity = "warn" if numbers["refused"] or numbers["failed"] else "note"
    yield severity, said, f"greylit dead-links{here}"
