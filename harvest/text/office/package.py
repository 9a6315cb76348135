"""ZIP packages from strangers: opened within limits, and their XML parsed without what can do harm."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from lxml import etree

from harvest.text.office.model import Budget, RefusedError

#: Entries of one package. A workbook of 1,000 sheets or a presentation of 500 slides has some thousands.
MOST_ENTRIES = 50_000
#: Bytes of one part of XML when unpacked: lxml needs up to ten times as much memory for its tree.
LARGEST_XML = 64_000_000
#: No honest text is packed tighter: XML of workbooks full of nothing comes to 1 in 200.
RATIO, RATIO_FROM = 400, 8_000_000
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
# What the standard calls strict has other namespaces for the same names (ISO/IEC 29500-4).
_STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/presentationml/main", b"http://schemas.openxmlformats.org/presentationml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)  # fmt: skip


class Package:
    """A ZIP file whose parts are read by name, without regard to case, each counted against a budget."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        """Open it.

        Raises:
            RefusedError: it is no ZIP file that can be read, or one with too many entries.
        """
        self._budget = budget
        try:
            self.zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise RefusedError("broken", f"the ZIP container cannot be opened: {error}") from error
        entries = self.zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise RefusedError("too-large", f"{len(entries):,} files in one container")
        self.entries = {_name(entry.filename): entry for entry in entries if not entry.is_dir()}

    def __contains__(self, name: str) -> bool:
        return _name(name) in self.entries

    def read(self, name: str, most: int = LARGEST_XML) -> bytes:
        """Return the bytes of a part.

        Raises:
            KeyError: there is none of that name.
            RefusedError: it needs a password, is larger than ``most`` or than its packed size can hold, or is damaged.
        """
        entry = self.entries[_name(name)]
        if entry.flag_bits & 1:
            raise RefusedError("encrypted", "the file needs a password")
        try:
            with self.zip.open(entry) as file:
                data = file.read(most + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            raise RefusedError("broken", f"{entry.filename} cannot be unpacked: {error}"[:300]) from error
        if len(data) > most:
            raise RefusedError(
                "too-large", f"{entry.filename} is larger than {most // 1_000_000} MB when unpacked"
            )
        if len(data) > RATIO_FROM and len(data) > RATIO * entry.compress_size:
            raise RefusedError(
                "too-large",
                f"{entry.filename} is packed {RATIO} times and more: it is made to fill the memory",
            )
        self._budget.take(len(data))
        return data

    def xml(self, name: str) -> Any:
        """Return the root of a part of XML; strict namespaces are made the usual ones.

        Raises:
            KeyError, RefusedError: as ``read`` does, and "broken" where it is no XML at all.
        """
        return parse_xml(self.read(name), name)

    def optional(self, name: str) -> Any | None:
        """Return the root of a part, or ``None`` where it is missing or cannot be read: for what is only good to have."""
        try:
            return self.xml(name)
        except (KeyError, RefusedError):
            return None

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return (last word of the type, name of the part) by id of what a part refers to within the package."""
        folder, _, name = part.rpartition("/")
        root = self.optional(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for each in () if root is None else root.iter(f"{_RELATIONS}Relationship"):
            target = str(each.get("Target") or "")
            if each.get("TargetMode") != "External" and target:
                path = (
                    target.lstrip("/") if target.startswith("/") else posixpath.join(folder, unquote(target))
                )
                kind = str(each.get("Type") or "").rpartition("/")[2]
                found[str(each.get("Id"))] = (kind, posixpath.normpath(path))
        return found

    def main_part(self, usual: str) -> str:
        """Return the name of the part that the package is about, which is ``usual`` in nearly all."""
        if usual in self:
            return usual
        related = self.relations("").values()
        return next((name for kind, name in related if kind == "officeDocument" and name in self), usual)


def _name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def parse_xml(data: bytes, name: str = "") -> Any:
    """Return the root of an XML document: no entities, nothing fetched, no depth or node beyond libxml2's own limits.

    A damaged document is read up to and around its faults, as far as there is a root.

    Raises:
        RefusedError: "broken" where nothing can be read.
    """
    if b"purl.oclc.org/ooxml" in data[:4096]:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=True, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RefusedError("broken", f"{name} is no XML: {error}"[:300]) from error
    if root is None:
        raise RefusedError("broken", f"{name} is no XML")
    return root
