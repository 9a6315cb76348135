"""What holds for every kind of source."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

import spiders as package
from crawler.lead import Answer, Reading
from crawler.sources import sources, spiders
from crawler.spec import Source

NAMES = sorted(
    path.stem
    for path in Path(package.__file__).parent.glob("*.py")
    if not path.stem.startswith("_") and path.stem != "base"
)


def test_every_module_of_spiders_gives_a_spider_to_the_loader() -> None:
    assert {inspect.getmodule(spider).__name__ for spider in spiders().values()} == {
        f"spiders.{name}" for name in NAMES
    }  # type: ignore[union-attr]
    assert sources() == {name: spider.spec for name, spider in spiders().items()}


@pytest.mark.parametrize("name", sorted(spiders()))
def test_a_spider_declares_itself_in_full(name: str) -> None:
    spec = sources()[name]
    assert spec.kind == spiders()[name].name == name
    family, _, version = spec.parser.partition("/")
    assert family and version.isdigit(), "a verdict must tell which parser of which version gave it"
    assert spec.title and len(spec.title) > 3
    assert spiders()[name].__doc__ and all(delay > 0 for delay in spec.min_delay.values())
    assert set(spec.min_delay) <= set(spec.live_hosts)


@pytest.mark.parametrize("name", sorted(spiders()))
def test_the_source_s_own_host_belongs_to_it(name: str) -> None:
    assert "www.example.org" in spiders()[name]().hosts(Source("s", name, "S", "https://www.example.org/"))


@pytest.mark.parametrize("name", sorted(spiders()))
@pytest.mark.parametrize(
    "status", [200, 204, 206, 304, 400, 401, 403, 404, 405, 410, 418, 422, 429, 451, 500, 503, 999]
)
@pytest.mark.parametrize("kind", ["search", "content", "page", "file"])
def test_no_status_leaves_an_answer_without_an_outcome(name: str, status: int, kind: str) -> None:
    from crawler.lead import Lead

    url = "https://www.example.org/a"
    for body in (b"", b"<html>", b"{}", b"%PDF-1.4", b"\xff" * 20):
        read = spiders()[name]().read(
            Source("s", name, "S", "https://www.example.org/"),
            Lead(url, kind, "start"),
            Answer(url, status, {}, body),
        )
        assert isinstance(read, Reading) and read.outcome
        if status >= 400 and [each.kind for each in read.leads] == ["form"]:
            # A form whose state is no longer taken is begun anew, which is told as being led on.
            assert read.outcome == "redirect" and read.detail
        elif status >= 400:
            assert read.outcome in ("refused", "failed", "gone", "not-found", "unreadable")
            assert read.outcome not in ("read", "results", "none")
