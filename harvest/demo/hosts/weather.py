"""The *.weather.test family: one host for each kind of weather."""

from __future__ import annotations

from harvest.demo.answers import Answer, Delivery, Request
from harvest.demo.scene import Scene
from harvest.demo.storm import answering
from harvest.demo.storm.pages import storm_hosts

HOSTS = tuple(name for name in storm_hosts() if name.endswith(".weather.test"))
FIFTY = "/scans/fifty-megabytes.pdf"
_PIECE = b"%PDF-1.4\n" + b"0" * (1_000_000 - 9)


def answer(request: Request, scene: Scene) -> Answer:
    """Answer any request to the family."""
    if request.host == "big.weather.test" and request.path == FIFTY:
        return Answer(200, _PIECE, (("Content-Type", "application/pdf"),), Delivery(repeat=50))
    return answering.answer(request, scene)
