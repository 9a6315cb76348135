"""Records with the traps that broke real importers, shared by the tests of all formats."""

from __future__ import annotations

from typing import Any

from harvest.export import ExportContext, ExportRecord, Found, Passage

CONTEXT = ExportContext(
    review_id="alliancing",
    review_title="Alliancing in English local government",
    protocol_sha256="a1" * 32,
    software_version="0.1.0",
    generated="2026-11-23",
    ledger_head="b2" * 32,
    search_log=(
        {"source": "Ashford Council", "url": "https://www.ashford.example.gov.uk/search", "query": '"alliance"', "results": 12},
        {"source": "=cmd|' /C calc'!A0", "query": "-1+1", "results": 0, "refused": "robots"},
    ),
    sources=({"id": "la", "name": "English local authorities", "share": -0.5},),
    column_meanings={"share": "Share of records"},
)  # fmt: skip


def record(number: int = 1, **changes: Any) -> ExportRecord:
    """Return an ordinary record, with some of its fields changed."""
    values: dict[str, Any] = {
        "id": f"R{number:05d}",
        "title": f"Alliance contract for adult social care {number}",
        "authors": ("Ashford Council",),
        "publisher": "Ashford Council",
        "publisher_class": "local authority",
        "doc_type": "strategy",
        "date": "2019-03-05",
        "date_source": "cover",
        "year": 2019,
        "language": "en",
        "url": f"https://www.ashford.example.gov.uk/documents/{number}",
        "file_urls": (f"https://www.ashford.example.gov.uk/documents/{number}.pdf",),
        "accessed": "2026-11-02T03:04:05+00:00",
        "pages": 40,
        "sha256": "5d41" * 16,
        "abstract": "How two councils and a trust share risk and reward.",
        "passages": (
            Passage(concept="A", term="alliance contract*", page=7, start=1200, end=1260, text="an alliance contract\nwith the trust"),
        ),
        "concepts": ("alliancing", "health and social care context"),
        "source_id": "la",
        "source_name": "English local authorities",
        "found_by": (
            Found(
                route="site search",
                question='"alliance contract"',
                listing_url="https://www.ashford.example.gov.uk/search?q=alliance",
                fetched_at="2026-11-02T03:00:00Z",
            ),
        ),
        "seed_ids": ("R00031",),
        "round": 1,
        "run": 5,
        "warc_file": "archive/0001-00000.warc.gz",
        "warc_offset": 123456,
    }  # fmt: skip
    return ExportRecord(**(values | changes))


SAME_TITLE = tuple(
    record(10 + number, title="Health and Wellbeing Strategy", publisher=name, authors=(name,), abstract=None, passages=())
    for number, name in enumerate(["Plymouth City Council", "Sandwell Metropolitan Borough Council", "Sunderland City Council"])
)  # fmt: skip

AWKWARD = (
    record(1),
    record(2, authors=("Ministry of Housing, Communities & Local Government",), publisher="Ministry of Housing, Communities & Local Government"),
    record(3, authors=("Department of Health and Social Care", "Bate, Angela"), publisher="Department of Health and Social Care"),
    record(4, url="https://www.oakham.example.gov.uk/mgAi.aspx?a=1;b=2&c=é ü", date="2019/20", year=None),
    record(5, abstract="First line\r\nER  - \r\nTY  - JOUR\u2028TI  - injected\x0bA1  - x\x85N2  - y"),
    record(6, title="Strategaeth Llesiant Cyngor Sir Ynys Môn: tŷ, dŵr, ŵyl", language="cy", date="2019-03", authors=(), publisher="Cyngor Sir Ynys Môn"),
    record(7, title="Report 📈\x00 on\x07 care\ufeff \ud800", abstract="", notes=("=1+1", "ASReview_relevant", 'RAYYAN-INCLUSION: {"E"=>"Included"}')),
    record(8, title='=HYPERLINK("http://bad.example/","open")', publisher="@SUM(1+1)*cmd", authors=("+44 Group",), concepts=("-2+3",), doc_type="\t=1"),
    record(9, date=None, year=None, title="", file_urls=("https://www.oakham.example.gov.uk/a/Better%20care.pdf",), state="needs-ocr", withdrawn=True),
    *SAME_TITLE,
    record(20, doc_type="journal article", doi="https://doi.org/10.1234/abc.5", archive_url="https://web.archive.org/web/2020/https://x.example/", title_source="file-name"),
    record(21, title="#N/A", abstract="says _x000D_ here", report_number="7;8", isbn="978-0-00-000000-2", seed_ids=("R00031", "R00032")),
    record(
        22, title="Alliance contracting: a guide", authors=("Chris Ham", "Dr Siân ap Rhys", "Research and Policy Unit"),
        publisher="The King's Fund", publishers=("The King's Fund", "Grant Thornton"), container_title="Future trends",
        notice="This content is more than five years old.", mirror=True, url="https://mirror.example/a;b.pdf",
        archive="Internet Archive", archive_url="https://web.archive.org/web/20140210093000/https://www.fund.example/a;b.pdf",
        archived_at="2014-02-10T09:30:00Z",
    ),
    record(
        23, title="Gofal integredig: tŷ a dŵr", authors=("Gruffydd, Siân", "Llŷr Ŵyn-Jones"), publisher=None, doc_type="journal article",
        url="imports/wos.ris#line=120", file_urls=(), doi="10.1108/JICA-01-2019", container_title="Journal of Integrated Care",
        isbn="978-1-4028-9462-6", found_by=(Found(route="reference imported from a search by hand", listing_url="imports/wos.ris"),),
    ),
    record(
        24, title="The alliance handbook", source_id="citations", source_name="Citation searching", file_urls=(), url="https://doi.org/10.1234/ab",
        found_by=(Found(route="backward citation searching", listing_url="https://doi.org/10.1234/ab", fetched_at="2026-11-03"),),
    ),
    record(
        25, title="{Care} at 50% & under_score: #1 ~ $2 \\ ^", authors=("Adur & Worthing Councils", "O'Brien, Zoë"), abstract=None,
        summary="Sharing { risk\nER  - ", doc_type="web page", part_of="la", part_of_name="Local authorities", searched_on="2026-11-30",
        source_id="la/adur", source_name="Adur District Council", citation_key="adur2019care", doi="10.1000/a{b", date="2019-03",
    ),
)  # fmt: skip
