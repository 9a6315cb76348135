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
        out.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(out)
    except OSError as error:
        raise GreylitError(
            f"could not write {out}: {error.strerror or error}",
            code="EXPORT_NOT_WRITTEN",
            exit_code=Exit.STORE,
            where={"file": str(out)},
            hint="free some space, close the program that has the file open, or choose another place for the file",
        ) from error
    finally:
        with suppress(OSError):
            part.unlink()
