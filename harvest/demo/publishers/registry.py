"""Which host of the miniature web answers for which publisher."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harvest.demo.answers import Answer, Request
from harvest.demo.publishers import commons, jrf, kingsfund, mirror
from harvest.demo.scene import Scene

HOSTS: Mapping[str, Callable[[Request, Scene], Answer]] = {
    **dict.fromkeys(kingsfund.HOSTS, kingsfund.answer),
    **dict.fromkeys(jrf.HOSTS, jrf.answer),
    **dict.fromkeys(commons.HOSTS, commons.answer),
    **dict.fromkeys(mirror.HOSTS, mirror.answer),
}
"""Hosts of the publishers: name to (request, scene) to answer."""
