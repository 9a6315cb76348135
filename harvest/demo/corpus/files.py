"""The bytes of the files that the corpus describes, made when the site is built."""

from __future__ import annotations

from importlib import resources

from harvest.demo.corpus.markup import blocks, to_html, to_text
from harvest.demo.corpus.model import Attachment
from harvest.demo.pdfs import Scan, image_pdf, text_pdf

USER_PASSWORD = "dunmere"
"""Opens the encrypted file by hand; it guards nothing."""


def scan_pages() -> list[Scan]:
    """Return the scanned pages: zlib-packed rows of one bit a pixel, drawn once from the corpus's words."""
    folder = resources.files("harvest.demo.corpus").joinpath("gov")
    found = sorted(
        (e for e in folder.iterdir() if e.name.startswith("scan-") and e.name.endswith(".z")),
        key=lambda e: e.name,
    )
    scans = []
    for entry in found:
        width, height = entry.name.removesuffix(".z").rsplit("-", 1)[-1].split("x")
        scans.append(Scan(int(width), int(height), entry.read_bytes()))
    return scans


def file_bytes(attachment: Attachment) -> bytes:
    """Make the bytes of a file attachment according to its layout."""
    layout = attachment.layout
    if layout in ("zero", "gone"):
        return b""
    if layout == "csv":
        return (to_text(attachment.pages[0]) + "\n").encode()
    title = attachment.printed_title
    if layout == "html":
        inner = "".join(to_html(page, wrap=False) for page in attachment.printed_pages)
        page = f"<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'><title>{title}</title></head>"
        return f"{page}<body><main>{inner}</main></body></html>\n".encode()
    if layout == "image":
        return image_pdf(scan_pages(), title=title, date=attachment.file_date)
    whole = text_pdf(
        [blocks(page) for page in attachment.printed_pages],
        title=title,
        date=attachment.file_date,
        columns=2 if layout == "two" else 1,
        running_head=attachment.running_head,
        user_password=USER_PASSWORD if layout == "encrypted" else "",
    )
    # a download that stopped early: no object is whole, so no reader can rebuild the file
    return whole[:220] if layout == "broken" else whole
