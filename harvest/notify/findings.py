"""What keeps ``[notify]`` from working, for ``greylit check``."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from harvest.notify.addresses import addresses, holds_secret
from harvest.notify.sending import LACKS, installed
from harvest.protocol import Protocol

if TYPE_CHECKING:
    from harvest.check.findings import Finding


def notify_findings(protocol: Protocol, environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Yield what ``greylit check`` says of ``[notify]``."""
    # Not before: checking imports this.
    from harvest.check.findings import note, warning

    notify = protocol.notify
    if not notify.on or not notify.to:
        return
    if not installed():
        yield warning(protocol, f"nobody will be told anything: {LACKS}", "notify")
    for address, written in zip(addresses(notify, environment), notify.to, strict=True):
        place = ("notify", "to", address.number - 1)
        if address.missing:
            yield note(
                protocol, f"not set in the environment of this command: {' and '.join(address.missing)}; "
                "whatever starts the runs has to set it", *place,
            )  # fmt: skip
        if holds_secret(written):
            yield warning(
                protocol, f"address {address.number} seems to hold a password or a key, and the protocol is kept with "
                "every run and handed on: put the address into a variable and write ${GREYLIT_NOTIFY}", *place,
            )  # fmt: skip
