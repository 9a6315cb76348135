"""PRISMA-S (Rethlefsen et al. 2021, Systematic Reviews 10:39): its 16 items, in words of our own."""

from __future__ import annotations

from harvest.cli.common import counted
from harvest.report.facts import Facts
from harvest.report.items import Item, item_blocks, items_data, said
from harvest.report.model import Block, Heading, Line, Report, Run, blank, text
from harvest.report.numbers import Number, query
from harvest.report.tables import (
    dates_table,
    duplicates_table,
    left_out,
    limits_table,
    records_table,
    rulings_table,
    runs_table,
    sources_table,
)
from store import reports

S = "prisma_s"


def prisma_s(facts: Facts) -> Report:
    """Return the PRISMA-S report."""
    items = prisma_s_items(facts)
    blocks: list[Block] = [Heading(1, f"Search report by the items of PRISMA-S: {title(facts)}"), *item_blocks(items)]  # fmt: skip
    return Report("prisma-s", f"PRISMA-S items: {title(facts)}", facts.date, tuple(blocks), items_data(items))  # fmt: skip


def title(facts: Facts) -> str:
    """Return what the review is called."""
    return facts.protocol.review.title or facts.protocol.review.id


def prisma_s_items(facts: Facts) -> list[Item]:
    """Return the 16 items."""
    return [
        _databases(facts), _together(facts), _registries(facts), _browsing(facts), _citations(facts), _contacts(facts),
        _other(facts), _strategies(facts), _limits(facts), _filters(facts), _prior(facts), _updates(facts), _dates(facts),
        _peer_review(facts), _totals(facts), _duplicates(facts),
    ]  # fmt: skip


def _databases(facts: Facts) -> Item:
    found = [row for row in facts.sources if row["prisma"] == "database"]
    if not found:
        return Item("1", "Database name", (text("No bibliographic database was searched."),), unused=True)
    lines: list[Line] = []
    for row in found:
        platform = row["url"] and f" at {row['url']}"
        lines.append(text(f"{row['name']}{platform or ''}: {'searched by a person' if row['kind'] == 'manual' else row['kind']}."))  # fmt: skip
        if not platform:
            lines.append(blank(f"the platform on which {row['name']} was searched (url of the source)"))
    numbers = [_works(row, facts) for row in found]
    return Item("1", "Database name", tuple(lines), tuple(numbers))


def _works(row: dict[str, object], facts: Facts) -> Number:
    name = str(row["source"])
    n = sum(each["source"] == name for each in facts.works)
    return Number(f"works.{name}", f"works that {row['name']} gave", n, query(reports.works_of(name)), "rows")  # fmt: skip


def _together(facts: Facts) -> Item:
    key, name = "2", "Multi-database searching"
    words = facts.notes.of(S, "multi_database")
    databases = [row for row in facts.sources if row["prisma"] == "database"]
    if not databases:
        return Item(key, name, (text(words or "No bibliographic database was searched, so none together with others."),), unused=not words)  # fmt: skip
    own = [row for row in databases if row["kind"] not in ("manual", "seeds")]
    lines = [text("Each index that greylit asked was asked by itself.")] if own else []
    if words or len(own) < len(databases):
        lines.append(said(words, "whether searches by hand were put to several databases at once (prisma_s.multi_database)"))  # fmt: skip
    return Item(key, name, tuple(lines))


def _registries(facts: Facts) -> Item:
    found = [row for row in facts.sources if row["prisma"] == "register"]
    words = facts.notes.of(S, "registries")
    lines = [text(f"{row['name']}{' at ' + row['url'] if row['url'] else ''}.") for row in found]
    if words:
        lines.append(text(words))
    if not lines:
        return Item("3", "Study registries", (text("No study registry was searched."),), unused=True)
    return Item("3", "Study registries", tuple(lines), tuple(_works(row, facts) for row in found))


