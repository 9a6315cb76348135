"""Strategies as they were sent: phrases, addresses of requests, and the protocol as run with its amendments."""

from __future__ import annotations

from harvest.report.facts import Facts
from harvest.report.items import rows_table, table_data
from harvest.report.model import Block, Bullets, Heading, Line, Paragraph, Report, Run, blank, text
from harvest.report.prisma_s import title
from harvest.report.tables import amendments_table


def strategies(facts: Facts) -> Report:
    """Return the report on strategies."""
    blocks: list[Block] = [
        Heading(1, f"Strategies as sent: {title(facts)}"),
        Paragraph(text("Every phrase is printed as it was put to its source, with the address of each request that put it; keys and passwords are left out of addresses.")),
    ]  # fmt: skip
    data: dict[str, list[dict[str, object]]] = {"questions": [], "by_hand": []}
    for row in facts.sources:
        asked = [each for each in facts.questions if each["source"] == row["source"]]
        brought = [each for each in facts.imports if each["source"] == row["source"]]
        if not asked and not brought:
            continue
        blocks.append(Heading(2, row["name"], f"source-{row['source']}"))
        for each in asked:
            sent = each["sent"]
            blocks.append(Paragraph((Run(f"Run {each['run']}, {each['question']}: "), Run(sent, "code") if sent else Run(_without(each)))))  # fmt: skip
            requests = [
                q for q in facts.requests if (q["run"], q["question"]) == (each["run"], each["question"])
            ]
            if requests:
                blocks.append(Bullets(tuple(_request(q) for q in requests)))
            data["questions"].append(
                {"run": each["run"], "source": each["source"], "question": each["question"], "meant": each["meant"], "sent": sent,
                 "widened": each["widened"], "notes": list(each["notes"] or ()), "outcome": each["outcome"], "total": each["total"], "returned": each["returned"],
                 "requests": [{key: q[key] for key in ("seq", "method", "url", "fetched_at", "outcome", "status", "start", "total", "returned")} for q in requests]}
            )  # fmt: skip
        for each in brought:
            strategy: Line = (Run(each["strategy"], "code"),) if each["strategy"] else blank("strategy of the search by hand")  # fmt: skip
            blocks.append(Paragraph((Run(f"{each['file']} ({each['searched_on'] or 'no day written down'}): "), *strategy)))  # fmt: skip
            data["by_hand"].append({key: each[key] for key in ("source", "file", "sha256", "searched_on", "by_whom", "strategy", "seen", "screened", "entries")})  # fmt: skip
    protocol, more = _protocol(facts)
    return Report("strategies", f"Strategies as sent: {title(facts)}", facts.date, (*blocks, *protocol), {**data, "protocol": more})  # fmt: skip


def _without(question: dict[str, object]) -> str:
    notes = question["notes"]
    told = "; ".join(map(str, notes)) if isinstance(notes, list | tuple) else ""
    return str(question["reason"] or told or "a listing, asked without a phrase")


def _request(row: dict[str, object]) -> Line:
    gave = f", {row['returned']} of {row['total']} results" if row["returned"] is not None else ""
    return (Run(f"{row['fetched_at']} {row['method']} "), Run(str(row["url"]), "code"), Run(f" {row['outcome']}{gave}"))  # fmt: skip


def _protocol(facts: Facts) -> tuple[list[Block], dict[str, object]]:
    sha = facts.runs[-1]["protocol_sha256"]
    written = facts.text or facts.protocol.normalised()
    blocks: list[Block] = [
        Heading(2, "The protocol as run", "protocol"),
        Paragraph((Run(f"Of run {facts.run}; SHA-256 of what it says and of its lists: "), Run(sha, "code"))),
    ]
    if facts.changed_since:
        blocks.append(Paragraph(text("protocol.toml in the folder has been changed since.")))
    blocks.append(Paragraph((Run(written, "code"),)))
    blocks.append(Heading(2, "Amendments", "amendments"))
    table = amendments_table(facts)
    blocks.append(table if table.rows else Paragraph(text("The protocol as run has no amendments.")))
    lists = [(name, digest or "missing") for name, digest in sorted(facts.list_hashes.items())]
    if lists:
        blocks.append(rows_table("Lists that belong to the protocol", ("File", "SHA-256"), lists, "lists"))  # fmt: skip
    return blocks, {
        "sha256": sha, "text": written, "register": facts.protocol.review.register, "changed_since": facts.changed_since,
        "amendments": table_data(table), "lists": dict(lists),
    }  # fmt: skip
