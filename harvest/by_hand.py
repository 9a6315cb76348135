"""What is left for a person: questions, sites and documents that a run could not have, each as one task.

Tasks follow from the database. The number of a task comes from what is to be done, so that it is the same
in every sheet that is written.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import quote_plus, urljoin

from crawler.guard import host_of
from crawler.judge.govuk import page_url
from crawler.spec import SourceSpec
from crawler.trouble import FOR_A_PERSON, MEANINGS, Trouble
from harvest.check.terms import reads_as
from harvest.permissions import of_host, sentence
from harvest.protocol import Protocol, from_normalised
from harvest.questions import LEFT_OUT
from store import counts, hosts, recovery
from store.counts import Queryable

Row = dict[str, Any]
Kind = Literal["search", "site", "document"]

#: Pages of one site that are listed one by one; more of them are one task, the site.
PAGES = 25
#: Kinds of addresses that are works or files whatever their name is.
_DOCUMENTS = frozenset({"content", "file", "document", "meeting", "issue", "publication"})
_FILE = re.compile(r"\.(?:pdf|docx?|odt|rtf|xlsx?|ods|pptx?|odp|epub)$", re.IGNORECASE)
#: Questions to web archives: what is left for a person is the copy, see ``copies``.
_OF_ARCHIVES = frozenset({"captures", "archived"})
#: Reasons for passing an address over that do not hold for a person in a browser.
_PASSED_OVER = frozenset({"robots", "retry-after", "refusing"})
_BY_STATUS: dict[int, Trouble] = {
    401: "login", 403: "forbidden", 405: "method", 429: "rate-limited", 451: "legal",
}  # fmt: skip
#: Runs that ask for nothing more; in the others `greylit resume` goes on.
_ENDED = frozenset({"ok", "partial", "given-up"})


@dataclass(frozen=True, slots=True)
class Task:
    """One thing for a person to do where the crawler could not.

    Attributes:
        id: the same for the same task in every run and sheet.
        run: the run that could not.
        kind: ``search`` (put a phrase to the site's search), ``site`` (look through a site) or
            ``document`` (fetch one document).
        source, name: the source by its id and by its name.
        host: the host that gave nothing.
        opens: the address that a person opens.
        question: name of the question, for a search.
        meant, sent: the phrase as the protocol means it and as it was to be sent.
        title: of a document, as the link to it was called.
        why: why the crawler could not, in words.
        trouble: the same in one word (:mod:`crawler.trouble`, or the reason of a skip).
        evidence: what in the answer shows it.
        seen_at: when.
        permission: what the owner of the site allowed, in words.
    """

    id: str
    run: int
    kind: Kind
    source: str
    name: str
    host: str
    opens: str
    why: str
    trouble: str
    question: str | None = None
    meant: str | None = None
    sent: str | None = None
    title: str | None = None
    evidence: str | None = None
    seen_at: str | None = None
    permission: str = ""


@dataclass(frozen=True, slots=True)
class ByHand:
    """The tasks of a run, and what people have done of them.

    ``done`` has the newest word on each task, a row of the table ``by_hand``.
    """

    tasks: tuple[Task, ...]
    done: Mapping[str, Row]
    limits: str = ""

    @property
    def waiting(self) -> list[Task]:
        """The tasks that nobody has done yet."""
        return [task for task in self.tasks if task.id not in self.done]

    @property
    def answered(self) -> list[Task]:
        """The tasks that somebody has done."""
        return [task for task in self.tasks if task.id in self.done]

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON data: each question and address either done, or waiting for a person."""

        def listed(tasks: list[Task]) -> dict[str, list[str]]:
            return {
                "questions": [str(task.question) for task in tasks if task.kind == "search"],
                "addresses": [task.opens for task in tasks if task.kind != "search"],
            }

        return {"answered": listed(self.answered), "waiting": listed(self.waiting)}


def by_hand(database: Queryable, run: int, specs: Mapping[str, SourceSpec]) -> ByHand:
    """Return what a run left for a person, and what of it has been done.

    Args:
        database: where from.
        run: number of the run; without tasks when there is no such run.
        specs: what each kind of source can do: its search page for people.
    """
    of_run = hosts.run_row(database, run)
    if of_run is None:
        return ByHand((), {})
    builder = _Builder(database, of_run, specs)
    found = [*builder.searches(), *builder.sites_not_asked(), *builder.addresses(), *builder.copies()]
    return ByHand(
        tuple({task.id: task for task in found}.values()),
        hosts.by_hand(database, run),
        limits_in_words(builder.protocol),
    )


def trouble_of(row: Mapping[str, Any]) -> Trouble:
    """Return the trouble of an answer that gave nothing; by its status where the ledger has no word for it."""
    if row["trouble"] in MEANINGS:
        return row["trouble"]  # type: ignore[no-any-return]
    status = row["status"] or 0
    return "server-error" if status >= 500 else _BY_STATUS.get(status, "other")


def limits_in_words(protocol: Protocol) -> str:
    """Return the limits of a protocol as a person keeps them while searching."""
    limits = protocol.limits
    said = [
        f"published {limits.from_year.value} or later" if limits.from_year else "",
        f"published {limits.to_year.value} or earlier" if limits.to_year else "",
        f"about {limits.country.value}" if limits.country else "",
        f"language: {', '.join(limits.language.value)}" if limits.language else "",
        "with full text" if limits.full_text and limits.full_text.value else "",
    ]
    return "; ".join(filter(None, said)) or "none"


class _Builder:
    """Puts the tasks of one run together."""

    def __init__(self, database: Queryable, of_run: Row, specs: Mapping[str, SourceSpec]) -> None:
        self._database, self._run, self._specs = database, int(of_run["run"]), specs
        self._ended = of_run["outcome"] in _ENDED
        self.protocol = from_normalised(json.dumps(json.loads(of_run["protocol"])))
        self._sources = {row["source"]: row for row in hosts.sources_of(database, self._run)}
        self._permissions = hosts.permissions(database, self._run)
        self._questions = counts.questions(database, self._run)
        self._day = datetime.now(UTC).date().isoformat()

    # ---- questions

    def searches(self) -> Iterator[Task]:
        """Yield a task for each question without an answer that a person can put to the site."""
        where = hosts.question_hosts(self._database, self._run)
        answers = hosts.question_answers(self._database, self._run)
        passed = hosts.question_skips(self._database, self._run)
        for row in self._questions:
            cause = self._cause(row, answers.get(row["question"]), passed.get(row["question"]))
            if cause is None:
                continue
            source = self._sources[row["source"]]
            # By its words and not by its name: names follow the order of the terms in the protocol.
            words = [row["concept"] or "", row["meant"] or "", row["sent"] or ""]
            key = "\n".join(words) if any(words) else row["question"]
            yield self._task(
                "search", row["source"], key, where.get(row["question"]) or host_of(source["url"]),
                self._search_page(source, row["sent"]), **cause, question=row["question"],
                meant=row["meant"] or "; ".join(row["notes"] or ()) or None, sent=row["sent"],
            )  # fmt: skip

    def _cause(self, row: Row, answer: Row | None, skipped: Row | None) -> Row | None:
        """Return why a question has no answer, or ``None`` when there is nothing to be done by hand."""
        if row["outcome"] in ("results", "none"):
            return None
        if answer is not None:
            trouble = trouble_of(answer)
            if trouble == "private-address":
                return None
            said = f"the host {MEANINGS[trouble]}"
            if row["outcome"] == "unreadable":
                said = f"the answer could not be read: {answer['detail'] or 'not what the site is known to send'}"
            return {
                "why": said, "trouble": trouble, "evidence": answer["evidence"] or answer["detail"],
                "seen_at": answer["fetched_at"],
            }  # fmt: skip
        if skipped is not None:
            return _skipped(skipped) if skipped["reason"] in _PASSED_OVER else None
        reason = row["reason"] or ""
        if not reason or not self._ended or reason == LEFT_OUT:
            return None
        return {"why": f"the crawler could not ask it: {reason}", "trouble": "not-asked"}

    def _search_page(self, source: Row, sent: str | None) -> str:
        spec = self._specs.get(source["kind"])
        if spec and spec.search_page and sent:
            # Below the address at which its system is mounted, where the page does not begin at the root.
            return urljoin(
                str(source["url"]).rstrip("/") + "/", spec.search_page.format(words=quote_plus(sent))
            )
        return str(source["url"])

    # ---- sites

    def sites_not_asked(self) -> Iterator[Task]:
        """Yield a task for each source with an address that this version cannot ask at all."""
        asked = {row["source"] for row in self._questions}
        for name, source in self._sources.items():
            reason = source["reason"] or ""
            if name in asked or not source["url"] or not reason:
                continue
            if reason != LEFT_OUT and source["kind"] not in ("manual", "seeds"):
                yield self._site(name, host_of(source["url"]), {"why": reason, "trouble": "not-asked"})

    def _site(self, source: str, host: str, cause: Row) -> Task:
        url = self._sources[source]["url"]
        opens = url if host_of(url) == host else f"https://{host}/"
        return self._task("site", source, host, host, opens, **cause, meant=reads_as(self.protocol))

    # ---- addresses

    def addresses(self) -> Iterator[Task]:
        """Yield a task for each document that gave nothing, and for sites whose pages did not."""
        pages: defaultdict[tuple[str, str], list[tuple[Row, Row]]] = defaultdict(list)
        earlier = {
            row["url"]
            for row in hosts.brought(self._database)
            if row["run"] < self._run and row["file"] is not None
        }
        walked = set(self._sources) - {row["source"] for row in self._questions}
        for row in hosts.unanswered_addresses(self._database, self._run):
            cause = _address_cause(row)
            if (
                cause is None
                or row["source"] not in self._sources
                or row["url"] in earlier
                or row["kind"] in _OF_ARCHIVES
            ):
                continue
            if row["kind"] in _DOCUMENTS or _FILE.search(row["url"].partition("?")[0]):
                yield self._document(row, cause)
            elif row["seen_as"] == "capture" or row["line"] is None:
                pages[row["source"], row["host"]].append((row, cause))
        for (source, host), found in pages.items():
            started = source in walked and any(row["why"] == "start" for row, _ in found)
            if started or len(found) > PAGES:
                cause = found[0][1]
                number = f"{len(found)} pages" if len(found) > 1 else "1 page"
                yield self._site(source, host, {**cause, "why": f"{cause['why']} ({number} not read)"})
            else:
                for row, cause in found:
                    yield self._document(row, cause)

    def copies(self) -> Iterator[Task]:
        """Yield a task for each address that answers no more, and of which a web archive would not tell us whether it has it."""
        for row in recovery.dead_links(self._database):
            if row["outcome"] not in ("refused", "failed") or row["source"] not in self._sources:
                continue
            for said, look in zip(row["asked"], row["look"], strict=True):
                name, _, outcome = said.partition(": ")
                if outcome.startswith(("refused", "failed", "unreadable", "skipped")):
                    yield self._task(
                        "document", row["source"], f"{row['url']}\n{name}", host_of(look), look, title=f"archived copy of {row['url']}",
                        why=f"its site has it no more, and {said}", trouble="not-asked", question=None,
                    )  # fmt: skip

    def _document(self, row: Row, cause: Row) -> Task:
        opens = page_url(row["url"]) if row["kind"] == "content" else row["url"]
        return self._task(
            "document", row["source"], row["url"], row["host"], opens, **cause, question=row["question"],
            title=row["title"],
        )  # fmt: skip

    def _task(self, kind: Kind, source: str, key: str, host: str, opens: str, **more: Any) -> Task:
        digest = hashlib.sha256(f"{kind}\n{source}\n{key}".encode()).hexdigest()[:8]
        allowed = "; ".join(sentence(each, self._day) for each in of_host(self._permissions, host))
        return Task(
            id=f"M-{source}-{digest}", run=self._run, kind=kind, source=source, host=host, opens=opens,
            name=str(self._sources[source]["name"]), permission=allowed, **more,
        )  # fmt: skip


def _skipped(row: Row) -> Row:
    said = row["detail"]
    if row["reason"] == "robots" and row["line"] is not None:
        said = f"robots.txt forbids it to crawlers: {row['detail']} (line {row['line']})"
    return {"why": said, "trouble": row["reason"], "evidence": row["detail"], "seen_at": row["at_time"]}


def _address_cause(row: Row) -> Row | None:
    """Return why an address gave nothing, or ``None`` when a person would fare no better."""
    if row["kind"] == "sitemap":
        return None
    if row["seen_as"] == "skip":
        return _skipped({**row, "reason": row["outcome"]}) if row["outcome"] in _PASSED_OVER else None
    trouble = trouble_of(row)
    if row["outcome"] == "unreadable" or trouble not in FOR_A_PERSON:
        return None
    return {
        "why": f"the host {MEANINGS[trouble]}", "trouble": trouble, "evidence": row["evidence"] or row["detail"],
        "seen_at": row["at_time"],
    }  # fmt: skip