def _browsing(facts: Facts) -> Item:
    found = [
        row for row in facts.sources
        if row["prisma"] in ("website", "organisation") and row["kind"] not in ("webarchive", "suggested")
    ]  # fmt: skip
    if not found:
        return Item("4", "Online resources and browsing", (text("No website was searched or browsed."),), unused=True)  # fmt: skip
    crawl, keep = facts.protocol.crawl, facts.protocol.keep
    whole = (
        "with their bytes"
        if keep.bytes == "all"
        else f"with the bytes of documents by keep.bytes = {keep.bytes}"
    )
    kept = (
        f"Requests and answers are kept in WARC files (ISO 28500), {whole}."
        if keep.warc
        else "No WARC files were kept."
    )
    forbidden = sum(row["n"] for row in facts.robots)
    lines: list[Line] = [
        text(
            f"{counted(len(found), 'website was', 'websites were')} searched or browsed: links to a depth of {crawl.max_depth}, at most {crawl.max_pages} pages of one host in a "
            f"run, {crawl.delay:g} seconds between two requests to one host, robots.txt kept to ({counted(forbidden, 'address was', 'addresses were')} not asked for because of it). "
            f"What came of every address of every site stands in the table. {kept}"
        )
    ]
    for row in found:
        began = [
            f"{each['why']} ({each['addresses']})"
            for each in facts.entry_points
            if each["source"] == row["source"]
        ]
        files = sorted({warc for each in facts.times if each["source"] == row["source"] for warc in each["warcs"] or ()})  # fmt: skip
        if began or files:
            warcs = f"; WARC files {', '.join(files)}" if files else ""
            lines.append(text(f"{row['name']}: addresses by way of reaching them: {', '.join(began) or 'none'}{warcs}."))  # fmt: skip
    wholes = dict.fromkeys((row["part_of"] or row["source"], row["part_of_name"] or row["name"]) for row in found)  # fmt: skip
    for source, name in wholes:
        words = facts.notes.of("sources", source)
        lines.append(text(f"Why {name}: {words}") if words else blank(f"why {name} was chosen (sources.{source})"))  # fmt: skip
    numbers = [
        facts.total("fetched", "addresses read in the newest run, all sources"),
        facts.total("refused", "addresses refused"), facts.total("failed", "addresses failed"),
        facts.listed("passed_over", "addresses passed over, each with its reason"),
    ]  # fmt: skip
    see = ("greylit hosts", "greylit report search-log")
    return Item("4", "Online resources and browsing", tuple(lines), tuple(numbers), see, (sources_table(facts),))  # fmt: skip


def _citations(facts: Facts) -> Item:
    wanted = facts.protocol.citations
    brought = [row for row in facts.imports if row["source"] == "citations"]
    read = facts.citations
    if not (wanted.backward or wanted.forward or brought):
        return Item("5", "Citation searching", (text("Citations were not searched."),), unused=True)
    lines: list[Line] = [
        text(f"Backward: {_ways(wanted.backward)}. Forward: {_ways(wanted.forward)}. Seeds: {wanted.seeds}."),
        text(
            f"References of {read['documents']} documents were looked for ({read['unread']} could not be read): {read['references']} references, of "
            f"which {read['matched']} are of works that are held and {read['unmatched']} are not; {read['citations']} citations and {read['mentions']} mere mentions among "
            "works that are held."
        ),
    ]
    lines += [text(f"{row['searched_on']}: {row['strategy']}; {row['entries']} works brought into the review.") for row in brought]  # fmt: skip
    numbers = [Number(f"citations.{key}", key, read[key], "greylit citations", f"counts.{key}") for key in ("documents", "unread", "references", "matched", "unmatched", "citations", "mentions")]  # fmt: skip
    return Item("5", "Citation searching", tuple(lines), tuple(numbers), ("greylit report tarcis",))


def _ways(wanted: object) -> str:
    if wanted is None:
        return "not asked for in the protocol"
    named = ", ".join(getattr(wanted, "from_", ()))
    return f"{named}, at most {counted(getattr(wanted, 'rounds', 1), 'round')}"


