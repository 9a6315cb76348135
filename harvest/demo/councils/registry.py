"""Which function answers for which host of the miniature councils."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module

from harvest.demo.answers import Answer, Delivery, Request, not_allowed
from harvest.demo.councils import moderngov, sites
from harvest.demo.councils.model import Council
from harvest.demo.scene import Scene

Answering = Callable[[Request, Scene], Answer]


def hosts_of(councils: Iterable[Council]) -> Mapping[str, Answering]:
    """Return what answers for the committee systems of councils; those that share a host are one."""
    return {council.papers: _system(council) for council in councils if council.papers}


def _system(council: Council) -> Answering:
    def answer(request: Request, scene: Scene) -> Answer:
        if council.weather == "down":
            # A proxy cannot refuse a connection for one host only: a reset is as near as it comes.
            return Answer(0, how=Delivery(reset=True))
        own = not council.root or request.path.lower().startswith(council.root.lower())
        if not own and council.papers in sites.HOSTS:
            return sites.answer(request, scene)
        if council.system == "CMIS":
            found: Answer = import_module("harvest.demo.councils.cmis").answer(request, scene, council)
            return found
        return moderngov.answer(request, council) if request.method != "POST" else not_allowed()

    return answer
