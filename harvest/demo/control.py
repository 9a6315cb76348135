"""What a test may ask of the miniature web itself: its log, its faults, its content, its clock."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from crawler.clock import Clock, SkippingClock, SystemClock
from harvest.demo.answers import Answer, Request, json_answer, text_answer
from harvest.demo.faults import FAULT_KINDS, Fault, check_fault
from harvest.demo.scene import RequestRecord, Scene

__all__ = ["CONTROL_HOST", "EPOCHS", "FAULT_KINDS", "Fault", "RequestRecord", "State", "control_answer"]

CONTROL_HOST = "control.test"
EPOCHS = (1, 2, 3)
_KNOWN = (
    "control.test knows /__log, /__reset, /__epoch?n=1..3, /__clock?advance=5m and "
    "/__fault?host=&kind=&times=&seconds=&path=&form=\n"
)


@dataclass(slots=True)
class State:
    """All that changes while the miniature web runs; every method is safe to call from any thread."""

    log_file: Path | None = None
    clock: Clock = field(default_factory=SystemClock)
    epoch: int = 1
    requests: list[RequestRecord] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _by_host: dict[str, list[RequestRecord]] = field(default_factory=lambda: defaultdict(list))
    _asks_login: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def record(self, record: RequestRecord) -> int:
        """Append one record and return its position."""
        with self._lock:
            self.requests.append(record)
            self._by_host[record.host].append(record)
            return len(self.requests) - 1

    def ended(self, position: int, at: float, bytes_sent: int) -> None:
        """Note until when an answer was under way and what was sent of it; append it to the log file.

        Called before the last byte goes out, so that a client which has its answer finds it in the log.
        """
        with self._lock:
            if position >= len(self.requests):
                return
            record = replace(self.requests[position], ended=at, bytes_sent=bytes_sent)
            self.requests[position] = record
            if self.log_file is not None:
                with self.log_file.open("ab") as out:
                    out.write(json.dumps(asdict(record)).encode() + b"\n")

    def cut_short(self, position: int, bytes_sent: int) -> None:
        """Correct a record whose answer could not be sent whole (the log file keeps what was planned)."""
        with self._lock:
            if position < len(self.requests):
                self.requests[position] = replace(self.requests[position], bytes_sent=bytes_sent)

    def scene(self, host: str, port: int, now: float) -> Scene:
        """Return the moment of a request that has just arrived."""
        with self._lock:
            return Scene(self.epoch, port, self.clock, now, tuple(self._by_host[host]))

    def take_fault(self, host: str, path: str) -> Fault | None:
        """Return the fault that this request must suffer and count it down, or None."""
        with self._lock:
            for number, fault in enumerate(self.faults):
                if fault.host in (host, "*") and path.startswith(fault.path):
                    if fault.times is not None:
                        fewer = replace(fault, times=fault.times - 1)
                        self.faults[number : number + 1] = [fewer] if fewer.times else []
                    return fault
            return None

    def add_fault(self, fault: Fault) -> None:
        """Let the next requests to a host fail; raise ValueError for a fault that cannot strike."""
        check_fault(fault)
        with self._lock:
            self.faults.append(fault)
            if fault.kind == "login":
                self._asks_login.add(fault.host)

    def asks_login(self, host: str) -> bool:
        """Tell whether a fault sent somebody to the login page of a host, so that there must be one."""
        return bool(self._asks_login & {host, "*"})

    def set_epoch(self, epoch: int) -> None:
        """Show the content of another harvest; raise ValueError for a number that is none of them."""
        if epoch not in EPOCHS:
            raise ValueError(f"unknown epoch {epoch}: use one of {EPOCHS}")
        self.epoch = epoch

    def advance(self, length: str) -> None:
        """Turn the clock forward by a duration such as ``5m``; raise ValueError where that cannot be done."""
        from harvest.protocol.values import parse_duration

        if not isinstance(self.clock, SkippingClock):
            raise ValueError("this web goes by the clock of the machine: start it with --clock FILE")
        self.clock.advance(parse_duration(length))

    def reset(self) -> None:
        """Forget all requests and faults and go back to the first epoch; the clock stays as it is."""
        with self._lock:
            self.requests.clear()
            self.faults.clear()
            self._by_host.clear()
            self._asks_login.clear()
            self.epoch = 1


def _fault(params: dict[str, str]) -> Fault:
    times = params.get("times", "1")
    return Fault(
        host=params["host"],
        kind=params["kind"],
        times=None if times == "always" else int(times),
        seconds=float(params.get("seconds", "1")),
        path=params.get("path", ""),
        form=params.get("form", ""),
    )


def _log(records: Sequence[RequestRecord]) -> Answer:
    return json_answer(200, [asdict(record) for record in records])


def control_answer(request: Request, state: State) -> Answer:
    """Answer a request to the control host; what it cannot understand gets a 400 that says why."""
    params = dict(request.params)
    try:
        match request.path:
            case "/__log":
                return _log(list(state.requests))
            case "/__reset":
                state.reset()
            case "/__epoch":
                state.set_epoch(int(params["n"]))
            case "/__clock":
                if "advance" in params:
                    state.advance(params["advance"])
            case "/__fault":
                state.add_fault(_fault(params))
            case _:
                return text_answer(404, _KNOWN)
    except (KeyError, ValueError) as error:
        return text_answer(400, f"bad request to {request.path}: {error}\n")
    now = {"monotonic": state.clock.monotonic(), "epoch": state.clock.epoch()}
    return json_answer(200, {"ok": True, "epoch": state.epoch, "now": now})
