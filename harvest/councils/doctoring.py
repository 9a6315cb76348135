"""``greylit doctor --councils``: asks committee systems where they are, and says how the list should be corrected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from crawler.clock import SystemClock
from crawler.guard import host_of
from crawler.lead import Answer
from crawler.pace import Pace
from crawler.safe_requests import NO_ANSWER, Client
from harvest.check.advice import is_reserved
from harvest.councils.choosing import Portal
from harvest.councils.patching import corrected, difference
from harvest.councils.probing import NoAnswerError, Probed, Prober
from harvest.errors import GreylitError

#: Hosts that are asked at the same time; each of them one request at a time.
WORKERS = 4
#: Seconds that one answer may take: installations of councils' own can take a minute.
SECONDS = 60.0
#: Where the built-in list lies, below the folder of the project.
BUILT_IN = "spiders/councils.csv"


def contactable(portals: Sequence[Portal], contact: str) -> None:
    """Make sure that whoever is asked can reach whoever asks.

    Args:
        portals: which are to be asked.
        contact: mailbox of the review.

    Raises:
        GreylitError: the mailbox is an example, and a host is real.
    """
    hosts = [urlsplit(each.url).hostname or "" for each in portals if each.url]
    real = next((host for host in hosts if not is_reserved(host)), None)
    if real and is_reserved(contact.rpartition("@")[2]):
        raise GreylitError(
            f"{contact} is an example, and {real} is real: nobody there could reach you", code="CONTACT",
            hint="Write your own mailbox into protocol.toml: [review] contact",
        )  # fmt: skip


def probe_all(
    portals: Sequence[Portal],
    agent: str,
    delay: float,
    proxy: str | None = None,
    told: Callable[[Probed], None] = lambda _: None,
) -> list[Probed]:
    """Return what portals answer, in their order. Nothing is kept or changed.

    Args:
        portals: which.
        agent: the honest name under which they are asked.
        delay: seconds between two requests to one host.
        proxy: a proxy that all requests go through.
        told: called with each as soon as it is known, in this thread and in their order.
    """
    # Portals of one host are asked by one worker, so that the pause between two requests to it is kept.
    by_host: dict[str, list[int]] = defaultdict(list)
    for number, portal in enumerate(portals):
        by_host[host_of(portal.url) if portal.url else ""].append(number)

    def work(numbers: Sequence[int]) -> list[tuple[int, Probed]]:
        pace = Pace(SystemClock(), delay)
        with Client(agent, pace, proxy=proxy, seconds=SECONDS) as client:
            prober = Prober(_asking(client), agent.split("/")[0], pace.slow_to)
            return [(number, prober.probe(portals[number])) for number in numbers]

    found: dict[int, Probed] = {}
    next_one = 0
    with ThreadPoolExecutor(WORKERS) as pool:
        for group in pool.map(work, by_host.values()):
            found.update(group)
            while next_one in found:
                told(found[next_one])
                next_one += 1
    return [found[number] for number in range(len(portals))]


def _asking(client: Client) -> Callable[[str], Answer]:
    def ask(url: str) -> Answer:
        try:
            return client.get(url).answer()
        except NO_ANSWER as error:
            raise NoAnswerError(client.told(error)) from error

    return ask


def patch_of(path: Path | None, folder: Path, found: Sequence[Probed]) -> bytes:
    """Return the corrections of a list as a unified diff; empty where there are none.

    Args:
        path: the list; ``None`` for the built-in one.
        folder: the folder below which the diff names a list of one's own.
        found: what portals answered. Those that gave no better address leave their rows as they are.
    """
    before = path.read_bytes() if path else (files("spiders") / "councils.csv").read_bytes()
    name = BUILT_IN
    if path:
        whole, root = path.resolve(), folder.resolve()
        name = (whole.relative_to(root) if whole.is_relative_to(root) else Path(whole.name)).as_posix()
    return difference(before, corrected(before, dict(_changes(found))), name)


def _changes(found: Sequence[Probed]) -> Iterator[tuple[str, Mapping[str, str]]]:
    today = datetime.now(UTC).date().isoformat()
    for each in found:
        for council in each.portal.councils if each.changes else ():
            source = f"committee={each.system} answered greylit doctor on {today}"
            facts = "; ".join(part for part in (council.source_of_each_fact, source) if part)
            yield council.gss_code, {**each.changes, "source_of_each_fact": facts}
