"""A council-like static web site of any size, the same bytes every time.

    python -m bench.site --pages 1500 --pdfs 150 --hosts 4

One folder per host. Every document can be reached from ``/`` by links. Page ``i`` links to its ``FAN``
children, so the depth grows with the logarithm of the size; with navigation, footer and cross links a page
has about 100 links, about 91 of them different, nearly all seen before: what a crawler meets on a real
council's site. All links stay on their host, so that nothing a crawler does can leave the loopback.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
import random
import re
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

OUT = Path(__file__).parent / "out"
FAN = 6
PRIVATE_EVERY = 50
SITEMAP_SIZE = 10_000
ORIGIN = "@ORIGIN@"  # the server puts the address in by which it was asked (robots.txt and sitemaps)

_STOP = """the of and to in a is that for it as was with be by on are this from at which or have an they
has not we can will their more been were its than also"""
_CORE = """health care social alliance alliancing contract commissioning local authority council place
partnership integrated system provider outcome risk share gain pain trust governance
collaborative service community adult public england user board report strategy budget
framework evaluation evidence review committee cabinet meeting agenda decision policy
voluntary sector housing wellbeing nhs clinical group pooled funding procurement supplier
joint programme project team manager leader resident"""
_PHRASES = """alliance contracting, alliance contract, health and social care, adult social care, pooled
budget, integrated care system, risk and gain share, alliance leadership team"""
STOP, CORE, PHRASES = _STOP.split(), _CORE.split(), [" ".join(p.split()) for p in _PHRASES.split(",")]
TOWNS = ["Anytown", "Brackwell", "Carnforth", "Dunmere", "Eastholme", "Farleigh", "Greyminster", "Hallowby"]
SYLLABLES = [c + v for c in "bcdflmnprstv" for v in "aeiou"]
CSS = "".join(f'<link rel="stylesheet" href="/static/css/bundle-{k}.css?v=20260{k}">' for k in range(6))
SCRIPT = "".join(f'dataLayer.push({{"k{k}":"v{k}"}});' for k in range(30))


@dataclass(frozen=True, slots=True)
class SiteSpec:
    """What to generate. ``pages`` (HTML) and ``pdfs`` are totals, shared out evenly over ``hosts``."""

    pages: int = 1500
    pdfs: int = 150
    hosts: int = 1
    page_kb: float = 30  # mean; single pages vary by 40 % either way
    pdf_kb: float = 195
    pdf_pages: int = 15
    seed: int = 7

    def __post_init__(self) -> None:
        if not 1 <= self.hosts <= 254 or self.pages < self.hosts or self.pdfs < 0 or self.pdf_pages < 1:
            raise ValueError(f"1 to 254 hosts, a page per host, a page per PDF at least: {self}")

    def share(self, host: int) -> tuple[int, int]:
        """Pages and PDFs of a host (counted from 1)."""
        return tuple(n // self.hosts + (host <= n % self.hosts) for n in (self.pages, self.pdfs))  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Site:
    """A generated site: its folder (one subfolder ``1``, ``2``, ... per host), and what is in it."""

    root: Path
    spec: SiteSpec
    html_bytes: int
    pdf_bytes: int
    links: float  # different links on a page, mean
    sha256: str  # over the names and bytes of all files


def page_path(i: int) -> str:
    """Address of page ``i``; page 0 is the home page."""
    return f"/p/{i % 100:02d}/{i}.html" if i else "/"


def pdf_path(k: int) -> str:
    """Address of PDF ``k``."""
    return f"/d/{k % 100:02d}/{k}.pdf"


def document_paths(spec: SiteSpec, host: int) -> list[str]:
    """Everything a crawler which obeys robots.txt should fetch from a host, once each."""
    pages, pdfs = spec.share(host)
    return [page_path(i) for i in range(pages)] + [pdf_path(k) for k in range(pdfs)]


def _vocabulary() -> tuple[list[str], list[float]]:
    rng = random.Random("vocabulary")
    words = STOP + CORE
    words += ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(6000)]
    words = list(dict.fromkeys(words))
    # Zipf-Mandelbrot: about 4 words in 10 are function words, 1 in 7 is of the subject, as in council papers.
    return words, list(itertools.accumulate(1 / (k + 2.7) for k in range(len(words))))


WORDS, WEIGHTS = _vocabulary()


class Prose:
    """Sentences for one document. One document in four is on the subject and uses its phrases often."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.phrase_rate = 0.2 if rng.random() < 0.25 else 0.004
        self._supply: Iterator[str] = iter(())

    def words(self, count: int) -> list[str]:
        taken = list(itertools.islice(self._supply, count))
        if len(taken) < count:
            self._supply = iter(self.rng.choices(WORDS, cum_weights=WEIGHTS, k=1000))
            taken += itertools.islice(self._supply, count - len(taken))
        return taken

    def title(self) -> str:
        words = self.words(5)
        if self.phrase_rate > 0.1:
            words[2:3] = self.rng.choice(PHRASES).split()
        return " ".join(words).title()

    def sentence(self) -> str:
        words = self.words(self.rng.randint(10, 26))
        if self.rng.random() < self.phrase_rate:
            words.insert(len(words) // 2, self.rng.choice(PHRASES))
        return " ".join(words).capitalize() + "."

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.rng.randint(3, 6)))


