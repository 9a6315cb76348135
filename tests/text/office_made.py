"""Office files made for tests, part by part: ZIP packages and compound files whose every byte is known."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MORE = (
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"'
    for name, each in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
        ("fo", "xsl-fo-compatible"), ("presentation", "presentation"), ("meta", "meta"),
    )
)  # fmt: skip


def zipped(parts: Mapping[str, str | bytes], *, packed: bool = True) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def para(*runs: str, style: str = "", inside: str = "") -> str:
    """Return a paragraph; a run that is markup already goes in as it is."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    made = "".join(
        run if run.startswith("<") else f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs
    )
    return f"<w:p><w:pPr>{named}{inside}</w:pPr>{made}</w:p>"


def docx(
    body: str,
    *,
    styles: str = "",
    core: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    rels: str = "",
) -> bytes:
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{base}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), ("styles", "styles"))
    )
    every: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + _rel("r1", "officeDocument", "word/document.xml")
        + "</Relationships>",
        "word/document.xml": f"<w:document {W} {_MORE}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {W}>{styles}</w:styles>",
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            _rel(f"rId{kind}", kind, f"{kind}.xml")
            for kind in ("styles", "footnotes", "endnotes")
            if kind == "styles" or f"word/{kind}.xml" in (parts or {})
        )
        + f"{rels}</Relationships>",
        **(parts or {}),
    }
    if core:
        every["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">{core}</cp:coreProperties>'
        )
    return zipped(every)


def _rel(number: str, kind: str, target: str) -> str:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationship Id="{number}" Type="{base}/{kind}" Target="{target}"/>'


rel = _rel


def notes(kind: str, *texts: str) -> str:
    """Return a part of foot- or endnotes, numbered from 1, after the two that draw the rules."""
    each = "".join(f'<w:{kind} w:id="{i}">{para(text)}</w:{kind}>' for i, text in enumerate(texts, 1))
    rule = f'<w:{kind} w:id="-1" w:type="separator">{para("RULE")}</w:{kind}>'
    return f"<w:{kind}s {W}>{rule}{each}</w:{kind}s>"


def style(number: str, name: str, inside: str = "", *, based: str = "", kind: str = "paragraph") -> str:
    base = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="{kind}" w:styleId="{number}"><w:name w:val="{name}"/>{base}{inside}</w:style>'


def odf(
    kind: str, body: str, *, styles: str = "", meta: str = "", parts: Mapping[str, str | bytes] | None = None
) -> bytes:
    """Return an OpenDocument file; ``kind`` is "text", "presentation" or "spreadsheet"."""
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {_ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
            "meta.xml": f'<office:document-meta {_ODF} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>{meta}'
            "</office:meta></office:document-meta>",
            "META-INF/manifest.xml": "<manifest/>",
            **(parts or {}),
        },
        packed=False,
    )


def pptx(slides: Sequence[str], *, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return a presentation; each slide is the markup of its shapes, one that begins with "HIDDEN" is hidden."""
    spaces = (
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/'
        'presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    )
    every: dict[str, str | bytes] = {"[Content_Types].xml": "<Types/>"}
    listed, related = "", ""
    for i, shapes in enumerate(slides, 1):
        hidden = ' show="0"' if shapes.startswith("HIDDEN") else ""
        tree = f"<p:cSld><p:spTree>{shapes.removeprefix('HIDDEN')}</p:spTree></p:cSld>"
        every[f"ppt/slides/slide{i}.xml"] = f"<p:sld {spaces}{hidden}>{tree}</p:sld>"
        listed += f'<p:sldId id="{255 + i}" r:id="rId{i}"/>'
        related += _rel(f"rId{i}", "slide", f"slides/slide{i}.xml")
    every["ppt/presentation.xml"] = (
        f"<p:presentation {spaces}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>"
    )
    every["ppt/_rels/presentation.xml.rels"] = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{related}</Relationships>'
    )
    return zipped({**every, **(parts or {})})


def shape(*lines: str, holder: str = "", hidden: bool = False) -> str:
    place = f'<p:ph type="{holder}"/>' if holder else ""
    seen = ' hidden="1"' if hidden else ""
    body = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"{seen}/><p:cNvSpPr/><p:nvPr>{place}</p:nvPr></p:nvSpPr>'
        f"<p:txBody>{body}</p:txBody></p:sp>"
    )


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return an OLE compound file ([MS-CFB]) with streams by path; each is filled up with zeros to 4,096 bytes."""
    names: list[str] = ["Root Entry"]
    for path in streams:
        parts = path.split("/")
        for i in range(1, len(parts) + 1):
            if (name := "/".join(parts[:i])) not in names:
                names.append(name)
    data = b""
    placed: dict[str, tuple[int, int]] = {}
    chains: list[list[int]] = []
    for path, content in streams.items():
        content = content.ljust(4096, b"\0")
        start, count = len(data) // 512, -(-len(content) // 512)
        placed[path] = (start, len(content))
        chains.append(list(range(start, start + count)))
        data += content.ljust(count * 512, b"\0")
    directory = len(data) // 512
    entries = b"".join(_entry(names, i, placed) for i in range(len(names)))
    entries = entries.ljust(-(-len(entries) // 512) * 512, b"\0")
    chains.append(list(range(directory, directory + len(entries) // 512)))
    data += entries
    sectors = len(data) // 512
    tables = next(n for n in range(1, 100) if n * 128 >= sectors + n)
    table = [0xFFFFFFFF] * (tables * 128)
    for chain in chains:
        for at, after in zip(chain, [*chain[1:], 0xFFFFFFFE], strict=True):
            table[at] = after
    for i in range(tables):
        table[sectors + i] = 0xFFFFFFFD
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, tables, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", *range(sectors, sectors + tables), *[0xFFFFFFFF] * (109 - tables))
    return head + data + struct.pack(f"<{len(table)}I", *table)


def _entry(names: list[str], at: int, placed: Mapping[str, tuple[int, int]]) -> bytes:
    name = names[at]
    none = 0xFFFFFFFF

    def within(folder: str) -> list[int]:
        start = "" if folder == "Root Entry" else f"{folder}/"
        return [
            i
            for i, each in enumerate(names)
            if i and each.startswith(start) and "/" not in each[len(start) :]
        ]

    # Siblings hang on one another to the right: a poor tree, and a valid one for readers that only walk it.
    folder = name.rpartition("/")[0] or "Root Entry"
    siblings = within(folder) if at else []
    right = next((i for i in siblings if i > at), none)
    child = next(iter(within(name)), none) if name not in placed else none
    kind = 5 if not at else 2 if name in placed else 1
    start, size = placed.get(name, (0xFFFFFFFE if not at else 0, 0))
    wide = name.rpartition("/")[2].encode("utf-16-le") + b"\0\0"
    return (
        wide.ljust(64, b"\0") + struct.pack("<HBBIII", len(wide), kind, 1, none, right, child) + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )  # fmt: skip
