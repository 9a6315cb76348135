"""BagIt (RFC 8493, version 1.0): a folder whose files are listed with their checksums, so that anybody can check it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

VERSION = "1.0"
#: The file by which a bag is known.
MARK = "bagit.txt"


def close(bag: Path, about: Iterable[tuple[str, str]]) -> int:
    """Write the tag files of a bag whose payload lies in its folder ``data``; return the number of payload files.

    Args:
        bag: the folder.
        about: labels and values for ``bag-info.txt``, in order; ``Payload-Oxum`` is added.
    """
    files = sorted(
        (path for path in (bag / "data").rglob("*") if path.is_file()), key=lambda path: _name(bag, path)
    )
    octets = sum(path.stat().st_size for path in files)
    facts = [*about, ("Payload-Oxum", f"{octets}.{len(files)}")]
    _write(bag / MARK, f"BagIt-Version: {VERSION}\nTag-File-Character-Encoding: UTF-8\n")
    _write(bag / "bag-info.txt", "".join(f"{label}: {' '.join(value.split())}\n" for label, value in facts))
    _manifest(bag, "manifest-sha256.txt", files)
    _manifest(
        bag, "tagmanifest-sha256.txt", [bag / name for name in ("bag-info.txt", MARK, "manifest-sha256.txt")]
    )
    return len(files)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _name(bag: Path, path: Path) -> str:
    name = path.relative_to(bag).as_posix()
    # RFC 8493, 2.1.3: these three only.
    return name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _manifest(bag: Path, name: str, files: Iterable[Path]) -> None:
    lines = []
    for path in files:
        with path.open("rb") as stream:
            lines.append(f"{hashlib.file_digest(stream, 'sha256').hexdigest()}  {_name(bag, path)}\n")
    _write(bag / name, "".join(lines))
