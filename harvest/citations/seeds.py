"""Seeds and decisions, as files bring them: ids one a line or files of references, and tables of what was decided."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harvest.citations.model import Found, Index, UnansweredError
from harvest.citations.names import doi_name, name_of
from harvest.citations.union import Work
from harvest.errors import GreylitError

#: Columns that ids of works are read from, and those that say what was decided; the first that is there counts.
ID_COLUMNS = ("id", "openalex_id", "openalex", "work", "doi", "pmid", "record")
DECISION_COLUMNS = ("included", "include", "decision", "label_included", "label", "verdict")
_YES = frozenset({"1", "1.0", "yes", "y", "true", "t", "include", "included", "in"})
_NO = frozenset({"0", "0.0", "no", "n", "false", "f", "exclude", "excluded", "out"})
#: Years by which two records of one work may differ: online and in print.
NEAR = 1


@dataclass(frozen=True, slots=True)
class Seed:
    """One seed: as it was brought, and what is known of it; without ids it is looked for by its title."""

    written: str
    found: Found


def read_seeds(path: Path) -> list[Seed]:
    """Read a file of seeds: one id or DOI a line (blank lines and ``#`` are passed over), or a file of references.

    Raises:
        GreylitError: it is neither, or has no seed in it (``SEEDS``).
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise GreylitError(f"{path} cannot be opened ({error.strerror or error})", code="SEEDS") from error
    lines = [line.strip() for line in data.decode("utf-8-sig", "replace").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    names = [name_of(line) for line in lines]
    if any(names):
        for line, name in zip(lines, names, strict=True):
            if name is None and not _is_reference(lines):
                raise GreylitError(
                    f"{path}: {line[:80]!r} is no id of a work", code="SEEDS",
                    hint="One id of OpenAlex (W123), DOI, or PMID (pmid:123) a line; or a file of references, such as RIS.",
                )  # fmt: skip
        if all(names):
            return [Seed(line, Found((name,))) for line, name in zip(lines, names, strict=True) if name]
    return _from_references(path, data)


def _is_reference(lines: Sequence[str]) -> bool:
    return any(line.startswith(("TY  -", "@", "%", "<", "[", "{", "PMID-", "FN ")) for line in lines[:5])


def _from_references(path: Path, data: bytes) -> list[Seed]:
    from harvest.references import read_bytes

    file = read_bytes(data, path.name)
    seeds = []
    for entry in file.entries if file.format != "document" else ():
        name = doi_name(entry.doi) or next(filter(None, map(name_of, entry.urls)), None)
        found = Found(
            (name,) if name else (), entry.title or None, entry.year, entry.authors, entry.container
        )
        if found.ids or found.title:
            seeds.append(Seed(entry.doi or entry.title, found))
    if not seeds:
        raise GreylitError(
            f"{path}: there is no seed in it", code="SEEDS",
            hint="One id of OpenAlex (W123), DOI, or PMID (pmid:123) a line; or a file of references, such as RIS.",
        )  # fmt: skip
    return seeds


def looked_for(seed: Seed, indexes: Iterable[Index]) -> Found:
    """Return a seed with the id of the one work that has its very title, near its year; without one as it is.

    Two works that fit, or none, leave it without an id: a wrong seed would lead a whole search astray.
    """
    from harvest.references.model import plain

    wanted = plain(seed.found.title or "")
    for index in indexes:
        try:
            rows = index.search(seed.found.title or "")
        except UnansweredError:
            continue
        fits = [
            each for each in rows
            if plain(each.title or "") == wanted
            and (seed.found.year is None or each.year is None or abs(each.year - seed.found.year) <= NEAR)
        ]  # fmt: skip
        if len(fits) == 1 and fits[0].ids:
            return fits[0]
    return seed.found


class FileDecisions:
    """What was decided of works, by their ids; call it with a work.

    Args:
        decided: by id.
        moved: ids that were merged since, the old one and the one that stands.
    """

    def __init__(self, decided: Mapping[str, bool], moved: Mapping[str, str] | None = None) -> None:
        self.decided = dict(decided)
        for old, name in (moved or {}).items():
            if old in self.decided:
                self.decided[name] = self.decided[old] or self.decided.get(name, False)

    def __call__(self, work: Work) -> bool | None:
        """Return what was decided of a work: included where any of its ids is, ``None`` where nobody said."""
        said = [self.decided[each] for each in (*work.ids, *work.merged) if each in self.decided]
        return any(said) if said else None

    @property
    def included(self) -> list[str]:
        """The ids that were included."""
        return [name for name, verdict in self.decided.items() if verdict]


def read_decisions(path: Path) -> dict[str, bool]:
    """Read decisions from a CSV file: by id, whether a work is included.

    A row without a decision, or with ``maybe``, decides nothing.

    Raises:
        GreylitError: it has no column of ids or none of decisions, or a decision cannot be read (``DECISIONS``).
    """
    try:
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        raise GreylitError(
            f"{path} cannot be opened ({error.strerror or error})", code="DECISIONS"
        ) from error
    dialect = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    rows = list(csv.DictReader(io.StringIO(text), delimiter=dialect))
    columns = {str(name).strip().lower(): name for name in (rows[0] if rows else {}) if name}
    ids = [columns[each] for each in ID_COLUMNS if each in columns]
    verdict = next((columns[each] for each in DECISION_COLUMNS if each in columns), None)
    if not ids or verdict is None:
        raise GreylitError(
            f"{path} is no table of decisions", code="DECISIONS",
            hint="It has a column id (or openalex_id, doi) and a column included (or decision), with yes or no.",
        )  # fmt: skip
    decided: dict[str, bool] = {}
    for number, row in enumerate(rows, start=2):
        said = (row.get(verdict) or "").strip().lower()
        if said not in _YES | _NO:
            if said in ("", "maybe", "undecided", "?"):
                continue
            raise GreylitError(
                f"{path}, line {number}: {said!r} is no decision", code="DECISIONS", hint="Write yes or no."
            )
        for name in filter(None, (_named(column, row.get(column) or "") for column in ids)):
            decided[name] = decided.get(name, False) or said in _YES
    return decided


def _named(column: str, written: str) -> str | None:
    bare = written.strip()
    return name_of(f"pmid:{bare}" if column.lower() == "pmid" and bare.isdigit() else bare)
