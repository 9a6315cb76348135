"""XML from strangers."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from crawler.judge.xml import DEEPEST, LARGEST, MOST, local_name, unescaped_twice, xml_root

LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    "body, name",
    [
        (b"<committees><committee/></committees>", "committees"), (b'\n\n<?xml version="1.0"?><a/>', "a"), (b"\xef\xbb\xbf<a/>", "a"),
        ('<?xml version="1.0" encoding="utf-16"?><a>\u00e9</a>'.encode("utf-16"), "a"), (b"<x:a xmlns:x='urn:y'/>", "a"),
        (b'<?xml version="1.0" encoding="windows-1252"?><a>\x93</a>', "a"), (b'<?xml version="1.0" encoding="nobody"?><a/>', "a"),
    ],
)  # fmt: skip
def test_xml_is_read(body: bytes, name: str) -> None:
    root = xml_root(body)
    assert root is not None and local_name(root) == name


@pytest.mark.parametrize(
    "body",
    [
        b"", b"words", b"<a>", b"{}", b"<html><body/></html>", b"<!DOCTYPE html><html></html>", b"<!-- x --><script>go()</script>",
        LAUGHS, b'<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>', b'<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1/">]><a>&x;</a>',
        LAUGHS.decode().encode("utf-16"), b"<!DOCTYPE a><a>\x0b</a>", b"%PDF-1.4 <a/>", b"<a/><b/>",
    ],
)  # fmt: skip
def test_pages_definitions_and_broken_files_are_none(body: bytes) -> None:
    assert xml_root(body) is None


def test_depth_size_and_number_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = b"<a>" * DEEPEST + b"</a>" * DEEPEST
    assert xml_root(deep) is not None and xml_root(b"<a>" + deep + b"</a>") is None
    assert xml_root(b"<a>" * 100_000) is None
    assert xml_root(b"<a>" + b" " * LARGEST + b"</a>") is None
    assert MOST < 1_000_000
    monkeypatch.setattr("crawler.judge.xml.MOST", 1000)
    assert xml_root(b"<a>" + b"<b/>" * 999 + b"</a>") is not None
    assert xml_root(b"<a>" + b"<b/>" * 1000 + b"</a>") is None


def test_what_careless_programs_write_is_mended() -> None:
    root = xml_root(
        b"<a>Bed &amp; board &nbsp;for 5 & more &#x1f;\x0b \x93so\x94 &pound;2 &bogus; &lt;p&gt;</a>"
    )
    assert root is not None and root.text == "Bed & board \xa0for 5 & more  \u201cso\u201d \xa32 &bogus; <p>"


def test_entities_that_are_escaped_twice_are_read_twice() -> None:
    assert unescaped_twice("  Adults &amp;amp; Health\r\n  &amp;#32;Board ") == "Adults & Health Board"
    assert unescaped_twice(None) == ""


@pytest.mark.samples
@pytest.mark.skipif("GREYLIT_SAMPLES" not in os.environ, reason="no samples")
def test_captured_answers_are_read_and_the_page_in_place_of_one_is_not() -> None:
    read = {}
    for path in sorted(Path(os.environ["GREYLIT_SAMPLES"]).rglob("*.xml*")):
        body = path.read_bytes()
        root = xml_root(gzip.decompress(body) if path.suffix == ".gz" else body)
        read[path.name] = root is not None
    assert len(read) >= 10
    assert [name for name, got in read.items() if not got] == ["denbighshire.gov.uk_CouncillorsByWard.xml"]
