"""The command ``show``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from harvest.cli.common import (
    clean,
    counted,
    find_review,
    json_option,
    print_json,
    require_runs,
    review_option,
    shortened,
)
from harvest.errors import Exit, GreylitError

Row = Mapping[str, Any]
#: Characters of a part that are shown.
SHOWN = 600


@click.command()
@click.argument("record")
@review_option
@click.option(
    "--passages", "how_many", type=click.IntRange(0), default=6, show_default=True, help="Passages to show."
)
@json_option
def show(record: str, review: Path | None, how_many: int, as_json: bool) -> int:
    """Show one record: what it is, where it was found, and its passages with their pages.

    \b
    Example:  greylit show R00012 --passages 20
    """
    from harvest.export.places import archived_sentence
    from harvest.exporting import gone_note, reference_notes, tabled_note
    from store import evidence, views
    from store.database import Reader

    workspace = find_review(review)
    require_runs(workspace)
    with Reader(workspace.database) as database:
        work = views.work(database, record) or views.work(database, record.upper())
        if work is None:
            raise GreylitError(
                f"there is no record {record!r}", code="NOT_FOUND", exit_code=Exit.NOT_FOUND,
                hint="Record numbers look like R00012: greylit records",
            )  # fmt: skip
        name = work["work"]
        documents, found = views.documents(database, name), views.found(database, name)
        passages, terms = views.passages(database, name), views.match_counts(database, name)
        merged = views.merged_into(database, name)
        matched = views.matches(database, name)
        told = {
            "claims": evidence.claims(database, name), "parts": evidence.parts(database, name),
            "relations": evidence.relations(database, name), "rulings": evidence.rulings(database, name),
        }  # fmt: skip
    if as_json:
        print_json(
            "record",
            {"record": work, "documents": documents, "found": found, "terms": terms, "passages": passages,
             "matches": matched, "merged": merged, **told},
        )  # fmt: skip
        return int(Exit.OK)
    click.echo(f"{work['record'] or '-'}  {clean(work['title'])}")
    kind = work["publisher_class"]
    click.echo(f"  {clean('; '.join(work['publishers']) or 'publisher unknown')}{f' ({kind})' if kind else ''} · {work['doc_type'] or 'type unknown'} · "
               f"{work['work_date'] or 'date unknown'} ({work['date_source'] or 'no source'}) · {work['verdict']}: {clean(work['reason'])}")  # fmt: skip
    for line in reference_notes(work):
        click.echo(f"  {clean(line)}")
    if tabled := tabled_note(work):
        click.echo(f"  {clean(tabled)}")
    if work["withdrawn"]:
        click.echo(f"  {clean(work['withdrawn'])}")
    if said := gone_note(work):
        click.echo(f"  {said}")
    if work["description"]:
        click.echo(f"  {clean(work['description'])}")
    for line in _parts(told["parts"]):
        click.echo(f"  {clean(line)}")
    click.echo("documents")
    for each in documents:
        pages = f"{each['page_count']} pages" if each["page_count"] else ""
        click.echo(
            f"  {each['outcome']:10} {clean(each['url'])}  {pages} {clean(each['detail'] or '')}".rstrip()
        )
        if pictured := _from_pictures(each):
            click.echo(f"             {pictured}")
        if copy := archived_sentence(each["archive"], each["archive_url"], each["archived_at"]):
            click.echo(f"             {clean(copy)}")
        if each["warc"]:
            click.echo(f"             fetched {each['fetched_at']}, {each['warc']} at byte {each['warc_offset']}, "
                       f"sha256 {each['sha256'][:12]}")  # fmt: skip
    click.echo("found by")
    for each in found:
        asked = f" {clean(each['sent'] or each['question'])}" if each["question"] else ""
        if each["by_whom"]:
            note = f": {clean(each['note'])}" if each["note"] else ""
            asked = f"{asked} by {clean(each['by_whom'])}{note}"
        click.echo(
            f"  {each['route']}{asked}  on {shortened(clean(each['from_url']))}  {each['found_at'][:10]}"
        )
    click.echo("matches")
    for each in terms:
        click.echo(f"  {each['concept']}  {clean(each['term'])}  x{each['matches']}")
    click.echo("passages" + (f" ({how_many} of {len(passages)})" if len(passages) > how_many else ""))
    for each in passages[:how_many]:
        click.echo(f"  p. {each['page']}  [{', '.join(each['concepts'])}]  {clean(each['body'])}")
    for each in merged:
        click.echo(f"merged  {clean(each['url'])}: {each['rule']} ({clean(each['evidence'])})")
    for line in (*_belonging(told["relations"]), *_ruled(told["rulings"]), *_passed_over(told["claims"])):
        click.echo(clean(line))
    return int(Exit.OK)


def _parts(parts: Sequence[Row]) -> list[str]:
    """Return what reviewers read first: the beginning of a summary, and which other parts there are."""
    lines = [
        f"{part['title'] or 'summary'}: {' '.join(part['body'].split())[:SHOWN]}"
        for part in parts if part["kind"] == "summary"
    ][:1]  # fmt: skip
    others = [
        f"{part['kind']} on p. {part['page']}" for part in parts
        if part["kind"] in ("contents", "recommendations") and part["page"]
    ]  # fmt: skip
    headings = [part["title"] for part in parts if part["kind"] == "heading" and part["title"]]
    if headings:
        others.append(
            f"{counted(len(headings), 'heading')}: {'; '.join(headings[:6])}"
            + (" ..." if headings[6:] else "")
        )
    return [*lines, *others]


def _from_pictures(document: Row) -> str | None:
    """Return which pages were read from their pictures, and which have no words yet."""
    said = []
    if document["ocr_pages"]:
        sure = f", confidence {document['confidence']:.2f}" if document["confidence"] is not None else ""
        said.append(f"{counted(document['ocr_pages'], 'page')} read from pictures{sure}")
    if unread := document["unread_pages"]:
        said.append(f"{counted(len(unread), 'page')} without words: greylit ocr")
    return "; ".join(said) or None


def _belonging(relations: Sequence[Row]) -> list[str]:
    return [
        f"{each['kind']}  {each['record'] or each['url']}  {each['title']} ({each['rule']}, {each['score']:.2f}: {each['evidence']})"
        for each in relations
    ]  # fmt: skip


def _ruled(rulings: Sequence[Row]) -> list[str]:
    return [
        f"{each['by_whom']} said on {each['at_time'][:10]}: {'one work' if each['says'] == 'same' else 'not one work'}"
        f" ({', '.join(each['records'])})" + (f": {each['note']}" if each["note"] else "")
        + ("" if each["standing"] else "; taken back since")
        for each in rulings
    ]  # fmt: skip


def _passed_over(claims: Sequence[Row]) -> list[str]:
    return [
        f"passed over  {each['field']} {each['value'][:120]!r} ({each['source']}): {each['why']}"
        for each in claims if each["why"]
    ]  # fmt: skip
