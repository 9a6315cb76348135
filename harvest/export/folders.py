"""Writing a folder, or a zip of one, so that it is there whole or not at all, and the same bytes each time."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harvest.errors import Exit, GreylitError

#: The date of every entry of a zip: the first that the format can hold.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_PIECE = 1 << 20


@contextmanager
def replacing_folder(out: Path, *, ours: str) -> Iterator[Path]:
    """Yield an empty folder beside ``out``; put it in the place of ``out`` at the end, remove it if anything fails.

    Args:
        out: the folder. One that exists is replaced only if it is empty or holds ``ours``.
        ours: the file by which a folder of this format is known, such as ``bagit.txt``.

    Raises:
        GreylitError: the folder holds other things, or the file system refuses (``EXPORT_NOT_WRITTEN``).
    """
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / ours).exists())):
        raise GreylitError(
            f"{out} is there already and is no earlier export of this kind: it was left as it is",
            code="EXPORT_NOT_WRITTEN", exit_code=Exit.STORE, where={"file": str(out)},
            hint="Give a folder that does not exist yet: --out FOLDER",
        )  # fmt: skip
    part = out.with_name(f".{out.name[:40]}.{os.getpid()}.part")
    old = out.with_name(f".{out.name[:40]}.{os.getpid()}.old")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        yield part
        if out.exists():
            out.replace(old)
        part.replace(out)
    except OSError as error:
        if old.exists() and not out.exists():
            old.replace(out)
        raise GreylitError(
            f"could not write {out}: {error.strerror or error}",
            code="EXPORT_NOT_WRITTEN", exit_code=Exit.STORE, where={"file": str(out)},
            hint="free some space, close the program that has a file of it open, or choose another place",
        ) from error  # fmt: skip
    finally:
        shutil.rmtree(part, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def entry(name: str, *, stored: bool = False) -> zipfile.ZipInfo:
    """Return the head of a zip entry that is the same on every machine and day; ``stored`` keeps bytes as they are."""
    info = zipfile.ZipInfo(name, ZIP_DATE)
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o100644 << 16
    return info


def add_file(into: zipfile.ZipFile, name: str, path: Path, *, stored: bool = False) -> None:
    """Put a file into a zip, piece by piece."""
    info = entry(name, stored=stored)
    info.file_size = path.stat().st_size
    with path.open("rb") as source, into.open(info, "w") as target:
        shutil.copyfileobj(source, target, _PIECE)


def zip_folder(folder: Path, out: Path) -> None:
    """Write a zip of a folder: files in the order of their names, what is compressed already stored as it is."""
    with zipfile.ZipFile(out, "w") as into:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            add_file(into, name, path, stored=path.suffix in (".gz", ".pdf", ".zip", ".png", ".wacz"))
