"""A report with every kind of block, hostile words among them, and long tables."""

from __future__ import annotations

from harvest.report.flow_counts import Box, FlowCounts, Part
from harvest.report.flow_drawing import flow_says, flow_svg
from harvest.report.model import Bullets, Figure, Heading, Paragraph, Report, Run, Table, blank, text

HOSTILE = '<script>alert(1)</script> & "quotes" | pipe * star ]( =1+1 \u202egnp.exe \x00\x07 ŵ ŷ Llŷr'
STRATEGY = 'alliance NEAR/3 "health & care"\n  OR   (alliancing AND `place`)\n  NOT | x'


def counts(reasons: int = 3, variant: str = "official") -> FlowCounts:
    """Return a diagram whose sums hold, with so many reasons of exclusion in each column."""
    why = tuple(
        Part(f"Reason {number}: not about alliancing in health <or> care", 2) for number in range(reasons)
    )
    n = 2 * reasons
    boxes = [
        Box(
            "databases",
            "databases",
            "Databases",
            40 + n,
            "database_results",
            parts=(Part("Web of Science", 40 + n),),
        ),
        Box("registers", "databases", "Registers", 0),
        Box("duplicates", "databases", "Duplicate records", 5, ids=("w1", "w2", "w3", "w4", "w5")),
        Box("automatic", "databases", "Records marked as ineligible by automation tools", 3),
        Box("other_reasons", "databases", "Records removed for other reasons", 2),
        Box("screened", "databases", "Records screened", 30 + n, ids=("R00001",)),
        Box("excluded", "databases", "Records excluded", 10, ids=("R00002",)),
        Box("sought", "databases", "Reports sought for retrieval", 20 + n),
        Box("not_retrieved", "databases", "Reports not retrieved", 1),
        Box("assessed", "databases", "Reports assessed for eligibility", 15 + n),
        Box("assessed_excluded", "databases", "Reports excluded", n, parts=why),
        Box(
            "waiting",
            "databases",
            "Waiting for a decision",
            4,
            parts=(Part("on title and text", 0), Part("on full text", 4)),
        ),
        Box("websites", "other", "Websites", 60 + n, parts=(Part("Dinas Ŵyl Council & co", 60 + n),)),
        Box("organisations", "other", "Organisations", 0),
        Box("citations", "other", "Citation searching", 7),
        Box("other_sought", "other", "Reports sought for retrieval", 67 + n),
        Box("other_not_retrieved", "other", "Reports not retrieved", 2),
        Box("other_assessed", "other", "Reports assessed for eligibility", 65 + n),
        Box("other_assessed_excluded", "other", "Reports excluded", n, parts=why),
        Box("other_waiting", "other", "Waiting for a decision", 0),
        Box("studies", "included", "New studies included in review", None),
        Box("reports", "included", "Reports of new included studies", 80),
    ]
    if variant == "with-screening":
        boxes += [
            Box("other_screened", "other", "Records screened", 67 + n),
            Box("other_excluded", "other", "Records excluded", 0),
        ]
    return FlowCounts(
        "with-screening" if variant == "with-screening" else "official",
        tuple(boxes),
        notes=("Counted after matching.",),
    )


def flow(variant: str = "official") -> Figure:
    """Return the diagram as a figure of a report whose headings its boxes link to."""
    made = counts(variant=variant)
    table = Table(
        "Numbers of the diagram",
        ("Box", "n"),
        tuple((text(box.label), text(str(box.n))) for box in made.boxes),
        frozenset({1}),
        "flow",
    )
    return Figure(
        "flow", "PRISMA 2020 flow diagram", flow_says(made), flow_svg(made, href=lambda _: "#tables"), table
    )


def bars() -> Figure:
    """Return a small drawing without links, with what no page may take over."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="40" viewBox="0 0 100 40" role="img" aria-labelledby="b-title b-desc">'
        '<title id="b-title">Bars</title><desc id="b-desc">Two bars.</desc><rect width="100" height="40" fill="#ffffff"/>'
        '<rect x="5" y="5" width="20" height="30" fill="#0b6e75" onclick="alert(1)"/><script>alert(1)</script>'
        '<a href="javascript:alert(1)"><text x="40" y="20" fill="#1b1f23">two &amp; ŵ</text></a></svg>'
    )
    return Figure(
        "bars",
        "Bars",
        "Two bars, one larger.",
        svg,
        Table("Bars", ("Bar", "n"), ((text("a"), text("2")),), frozenset({1}), "bars"),
    )


def sample(rows: int = 3) -> Report:
    """Return the report."""
    lines = tuple(
        (
            text(f"R{number:05d}"),
            text(HOSTILE, href="https://www.council.gov.uk/a?b=1&c=<2>"),
            text(str(number)),
            text("x" * 300),
            blank("why"),
        )
        for number in range(rows)
    )
    return Report(
        "sample", f"Search report {HOSTILE}", "2026-11-23",
        (
            Heading(2, "Strategies & blanks", "strategies"),
            Paragraph((Run("See "), Run("tables", href="#tables"), Run(", "), Run("bold", "strong"), Run(" and "), *blank("who peer reviewed it"), Run(", "), Run("x", href="javascript:alert(1)"), Run(", "), Run("gone", href="#nowhere"))),
            Paragraph(text(STRATEGY, "code")),
            Bullets((text("1. one"), text(HOSTILE)), numbered=True),
            Bullets((text("- a"), (Run("code ", "code"), Run("b")))),
            Heading(3, "Tables", "tables"),
            Table(f"Records {HOSTILE}", ("Record", "Title", "Pages", "Long", "Reason"), lines, frozenset({2}), "records"),
            Table("Empty", ("One", "Two"), ()),
            Heading(2, "Drawings"), Heading(2, "Drawings"),
            flow(), flow("with-screening"), bars(),
            Figure("none", "Not drawn", "Nobody cites anybody.", "", None),
        ),
        {"protocol_sha256": "9fab07df28cc706b772978d9b2de51a8", "records": rows},
    )  # fmt: skip
