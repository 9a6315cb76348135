from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from protocol_texts import PLAIN, changed, load, refusal, write

from harvest.errors import Exit
from harvest.protocol import ManualSource, ProtocolError, SeedsSource, SiteSource, load_protocol
from harvest.protocol.load import MAX_PROTOCOL_BYTES
from harvest.protocol.values import parse_duration, parse_size


def test_a_plain_protocol_has_its_values_and_the_documented_defaults(tmp_path: Path) -> None:
    protocol = load(tmp_path)
    assert protocol.concepts["A"].terms == ("alliancing", "alliance contract*")
    assert protocol.crawl.delay == 5.0
    assert (protocol.crawl.max_bytes, protocol.crawl.recheck_after) == (40_000_000, 30 * 86_400.0)
    assert protocol.limits.from_year is not None and protocol.limits.from_year.value == 2000
    assert protocol.limits.to_year is None
    first, second = protocol.sources
    assert isinstance(first, SiteSource) and first.start == ("sitemap",) and first.prisma == "website"
    assert isinstance(second, SeedsSource) and second.prisma == "citation"
    assert protocol.search.fields == ("title", "text")
    assert protocol.citations.backward is None
    assert protocol.folder == tmp_path


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("50ms", 0.05),
        ("5s", 5.0),
        ("1.5 s", 1.5),
        ("15min", 900.0),
        ("2h", 7200.0),
        ("30d", 2_592_000.0),
        ("1w", 604_800.0),
    ],
)
def test_durations_are_read_as_seconds(written: str, seconds: float) -> None:
    assert parse_duration(written) == seconds


@pytest.mark.parametrize(
    ("written", "size"), [("40MB", 40_000_000), ("1.5 GB", 1_500_000_000), ("10kB", 10_000), ("7B", 7)]
)
def test_sizes_are_decimal(written: str, size: int) -> None:
    assert parse_size(written) == size


@pytest.mark.parametrize("written", ["", "5", "s", "-5s", "5 parsecs", "1h30m", "٥s", "1e3s"])
def test_what_is_no_duration_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(ValueError, match='for example "5s"'):
        parse_duration(written)


@pytest.mark.parametrize("written", ["", "40", "MB", "40MiB", "-1MB"])
def test_what_is_no_size_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(ValueError, match='for example "40MB"'):
        parse_size(written)


def test_dates_and_manual_sources_are_read(tmp_path: Path) -> None:
    protocol = load(
        tmp_path,
        PLAIN
        + '[[sources]]\nid="wos"\nname="WoS"\ntype="manual"\nfiles=["imports/a.ris"]\nsearched_on=2026-10-06\n',
    )
    source = protocol.sources[2]
    assert isinstance(source, ManualSource)
    assert source.searched_on == date(2026, 10, 6)


def test_a_byte_order_mark_and_windows_line_ends_are_passed_over(tmp_path: Path) -> None:
    plain = load(tmp_path)
    path = write(tmp_path, b"\xef\xbb\xbf" + PLAIN.replace("\n", "\r\n").encode())
    windows = load_protocol(path)
    assert windows.sha256 == plain.sha256
    assert windows.line("crawl", "delay") == plain.line("crawl", "delay")


def test_broken_toml_is_told_with_file_line_column_and_the_line_itself(tmp_path: Path) -> None:
    error = refusal(tmp_path, changed(('delay = "5s"', 'delay : "5s"')))
    assert error.code == "PROTOCOL_INVALID" and error.exit_code == Exit.USAGE
    assert error.where["file"].endswith("protocol.toml")
    assert error.where["line"] == PLAIN.split("\n").index('delay = "5s"') + 1
    assert "column 7" in error.message
    assert 'delay : "5s"' in error.message


def test_broken_toml_at_the_end_of_the_file_names_its_last_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, 'x = [\n  "a",\n')
    assert error.where["line"] == 3


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'id = "caf\xe9"\n', "line 1: the byte 0xe9 is not UTF-8"),
        (PLAIN.encode("utf-16"), "UTF-16"),
        (b"", "review"),
        (b"x = " + b"[" * 100_000, "nested too deeply"),
        (b"x = " + b"9" * 10_000, "not valid TOML"),
        (b"#" * (MAX_PROTOCOL_BYTES + 1), "no protocol"),
    ],
)
def test_files_that_are_no_protocol_are_refused_in_words(tmp_path: Path, data: bytes, said: str) -> None:
    assert said in refusal(tmp_path, data).message


def test_a_missing_file_a_folder_and_a_pipe_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ProtocolError, match="no such file") as missing:
        load_protocol(tmp_path / "nowhere.toml")
    assert missing.value.hint and "greylit init" in missing.value.hint
    with pytest.raises(ProtocolError, match="is a folder") as folder:
        load_protocol(tmp_path)
    assert folder.value.hint and "protocol.toml" in folder.value.hint
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(ProtocolError, match="not an ordinary file"):
            load_protocol(tmp_path / "pipe")


@pytest.mark.samples
def test_the_worked_example_loads() -> None:
    samples = os.environ.get("GREYLIT_SAMPLES")
    example = Path(samples or "").parent / "field-notes" / "protocol.example.toml"
    if not samples or not example.is_file():
        pytest.skip("the worked example lies beside GREYLIT_SAMPLES")
    protocol = load_protocol(example)
    assert list(protocol.concepts) == ["A", "B", "C"]
    assert [source.id for source in protocol.sources] == ["la", "kf", "jrf", "govuk", "prior", "wos"]


_LINES = st.sampled_from(PLAIN.splitlines())
_PIECES = st.one_of(
    _LINES,
    st.text(max_size=30),
    st.sampled_from(['[[sources]]', '[search]', 'type = "site"', "x = [1, {a = 2}]", 'require = "((A"', "id = nan", "[sources]",
                     "[concepts]", 'A = "x"', "delay = inf", "[limits.from_year]", "value = 1e400", "sources = 3", '"" = 1']),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    data=st.one_of(
        st.binary(max_size=200), st.lists(_PIECES, max_size=25).map(lambda lines: "\n".join(lines).encode())
    )
)
def test_no_bytes_end_in_anything_but_a_protocol_or_its_refusal(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(data)
    try:
        load_protocol(path)
    except ProtocolError as error:
        assert error.problems and error.message and error.hint


_VALUES = st.sampled_from(
    [
        "3",
        "-1",
        "nan",
        "true",
        '""',
        '"x"',
        '"\\u0000"',
        "[]",
        "[[]]",
        '["A", 1]',
        "{}",
        "2026-01-01",
        "[{}]",
        "1e999",
    ]
)


@settings(max_examples=150, deadline=None)
@given(number=st.integers(0, len(PLAIN.splitlines()) - 1), value=_VALUES)
def test_any_key_may_hold_any_value_without_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, number: int, value: str
) -> None:
    lines = PLAIN.splitlines()
    if " = " in lines[number] and not lines[number].endswith("["):
        lines[number] = lines[number].split(" = ")[0] + " = " + value
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text("\n".join(lines))
    try:
        load_protocol(path)
    except ProtocolError as error:
        assert all(problem.line for problem in error.problems if problem.key)
