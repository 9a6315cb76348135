"""The hosts of the miniature web: one module each; a new host is one more line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from harvest.demo.answers import Answer, Request
from harvest.demo.hosts import assets, govtest

Host = Callable[[Request, int], Answer]

HOSTS: Mapping[str, Host] = {
    "www.gov.test": govtest.answer,
    "assets.publishing.gov.test": assets.answer,
}
"""Host name to the function that answers for it: (request, epoch) to answer."""
