from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from bench.site import (
    FAN,
    Site,
    SiteSpec,
    cached,
    document_paths,
    generate,
    html_page,
    load,
    page_path,
    pdf_report,
)

from .conftest import TINY


def links(html: bytes) -> set[str]:
    return {path.decode() for path in re.findall(rb'<a [^>]*href="([^"]+)"', html)}


def test_the_same_parameters_give_the_same_bytes_however_many_processes_write(
    site: Site, tmp_path: Path
) -> None:
    again = generate(TINY, tmp_path, processes=2)
    assert again.sha256 == site.sha256
    assert (tmp_path / "2/d/00/0.pdf").read_bytes() == (site.root / "2/d/00/0.pdf").read_bytes()


def test_another_seed_gives_another_site() -> None:
    assert html_page(TINY, 1, 3) != html_page(replace(TINY, seed=8), 1, 3)
    assert pdf_report(TINY, 1, 0) != pdf_report(replace(TINY, seed=8), 1, 0)


def test_hosts_differ_and_share_pages_and_pdfs_evenly() -> None:
    spec = SiteSpec(pages=10, pdfs=4, hosts=3)
    assert [spec.share(host) for host in (1, 2, 3)] == [(4, 2), (3, 1), (3, 1)]
    assert html_page(spec, 1, 2) != html_page(spec, 2, 2)


def test_a_site_is_generated_once_for_its_parameters(tmp_path: Path) -> None:
    spec = SiteSpec(pages=3, pdfs=0, page_kb=5)
    first = cached(spec, tmp_path, processes=1)
    mark = first.root / "1" / "mark"
    mark.touch()
    assert cached(spec, tmp_path, processes=1) == first == load(first.root)
    assert mark.exists()
    assert cached(replace(spec, page_kb=6), tmp_path, processes=1).root != first.root


def test_a_generation_cut_short_leaves_no_site_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("bench.site.html_page", fail)
    with pytest.raises(KeyboardInterrupt):
        cached(SiteSpec(pages=3, pdfs=0), tmp_path, processes=1)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("pages", "pdfs"), [(1, 3), (7, 20), (50, 5), (50, 7)])
def test_every_document_can_be_reached_from_the_home_page_by_links(pages: int, pdfs: int) -> None:
    spec = SiteSpec(pages=pages, pdfs=pdfs, page_kb=10)
    numbers = {page_path(i): i for i in range(pages)}
    found, waiting = {"/"}, ["/"]
    while waiting:
        path = waiting.pop()
        if path in numbers:
            new = links(html_page(spec, 1, numbers[path])) - found
            found |= new
            waiting += new
    public = {path for path in found if not path.startswith("/private/")}
    assert public == set(document_paths(spec, 1))
    assert "/private/0.html" in found  # the trap is set


def test_every_page_is_linked_by_its_parent_so_that_large_sites_hold_together_too() -> None:
    spec = SiteSpec(pages=300, pdfs=0)
    for i in range(20):
        children = {page_path(k) for k in range(FAN * i + 1, FAN * i + FAN + 1)}
        assert children <= links(html_page(spec, 1, i))


def test_pages_and_pdfs_of_a_usual_site_have_the_size_and_links_of_real_ones() -> None:
    spec = SiteSpec(pages=400, pdfs=40)
    pages = [html_page(spec, 1, i) for i in range(10, 400, 20)]
    mean = sum(map(len, pages)) / len(pages) / 1024
    different = sum(len(links(page)) for page in pages) / len(pages)
    assert 26 < mean < 34
    assert 87 < different < 95
    data = pdf_report(spec, 1, 3)
    assert 190 < len(data) / 1024 < 200
    with pypdfium2.PdfDocument(data) as pdf:
        assert len(pdf) == 15
        text = pdf[7].get_textpage().get_text_range()
    assert "Page 8 of 15" in text
    assert len(text) > 3000


def test_some_pages_are_on_the_subject_and_most_are_not() -> None:
    spec = SiteSpec(pages=400, pdfs=0)
    often = [html_page(spec, 1, i).lower().count(b"alliance contract") >= 3 for i in range(1, 60)]
    assert 5 < sum(often) < 30
