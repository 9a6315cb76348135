"""OLE compound files: opened, their streams read within limits, and their properties ([MS-OLEPS])."""

from __future__ import annotations

import datetime
from io import BytesIO
from typing import Any

import olefile

from harvest.text.office.model import RefusedError
from harvest.text.office.stating import Stated

SOURCE = "summary information"
#: Bytes of one stream.
LARGEST_STREAM = 200_000_000


def opened(data: bytes) -> Any:
    """Open a compound file; names of streams are compared without regard to case.

    Raises:
        RefusedError: it is none, broken, or a container for an encrypted document.
    """
    try:
        ole: Any = olefile.OleFileIO(BytesIO(data), raise_defects=olefile.DEFECT_FATAL)
    except Exception as error:
        # olefile lets IndexError, struct.error and others through for damaged tables.
        raise RefusedError("broken", f"the OLE container cannot be opened: {error}"[:300]) from error
    if ole.exists("EncryptedPackage"):
        raise RefusedError("encrypted", "the file needs a password")
    return ole


def stream(ole: Any, name: str | list[str]) -> bytes:
    """Return the bytes of a stream, empty where there is none.

    Raises:
        RefusedError: it is damaged or too large.
    """
    try:
        if not ole.exists(name):
            return b""
        if ole.get_size(name) > LARGEST_STREAM:
            raise RefusedError("too-large", f"more than {LARGEST_STREAM // 1_000_000} MB in one stream")
        return bytes(ole.openstream(name).read())
    except (RefusedError, MemoryError):
        raise
    except Exception as error:
        raise RefusedError("broken", f"the OLE container is damaged: {error}"[:300]) from error


def stated(ole: Any) -> Stated:
    """Return what the summary information says; nothing where it is missing or broken."""
    try:
        meta: Any = ole.get_metadata()
    except MemoryError:
        raise
    except Exception:
        return Stated(source=SOURCE)
    codepage = meta.codepage if isinstance(meta.codepage, int) else 1252
    author = _text(meta.author, codepage)
    return Stated(
        source=SOURCE, title=_text(meta.title, codepage), authors=(author,) if author else (),
        created=_moment(meta.create_time), saved=_moment(meta.last_saved_time), company=_text(meta.company, codepage),
    )  # fmt: skip


def stated_in(data: bytes) -> Stated:
    """Return what a compound file says of itself.

    Raises:
        RefusedError: as ``opened`` does.
    """
    return stated(opened(data))


def _text(value: object, codepage: int) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, bytes):
        return ""
    # The code page is kept as a signed number of 16 bits: 65001, UTF-8, comes as -535.
    name = {65001: "utf-8", 1200: "utf-16-le", 10000: "mac-roman"}.get(
        codepage & 0xFFFF, f"cp{codepage & 0xFFFF}"
    )
    try:
        return value.decode(name, "replace").rstrip("\x00")
    except LookupError:
        return value.decode("cp1252", "replace").rstrip("\x00")


def _moment(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime.datetime) and value.year > 1980 else ""
