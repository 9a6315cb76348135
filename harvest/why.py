"""Why an address is a record, or why it is not: the chain of what happened to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crawler.canonical import canonical
from crawler.judge.govuk import api_url, page_url
from crawler.robots import robots_url
from harvest.exporting import gone_note
from harvest.facts import A_REFERENCE
from harvest.found import SUGGESTION
from harvest.search_log import done_in_words
from harvest.suggestions import Suggestion, suggestions
from store import hosts, recovery, views
from store.database import Reader
from store.hosts import BY_HAND
from store.ledger import Ledger
from store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Reason:
    """What is known of an address.

    Attributes:
        verdict: ``record``, ``merged``, ``outside-limits``, ``no-match``, ``listing``, ``fetched``,
            ``not-fetched``, ``skipped`` or ``never-seen``.
        headline: the verdict in one sentence.
        chain: ``(step, sentence)`` of what happened, in order.
        record: the number, where there is one.
    """

    url: str
    verdict: str
    headline: str
    chain: list[tuple[str, str]]
    record: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data."""
        steps = [{"step": step, "says": sentence} for step, sentence in self.chain]
        return {
            "url": self.url,
            "verdict": self.verdict,
            "headline": self.headline,
            "record": self.record,
            "chain": steps,
        }


def why(workspace: Workspace, address: str) -> Reason:
    """Return why an address is a record or not. Answers for any address.

    Args:
        workspace: the review.
        address: an address as a person has it; a record number or the name of a question is taken too.

    Raises:
        StoreError: the database cannot be read.
    """
    address = address.strip()
    with Reader(workspace.database) as database:
        if "://" not in address:
            if work := views.work(database, address) or views.work(database, address.upper()):
                return _of_work(database, address, work)
            if captured := views.answers_to(database, address):
                return _of_question(address, captured, hosts.question_by_hand(database, address))
        spellings = spellings_of(address)
        works = views.works_at(database, spellings)
        if works:
            return _of_work(database, address, works[0])
        captures = views.captures_of(database, spellings)
        skips = views.skips_of(database, spellings)
        links = views.links_to(database, spellings)
        chain_of_dead = _dead_steps(recovery.dead_links(database), spellings)
    named = suggested(workspace, spellings)
    chain = [("suggested", sentence(each)) for each in named] + [_link_step(each) for each in links[:8]]
    for each in skips:
        chain.append(("skipped", _skip_sentence(each)))
    chain += map(_capture_step, captures)
    chain += chain_of_dead
    if captures:
        last = captures[-1]
        return Reason(address, _kind_verdict(last), _capture_headline(last), chain)
    if skips:
        return Reason(address, "skipped", f"not fetched: {_skip_sentence(skips[-1])}", chain)
    if links:
        reason = links[-1]["reason"] or "it is still to be asked: greylit resume"
        return Reason(address, "not-fetched", f"not fetched: {reason}", chain)
    if named:
        return Reason(address, "not-fetched", "not fetched yet: the next run or resume asks for it", chain)
    return Reason(
        address, "never-seen",
        f"never seen: no page, sitemap or question in {_runs(workspace)} points to it", [],
    )  # fmt: skip


def suggested(workspace: Workspace, spellings: Sequence[str]) -> list[Suggestion]:
    """Return the suggestions of an address; the database has them only from the next run on."""
    with Ledger(workspace.ledger, read_only=True) as ledger:
        return [each for each in suggestions(ledger) if each.url in spellings]


def sentence(each: Suggestion) -> str:
    """Return who named an address, when, and why."""
    return f"by {each.by} on {each.at[:10]}: {each.note}"


def _runs(workspace: Workspace) -> str:
    with Ledger(workspace.ledger, read_only=True) as ledger:
        last = ledger.last("run")
    newest = last.run if last else 0
    return f"runs 1-{newest}" if newest > 1 else f"run {newest}"


def spellings_of(address: str) -> list[str]:
    """Return the addresses that mean the same page: as given, canonical, and as the Content API has it."""
    written = [address] if "://" in address else [f"https://{address}", f"http://{address}"]
    forms = {address}
    for each in written:
        try:
            plain = canonical(each)
            forms |= {plain, plain.rstrip("/"), page_url(plain), canonical(api_url(plain, plain))}
        except ValueError:
            # No address at all, so that nothing was asked for under it.
            continue
    return sorted(forms)


def _of_question(name: str, captures: Sequence[dict[str, Any]], by_hand: Sequence[dict[str, Any]]) -> Reason:
    chain = [
        (
            "asked",
            f"{each['url']}: {each['outcome']}, "
            + (each["detail"] or f"{each['returned']} of {each['total']} results from {each['start']}"),
        )
        for each in captures
    ]
    chain += [("by hand", f"{each['url']}: {done_in_words(each)}, task {each['task']}") for each in by_hand]
    return Reason(
        name,
        "question",
        f"question {name}: {captures[-1]['outcome']}"
        + (f", {d}" if (d := captures[-1]["detail"]) else "")
        + (f"; by hand: {by_hand[-1]['outcome']}" if by_hand else ""),
        chain,
    )