def _contacts(facts: Facts) -> Item:
    words = facts.notes.of(S, "contacts")
    named = [row for row in facts.suggested if row["by_whom"] not in ("", "audit", "citation searching")]
    lines = [said(words, "who was contacted, when, and what they gave (prisma_s.contacts)")]
    if named:
        lines.append(text("Addresses that people named: " + ", ".join(f"{row['by_whom']} {row['n']}" for row in named) + "."))  # fmt: skip
    return Item("6", "Contacts", tuple(lines), (facts.listed("suggestions", "addresses that were named"),) if named else ())  # fmt: skip


def _other(facts: Facts) -> Item:
    words = facts.notes.of(S, "other_methods")
    dead = facts.dead
    lines: list[Line] = []
    numbers: list[Number] = []
    if total := sum(dead.values()):
        parts = ", ".join(f"{n} {name}" for name, n in dead.items())
        asked = facts.protocol.web_archives is not None
        lines.append(text(f"{counted(total, 'address', 'addresses')} answered no more; {'copies were looked for in web archives' if asked else 'no web archive was asked'}: {parts}."))  # fmt: skip
        numbers = [Number(f"dead.{name}", f"dead addresses, {name}", n, "greylit dead-links", f"counts.{name}") for name, n in dead.items()]  # fmt: skip
    permitted = len(facts.permissions)
    if permitted:
        lines.append(text(f"Owners of sites gave {counted(permitted, 'permission')}: see greylit hosts."))
    if words:
        lines.append(text(words))
    if not lines:
        return Item("7", "Other methods", (text("No other method was used."),), unused=True)
    return Item("7", "Other methods", tuple(lines), tuple(numbers))


def _strategies(facts: Facts) -> Item:
    asked = [each for each in facts.questions if each["sent"]]
    lines: list[Line] = [
        text(
            f"{counted(facts.lists['questions'], 'question was', 'questions were')} planned in {counted(len(facts.runs), 'run')}, {len(asked)} of them with a phrase; each is printed as it was sent, with the "
            "addresses of its requests, in the report on strategies. The texts that came back were matched again with the protocol's own query:"
        ),
        (Run("require = "), Run(facts.protocol.search.require, "code")),
    ]
    for name, concept in facts.protocol.concepts.items():
        lines.append((Run(f"{name} ({concept.name}): "), Run(" OR ".join(concept.terms), "code")))
    for row in facts.imports:
        if row["source"] != "citations":
            lines.append((Run(f"{facts.names.get(row['source'], row['source'])}, by hand: "), Run(row["strategy"], "code")) if row["strategy"]
                         else blank(f"the strategy of the search in {facts.names.get(row['source'], row['source'])} (strategy of the source)"))  # fmt: skip
    lines.append((Run("SHA-256 of the protocol: "), Run(facts.runs[-1]["protocol_sha256"], "code")))
    numbers = (facts.listed("questions", "questions planned, in all runs"),)
    return Item("8", "Full search strategies", tuple(lines), numbers, ("greylit report strategies", "greylit report search-log"))  # fmt: skip


def _limits(facts: Facts) -> Item:
    given = facts.protocol.limits.given()
    if not given:
        return Item("9", "Limits and restrictions", (text("No limit was set."),), unused=True)
    lines = [text(f"{counted(len(given), 'limit was', 'limits were')} set; together they left out {counted(facts.lists['outside'], 'work')}, each for the first limit that it lies outside of.")]  # fmt: skip
    numbers = (facts.listed("outside", "works outside the limits"), *(left_out(facts, key) for key in given))
    return Item("9", "Limits and restrictions", tuple(lines), numbers, (), (limits_table(facts),))


def _filters(facts: Facts) -> Item:
    words = facts.notes.of(S, "filters")
    if words:
        return Item("10", "Search filters", (text(words),))
    by_hand = [row for row in facts.sources if row["kind"] == "manual"]
    if by_hand:
        return Item("10", "Search filters", (text("greylit applied no published search filter to its own questions."), blank("whether one was applied to the searches by hand (prisma_s.filters)")))  # fmt: skip
    return Item("10", "Search filters", (text("No published search filter was used."),), unused=True)


