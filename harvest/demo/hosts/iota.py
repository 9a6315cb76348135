"""www.iota.test: a council that is there in the first epoch and answers nothing afterwards."""

from __future__ import annotations

from harvest.demo.answers import Answer, Delivery, Request
from harvest.demo.scene import Scene
from harvest.demo.storm import answering

HOST = "www.iota.test"


def answer(request: Request, scene: Scene) -> Answer:
    """Answer in the first epoch; from then on every connection is reset."""
    if scene.epoch > 1:
        # a proxy cannot refuse a connection for one host only: a reset is as near as it comes
        return Answer(0, how=Delivery(reset=True))
    return answering.answer(request, scene)