def _of_work(database: Reader, address: str, work: dict[str, Any]) -> Reason:
    name = work["work"]
    chain: list[tuple[str, str]] = []
    for each in views.found(database, name):
        if each["route"] == SUGGESTION:
            by = f"by {each['by_whom']} on {each['found_at'][:10]}: {each['note']}"
            chain.append(("suggested", f"{each['from_url']}, {by}"))
            continue
        by = f", by {each['by_whom']}" if each["by_whom"] else ""
        asked = (
            f" {each['sent'] or each['question']} (meant {each['meant']})"
            if each["meant"]
            else f" {each['question'] or ''}"
        )
        chain.append(
            (
                "found",
                f"{each['route']}{asked.rstrip()} on {each['from_url']}{by}, ledger row {each['seq']}, {each['found_at']}",
            )
        )
    if work["title_source"] == A_REFERENCE:
        chain.append(("brought", work["reason"]))
    rows = views.documents(database, name)
    addresses = {work["url"]} | {r["final_url"] for r in rows} | {r["url"] for r in rows}
    robots = {robots_url(address) for address in addresses}
    for each in views.captures_of(database, sorted(robots)):
        chain.append(("allowed", _capture_sentence(each)))
    spelt = {form for address in addresses for form in spellings_of(address)}
    chain += map(_capture_step, views.captures_of(database, sorted(spelt - robots)))
    chain += _dead_steps(recovery.dead_links(database), sorted(spelt))
    for each in rows:
        if each["archive"]:
            chain.append(
                (
                    "archived",
                    f"{each['url']}: copy of {each['archived_at']} from {each['archive']}, {each['archive_url']}",
                )
            )
        pages = "1 page" if each["page_count"] == 1 else f"{each['page_count']} pages"
        read = f"{pages}, {each['characters']} characters by {each['method']}" if each["method"] else ""
        chain.append(("read", f"{each['url']}: {each['outcome']} {read} {each['detail'] or ''}".strip()))
    counted: dict[str, list[str]] = {}
    for each in views.match_counts(database, name):
        counted.setdefault(each["concept"], []).append(f"{each['term']} x{each['matches']}")
    if counted:
        chain.append(
            ("matched", " · ".join(f"{c} {', '.join(terms)}" for c, terms in sorted(counted.items())))
        )
    for each in views.passages(database, name, limit=1):
        chain.append(("passage", f"p. {each['page']} of {each['url']}: {each['body'][:300]}"))
    chain.append(
        ("limits", work["reason"] if work["verdict"] == "outside-limits" else "within all limits, or unknown")
    )
    for each in views.merged_into(database, name):
        chain.append(("merged", f"{each['url']}: {each['rule']}, {each['evidence']}"))
    if work["withdrawn"]:
        chain.append(("withdrawn", work["withdrawn"]))
    if said := gone_note(work):
        chain.append(("gone", said))
    publisher = work["publishers"][0] if work["publishers"] else "publisher unknown"
    label = f"{work['record']} " if work["record"] else ""
    title = f"{label}{work['title']} ({publisher}, {work['work_date'] or 'no date'})"
    if work["verdict"] == "record":
        waits = "" if work["record"] else " It waits for its number until the run ends."
        headline = title + waits
    elif work["verdict"] == "merged":
        headline = f"not a record of its own: {work['reason']}"
    else:
        headline = f"not a record: {work['reason']} ({title})"
    return Reason(address, work["verdict"], headline, chain, work["record"])


def _dead_steps(dead: Sequence[dict[str, Any]], addresses: Sequence[str]) -> list[tuple[str, str]]:
    """Return what web archives said of addresses that answer no more."""
    return [
        ("looked for", f"{row['url']}, near {row['near'] or 'the newest'}: {row['outcome']}; {'; '.join(row['asked'])}")
        # Where the protocol names no archive, nobody was to look.
        for row in dead if row["url"] in addresses and row["asked"]
    ]  # fmt: skip


def _link_step(link: dict[str, Any]) -> tuple[str, str]:
    title = f" {link['title']!r}" if link["title"] else ""
    question = f" for question {link['question']}" if link["question"] else ""
    left = "" if link["followed"] else f"; not followed: {link['reason']}"
    return "found", f"{link['why']}{title} on {link['from_url']}{question}{left}"


def _skip_sentence(skip: dict[str, Any]) -> str:
    where = f" (line {skip['line']} of robots.txt)" if skip["line"] else ""
    return f"{skip['reason']}: {skip['detail']}{where}, run {skip['run']}, {skip['at_time']}"


def _capture_step(each: dict[str, Any]) -> tuple[str, str]:
    return "brought" if each["why"] == BY_HAND else "fetched", _capture_sentence(each)


def _capture_sentence(each: dict[str, Any]) -> str:
    got = (
        f"{each['status'] or ''} {each['mime'] or ''} {each['bytes']} bytes sha256 {str(each['sha256'])[:12]}"
        if each["status"] or each["warc"]
        else "nothing but its name"
        if each["why"] == BY_HAND
        else "no answer"
    )
    detail = f", {each['detail']}" if each["detail"] else ""
    where = f", {each['warc']} at byte {each['warc_offset']}" if each["warc"] else ""
    return f"{each['url']}: {each['outcome']}, {got}{detail}{where}, run {each['run']}, {each['fetched_at']}"


def _kind_verdict(capture: dict[str, Any]) -> str:
    return "listing" if capture["kind"] in ("search", "robots", "sitemap") else "fetched"


def _capture_headline(capture: dict[str, Any]) -> str:
    if capture["kind"] == "search":
        return f"a page of search results for question {capture['question']}: {capture['outcome']}"
    if capture["kind"] == "robots":
        return f"the robots.txt of the host: {capture['detail']}"
    detail = f": {capture['detail']}" if capture["detail"] else ""
    return f"not a record: asked for in run {capture['run']}, {capture['outcome']}{detail}"
