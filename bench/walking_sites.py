"""Councils' web sites, generated: pages, files, hubs and an archive of news, in the layouts of the usual systems.

Nothing here knows how links are scored. Which signs a relevant document has is drawn at random, by :data:`SIGNS`:
most are not named by the link that leads to them. Around them stand links that promise and do not keep
(:data:`MISLEADING` for each relevant document), a section that is full of the review's context, and dull pages.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from html import escape

HOST = "www.made.test"
BASE = f"https://{HOST}"
#: The words of the review: what is sought and its context.
WORDS = {
    "A": ["alliancing", "alliance contract", "alliance agreement", "alliance model", "provider alliance"],
    "C": ["homelessness", "rough sleeping", "adult social care", "supported housing", "mental health", "care homes"],
}  # fmt: skip
A = ("alliance contract", "alliance agreement", "provider alliance", "alliancing", "alliance model")
C = ("homelessness", "adult social care", "supported housing", "mental health", "rough sleeping", "care home")
#: What speaks for a relevant document before it is asked for, and how often.
SIGNS = (
    ("anchor", 0.40),
    ("parent", 0.27),
    ("line", 0.12),
    ("address", 0.09),
    ("half", 0.08),
    ("nothing", 0.04),
)
#: Links that promise and do not keep, for each relevant document.
MISLEADING = 3
#: What each section is called, words of its pages, and its share of the site.
SECTIONS = {
    "adult-social-care-and-health": ("Adult social care and health", "care assessment carer support direct payment day centre wellbeing falls dementia", 3),
    "housing": ("Housing", "council tenant repairs homelessness advice private renting right to buy housing register supported housing", 3),
    "bins-and-recycling": ("Bins and recycling", "collection day garden waste bulky items missed bin recycling centre", 2),
    "council-tax": ("Council Tax", "bands discount exemption direct debit moving home arrears reduction", 2),
    "planning": ("Planning and building", "application comment appeal conservation area local plan enforcement tree", 4),
    "parking-roads-and-travel": ("Parking, roads and travel", "permit pothole street light bus pass gritting roadworks cycle", 3),
    "schools-and-learning": ("Schools and learning", "admission term dates school meals governors transport nursery", 3),
    "leisure-libraries": ("Leisure, libraries and culture", "library swimming museum park allotment wedding archive", 3),
    "business": ("Business", "rates licence food hygiene market tender trading standards", 3),
    "your-council": ("Your council", "councillor vote data complaint equality budget performance freedom of information", 4),
    "community": ("Community and safety", "grant volunteering antisocial behaviour domestic abuse emergency alliance of groups", 2),
}  # fmt: skip
#: Where councils put what they publish: topics of papers, most of them about other things.
PLACES = {
    "adult-social-care-and-health": ("Working with providers", "Commissioning and market position", "Strategies, plans and policies", "Joint strategic needs assessment"),
    "housing": ("Housing strategies and policies", "Homelessness and rough sleeping", "Information for landlords and providers"),
    "your-council": ("Plans, policies and strategies", "Cabinet and committee reports", "Partnerships", "Budgets, spending and contracts"),
    "community": ("Community safety partnership", "Grants and commissioning"),
    "planning": ("Local plan evidence", "Planning policy documents"),
    "schools-and-learning": ("Education strategies and policies",),
}  # fmt: skip
#: Share of a section that lies in its places of papers, and titles of such papers.
PAPERS_SHARE = 0.35
PAPERS = ("{word} policy", "{word} strategy {year}", "{word} plan", "Annual report {year}", "Minutes {year}", "Board paper {n}", "{word} consultation report",
          "Equality impact assessment {n}", "Appendix {n}", "{word} review {year}", "Cabinet report {year}", "Performance {year}", "{word}", "Statement {year}")  # fmt: skip
#: Where relevant documents lie: in a place of papers of a likely section, on a page named for the context, on any page
#: of such a section, and anywhere at all.
LIE = (("papers", 0.68), ("topic", 0.24), ("section", 0.05), ("anywhere", 0.03))
#: Share of relevant documents that a second page links to, by the same words: as a rule a page of papers elsewhere.
TWICE = 0.35
LIKELY = ("adult-social-care-and-health", "housing", "your-council", "adult-social-care-and-health", "your-council", "community")  # fmt: skip
DULL = ("Report {n}", "Appendix {n}", "Document {n}", "Item {n} - report", "Full report (PDF, 1.2MB)", "Annex {n}", "Paper {n}", "Download the document", "Read more", "Supporting information")  # fmt: skip
_FILLER = "the council residents service information please page form online contact team office open monday friday between hours"
_FILLER += " you can find more about how we use this to help people across area local community work with our partners review"
_FILLER += (
    " each year details below guidance apply change circumstances letter email address telephone meeting"
)


#: Sections that have pages named for the context, in the upper third of them.
CONTEXT = ("adult-social-care-and-health", "housing", "community")


@dataclass(slots=True)
class Made:
    """A page or file of a site.

    Attributes:
        url: path and query.
        title: its title.
        section: key of the section.
        links: ``(url, anchor, line)``: what it leads to; ``line`` is the text around.
        text: paragraphs.
        file: whether it is a PDF.
        relevant: whether a reviewer would keep it.
        rel: the page that follows it in a book.
    """

    url: str
    title: str
    section: str = ""
    links: list[tuple[str, str, str]] = field(default_factory=list)
    text: str = ""
    file: bool = False
    relevant: bool = False
    follows: str = ""


@dataclass(slots=True)
class MadeSite:
    """A whole site: what is served by path, and which of it is relevant."""

    layout: str
    pages: dict[str, Made] = field(default_factory=dict)
    served: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    signs: dict[str, str] = field(default_factory=dict)

    @property
    def relevant(self) -> frozenset[str]:
        """The paths of the relevant documents."""
        return frozenset(url for url, page in self.pages.items() if page.relevant)


def slug(text: str) -> str:
    """Return the words of a title as they stand in addresses."""
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())[:60]


class _Maker:
    """Draws one site. ``address`` differs by layout."""

    def __init__(self, layout: str, seed: int, pages: int) -> None:
        self.draw = random.Random(f"{layout}-{seed}")
        self.layout, self.size, self.site, self.number = layout, pages, MadeSite(layout), 0
        self.topics: dict[str, list[Made]] = {}
        self.papers: dict[str, list[Made]] = {}

    # ---- addresses

    def address(self, kind: str, title: str, parent: Made | None, section: str) -> str:
        self.number += 1
        n, name = 1000 + self.number * 7, slug(title)
        if self.layout == "jadu":
            if kind == "file":
                return f"/downloads/file/{n}/{name}"
            return (
                f"/info/{n}/{name}" if kind == "topic" else f"/info/{self._jadu(parent)}/{section}/{n}/{name}"
            )
        if self.layout == "goss":
            if kind == "file":
                return f"/media/{n}/{name}/pdf/{name.replace('-', '_')}.pdf"
            return f"/article/{n}/{''.join(word.capitalize() for word in name.split('-'))}"
        if self.layout == "flat":
            return f"/downloads/{name}-{n}.pdf" if kind == "file" else f"/{name}-{n}"
        if self.layout == "messy":
            if kind == "file":
                key = f"{self.draw.getrandbits(40):010x}"[:8]
                return f"/media/{key}/{name}.pdf"
            return (
                f"/{section}/{name}.aspx?page={n}" if self.draw.random() < 0.3 else f"/{section}/{name}-{n}"
            )
        if self.layout == "localgov" and kind == "file":
            return f"/sites/default/files/20{self.draw.randint(12, 24)}-{self.draw.randint(1, 12):02d}/{name}-{n}.pdf"
        base = parent.url.rstrip("/") if parent else f"/{section}"
        if kind == "file":
            return f"/assets/{section}/{name}-{n}.pdf"
        return f"{base}/{name}-{n}"

    def _jadu(self, parent: Made | None) -> str:
        return parent.url.split("/")[2] if parent and parent.url.startswith("/info/") else "20000"

    # ---- pages

    def words(self, count: int, section: str = "") -> str:
        own, filler = SECTIONS[section][1].split() if section else [], _FILLER.split()
        said = [self.draw.choice(own if own and self.draw.random() < 0.18 else filler) for _ in range(count)]
        # A section about care or housing speaks of the context on many of its pages.
        if section in LIKELY[:2] and self.draw.random() < 0.45:
            said.insert(len(said) // 2, self.draw.choice(C))
        return " ".join(said).capitalize() + "."

    def title(self, section: str) -> str:
        own = SECTIONS[section][1].split()
        return " ".join(self.draw.sample(own, min(len(own), self.draw.randint(1, 3)))).capitalize()

    def add(self, kind: str, title: str, parent: Made | None, section: str, *, url: str = "") -> Made:
        made = Made(
            url or self.address(kind, title, parent, section), title, section,
            text=self.words(self.draw.randint(60, 220), section), file=kind == "file",
        )  # fmt: skip
        self.site.pages[made.url] = made
        return made

    def link(self, parent: Made, child: Made, text: str = "", line: str = "") -> None:
        parent.links.append((child.url, text or child.title, line))

    # ---- the whole

    def make(self) -> MadeSite:
        home = self.add("home", "Home", None, "", url="/")
        home.text = self.words(60)
        archive = 0.38 if self.layout == "messy" else 0.12
        budget = int(self.size * (1 - archive))
        weights = {key: SECTIONS[key][2] for key in SECTIONS}
        tops = {}
        for key, (name, _, _) in SECTIONS.items():
            tops[key] = self.add("topic", name, None, key)
            self.link(home, tops[key])
            self.topics[key] = [tops[key]]
        depth = {"deep": 6, "flat": 2, "messy": 4}.get(self.layout, 4)
        for key, top in tops.items():
            size = budget * weights[key] // sum(weights.values())
            places = PLACES.get(key, ())
            apart = int(size * PAPERS_SHARE) if places else 0
            self.tree(top, key, depth, size - apart)
            for name in places:
                place = self.add("topic", name, top, key)
                self.link(top, place)
                self.papers.setdefault(key, []).append(place)
                self.tree(place, key, depth - 1, apart // len(places), papers=True)
        self.relevants()
        self.news(home, int(self.size * archive))
        self.hubs(home)
        self.render(home, tops)
        return self.site

    def tree(self, top: Made, section: str, depth: int, budget: int, papers: bool = False) -> None:
        level, left = [top], budget
        for deep in range(1, depth + 1):
            following: list[Made] = []
            want = min(left, max(3, int(left * (0.25 if deep < depth else 1.0))))
            for _ in range(want):
                parent = self.draw.choice(level)
                kind = (
                    "file"
                    if (deep > 1 or papers) and self.draw.random() < (0.5 if papers else 0.08)
                    else "page"
                )
                child = self.add(
                    kind, self.paper(section) if papers else self.title(section), parent, section
                )
                text = self.dull() if kind == "file" and self.draw.random() < 0.4 else ""
                self.link(parent, child, text)
                if kind == "page":
                    following.append(child)
                    (self.papers if papers else self.topics)[section].append(child)
            left -= want
            if following:
                level = following

    def paper(self, section: str) -> str:
        word = self.title(section)
        n, year = self.draw.randint(1, 40), self.draw.randint(2010, 2024)
        return self.draw.choice(PAPERS).format(word=word, n=n, year=year)

    def dull(self) -> str:
        return self.draw.choice(DULL).format(n=self.draw.randint(1, 40))

    def relevants(self) -> None:
        for _ in range(self.draw.randint(12, 24)):
            section = self.draw.choice(LIKELY)
            lies = self.draw.choices([each for each, _ in LIE], [share for _, share in LIE])[0]
            if lies == "anywhere":
                section = self.draw.choice(list(SECTIONS))
            self.lies = lies
            if lies == "topic":
                section = self.draw.choice(CONTEXT)
            parent = self.draw.choice((self.papers if lies == "papers" else self.topics)[section])
            if lies == "topic":
                pages = self.topics[section]
                above, name = self.draw.choice(pages[: max(1, len(pages) // 3)]), self.draw.choice(C).capitalize() + self.draw.choice(("", " services", " in your area", " support"))  # fmt: skip
                parent = self.add("page", name, above, section)
                self.link(above, parent)
            sign = self.draw.choices([each for each, _ in SIGNS], [share for _, share in SIGNS])[0]
            a, c = self.draw.choice(A), self.draw.choice(C)
            made = self.one(parent, section, sign, a, c, "page" if self.draw.random() < 0.3 else "file")
            if self.draw.random() < TWICE:
                other = self.draw.choice(self.papers[self.draw.choice(("your-council", "community", section if section in PLACES else "planning"))])  # fmt: skip
                other.links.append((made.url, parent.links[-1][1], ""))
            for _ in range(MISLEADING):
                self.misleading()

    def one(self, parent: Made, section: str, sign: str, a: str, c: str, kind: str) -> Made:
        dull = self.dull()
        what = self.draw.choice(
            ("strategy", "evaluation", "business case", "update", "specification", "review")
        )
        full = f"{c} {a} {what}".capitalize() if self.draw.random() < 0.5 else f"{a} for {c}".capitalize()
        named = {
            "anchor": full,
            "address": full,
            "half": self.draw.choice((c, a.split()[0])).capitalize() + " " + what,
        }
        title = named.get(sign, f"{what} {self.draw.randint(2012, 2024)}".capitalize())
        made = self.add(kind, title, parent, section)
        made.relevant = True
        made.text = f"{made.text} This {a} brings together {c} services. {self.words(80)} The {a} began in 2016 and {c} improved. {self.words(60)}"
        if kind == "page" and sign != "anchor":
            made.title = full
        text = {"anchor": full, "half": title}.get(sign, dull)
        line = f"{full}: {text} ({self.draw.randint(100, 900)}KB)" if sign == "line" else ""
        if sign == "parent":
            parent.text += f" The council works with its partners on {c}. An {a} was agreed. {self.words(30)}"
        self.link(parent, made, text, line)
        self.site.signs[made.url] = f"{sign}, {self.lies}"
        if self.layout == "localgov" and kind == "page":
            self.book(made)
        return made

    def book(self, first: Made) -> None:
        last = first
        for chapter in range(2, 5):
            each = self.add("page", f"Chapter {chapter}", None, first.section, url=f"{first.url}/{chapter}")
            each.relevant = chapter < 4
            each.text += f" {first.text}" if each.relevant else ""
            self.site.signs[each.url] = "chapter"
            last.follows = each.url
            last = each

    def misleading(self) -> None:
        c, a = self.draw.choice(C), self.draw.choice(A)
        section = self.draw.choice(list(SECTIONS))
        parent = self.draw.choice(self.topics[section])
        text = self.draw.choice((f"{c} advice drop-in", f"Apply for {c}", f"{c} news and events", f"Contact the {c} team", f"{c} strategy consultation closed",
                                 f"{a.split()[0]} of churches", "Rail alliance roadworks", f"{c} jobs", f"{c} report a problem", f"{a} tender notice (expired)"))  # fmt: skip
        child = self.add("page", text.capitalize(), parent, section)
        self.link(parent, child)

    def news(self, home: Made, count: int) -> None:
        hub = self.add("page", "News", home, "community", url="/news")
        self.link(home, hub)
        page, per = hub, 20
        for n in range(count):
            if n and n % per == 0:
                following = self.add(
                    "page", f"News page {n // per + 1}", hub, "community", url=f"/news?page={n // per + 1}"
                )
                self.link(page, following, "Next page")
                page = following
            section = self.draw.choice(list(SECTIONS))
            title = self.title(section)
            if self.draw.random() < 0.06:
                title = f"{self.draw.choice(C)} {title}"
            year = 2024 - n * 10 // max(count, 1)
            item = self.add(
                "page", title, hub, section, url=f"/news/{year}/{n % 12 + 1:02d}/{slug(title)}-{n}"
            )
            self.link(page, item)
        if self.layout == "messy":
            before = self.add("page", "Events", home, "leisure-libraries", url="/events")
            self.link(home, before, "What's on")
            for n in range(int(count * 0.4)):
                day = self.add("page", f"Events {n}", before, "leisure-libraries", url=f"/events/{2023 + n // 200}/{n % 12 + 1:02d}/{n % 28 + 1:02d}?e={n}")  # fmt: skip
                self.link(before, day, f"{n % 28 + 1}")
                if n % 12 == 0:
                    before = day

    def hubs(self, home: Made) -> None:
        listed = [
            page
            for page in self.site.pages.values()
            if not page.file and not page.url.startswith(("/news", "/events"))
        ]
        if self.layout in ("jadu", "goss", "messy", "deep"):
            for letter in "abcdefghilmprst":
                hub = self.add("page", f"A to Z: {letter.upper()}", home, "", url=f"/a_to_z/{letter}")
                hub.text = ""
                self.link(home, hub, letter.upper())
                for page in listed:
                    if page.title[:1].lower() == letter and self.draw.random() < 0.25:
                        self.link(hub, page)
        scheme = self.add("page", "Publication scheme", home, "your-council", url="/publication-scheme")
        self.link(home, scheme)
        files = [page for page in self.site.pages.values() if page.file]
        for page in self.draw.sample(files, min(30, len(files) // 8)):
            self.link(scheme, page)

    # ---- as it is served

    def render(self, home: Made, tops: dict[str, Made]) -> None:
        menu = "".join(f"<li><a href='{top.url}'>{escape(top.title)}</a></li>" for top in tops.values())
        foot = "".join(f"<a href='/{slug(each)}'>{each}</a> " for each in ("Cookies", "Privacy", "Contact us", "Accessibility"))  # fmt: skip
        for each in ("Cookies", "Privacy", "Contact us", "Accessibility"):
            self.add("page", each, None, "", url=f"/{slug(each)}")
        for page in list(self.site.pages.values()):
            if page.file:
                if self.layout == "jadu":
                    self._file_page(page, menu, foot)
                else:
                    self.site.served[page.url] = "application/pdf", b"%PDF-1.4 " + page.url.encode()
            else:
                self.site.served[page.url] = "text/html", self._html(page, menu, foot)
        lines = "User-agent: *\nDisallow: /search\n"
        if self.layout == "localgov":
            lines += f"Sitemap: {BASE}/sitemap-index.xml\n"
            self._sitemaps()
        self.site.served["/robots.txt"] = "text/plain", lines.encode()

    def _file_page(self, page: Made, menu: str, foot: str) -> None:
        file = page.url.replace("/downloads/file/", "/downloads/download/")
        body = f"<p>{escape(page.title)}</p><p><a href='{file}'>Download now</a> 240KB PDF</p>"
        self.site.served[page.url] = "text/html", self._frame(page.title, body, menu, foot)
        self.site.served[file] = "application/pdf", b"%PDF-1.4 " + page.url.encode()
        if page.relevant:
            page.relevant = False
            self.site.pages[file] = Made(file, page.title, page.section, file=True, relevant=True)
            self.site.signs[file] = self.site.signs[page.url]

    def _html(self, page: Made, menu: str, foot: str) -> bytes:
        text = page.text.split(". ")
        paragraphs = "".join(f"<p>{escape(each)}</p>" for each in text if each)
        rows = "".join(f"<li>{self._row(*each)}</li>" for each in page.links)
        body = f"{paragraphs}<h2>In this section</h2><ul>{rows}</ul>" if rows else paragraphs
        if page.follows:
            body += f"<ul class='book-navigation book-navigation--publication'><li><a rel='next' href='{page.follows}'>Next page</a></li></ul>"
        return self._frame(page.title, body, menu, foot)

    def _row(self, url: str, text: str, line: str) -> str:
        if not line:
            return f"<a href='{url}'>{escape(text)}</a>"
        before, _, after = line.partition(text)
        return f"{escape(before)}<a href='{url}'>{escape(text)}</a>{escape(after)}"

    def _frame(self, title: str, body: str, menu: str, foot: str) -> bytes:
        return (
            f"<!doctype html><html><head><title>{escape(title)} - Made Council</title></head><body><header><a href='/'>Home</a>"
            f"<nav><ul>{menu}</ul></nav></header><main><h1>{escape(title)}</h1>{body}</main><footer>{foot}</footer></body></html>"
        ).encode()

    def _sitemaps(self) -> None:
        urls = [page.url for page in self.site.pages.values() if not page.file]
        self.draw.shuffle(urls)
        parts = [urls[at : at + 500] for at in range(0, len(urls), 500)]
        for n, part in enumerate(parts):
            rows = "".join(
                f"<url><loc>{BASE}{escape(url)}</loc><lastmod>2021-01-01</lastmod></url>" for url in part
            )
            self.site.served[f"/sitemap.xml?page={n}"] = (
                "application/xml",
                f"<urlset>{rows}</urlset>".encode(),
            )
        rows = "".join(
            f"<sitemap><loc>{BASE}/sitemap.xml?page={n}</loc></sitemap>" for n in range(len(parts))
        )
        index = "application/xml", f"<sitemapindex>{rows}</sitemapindex>".encode()
        # Under the usual name as well, so that the walk that does not read robots.txt has it too.
        self.site.served["/sitemap-index.xml"] = self.site.served["/sitemap.xml"] = index


#: The layouts that the weights were chosen on, and those that were only measured.
TUNED, KEPT = ("deep", "jadu", "messy"), ("flat", "goss", "localgov")
LAYOUTS = (*TUNED, *KEPT)


def made_site(layout: str, seed: int, pages: int) -> MadeSite:
    """Return a site of about so many pages; the same for the same seed."""
    return _Maker(layout, seed, pages).make()
