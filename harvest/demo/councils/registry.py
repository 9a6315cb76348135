"""Which function answers for which host of the miniature councils."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from crawler.clock import SkippingClock
from harvest.demo.answers import Answer, Delivery, Request, not_allowed
from harvest.demo.councils import cmis, moderngov, sites
from harvest.demo.councils.model import Council
from harvest.demo.scene import Scene

#: Seconds that a slow page takes; self-hosted systems were seen to need up to a minute.
SLOW = 45.0
Answering = Callable[[Request, Scene], Answer]


def hosts_of(councils: Iterable[Council]) -> Mapping[str, Answering]:
    """Return what answers for the committee systems of councils; those that share a host are one."""
    return {council.papers: _system(council) for council in councils if council.papers}


def _system(council: Council) -> Answering:
    def answer(request: Request, scene: Scene) -> Answer:
        if council.trouble(scene.epoch) == "down":
            # A proxy cannot refuse a connection for one host only: a reset is as near as it comes.
            return Answer(0, how=Delivery(reset=True))
        own = not council.root or request.path.lower().startswith(council.root.lower())
        if not own and council.papers in sites.HOSTS:
            return sites.answer(request, scene)
        if council.system == "CMIS":
            return cmis.answer(request, scene, council)
        if request.method == "POST":
            return not_allowed()
        if council.weather == "slow" and "listdocuments" in request.path.lower():
            _take_long(scene)
        return moderngov.answer(request, council)

    return answer


def _take_long(scene: Scene) -> None:
    """Let the clock of the web go on by the time of a slow answer; by the clock of the machine nobody waits."""
    if isinstance(scene.clock, SkippingClock):
        scene.clock.advance(SLOW)
