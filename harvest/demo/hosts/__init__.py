"""The hosts of the miniature web: one module each; a new host is one more line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harvest.demo.answers import Answer, Request
from harvest.demo.councils import authored, registry, sites
from harvest.demo.hosts import assets, contracts, delta, govtest, iota, private, robots, theta, weather
from harvest.demo.publishers import archives
from harvest.demo.publishers import registry as publishers
from harvest.demo.scene import Scene
from harvest.demo.storm import answering

Host = Callable[[Request, int], Answer]
StormyHost = Callable[[Request, Scene], Answer]


def content_epoch(epoch: int) -> int:
    """Return the epoch whose content GOV.UK's hosts show: nothing changes there after the second harvest."""
    return min(epoch, 2)


HOSTS: Mapping[str, Host] = {
    "www.gov.test": lambda request, epoch: govtest.answer(request, content_epoch(epoch)),
    "assets.publishing.gov.test": lambda request, epoch: assets.answer(request, content_epoch(epoch)),
}
"""Hosts of the demonstration: name to the function that answers for it: (request, epoch) to answer."""

STORM_HOSTS: Mapping[str, StormyHost] = {
    **dict.fromkeys(robots.HOSTS, robots.answer),
    **dict.fromkeys(weather.HOSTS, weather.answer),
    "www.theta.test": theta.answer,
    "democracy.delta.test": delta.answer,
    "www.iota.test": iota.answer,
    "www.kappa.test": answering.answer,
    "api.contracts.test": contracts.answer,
    "private.weather.test": private.answer,
}
"""Hosts of the storm review, on which much goes wrong: name to (request, scene) to answer."""

COUNCIL_HOSTS: dict[str, StormyHost] = {
    **dict.fromkeys(sites.HOSTS, sites.answer),
    **registry.hosts_of(authored.councils()),
}
"""Hosts of the councils: name to (request, scene) to answer. They are asked with POST as well; more can be added."""

PUBLISHER_HOSTS: dict[str, StormyHost] = {**publishers.HOSTS, **archives.ARCHIVE_HOSTS}
"""Hosts of publishers, mirrors and web archives: name to (request, scene) to answer. More can be added."""
