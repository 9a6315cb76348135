"""RAMESES standards for realist syntheses (Wong et al. 2013, BMC Medicine 11:21): its items on searching, in words of our own."""

from __future__ import annotations

from harvest.cli.common import counted
from harvest.report.characteristics import tables as characteristics_tables
from harvest.report.facts import Facts
from harvest.report.flow_counting import flow_counts
from harvest.report.items import Item, item_blocks, items_data, rows_table, said
from harvest.report.model import Block, Heading, Line, Report, Run, Table, blank, text
from harvest.report.numbers import Number
from harvest.report.prisma_s import title
from harvest.report.tables import amendments_table, runs_table

R = "rameses"


def rameses(facts: Facts) -> Report:
    """Return the items of RAMESES on searching: 5, 7, 8, 9, 12 and 13."""
    items = rameses_items(facts)
    blocks: list[Block] = [Heading(1, f"Searching by the items of RAMESES: {title(facts)}"), *item_blocks(items)]  # fmt: skip
    return Report("rameses", f"RAMESES items on searching: {title(facts)}", facts.date, tuple(blocks), items_data(items))  # fmt: skip


def rameses_items(facts: Facts) -> list[Item]:
    """Return the items."""
    return [_changes(facts), _scoping(facts), _searching(facts), _selection(facts), _flow(facts), _characteristics(facts)]  # fmt: skip


def _changes(facts: Facts) -> Item:
    given = facts.protocol.amendments
    protocols = list(dict.fromkeys(row["protocol_sha256"] for row in facts.runs))
    lines: list[Line] = []
    if given:
        lines.append(text(f"{counted(len(given), 'amendment')} of the protocol, each with its reason, in the table."))  # fmt: skip
    if len(protocols) > 1 + len(given):
        lines.append(text(f"The runs had {len(protocols)} protocols (by SHA-256)."))
        lines.append(blank("what was changed between the runs, and why ([[amendments]] in the protocol)"))
    if facts.changed_since:
        lines.append(text("protocol.toml in the folder has been changed since the newest run: the report speaks of the protocol as run."))  # fmt: skip
    if not lines:
        return Item("5", "Changes in the review process", (text("The protocol was not changed between runs."),), unused=True)  # fmt: skip
    return Item("5", "Changes in the review process", tuple(lines), (), (), (amendments_table(facts),) if given else ())  # fmt: skip


def _scoping(facts: Facts) -> Item:
    words = facts.notes.of(R, "scoping")
    return Item("7", "Scoping the literature", (said(words, "the exploratory search (rameses.scoping)"),))


def _searching(facts: Facts) -> Item:
    state = facts.saturation
    lines: list[Line] = [
        text(f"{counted(len(facts.runs), 'run')} asked {counted(len(facts.sources), 'source')}; terms, sources and dates stand in the PRISMA-S report, items 4, 8 and 13."),
        text(f"Rule for stopping: {state.rule}."), text(state.sentence),
        said(facts.notes.of(R, "searching"), "which part of the programme theory each search served, and who ended it because of what (rameses.searching)"),
    ]  # fmt: skip
    overall = state.overall
    numbers = (
        Number("read", "documents read", overall.n, "greylit saturation", "overall.n"),
        Number("pool", "documents discovered", overall.pool, "greylit saturation", "overall.pool"),
        Number(
            "relevant", "relevant documents among those read", overall.r, "greylit saturation", "overall.r"
        ),
        Number(
            "unread",
            "documents discovered and not read",
            overall.unread,
            "greylit saturation",
            "overall.unread",
        ),
        facts.listed("runs", "runs"),
    )
    return Item("8", "Searching processes", tuple(lines), numbers, ("greylit report prisma-s",), (runs_table(facts),))  # fmt: skip


def _selection(facts: Facts) -> Item:
    screening, rules = facts.screening, facts.protocol.screening
    people = counted(screening["screeners"], "person decides", "people must agree")
    lines: list[Line] = [text(f"{people}; stages: {', '.join(facts.stages)}.")]
    for words, given in (("Included", rules.include), ("Excluded", rules.exclude)):
        if given:
            lines.append(text(f"{words}: {'; '.join(given)}."))
    lines.append(said(facts.notes.of(R, "selection"), "how relevance and rigour were judged (rameses.selection)"))  # fmt: skip
    numbers: list[Number] = []
    for at, stage in enumerate(screening["stages"]):
        for key in ("records", "include", "exclude", "maybe", "undecided", "waiting", "conflict", "clash"):
            numbers.append(
                Number(f"{stage['stage']}.{key}", f"{stage['stage']}: {WORDS.get(key, key)}", stage[key], "greylit screen status", f"stages.{at}.{key}")
            )  # fmt: skip
    return Item("9", "Selection and appraisal of documents", tuple(lines), tuple(numbers), ("greylit report excluded",), (_stages(facts), *_agreement(facts)))  # fmt: skip


WORDS = {
    "records": "records to be decided of", "include": "included", "exclude": "excluded", "waiting": "waiting for a second screener",
    "conflict": "conflicts", "clash": "decisions that clash after a merge",
}  # fmt: skip


def _stages(facts: Facts) -> Table:
    rows = [
        (each["stage"], each["records"], each["include"], each["exclude"], each["maybe"], each["undecided"], each["waiting"],
         each["conflict"] + each["clash"])
        for each in facts.screening["stages"]
    ]  # fmt: skip
    return rows_table(
        "Screening by stage; the counts after the first add up to it",
        ("Stage", "Records", "Included", "Excluded", "Maybe", "Undecided", "Waiting", "In conflict"), rows, "screening",
    )  # fmt: skip


def _agreement(facts: Facts) -> tuple[Table, ...]:
    rows = [
        (each["stage"], " and ".join(each["people"]), each["both"], each["agreed"], each["differed"],
         None if each["kappa"] is None else round(each["kappa"], 3))
        for each in facts.screening["agreement"]
    ]  # fmt: skip
    if not rows:
        return ()
    return (
        rows_table(
            "Agreement before talking (Cohen's kappa)", ("Stage", "People", "Both decided", "Agreed", "Differed", "Kappa"), rows,
            "agreement",
        ),
    )  # fmt: skip


def _flow(facts: Facts) -> Item:
    counts = flow_counts(facts, "with-screening")
    rows = [(box.column, box.label, box.n) for box in counts.boxes]
    table = rows_table(
        "Numbers at each stage", ("Column", "Box", "n"), [row for row in rows if row[2] is not None], "flow"
    )
    lines: list[Line] = [(Run("The diagram: "), Run("greylit report flow --variant with-screening", "code"))]
    return Item("12", "Document flow diagram", tuple(lines), (), (), (table,))


def _characteristics(facts: Facts) -> Item:
    n = len(facts.included())
    lines: list[Line] = [text(f"{counted(n, 'record is', 'records are')} included; the tables count the included and all records.")]  # fmt: skip
    return Item("13", "Document characteristics", tuple(lines), (), ("greylit report characteristics",), tuple(characteristics_tables(facts)))  # fmt: skip
