"""The archive: what came back is held byte for byte, in files that others can read and that survive a torn end."""

from __future__ import annotations

import gzip
import random
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from store import archive as module
from store.archive import Archive, Original, Place, holds, mend, read
from store.errors import StoreError

REQUEST = b"GET /a HTTP/1.1\r\nHost: h\r\nUser-Agent: greylit/1\r\n\r\n"


def opened(folder: Path, run: int = 1) -> Archive:
    return Archive(folder, run, "greylit/1", {"robots": "RFC 9309"})


def add(
    archive: Archive, url: str, body: bytes, *more: tuple[bytes, bytes], same_as: Original | None = None
) -> Place:
    headers = [(b"Content-Type", b"text/plain"), *more]
    return archive.add(
        url, request=REQUEST, status_line="HTTP/1.1 200 OK", headers=headers, body=body, same_as=same_as
    )


BODIES = {
    "text": "Bridge over the Exe, naïve £".encode(),
    "empty": b"",
    "binary": random.Random(1).randbytes(70_000),
    "looks like WARC": b"WARC/1.1\r\nWARC-Type: response\r\n\r\n\r\n\r\n" * 3,
    "looks like HTTP": b"HTTP/1.1 404 Not Found\r\n\r\n",
    "null bytes": b"\0" * 1000,
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_comes_back_byte_for_byte(tmp_path: Path, name: str) -> None:
    archive = opened(tmp_path)
    add(archive, "http://h/before", b"before")
    place = add(archive, "http://h/a", BODIES[name])
    add(archive, "http://h/after", b"after")
    archive.close()
    stored = read(tmp_path, place.warc, place.offset)
    assert (stored.status, stored.raw, stored.headers["content-type"]) == (200, BODIES[name], "text/plain")


def test_a_body_can_be_read_while_the_file_is_still_being_written(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    place = add(archive, "http://h/a", b"now")
    assert read(tmp_path, place.warc, place.offset).raw == b"now"
    archive.close()


def test_a_compressed_body_is_kept_as_sent_and_given_decoded(tmp_path: Path) -> None:
    archive, sent = opened(tmp_path), gzip.compress(b"as meant" * 100)
    place = add(archive, "http://h/a", sent, (b"Content-Encoding", b"gzip"))
    archive.close()
    stored = read(tmp_path, place.warc, place.offset)
    assert stored.raw == sent and stored.body() == b"as meant" * 100
    assert stored.body(limit=10) == b"as meantas"


@pytest.mark.parametrize(
    "status", ["HTTP/1.1 404 Not Found", "HTTP/1.1 503", "HTTP/1.1 301 Moved Permanently"]
)
def test_the_status_comes_back(tmp_path: Path, status: str) -> None:
    archive = opened(tmp_path)
    place = archive.add(
        "http://h/a", request=REQUEST, status_line=status, headers=[(b"Location", b"/b")], body=b""
    )
    archive.close()
    stored = read(tmp_path, place.warc, place.offset)
    assert stored.status == int(status.split()[1]) and stored.headers == {"location": "/b"}


def test_the_same_bytes_again_are_a_small_revisit_record_that_reads_like_the_first(tmp_path: Path) -> None:
    archive, body = opened(tmp_path), random.Random(2).randbytes(50_000)
    first = add(archive, "http://h/a", body)
    original = Original("http://h/a", read(tmp_path, first.warc, first.offset).date, first.warc, first.offset)
    again = add(archive, "http://h/b", body, (b"X-Seen", b"again"), same_as=original)
    archive.close()
    stored = read(tmp_path, again.warc, again.offset)
    assert stored.raw == body and stored.headers["x-seen"] == "again"
    assert again.length < 2000
    with (tmp_path / again.warc).open("rb") as file:
        (revisit,) = [record for record in ArchiveIterator(file) if record.rec_type == "revisit"]
        fields = revisit.rec_headers
        assert fields["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
        assert fields["WARC-Refers-To-Target-URI"] == "http://h/a"
        assert fields["WARC-Refers-To-Date"] == original.date
    with (tmp_path / first.warc).open("rb") as file:
        (response,) = [record for record in ArchiveIterator(file) if record.rec_type == "response"]
        assert response.rec_headers["WARC-Date"] == original.date
        assert response.rec_headers["WARC-Payload-Digest"] == fields["WARC-Payload-Digest"]


def test_an_independent_reader_finds_every_record_with_true_digests(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    places = {
        f"http://h/{number}": add(archive, f"http://h/{number}", body)
        for number, body in enumerate(BODIES.values())
    }
    archive.note({"ledger-rows": "7", "ledger-head": "ab"})
    archive.close()
    found: dict[str, bytes] = {}
    kinds = []
    with (tmp_path / archive.name).open("rb") as file:
        for record in (iterator := ArchiveIterator(file, check_digests="raise")):
            kinds.append(record.rec_type)
            if record.rec_type == "response":
                url = record.rec_headers["WARC-Target-URI"]
                found[url] = record.raw_stream.read()
                assert iterator.get_record_offset() == places[url].offset
                assert record.rec_headers["WARC-Payload-Digest"].startswith("sha1:")
            elif record.rec_type == "request":
                assert record.http_headers.get_header("User-Agent") == "greylit/1"
                record.content_stream().read()
            else:
                record.content_stream().read()
    assert list(found.values()) == list(BODIES.values())
    assert kinds == ["warcinfo", *["response", "request"] * len(BODIES), "metadata"]


def test_a_place_covers_request_and_response(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    first, second = add(archive, "http://h/a", b"a"), add(archive, "http://h/b", b"b")
    archive.close()
    assert first.offset + first.length == second.offset
    assert second.offset + second.length == (tmp_path / second.warc).stat().st_size


def test_a_full_file_is_followed_by_the_next_one_and_ends_with_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FILE_BYTES", 5_000)
    archive = Archive(tmp_path, 3, "greylit/1", {}, lambda: {"ledger-head": "cafe"})
    bodies = {f"http://h/{n}": random.Random(n).randbytes(2_000) for n in range(6)}
    places = {url: add(archive, url, body) for url, body in bodies.items()}
    archive.close()
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["0003-00000.warc.gz", "0003-00001.warc.gz", "0003-00002.warc.gz"]
    for url, place in places.items():
        assert read(tmp_path, place.warc, place.offset).raw == bodies[url]
    for name in names[:-1]:
        with (tmp_path / name).open("rb") as file:
            records = [(record.rec_type, record.content_stream().read()) for record in ArchiveIterator(file)]
        assert records[0][0] == "warcinfo" and records[-1] == ("metadata", b"ledger-head: cafe\r\n")


def test_a_new_process_begins_a_new_file_and_others_of_the_folder_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "0001-notes.warc.gz").write_bytes(b"")
    names = []
    for run in (1, 1, 2, 1, 12345, 12345):
        archive = opened(tmp_path, run)
        names.append(archive.name)
        archive.close()
    assert names == [
        "0001-00000.warc.gz", "0001-00001.warc.gz", "0002-00000.warc.gz", "0001-00002.warc.gz",
        "12345-00000.warc.gz", "12345-00001.warc.gz",
    ]  # fmt: skip


def test_an_answer_with_a_long_head_comes_back(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    more = [(b"X-More-%d" % number, b"y" * 1000) for number in range(250)]
    place = add(archive, "http://h/a", b"all of it", *more)
    archive.close()
    stored = read(tmp_path, place.warc, place.offset)
    assert stored.raw == b"all of it" and len(stored.headers) == 251


@pytest.mark.parametrize("name", BODIES)
def test_bytes_that_are_held_are_known_and_no_others(tmp_path: Path, name: str) -> None:
    archive = opened(tmp_path)
    place = add(archive, "http://h/a", BODIES[name])
    archive.close()
    date = read(tmp_path, place.warc, place.offset).date
    assert date and holds(tmp_path, place.warc, place.offset, BODIES[name]) == date
    for other in (BODIES[name] + b"x", BODIES[name][:-1] if BODIES[name] else b"y", b"x" + BODIES[name]):
        assert holds(tmp_path, place.warc, place.offset, other) is None
    with pytest.raises(StoreError):
        holds(tmp_path, place.warc, place.offset + 1, BODIES[name])


def test_a_large_body_is_held_in_memory_once(tmp_path: Path) -> None:
    archive, body = opened(tmp_path), random.Random(1).randbytes(20_000_000)
    tracemalloc.start()
    place = add(archive, "http://h/a", body)
    added = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    assert len(read(tmp_path, place.warc, place.offset).raw) == len(body)
    back = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    assert holds(tmp_path, place.warc, place.offset, body)
    compared = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    archive.close()
    assert added < 2_000_000 and back < 1.3 * len(body) and compared < 2_000_000, (added, back, compared)


def test_reading_where_there_is_no_response_is_a_sentence(tmp_path: Path) -> None:
    archive = opened(tmp_path)
    place = add(archive, "http://h/a", b"a")
    note = archive.note({"a": "b"})
    archive.close()
    for offset in (0, place.offset + 3, note.offset, note.offset + note.length, 10**9):
        with pytest.raises(StoreError) as said:
            read(tmp_path, place.warc, offset)
        assert place.warc in said.value.message
    with pytest.raises(StoreError, match="cannot be read") as said:
        read(tmp_path, "0009-00000.warc.gz", 0)
    assert said.value.hint


def test_a_damaged_response_is_never_given_out_as_if_it_were_whole(tmp_path: Path) -> None:
    archive, body = opened(tmp_path), b"one two three four five six seven " * 40
    place = add(archive, "http://h/a", body)
    archive.close()
    path = tmp_path / place.warc
    whole = path.read_bytes()
    raised = 0
    for at in range(place.offset, place.offset + place.length, 7):
        damaged = bytearray(whole)
        damaged[at] ^= 0x55
        path.write_bytes(damaged)
        try:
            assert read(tmp_path, place.warc, place.offset).raw == body
        except StoreError:
            raised += 1
    assert raised > 10


# ---- torn ends


def whole_members(data: bytes) -> list[bytes]:
    """Split a file into its gzip members with the standard library alone; fail on anything else in it."""
    members, at = [], 0
    while at < len(data):
        decoder = zlib.decompressobj(31)
        members.append(decoder.decompress(data[at:]))
        assert decoder.eof, "a torn member"
        at = len(data) - len(decoder.unused_data)
    return members


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, int, int, str]:
    """Return a file, where its named records end, where its last member begins, and its name."""
    folder = tmp_path_factory.mktemp("written")
    archive = opened(folder)
    add(archive, "http://h/a", b"first" * 50)
    named = add(archive, "http://h/b", b"named" * 50)
    last = archive.note({"ledger-head": "cafe" * 16})
    archive.close()
    return (folder / archive.name).read_bytes(), named.offset + named.length, last.offset, archive.name


def test_a_last_record_torn_at_any_byte_is_cut_and_nothing_else(
    tmp_path: Path, written: tuple[bytes, int, int, str]
) -> None:
    data, named_end, last, name = written
    path, before = tmp_path / name, whole_members(data[:last])
    for end in range(last, len(data)):
        path.write_bytes(data[:end])
        cut = mend(tmp_path, name, named_end)
        assert path.read_bytes() == data[:last]
        if end == last:
            assert cut is None
        else:
            assert cut is not None
            assert (cut.cut_from, cut.cut_bytes, cut.named_end) == (last, end - last, named_end)
    assert whole_members(path.read_bytes()) == before


def test_a_response_torn_at_any_byte_is_cut_back_to_what_is_whole(
    tmp_path: Path, written: tuple[bytes, int, int, str]
) -> None:
    """As when the process dies between response, request and ledger row: whole unnamed records stay."""
    data, _, _, name = written
    path = tmp_path / name
    ends = [0]
    for member in range(1, len(whole_members(data)) + 1):
        ends.append(len(data) - len(_rest(data, member)))
    for end in range(0, len(data), 3):
        path.write_bytes(data[:end])
        mend(tmp_path, name, 0)
        assert len(path.read_bytes()) == max(each for each in ends if each <= end)


def _rest(data: bytes, members: int) -> bytes:
    for _ in range(members):
        decoder = zlib.decompressobj(31)
        decoder.decompress(data)
        data = decoder.unused_data
    return data


@pytest.mark.parametrize(
    "tail", [b"\0" * 500, b"garbage" * 99, b"\x1f\x8b", b"\x1f\x8b\x08\0" + b"\xff" * 300, b"\n"]
)
def test_a_tail_of_garbage_is_cut(tmp_path: Path, written: tuple[bytes, int, int, str], tail: bytes) -> None:
    data, named_end, _, name = written
    (tmp_path / name).write_bytes(data + tail)
    cut = mend(tmp_path, name, named_end)
    assert cut is not None and cut.cut_bytes == len(tail) and cut.warc == name
    assert (tmp_path / name).read_bytes() == data
    assert mend(tmp_path, name, named_end) is None


def test_an_empty_file_and_one_that_ends_early_are_left_as_they_are(
    tmp_path: Path, written: tuple[bytes, int, int, str]
) -> None:
    data, named_end, _, name = written
    (tmp_path / name).write_bytes(b"")
    assert mend(tmp_path, name, 0) is None
    # The ledger names more than there is: that is for `verify` to tell, not for cutting.
    (tmp_path / name).write_bytes(data[: named_end - 5])
    assert mend(tmp_path, name, named_end) is None
    assert (tmp_path / name).read_bytes() == data[: named_end - 5]


@settings(max_examples=60, deadline=None)
@given(tail=st.binary(max_size=200))
def test_any_tail_is_mended_to_a_readable_file(
    tmp_path_factory: pytest.TempPathFactory, written: tuple[bytes, int, int, str], tail: bytes
) -> None:
    data, named_end, _, name = written
    folder = tmp_path_factory.mktemp("tail")
    (folder / name).write_bytes(data + tail)
    mend(folder, name, named_end)
    assert whole_members((folder / name).read_bytes())[: len(whole_members(data))] == whole_members(data)
