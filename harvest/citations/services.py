"""The indexes that are known: where each is, at what pace it is asked, and what opens it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.guard import refusal
from harvest.citations.asker import Asker, Service
from harvest.citations.crossref import Crossref
from harvest.citations.datacite import DataCite
from harvest.citations.model import Index
from harvest.citations.openalex import OpenAlex
from harvest.citations.opencitations import OpenCitations
from harvest.citations.semantic_scholar import SemanticScholar
from harvest.citations.shelf import LOOPBACK
from harvest.errors import GreylitError


@dataclass(frozen=True, slots=True)
class Known:
    """One index, before it is asked.

    Attributes:
        make: its client.
        base: its public address.
        delay: seconds between questions; headers of the index may ask for more.
        key: the variable of the environment that its key is in.
        needs_key: without a key it is not asked.
        seconds: time for one answer.
    """

    make: Callable[[Asker, Service], Index]
    base: str
    delay: float
    key: str = ""
    needs_key: bool = False
    seconds: float = 60.0


#: Every index, in the order in which they are asked. Limits as of 2026: OpenAlex 100 a second, Crossref to be begun
#: with at one a second, DataCite 1,000 in five minutes, Semantic Scholar one a second; OpenCitations names none, and
#: one of its answers may take minutes.
INDEXES: dict[str, Known] = {
    "openalex": Known(OpenAlex, "https://api.openalex.org", 0.1, "OPENALEX_API_KEY"),
    "crossref": Known(Crossref, "https://api.crossref.org", 1.0),
    "opencitations": Known(OpenCitations, "https://api.opencitations.net/index/v2", 1.0, "OPENCITATIONS_TOKEN", seconds=300.0),
    "datacite": Known(DataCite, "https://api.datacite.org", 0.5),
    "semantic-scholar": Known(SemanticScholar, "https://api.semanticscholar.org/graph/v1", 1.1, "S2_API_KEY", needs_key=True),
}  # fmt: skip


def index_name(written: str) -> str:
    """Return the name of an index from a spelling of it.

    Raises:
        GreylitError: there is no such index (``INDEX``).
    """
    name = written.strip().lower().replace("_", "-")
    name = {"s2": "semantic-scholar", "semanticscholar": "semantic-scholar"}.get(name, name)
    if name not in INDEXES:
        raise GreylitError(
            f"there is no index {written!r}", code="INDEX", hint=f"There are: {', '.join(INDEXES)}."
        )
    return name


def addresses_of(written: Iterable[str]) -> dict[str, str]:
    """Read ``NAME=URL`` for each index that is somewhere else than in public.

    Raises:
        GreylitError: there is no such index, or the address is none (``INDEX``).
    """
    found = {}
    for each in written:
        name, sign, url = each.partition("=")
        url = url.strip().rstrip("/")
        if not sign or refusal(url, {urlsplit(url).netloc.lower()}) or urlsplit(url).query:
            raise GreylitError(
                f"{each!r} names no index and its address",
                code="INDEX",
                hint="Write it as openalex=http://127.0.0.1:8799",
            )
        found[index_name(name)] = url
    return found


def services(
    urls: Mapping[str, str],
    only: Iterable[str],
    environment: Mapping[str, str],
    contact: str,
    cap: int | None = None,
) -> tuple[dict[str, Service], dict[str, str]]:
    """Return the indexes to ask, and those that are not asked with the reason.

    Args:
        urls: addresses by name, where they are not the public ones.
        only: names; without any, the indexes with an address of their own, and without those too all of them.
        environment: where keys are; blanks around one are not of it.
        contact: whom an index may write to, or ``""``.
        cap: at most so many citing works are taken of one work.
    """
    names = list(only) or list(urls) or list(INDEXES)
    asked, left = {}, {}
    for name, known in INDEXES.items():
        if name not in names:
            continue
        key = environment.get(known.key, "").strip() if known.key else ""
        if known.needs_key and not key and name not in urls:
            left[name] = f"it is asked only with a key, in {known.key}"
            continue
        base = urls.get(name, known.base)
        # A server on this machine is ours, or a test's: it needs no pause.
        near = (urlsplit(base).hostname or "") in LOOPBACK
        asked[name] = Service(
            name,
            base,
            0.0 if near else known.delay,
            0.05 if near else 1.0,
            known.seconds,
            key,
            known.key,
            contact,
            cap,
        )
    return asked, left


def hosts_of(urls: Mapping[str, str]) -> frozenset[str]:
    """Return the hosts, with their ports, that somebody named and that may therefore be at private addresses."""
    return frozenset(urlsplit(url).netloc.lower() for url in urls.values())
