"""Taking in what people bring, each kind of file by what it is and not by its name.

``take_in`` is the whole front. A kind of file is one module with a function ``take_in(workspace, path, options)``
and one line in ``KINDS``: how it is recognised, and by which module it is read.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from harvest.errors import Exit, GreylitError
from harvest.importing.model import Imported, Options
from harvest.importing.recognise import is_decisions, is_manual_search, told_as
from store.workspace import Workspace

__all__ = ["KINDS", "Imported", "Options", "take_in"]

#: Bytes of a file that are looked at to tell what it is.
HEAD = 65_536


class Kind(NamedTuple):
    """One kind of file: what people call it, how it is recognised, and the module that reads it."""

    title: str
    recognises: Callable[[Path, bytes], bool]
    module: str


KINDS: dict[str, Kind] = {
    "manual-search": Kind(
        "a manual-search sheet (greylit export --to manual-search), filled in, as XLSX or CSV",
        is_manual_search,
        "harvest.importing.manual_search",
    ),
    "decisions": Kind(
        "decisions from ASReview (CSV, RIS, XLSX), Rayyan (CSV, RIS), Covidence (CSV), EPPI-Reviewer (RIS) or our workbook",
        is_decisions,
        "harvest.importing.decisions",
    ),
}


#: The module that reads the references of a search, when the source is named that they belong to.
REFERENCES = "harvest.importing.references"


class _Reader(Protocol):
    def take_in(self, workspace: Workspace, path: Path, options: Options) -> Imported: ...


def take_in(workspace: Workspace, path: Path, options: Options) -> Imported:
    """Take a file into a review: check all of it, record it, and bring the database up to date.

    Taking the same file in again changes nothing.

    Raises:
        GreylitError: there is no such file (``NOT_FOUND``), it is of no kind that can be imported
            (``UNKNOWN_FILE``), or something in it is wrong (``SHEET_INVALID``, ``DECISIONS_INVALID``): then nothing
            was taken.
        StoreError: the folder cannot be used, or another run is at work in it.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError as error:
        raise GreylitError(
            f"{path} cannot be read ({(error.strerror or str(error)).lower()})", code="NOT_FOUND",
            exit_code=Exit.NOT_FOUND, where={"file": str(path)}, hint="Name the file that you filled in.",
        ) from error  # fmt: skip
    if options.source is not None:
        return cast(_Reader, import_module(REFERENCES)).take_in(workspace, path, options)
    for kind in KINDS.values():
        if kind.recognises(path, head):
            return cast(_Reader, import_module(kind.module)).take_in(workspace, path, options)
    raise GreylitError(
        f"{path.name} is {told_as(path, head)}; nothing was taken in", code="UNKNOWN_FILE",
        where={"file": str(path)},
        hint=f"What can be imported: {'; '.join(kind.title for kind in KINDS.values())}; and with --source ID the references "
        "of a search that a person made.",
    )  # fmt: skip
