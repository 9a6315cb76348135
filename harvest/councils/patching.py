"""Corrections of a list of councils as a unified diff, which ``patch`` and ``git apply`` take."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from difflib import unified_diff

from harvest.councils.listed import decoded, delimiter

#: What ``diff`` writes below a last line that has no line feed.
_NO_END = "\\ No newline at end of file\n"


def corrected(data: bytes, changes: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return the bytes of a list with values changed, and every other row byte for byte as it was.

    Args:
        data: the file.
        changes: by GSS code, the columns and their new values. Columns that the file does not have are left out.
    """
    text, coding = decoded(data)
    mark = delimiter(text)
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(lines, delimiter=mark)
    try:
        heads = [each.strip() for each in next(reader)]
    except StopIteration:
        return data
    written, end = list(lines[: reader.line_num]), reader.line_num
    for row in reader:
        begin, end = end, reader.line_num
        values = dict(zip(heads, row, strict=False))
        wanted = changes.get(" ".join(values.get("gss_code", "").split()), {})
        if not any(name in heads and values.get(name) != value for name, value in wanted.items()):
            written += lines[begin:end]
            continue
        row += [""] * (len(heads) - len(row))
        for name, value in wanted.items():
            if name in heads:
                row[heads.index(name)] = value
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=mark, lineterminator=_ending(lines[end - 1])).writerow(row)
        written.append(out.getvalue())
    # The mark at the beginning of a file was taken off with the coding, and comes back with it only where it was.
    plain = "utf-8" if coding == "utf-8-sig" and not data.startswith(b"\xef\xbb\xbf") else coding
    return "".join(written).encode(plain)


def _ending(line: str) -> str:
    return next((each for each in ("\r\n", "\n", "\r") if line.endswith(each)), "")


def difference(before: bytes, after: bytes, name: str) -> bytes:
    """Return what is different between two states of a file as a unified diff; empty when nothing is.

    Args:
        before: the file as it is.
        after: the file as it should be.
        name: its path below the folder in which the patch is applied.
    """
    # As Latin-1 each byte is one character: the diff has the bytes of the file, whatever coding that is in.
    old, new = (io.StringIO(each.decode("latin-1"), newline="\n").readlines() for each in (before, after))
    found = []
    # A tab ends a name with blanks in it, as git writes it.
    label = name.encode().decode("latin-1") + ("\t" if " " in name else "")
    for line in unified_diff(old, new, f"a/{label}", f"b/{label}"):
        found.append(line if line.endswith("\n") else f"{line}\n{_NO_END}")
    return "".join(found).encode("latin-1")