def council(host: int) -> str:
    """Name of the council of a host."""
    return f"{TOWNS[(host - 1) % len(TOWNS)]} Borough Council" + (f" {host}" if host > len(TOWNS) else "")


def published(host: int, i: int) -> date:
    """Date of a document: spread over 2000 to 2026."""
    return date(2000, 1, 1) + timedelta((i * 7919 + host * 104_729) % 9600)


def _rng(spec: SiteSpec, host: int, kind: str, number: int) -> random.Random:
    return random.Random(f"{spec.seed}/{host}/{kind}/{number}")


def _item(path: str, text: str, cls: str = "") -> str:
    return f'<li class="list__item {cls}"><a class="list__link" href="{path}">{text}</a></li>'


def _navigation(pages: int) -> tuple[str, str]:
    """Header and footer links: the same on every page of a host, and a few in both, as on real sites."""
    top = "".join(_item(page_path(k % pages), f"{CORE[k].title()} services") for k in range(30))
    names = zip(CORE[9:], CORE[31:56], strict=False)
    low = "".join(_item(page_path(k * 7 % pages), f"{a.title()} and {b}") for k, (a, b) in enumerate(names))
    return top, low


def html_page(spec: SiteSpec, host: int, i: int) -> bytes:
    """Page ``i`` of a host."""
    pages, pdfs = spec.share(host)
    rng = _rng(spec, host, "page", i)
    prose = Prose(rng)
    name, title, day = council(host), prose.title(), published(host, i).isoformat()
    top, low = _navigation(pages)
    # Beside the pages in the navigation, so that pages of small and large sites have as many different links.
    beside = range(31 if pages > 150 else 0, pages)
    cross = [page_path(k) for k in rng.sample(beside, min(42, len(beside)))]
    children = "".join(
        _item(page_path(k), f"Section {k}: {prose.title()}")
        for k in range(FAN * i + 1, min(FAN * i + FAN + 1, pages))
    )
    related = "".join(_item(path, prose.title(), "related__item") for path in cross[15:])
    # PDF k hangs on page k * pages // pdfs: spread evenly, and none is left out when PDFs outnumber pages.
    documents = "".join(
        _item(pdf_path(k), f"Download report {k} (PDF, {spec.pdf_kb:.0f} KB)", "download")
        for k in range(-(-i * pdfs // pages), -(-(i + 1) * pdfs // pages))
    )
    trap = f'<a rel="nofollow" href="/private/{i}.html">Staff only</a>' if i % PRIVATE_EVERY == 0 else ""
    publisher = {"@type": "GovernmentOrganization", "name": name}
    facts = json.dumps({"@type": "Article", "headline": title, "datePublished": day, "publisher": publisher})
    linked_data = f'<script type="application/ld+json">{facts}</script>' if i % 3 == 0 else ""
    head = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{title} | {name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{prose.sentence()}">
<meta property="og:title" content="{title}"><meta property="og:site_name" content="{name}">
<meta name="dcterms.date" content="{day}"><meta property="article:published_time" content="{day}">
<link rel="canonical" href="{page_path(i)}">{CSS}
<script>window.dataLayer=window.dataLayer||[];{SCRIPT}</script>{linked_data}
</head><body class="page"><header class="site-header"><a class="logo" href="/">{name}</a>
<nav aria-label="Main"><ul class="nav">{top}</ul></nav></header>
<div class="breadcrumbs"><a href="/">Home</a> &gt; <a href="{page_path(max(0, (i - 1) // FAN))}">Up</a></div>
<main id="content"><article><h1>{title}</h1>
<p class="meta">Published <time datetime="{day}">{day}</time> by {name}</p>
"""
    tail = f"""<ul class="documents">{documents}</ul><ul class="children">{children}</ul></article></main>
<aside class="related"><h2>Related pages</h2><ul>{related}</ul>{trap}</aside>
<footer class="site-footer"><ul>{low}</ul><p>&copy; {name}. All rights reserved. Cookies, privacy notice.</p>
</footer></body></html>
"""
    room = int(spec.page_kb * 1024 * rng.uniform(0.6, 1.4)) - len(head) - len(tail)
    return (head + _body(prose, room, cross[:15]) + tail).encode()


def _body(prose: Prose, room: int, links: list[str]) -> str:
    """About ``room`` characters of text holding all ``links``."""
    rng, parts, size, waiting = prose.rng, [], 0, list(links)
    while size < room or waiting:
        text = prose.paragraph()
        # Where the page is nearly full the links left over share a paragraph, so that a page never loses one.
        for path in waiting[: 1 if size < room * 0.7 else len(waiting)]:
            text += f' See <a href="{path}">{" ".join(prose.words(2))}</a> for more.'
            waiting.remove(path)
        block = f"<p>{text}</p>\n"
        choice = rng.random()
        if choice < 0.15:
            block = f"<h2>{prose.title()}</h2>\n{block}"
        elif choice < 0.23:
            block += "<ul>" + "".join(f"<li>{prose.sentence()}</li>" for _ in range(4)) + "</ul>\n"
        elif choice < 0.27:
            rows = "".join(f"<tr><td>{y}</td><td>{rng.randint(1, 900)}k</td></tr>" for y in range(2010, 2016))
            block += f"<table><tr><th>Year</th><th>Budget</th></tr>{rows}</table>\n"
        parts.append(block)
        size += len(block)
    return "".join(parts)


def pdf_report(spec: SiteSpec, host: int, k: int) -> bytes:
    """PDF ``k`` of a host: a cover, text pages, and noise for a picture which brings it to its size."""
    small = _pdf(spec, host, k, b"")
    missing = max(0, int(spec.pdf_kb * 1024) - len(small))
    return _pdf(spec, host, k, _rng(spec, host, "picture", k).randbytes(missing))


def _pdf(spec: SiteSpec, host: int, k: int, noise: bytes) -> bytes:
    # Imported here: a cached site, and the server, do without reportlab.
    from PIL import Image
    from reportlab import rl_config
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0  # else streams are text, a quarter larger, as no real report has them
    prose = Prose(_rng(spec, host, "pdf", k))
    title = prose.title()
    sheet = Canvas("report.pdf", pagesize=A4, pageCompression=1, invariant=1)
    sheet.setTitle(title)
    sheet.setAuthor(council(host))
    for number in range(1, spec.pdf_pages + 1):
        text = sheet.beginText(50, 800)
        text.setFont("Helvetica-Bold", 14)
        text.textLine(title if number == 1 else prose.title())
        text.setFont("Helvetica", 10)
        if number == 1:
            text.textLine(f"{council(host)}, {published(host, k):%d %B %Y}")
            text.textLine(prose.sentence())
            height = len(noise) // 400
            if height:
                picture = Image.frombytes("L", (400, height), noise[: 400 * height])
                sheet.drawImage(ImageReader(picture), 50, 100, 400, 300)
        else:
            words = " ".join(prose.sentence() for _ in range(50))
            for line in itertools.islice(re.finditer(r"(.{1,90})(?:\s+|$)", words), 55):
                text.textLine(line[1])
        sheet.drawText(text)
        sheet.drawString(280, 30, f"Page {number} of {spec.pdf_pages}")
        sheet.showPage()
    data: bytes = sheet.getpdfdata()
    return data


def _sitemaps(spec: SiteSpec, host: int) -> Iterator[tuple[str, bytes]]:
    urls = document_paths(spec, host)
    xmlns = "http://www.sitemaps.org/schemas/sitemap/0.9"

    def document(tag: str, rows: str) -> bytes:
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<{tag} xmlns="{xmlns}">\n{rows}</{tag}>\n'.encode()

    index = ""
    for number, start in enumerate(range(0, len(urls), SITEMAP_SIZE)):
        rows = "".join(
            f"<url><loc>{ORIGIN}{url}</loc><lastmod>{published(host, i)}</lastmod></url>\n"
            for i, url in enumerate(urls[start : start + SITEMAP_SIZE], start)
        )
        yield f"sitemap-{number}.xml", document("urlset", rows)
        index += f"<sitemap><loc>{ORIGIN}/sitemap-{number}.xml</loc></sitemap>\n"
    yield "sitemap.xml", document("sitemapindex", index)


def _sundries(spec: SiteSpec, host: int) -> Iterator[tuple[str, bytes]]:
    yield "robots.txt", f"User-agent: *\nDisallow: /private/\n\nSitemap: {ORIGIN}/sitemap.xml\n".encode()
    yield from _sitemaps(spec, host)
    for i in range(0, spec.share(host)[0], PRIVATE_EVERY):
        yield f"private/{i}.html", b"<!DOCTYPE html><title>Staff</title><p>Staff only</p>\n"
    for k in range(6):
        yield f"static/css/bundle-{k}.css", b"body{margin:0}\n" * 100


@dataclass(frozen=True, slots=True)
class _Job:
    root: Path
    spec: SiteSpec
    host: int
    kind: str  # "html", "pdf" or "other"
    numbers: range


def _write(job: _Job) -> list[tuple[str, str, int, str, int]]:
    """Write a job's files; gives (kind, name, bytes, SHA-256, different links) of each."""
    files: Iterator[tuple[str, bytes]]
    if job.kind == "html":
        files = ((page_path(i), html_page(job.spec, job.host, i)) for i in job.numbers)
    elif job.kind == "pdf":
        files = ((pdf_path(k), pdf_report(job.spec, job.host, k)) for k in job.numbers)
    else:
        files = _sundries(job.spec, job.host)
    done = []
    for path, data in files:
        name = f"{job.host}/{path.strip('/') or 'index.html'}"
        target = job.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        links = len(set(re.findall(rb'<a [^>]*href="([^"]+)"', data))) if job.kind == "html" else 0
        done.append((job.kind, name, len(data), hashlib.sha256(data).hexdigest(), links))
    return done


def generate(spec: SiteSpec, root: Path, *, processes: int | None = None) -> Site:
    """Write the site into ``root`` (made if missing) with its ``manifest.json``, on all cores unless told."""
    jobs = []
    for host in range(1, spec.hosts + 1):
        pages, pdfs = spec.share(host)
        jobs += [_Job(root, spec, host, "html", range(i, min(i + 200, pages))) for i in range(0, pages, 200)]
        jobs += [_Job(root, spec, host, "pdf", range(k, min(k + 20, pdfs))) for k in range(0, pdfs, 20)]
        jobs.append(_Job(root, spec, host, "other", range(0)))
    if processes == 1:
        files = [file for job in jobs for file in _write(job)]
    else:
        with ProcessPoolExecutor(processes or os.cpu_count()) as pool:
            files = [file for done in pool.map(_write, jobs) for file in done]
    listing = "\n".join(sorted(f"{name} {digest}" for _, name, _, digest, _ in files))
    size = {kind: sum(f[2] for f in files if f[0] == kind) for kind in ("html", "pdf")}
    links = sum(f[4] for f in files) / spec.pages
    digest = hashlib.sha256(listing.encode()).hexdigest()
    site = Site(root, spec, size["html"], size["pdf"], round(links, 1), digest)
    manifest = {k: v for k, v in asdict(site).items() if k != "root"}
    (root / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return site


def load(root: Path) -> Site:
    """Read the manifest of a generated site."""
    manifest = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
    return Site(**manifest | {"root": root, "spec": SiteSpec(**manifest["spec"])})


def cached(spec: SiteSpec, out: Path = OUT, *, processes: int | None = None) -> Site:
    """The site for ``spec``, generated only if ``out`` does not hold it yet from this very generator."""
    key = hashlib.sha256(Path(__file__).read_bytes() + repr(spec).encode()).hexdigest()[:10]
    root = out / f"site-{spec.pages}-{spec.pdfs}-{spec.hosts}-{key}"
    if not (root / "manifest.json").exists():
        out.mkdir(parents=True, exist_ok=True)
        # Built aside and renamed: a run that was cut short leaves no half site which looks like a whole one.
        building = Path(tempfile.mkdtemp(prefix="building-", dir=out))
        try:
            generate(spec, building, processes=processes)
            building.rename(root)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    return load(root)


def main() -> None:
    parser = argparse.ArgumentParser(description="Generate a council-like site under bench/out/.")
    for name, kind in SiteSpec.__annotations__.items():
        number = float if kind == "float" else int
        default = SiteSpec.__dataclass_fields__[name].default
        parser.add_argument(f"--{name.replace('_', '-')}", type=number, default=default)
    site = cached(SiteSpec(**vars(parser.parse_args())))
    spec, html_kb = site.spec, site.html_bytes / site.spec.pages / 1024
    pdf_kb = site.pdf_bytes / max(1, spec.pdfs) / 1024
    print(site.root)
    print(f"{spec.pages} pages of {html_kb:.1f} KB with {site.links} different links, on {spec.hosts} hosts")
    print(f"{spec.pdfs} PDFs of {pdf_kb:.1f} KB; SHA-256 of all files {site.sha256}")


if __name__ == "__main__":
    main()
