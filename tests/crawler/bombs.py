"""Bodies of a few kilobytes or megabytes that unpack to ten gigabytes, made in a moment and without holding them."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from functools import lru_cache

import brotli

SIZE = 10_000_000_000
_BLOCK = b"\0" * (1 << 24)


@lru_cache
def gzip_bomb(size: int = SIZE) -> bytes:
    """One gzip member of zeros: a deflate block that ends on a full flush may be repeated."""
    packer = zlib.compressobj(9, wbits=31)
    first, again, more = (packer.compress(_BLOCK) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(3))
    assert again == more
    return first + again * (size // len(_BLOCK))


@lru_cache
def brotli_bomb(size: int = SIZE) -> bytes:
    """One brotli stream of zeros, of blocks that repeat."""
    packer = brotli.Compressor(quality=1, lgwin=24)
    first, again, more = (packer.process(_BLOCK) + packer.flush() for _ in range(3))
    assert again == more
    return first + again * (size // len(_BLOCK))


def zstd_bomb(size: int = SIZE, window: int = 23) -> bytes:
    """One zstd frame (RFC 8878, 3.1.1) of blocks that say: 128 KiB of this byte."""
    head = b"\x28\xb5\x2f\xfd\x00" + bytes([(window - 10) << 3])
    block = (1 << 1 | 1 << 17 << 3).to_bytes(3, "little") + b"\0"
    return head + block * (size >> 17)


def deflate_bomb(size: int = SIZE) -> bytes:
    """The same as bare deflate, without gzip's head."""
    return gzip_bomb(size)[10:]


@lru_cache
def nested_bomb() -> bytes:
    """A gzip bomb that is packed once more: 15 kilobytes."""
    return gzip.compress(gzip_bomb())


@lru_cache
def hollow_bomb() -> bytes:
    """Gigabytes of empty deflate blocks, packed: much to unpack, and nothing comes of it."""
    packer = zlib.compressobj(9, wbits=31)
    hollow = b"\0\0\0\xff\xff" * (1 << 20)
    # A flush leaves blocks that are whole bytes, wherever they are put.
    first, again = (packer.compress(hollow) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    return first + again * (SIZE // len(hollow))


#: Name: content coding and body. All are small enough for a fast test.
SMALL: dict[str, Callable[[], tuple[str, bytes]]] = {
    "gzip": lambda: ("gzip", gzip_bomb()),
    "deflate": lambda: ("deflate", deflate_bomb()),
    "brotli": lambda: ("br", brotli_bomb()),
    "zstd": lambda: ("zstd", zstd_bomb()),
    "gzip in gzip": lambda: ("gzip, gzip", nested_bomb()),
    "hollow deflate in gzip": lambda: ("deflate, gzip", hollow_bomb()),
    "two million empty members": lambda: ("gzip", gzip.compress(b"", 9) * 2_000_000),
}
