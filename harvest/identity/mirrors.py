"""Sites that hold copies of what others published: never taken for the publisher of anything."""

from __future__ import annotations

from collections.abc import Collection

#: Document mirrors by the end of their host names, as they were met beside think tanks' reports.
KNOWN = frozenset({
    "vdocuments.net", "vdocuments.mx", "vdocuments.site", "vdocument.in", "fdocuments.in", "fdocuments.net",
    "docsbay.net", "docplayer.net", "pdfslide.net", "pdfslide.tips", "documents.pub", "dokumen.tips", "dokumen.pub",
    "scribd.com", "yumpu.com", "slideshare.net", "pdfcoffee.com", "studylib.net", "silo.tips", "coek.info",
    "pdf4pro.com", "pdfroom.com", "academia.edu", "paperzz.com", "manualzz.com", "docslib.org", "ebin.pub",
})  # fmt: skip


def is_mirror(host: str, source: str, declared: Collection[str]) -> bool:
    """Tell whether what is on a host is only ever a copy.

    Args:
        host: the host.
        source: id of the source that has it.
        declared: sources that the protocol calls mirrors.
    """
    return source in declared or any(host == each or host.endswith(f".{each}") for each in KNOWN)
