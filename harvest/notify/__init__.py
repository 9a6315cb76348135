"""Telling people how a run ended (``[notify]``), through Apprise. It never fails a run, and gives no address away."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import click

from harvest.asked import Asked
from harvest.ending import Ended
from harvest.errors import GreylitError
from harvest.notify.addresses import Address, addresses
from harvest.notify.events import KIND, MET, TROUBLE, Past, still_untold, worth_telling
from harvest.notify.sending import LACKS, Message, installed, send
from harvest.notify.wording import message
from harvest.protocol import Protocol
from store.errors import StoreError
from store.ledger import Ledger
from store.workspace import Workspace

__all__ = ["KIND", "Told", "tell", "tell_all", "trial"]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of telling one address.

    Attributes:
        on: what was told.
        number: place of the address in ``notify.to``, from 1.
        variables: the variables that it comes from.
        to: its scheme, and nothing else of it; ``unknown`` where it is not known.
        outcome: ``told`` or ``failed``.
        detail: what was said, or why nobody took it.
    """

    on: tuple[str, ...]
    number: int
    variables: tuple[str, ...]
    to: str
    outcome: str
    detail: str

    @property
    def called(self) -> str:
        """What the address is called where it may be read."""
        named = " and ".join(f"${{{name}}}" for name in self.variables)
        return f"{named or f'address {self.number} of notify.to'} ({self.to})"

    @property
    def sentence(self) -> str:
        """The outcome in words."""
        return f"{self.called}: {self.detail}"

    def as_dict(self) -> dict[str, Any]:
        """Return the body of the ledger's row."""
        return {**asdict(self), "on": list(self.on), "variables": list(self.variables)}


def tell(
    workspace: Workspace, ledger: Ledger, ended: Ended, environment: Mapping[str, str] = os.environ
) -> list[Told]:
    """Tell those whom the protocol names how a run ended, if that is worth a message, and note it in the ledger.

    A run has at most one message of trouble, also when it is resumed. Whatever goes wrong here is a note on standard
    error: telling never fails a run.

    Args:
        workspace: the review's folder.
        ledger: open for appending.
        ended: how the run ended; its row ``run_end`` is in the ledger.
        environment: where variables of addresses are.
    """
    try:
        told = _tell(workspace, ledger, ended, environment)
        _note(ledger, ended.run, told)
    except (Exception, KeyboardInterrupt) as error:
        # Only its kind: its words may hold an address.
        click.echo(f"note: nobody was told of run {ended.run}: {type(error).__name__}", err=True)
        return []
    return told


def _note(ledger: Ledger, run: int, told: Sequence[Told]) -> None:
    for each in told:
        if each.outcome != "told":
            click.echo(f"note: not told of run {run}: {each.sentence}", err=True)
    if told:
        ledger.append_many([(KIND, each.as_dict()) for each in told], run)


def _tell(workspace: Workspace, ledger: Ledger, ended: Ended, environment: Mapping[str, str]) -> list[Told]:
    begun = ledger.last("run", ended.run)
    if begun is None:
        return []
    protocol = Asked.of(begun).protocol
    notify = protocol.notify
    if not notify.on or not notify.to:
        return []
    past = Past(list(ledger.entries(kinds=(KIND,))))
    rule = _rule(workspace, ledger, protocol, past) if MET in notify.on else ""
    found = worth_telling(notify, ended, past, bool(rule))
    told = []
    findings: list[tuple[str, str, str]] | None = None
    for address in addresses(notify, environment) if found else ():
        untold = still_untold(found, past, ended.run, address.number)
        if not untold:
            continue
        if findings is None:
            findings = _findings(workspace) if set(TROUBLE) & set(found) else []
        name = workspace.root.resolve().name
        said = message(protocol.review.id, name, ended, untold, findings, rule)
        told.append(_send(address, said, untold))
    return told


def _findings(workspace: Workspace) -> list[tuple[str, str, str]]:
    """Return what ``greylit status`` finds; where the review is too damaged to say, that."""
    from crawler.sources import sources
    from harvest.status import status

    try:
        return status(workspace, sources()).findings
    except Exception as error:
        # How a run ended must be told all the same.
        return [
            (
                "bad",
                f"what the review looks like cannot be said: {type(error).__name__}: {error}"[:300],
                "greylit status",
            )
        ]


def _rule(workspace: Workspace, ledger: Ledger, protocol: Protocol, past: Past) -> str:
    """Return the sentence for a rule for stopping that is met and was not told of yet; else nothing."""
    from harvest.saturating import review_saturation

    for row in past.told(MET):
        begun = ledger.last("run", row.run)
        if begun is not None and Asked.of(begun).protocol.stop == protocol.stop:
            return ""
    try:
        state = review_saturation(workspace)
    except (GreylitError, StoreError, OSError):
        # Nothing can be said of a rule for a review that cannot be read; that it cannot is among the findings.
        return ""
    return state.sentence if state.met else ""


def tell_all(
    protocol: Protocol, said: Message, on: tuple[str, ...], environment: Mapping[str, str] = os.environ
) -> list[Told]:
    """Send one message to every address of a protocol; what became of it is not noted anywhere."""
    return [_send(address, said, on) for address in addresses(protocol.notify, environment)]


def trial(protocol: Protocol, environment: Mapping[str, str] = os.environ) -> list[Told]:
    """Send a trial message to every address of a protocol."""
    said = Message(
        f"greylit {protocol.review.id}: a trial",
        "This is a trial: greylit can tell you here how its runs end.",
        "info",
    )
    return tell_all(protocol, said, (), environment)


def _send(address: Address, said: Message, on: tuple[str, ...]) -> Told:
    def told(scheme: str, outcome: str, detail: str) -> Told:
        return Told(on, address.number, address.variables, scheme, outcome, detail)

    if address.missing:
        names = " and ".join(address.missing)
        return told("unknown", "failed", f"not set in the environment: {names}")
    if not installed():
        return told("unknown", "failed", LACKS)
    sent = send(address.text, said)
    return told(sent.scheme, "told" if sent.taken else "failed", said.title if sent.taken else sent.why)
