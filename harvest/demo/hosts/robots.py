"""The *.robots.test family: one host for each way in which a robots.txt is out of the ordinary."""

from __future__ import annotations

from harvest.demo.answers import Answer, Request
from harvest.demo.scene import Scene
from harvest.demo.storm import answering
from harvest.demo.storm.pages import storm_hosts

HOSTS = tuple(name for name in storm_hosts() if name.endswith(".robots.test"))
SLOW = "rslow.robots.test"
#: Addresses of the slow host that are asked for before its robots.txt has answered, and that it forbids.
QUEUED = tuple(f"/closed/{number}" for number in range(1, 41))


def answer(request: Request, scene: Scene) -> Answer:
    """Answer any request to the family; what is forbidden is there all the same."""
    if request.host == SLOW and request.path in QUEUED:
        return Answer(200, b"This page is closed.\n", (("Content-Type", "text/plain"),))
    return answering.answer(request, scene)
