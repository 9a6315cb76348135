"""Content codings are undone as meant, whatever a host sends, within limits of memory and time."""

from __future__ import annotations

import gzip
import random
import time
import tracemalloc
import zlib
from collections.abc import Callable

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.coding import MAX_LAYERS, Decoded, decode_body, decoded, zstd
from tests.crawler import bombs

TEXT = b"".join(b"line %d of a report\n" % number for number in range(5_000))
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress
}  # fmt: skip
NOISE = random.Random(3).randbytes(200_000)


def bare_deflate(data: bytes) -> bytes:
    maker = zlib.compressobj(wbits=-15)
    return maker.compress(data) + maker.flush()


@pytest.mark.parametrize(
    "coding, sent",
    [
        ("gzip", gzip.compress(TEXT)), ("x-gzip", gzip.compress(TEXT)), (" GZIP ", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)), ("deflate", bare_deflate(TEXT)),
        ("br", brotli.compress(TEXT)), ("zstd", zstd.compress(TEXT)),
        # several members and frames, padding behind the end
        ("gzip", gzip.compress(TEXT[:1000]) + gzip.compress(TEXT[1000:])), ("gzip", gzip.compress(TEXT) + b"\0" * 100),
        ("zstd", zstd.compress(TEXT[:1000]) + zstd.compress(TEXT[1000:])),
        # over each other
        ("gzip, gzip", gzip.compress(gzip.compress(TEXT))), ("br,zstd", zstd.compress(brotli.compress(TEXT))),
        ("deflate, gzip, br", brotli.compress(gzip.compress(zlib.compress(TEXT)))),
        # said and not done, or done once only
        ("gzip", TEXT), ("deflate", TEXT), ("br", TEXT), ("zstd", TEXT), ("gzip, gzip", gzip.compress(TEXT)),
        # no coding at all
        ("identity", TEXT), ("", TEXT), ("UTF-8", TEXT), ("gzip, identity", gzip.compress(TEXT)), (",,", TEXT),
    ],
)  # fmt: skip
def test_a_content_coding_is_undone(coding: str, sent: bytes) -> None:
    assert decoded(sent, coding) == Decoded(TEXT)
    assert decoded(sent, coding, len(TEXT)) == Decoded(TEXT), "the limit itself is not too large"


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_members_are_read_on_wherever_they_end(coding: str) -> None:
    pack, piece = PACKERS[coding], 1 << 16
    for parts in ([NOISE[:piece]] * 3, [NOISE[: piece - n] for n in range(60)], [b"", NOISE, b"", TEXT]):
        assert decoded(b"".join(map(pack, parts)), coding) == Decoded(b"".join(parts))
    # A member that fills a piece when unpacked and ends where a piece of what is packed ends.
    full = b"x" * piece
    before = next(
        part for size in range(piece - 400, piece) if len(pack(part := NOISE[:size]) + pack(full)) == piece
    )
    assert decoded(pack(before) + pack(full) + pack(TEXT), coding) == Decoded(before + full + TEXT)


@pytest.mark.parametrize("coding", PACKERS)
def test_an_empty_body_is_empty_packed_or_not(coding: str) -> None:
    assert decoded(b"", coding) == Decoded(b"")
    assert decode_body(PACKERS[coding](b""), coding) == b""


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, gzip", "br, gzip", ""])
def test_what_is_larger_than_the_limit_is_cut_there_and_said(coding: str) -> None:
    sent = TEXT
    for name in filter(None, coding.split(", ")):
        sent = PACKERS[name](sent)
    limit = len(TEXT) - 5
    assert decoded(sent, coding, limit) == Decoded(TEXT[:limit], "too-large")
    assert decode_body(sent, coding, 0) == b""


@pytest.mark.parametrize("name", bombs.SMALL)
def test_ten_gigabytes_out_of_a_small_body_cost_the_limit_and_no_more(name: str) -> None:
    coding, sent = bombs.SMALL[name]()
    limit = 4_000_000
    tracemalloc.start()
    began = time.process_time()
    found = decoded(sent, coding, limit)
    seconds, peak = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.flaw == "too-large" and len(found.body) <= limit
    assert peak < 3 * limit and seconds < 5, (peak, seconds)


def test_a_zstd_body_that_asks_for_gigabytes_to_be_read_is_not_read() -> None:
    found = decoded(bombs.zstd_bomb(window=31), "zstd", 1_000)
    assert found.body == bombs.zstd_bomb(window=31)[:1_000]


def test_more_layers_than_anybody_needs_are_not_undone() -> None:
    sent = TEXT
    for _ in range(MAX_LAYERS + 1):
        sent = gzip.compress(sent)
    coding = ", ".join(["gzip"] * (MAX_LAYERS + 1))
    assert decoded(sent, coding) == Decoded(sent, "too-large")
    assert decoded(gzip.decompress(sent), coding.removeprefix("gzip, ")) == Decoded(TEXT)


@pytest.mark.parametrize("coding", PACKERS)
def test_a_stream_that_breaks_off_gives_what_could_be_read_of_it_and_says_so(coding: str) -> None:
    sent = PACKERS[coding](NOISE)
    found = decoded(sent[: len(sent) * 3 // 4], coding)
    # zstd gives out whole blocks of 128 KiB.
    assert NOISE.startswith(found.body) and len(found.body) > len(NOISE) // 2 and found.flaw == "broken"


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_stream_of_which_nothing_can_be_read_is_given_as_it_is_and_said_to_be_broken(coding: str) -> None:
    sent = PACKERS[coding](NOISE)[:12]
    assert decoded(sent, coding) == Decoded(sent, "broken")


def test_a_damaged_stream_loses_little_before_the_damage() -> None:
    text = bytearray(gzip.compress(TEXT))
    middle = len(text) // 2
    text[middle : middle + 40] = b"\xff" * 40
    found = decoded(bytes(text), "gzip")
    assert TEXT.startswith(found.body[:10_000]) and len(found.body) > 10_000 and found.flaw == "broken"
    noise = gzip.compress(NOISE, 0)
    cut = decoded(noise[:150_000] + b"\xff" * 1000, "gzip")
    assert len(cut.body) > 149_000


@settings(max_examples=400, deadline=None)
@given(
    raw=st.binary(max_size=300),
    coding=st.lists(st.sampled_from(["gzip", "deflate", "br", "zstd", "x"]), max_size=6).map(", ".join),
    limit=st.integers(0, 50),
    packed=st.sampled_from([*PACKERS, None]),
)
def test_no_body_can_raise_or_pass_the_limit(raw: bytes, coding: str, limit: int, packed: str | None) -> None:
    assert len(decode_body(raw, coding, limit)) <= limit
    if packed:
        assert len(decode_body(PACKERS[packed](raw)[:-3] + raw, packed, limit)) <= limit


@settings(max_examples=100, deadline=None)
@given(
    raw=st.binary(max_size=5_000).map(lambda data: data * 60),
    names=st.lists(st.sampled_from([*PACKERS]), min_size=1, max_size=4),
)
def test_whatever_is_packed_comes_back(raw: bytes, names: list[str]) -> None:
    sent = raw
    for name in names:
        sent = PACKERS[name](sent)
    assert decoded(sent, ", ".join(names)) == Decoded(raw)
