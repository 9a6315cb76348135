"""By what the search was made, and by what it can be checked: versions and hashes."""

from __future__ import annotations

from harvest.report.facts import Facts
from harvest.report.items import rows_table, table_data
from harvest.report.model import Block, Heading, Line, Paragraph, Report, Run, text
from harvest.report.prisma_s import title
from harvest.report.tables import runs_table


def software(facts: Facts) -> Report:
    """Return the report on software, versions and hashes."""
    names = sorted({name for row in facts.runs for name in row["software"]})
    versions = rows_table(
        "Software by run", ("Software", *(f"Run {row['run']}" for row in facts.runs)),
        [(name, *(row["software"].get(name, "") for row in facts.runs)) for name in names], "software",
    )  # fmt: skip
    spiders = rows_table(
        "Readers of sources", ("Source", "Reader", "Seen on the live site"),
        [(row["name"], row["parser"] or row["kind"], row["verified"]) for row in facts.sources], "readers",
    )  # fmt: skip
    runs = runs_table(facts)
    lines: list[Line] = [
        (Run(f"The ledger has {facts.ledger_rows} rows; its head (SHA-256 of the whole chain) is "), Run(facts.ledger_head, "code"), Run(".")),
        (Run("The protocol of the newest run has the SHA-256 "), Run(facts.runs[-1]["protocol_sha256"], "code"), Run(".")),
        (Run("The whole search is checked again from its bytes by "), Run("greylit audit", "code"), Run(".")),
    ]  # fmt: skip
    if register := facts.protocol.review.register:
        lines.insert(0, text(f"The review is registered: {register}."))
    blocks: list[Block] = [
        Heading(1, f"Software, versions, hashes: {title(facts)}"),
        *(Paragraph(line) for line in lines), versions, spiders, runs,
    ]  # fmt: skip
    data = {
        "ledger": {"rows": facts.ledger_rows, "head": facts.ledger_head}, "protocol_sha256": facts.runs[-1]["protocol_sha256"],
        "runs": [{"run": row["run"], "software": row["software"], "protocol_sha256": row["protocol_sha256"]} for row in facts.runs],
        "tables": [table_data(each) for each in (versions, spiders, runs)],
    }  # fmt: skip
    return Report("software", f"Software, versions, hashes: {title(facts)}", facts.date, tuple(blocks), data)  # fmt: skip
