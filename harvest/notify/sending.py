"""Handing a message to Apprise, which knows some hundred services. What it says may name addresses, and is not kept."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any, Literal

#: What a message is about, in Apprise's words.
Kind = Literal["failure", "warning", "success", "info"]
#: Seconds after which a service is not waited for any more.
PATIENCE = 60.0
#: What is done where Apprise is missing.
LACKS = "Apprise is not installed: pip install 'greylit[notify]'"
#: Loggers that write addresses, with the tokens in them.
_TALKERS = ("apprise", "urllib3", "requests", "requests_oauthlib", "oauthlib")
#: Noted when a service is still being waited for, so that what its library says later is not written either.
STILL_AT_IT = "still at it"
_STATUS = re.compile(r"error=(\d{3})")


@dataclass(frozen=True, slots=True)
class Message:
    """What people are told."""

    title: str
    body: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a message: whether it was taken, why not, and the scheme of the address."""

    taken: bool
    why: str
    scheme: str


def installed() -> bool:
    """Tell whether Apprise is there."""
    from importlib.util import find_spec

    return find_spec("apprise") is not None


def send(text: str, message: Message, patience: float = PATIENCE) -> Sent:
    """Send a message to an address, or to several with commas between them. Never raises, never says an address.

    Args:
        text: the address, with secrets.
        message: what is sent.
        patience: seconds for each address.
    """
    try:
        from apprise import Apprise, AppriseAsset
        from apprise.utils.parse import parse_urls
    except ImportError:
        return Sent(False, LACKS, "unknown")
    split: Callable[[str], list[str]] = parse_urls
    said: list[str] = []
    with _silent(said):
        asset = AppriseAsset(app_id="greylit", app_desc="greylit", async_mode=False)
        services = [Apprise.instantiate(each, asset=asset) for each in split(text)]
        known = [service for service in services if service is not None]
        if not known or len(known) != len(services):
            return Sent(False, "it is not an address that Apprise knows", "unknown")
        schemes = ",".join(dict.fromkeys(_scheme(service) for service in known))
        whys = [why for service in known if (why := _told(service, message, patience, said))]
    return Sent(not whys, "; ".join(dict.fromkeys(whys)), schemes)


def _scheme(service: Any) -> str:
    """Return the scheme of a service's address: its own word, not what a person wrote."""
    schemes = service.secure_protocol if service.secure else service.protocol
    schemes = schemes or service.protocol or service.secure_protocol
    return str(schemes if isinstance(schemes, str) else next(iter(schemes)))


def _told(service: Any, message: Message, patience: float, said: list[str]) -> str:
    """Hand a message to one service; return why it was not taken, or nothing."""
    from apprise import NotifyFormat, NotifyType

    done: list[bool] = []

    def hand() -> None:
        try:
            done.append(bool(service.notify(
                body=message.body, title=message.title, notify_type=NotifyType(message.kind),
                body_format=NotifyFormat.TEXT,
            )))  # fmt: skip
        except Exception:
            # What it says may name the address.
            done.append(False)

    said[:] = [line for line in said if line == STILL_AT_IT]
    # A thread of its own: a service that answers a byte a minute holds up no run.
    thread = Thread(target=hand, daemon=True)
    thread.start()
    thread.join(patience)
    if thread.is_alive():
        said.append(STILL_AT_IT)
        return f"the service did not answer within {patience:.0f} seconds"
    if done == [True]:
        return ""
    if codes := _STATUS.findall(" ".join(said)):
        return f"the service answered {codes[-1]}"
    if any("onnection" in line for line in said):
        return "the service could not be reached"
    return "the service did not take it"


class _Listener(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__()
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line for a moment."""
        self._said.append(record.getMessage())


@contextmanager
def _silent(said: list[str]) -> Iterator[None]:
    """Keep what libraries say of addresses from every log; the lines go into ``said`` for a moment."""
    listener = _Listener(said)
    loggers = [logging.getLogger(name) for name in _TALKERS]
    before = [(each.propagate, list(each.handlers)) for each in loggers]
    for each in loggers:
        each.propagate = False
        each.handlers = [listener]
    try:
        yield
    finally:
        if STILL_AT_IT not in said:
            for each, (propagate, handlers) in zip(loggers, before, strict=True):
                each.propagate, each.handlers = propagate, handlers
