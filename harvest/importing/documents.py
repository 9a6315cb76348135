"""The files that a person saved: found beside the sheet, and looked at before anything is taken in."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from crawler.judge.refusals import refusal_of
from harvest.importing.values import NotMeantError
from harvest.text.kind import kind_of
from store.archive import MAX_BODY

#: Kinds of files whose text is read by this version.
READ = frozenset({"pdf", "html", "plain", "csv"})
#: Ways of saving a page in which the page itself is wrapped up.
_WRAPPED = (".mht", ".mhtml", ".webarchive", ".maff")
_MIME = {"pdf": "application/pdf", "html": "text/html", "plain": "text/plain", "csv": "text/csv"}


@dataclass(frozen=True, slots=True)
class Saved:
    """One file as it lies there.

    ``kind`` is what its bytes are, ``notes`` what the person should know of it.
    """

    path: Path
    size: int
    sha256: str
    kind: str
    mime: str
    notes: tuple[str, ...] = ()


def saved(folder: Path, name: str, address: str = "") -> Saved:
    """Find and look at a file that a sheet names.

    Args:
        folder: where the person put the files.
        name: what the sheet calls it.
        address: where it is from, for judging whether a saved page is one.

    Raises:
        NotMeantError: it is not there, outside the folder, empty, too large, or not what it should be.
    """
    path = _found(folder, name)
    size = path.stat().st_size
    if size > MAX_BODY:
        raise NotMeantError(
            f"{name} has {size / 1e6:.0f} MB, and at most {MAX_BODY / 1e6:.0f} MB are read: leave the file name "
            "empty, and say in the note where the file is kept"
        )
    data = path.read_bytes()
    kind = kind_of(data, name=name)
    if kind == "empty":
        raise NotMeantError(f"{name} is empty: save it again")
    if path.suffix.lower() in _WRAPPED:
        raise NotMeantError(
            f"{name} is a page wrapped up in one file: save it again as HTML only, or print it to PDF"
        )
    notes = []
    if kind == "html":
        refused = refusal_of(200, {"content-type": "text/html"}, data, address)
        if refused is not None:
            raise NotMeantError(
                f"{name} is not the document: {refused.sentence}; open the address again, and save what it shows then; "
                "if it is the document all the same, print it to PDF"
            )
        if path.suffix.lower() not in (".html", ".htm", ".xhtml"):
            notes.append(f"{name} is a web page, whatever its name says: see that it is the document")
    if kind not in READ:
        notes.append(f"{name} is kept, and this version reads no text from files of its kind ({kind})")
    mime = _MIME.get(kind) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Saved(path, size, hashlib.sha256(data).hexdigest(), kind, mime, tuple(notes))


def _found(folder: Path, name: str) -> Path:
    root = folder.resolve()
    try:
        path = (root / name).resolve()
        inside = path.is_relative_to(root) and not Path(name).is_absolute()
        there = inside and path.is_file()
    except (OSError, ValueError) as error:
        raise NotMeantError(f"{name!r} is not the name of a file ({error})") from None
    if not inside:
        raise NotMeantError(f"{name} is outside {folder}: put the file there, and write its name alone")
    if not there:
        if path.is_dir():
            raise NotMeantError(f"{name} is a folder: write the name of the file in it as {name}/FILE")
        names = [each.name for each in root.iterdir()] if root.is_dir() else []
        folded = {each.casefold(): each for each in names}
        near = [folded[each] for each in get_close_matches(name.casefold(), folded, n=1)]
        meant = f"did you mean {near[0]}? " if near else ""
        raise NotMeantError(f"there is no file {name} in {folder}: {meant}--files names another folder")
    return path
