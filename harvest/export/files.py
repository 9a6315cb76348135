"""Writing a file so that it is there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from harvest.errors import Exit, GreylitError


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """Yield a temporary path beside ``out``; rename it to ``out`` at the end, remove it if anything fails.

    Missing folders are made. Raises GreylitError (code ``EXPORT_NOT_WRITTEN``) if the file system refuses.
    """
    part = out.with_name(f".{out.name[:40]}.{os.getpid()}.part")
    try:
        with writing(out):
            out.parent.mkdir(parents=True, exist_ok=True)
            yield part
            part.replace(out)
    finally:
        with suppress(OSError):
            part.unlink()


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Make what the file system refuses while ``out`` is written a GreylitError (code ``EXPORT_NOT_WRITTEN``)."""
    try:
        yield
    except OSError as error:
        raise GreylitError(
            f"could not write {out}: {error.strerror or error}",
            code="EXPORT_NOT_WRITTEN",
            exit_code=Exit.STORE,
            where={"file": str(out)},
            hint="free some space, close the program that has the file open, or choose another place for the file",
        ) from error
