"""What a host of the miniature web sees of the world when it answers: the time, and who asked before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.clock import Clock


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """One request answered: ``t`` in seconds of the clock of the web, ``path`` with its query.

    ``ended`` is the last moment at which the answer was known to be still under way, so that the pause before
    the next request is never measured too short. ``bytes_sent`` counts body bytes; ``status`` is 0 when the
    connection was cut without an answer. ``fault`` is the kind of fault that struck, if one did. ``posted`` is
    the body of a POST as text.
    """

    t: float
    method: str
    host: str
    path: str
    user_agent: str
    if_none_match: str | None
    status: int
    bytes_sent: int
    ended: float = 0.0
    if_modified_since: str | None = None
    cookie: str | None = None
    fault: str = ""
    posted: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """The moment of one request.

    Attributes:
        epoch: which content is shown.
        port: the port that the miniature web itself listens on.
        clock: the clock of the web.
        now: monotonic seconds of that clock at which the request arrived.
        earlier: the requests that this host was asked before, in order.
    """

    epoch: int
    port: int
    clock: Clock
    now: float
    earlier: Sequence[RequestRecord]

    def visits(self, path: str) -> int:
        """Return how often this very path, with its query, was asked for before."""
        return sum(record.path == path for record in self.earlier)

    def within(self, seconds: float) -> list[RequestRecord]:
        """Return the earlier requests of the last ``seconds``."""
        return [record for record in self.earlier if self.now - record.t < seconds]
