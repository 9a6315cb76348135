"""The councils' own web sites."""

from __future__ import annotations

from harvest.demo.answers import Answer, Request, not_allowed
from harvest.demo.scene import Scene

HOSTS: tuple[str, ...] = (
    "www.zeta.test",
    "www.gamma.test",
    "www.alpha.test",
    "jsna.eta.test",
    "www.epsilon.test",
)


def answer(request: Request, scene: Scene) -> Answer:
    """Answer any request to a council's own web site."""
    return not_allowed()