def _prior(facts: Facts) -> Item:
    seeds = [row for row in facts.sources if row["kind"] == "seeds"]
    words = facts.notes.of(S, "prior_work")
    lines = [text(f"{row['name']}: {row['brought']} references that were known before the search.") for row in seeds]  # fmt: skip
    lines.append(said(words, "which strategies of other reviews were used, or that none were (prisma_s.prior_work)"))  # fmt: skip
    return Item("11", "Prior work", tuple(lines), tuple(_works(row, facts) for row in seeds))


def _updates(facts: Facts) -> Item:
    words = facts.notes.of(S, "updates")
    again = len(facts.runs) - 1
    lines = [text(f"The search was run {len(facts.runs)} times." if again else "The search was run once; it was not updated.")]  # fmt: skip
    if words:
        lines.append(text(words))
    see = tuple(f"greylit diff {one['run']} {two['run']}" for one, two in zip(facts.runs, facts.runs[1:], strict=False))  # fmt: skip
    return Item("12", "Updates", tuple(lines), (facts.listed("runs", "runs"),), see, (runs_table(facts),), unused=not again and not words)  # fmt: skip


def _dates(facts: Facts) -> Item:
    lines: list[Line] = [text(f"The newest run began on {facts.runs[-1]['started_at'][:10]}. Days of each source stand in the table.")]  # fmt: skip
    for row in facts.imports:
        if not row["searched_on"]:
            lines.append(blank(f"the day of the search in {facts.names.get(row['source'], row['source'])} (searched_on of the source)"))  # fmt: skip
    return Item("13", "Dates of searches", tuple(lines), tables=(dates_table(facts),))


def _peer_review(facts: Facts) -> Item:
    words = facts.notes.of(S, "peer_review")
    return Item("14", "Peer review", (said(words, "who reviewed the search, when and with what, or that nobody did (prisma_s.peer_review)"),))  # fmt: skip


def _totals(facts: Facts) -> Item:
    lines = [text(f"{counted(facts.lists['works'], 'work was', 'works were')} described by {counted(len(facts.sources), 'source')}; {facts.records} of them are records. Counts of each source before matching stand in the table.")]  # fmt: skip
    numbers = (
        facts.listed("works", "works"), Number("records", "records", facts.records, "greylit records", "total"),
        facts.listed("no_match", "works without a match"), facts.listed("outside", "works outside the limits"),
        facts.listed("merged", "works that are one with another"), facts.listed("sources", "sources"),
    )  # fmt: skip
    return Item("15", "Total records", tuple(lines), numbers, ("greylit report flow",), (records_table(facts),))  # fmt: skip


def _duplicates(facts: Facts) -> Item:
    standing = sum(row["standing"] for row in facts.rulings)
    lines = [
        text(
            f"Works were joined by the rules of greylit {facts.runs[-1]['software'].get('greylit', '')}: {facts.lists['merged']} were joined to another by {counted(len(facts.merge_rules), 'rule')}. "
            f"{counted(len(facts.rulings), 'ruling')} of people, {standing} of them standing. {facts.lists['related']} pairs belong together without being one "
            "(editions, translations, summaries) and stay apart."
        )
    ]
    numbers = [facts.listed("merged", "works joined to another"), facts.listed("rulings", "rulings of people"), facts.listed("related", "pairs that belong together")]  # fmt: skip
    numbers += [Number(f"merged.{row['rule']}", f"joined by: {row['rule']}", row["n"], query(reports.merged_by(row["rule"])), "rows") for row in facts.merge_rules]  # fmt: skip
    tables = [duplicates_table(facts)] if facts.merge_rules else []
    tables += [rulings_table(facts)] if facts.rulings else []
    return Item("16", "Deduplication", tuple(lines), tuple(numbers), (), tuple(tables))
