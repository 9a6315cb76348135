"""What a test may ask of the miniature web itself: its log, its faults, its content of the second harvest."""

from __future__ import annotations

import threading
import time
from dataclasses import asdict, dataclass, field, replace
from email.utils import formatdate
from pathlib import Path

from harvest.demo.answers import Answer, Request, json_answer, text_answer

CONTROL_HOST = "control.test"
FAULT_KINDS = ("500", "503", "429", "403", "hang", "reset", "slow")
EPOCHS = (1, 2)


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """One request answered: ``t`` in seconds of the monotonic clock, ``path`` with its query.

    ``bytes_sent`` counts body bytes; ``status`` is 0 when the connection was cut without an answer.
    """

    t: float
    method: str
    host: str
    path: str
    user_agent: str
    if_none_match: str | None
    status: int
    bytes_sent: int


@dataclass(slots=True)
class Fault:
    """A failure waiting for the next ``times`` requests to ``host`` whose path starts with ``path``."""

    host: str
    kind: str
    times: int = 1
    seconds: float = 1.0
    path: str = ""
    http_date: bool = False


@dataclass(slots=True)
class State:
    """All that changes while the miniature web runs; every method is safe to call from any thread."""

    log_file: Path | None = None
    epoch: int = 1
    requests: list[RequestRecord] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def record(self, record: RequestRecord) -> int:
        """Append one record, also to the log file when there is one; return its position."""
        with self._lock:
            self.requests.append(record)
            if self.log_file is not None:
                with self.log_file.open("ab") as out:
                    out.write(json_answer(200, asdict(record)).body + b"\n")
            return len(self.requests) - 1

    def cut_short(self, position: int, bytes_sent: int) -> None:
        """Correct a record whose answer could not be sent whole (the log file keeps what was planned)."""
        with self._lock:
            if position < len(self.requests):
                self.requests[position] = replace(self.requests[position], bytes_sent=bytes_sent)

    def take_fault(self, host: str, path: str) -> Fault | None:
        """Return the fault that this request must suffer and count it down, or None."""
        with self._lock:
            for fault in self.faults:
                if fault.host == host and path.startswith(fault.path) and fault.times > 0:
                    fault.times -= 1
                    return fault
            return None

    def add_fault(self, fault: Fault) -> None:
        """Let the next requests to a host fail; raise ValueError for an unknown kind."""
        if fault.kind not in FAULT_KINDS:
            raise ValueError(f"unknown fault {fault.kind!r}: use one of {', '.join(FAULT_KINDS)}")
        with self._lock:
            self.faults.append(fault)

    def set_epoch(self, epoch: int) -> None:
        """Show the content of the first or second harvest; raise ValueError for any other number."""
        if epoch not in EPOCHS:
            raise ValueError(f"unknown epoch {epoch}: use one of {EPOCHS}")
        self.epoch = epoch

    def reset(self) -> None:
        """Forget all requests and faults and go back to the first epoch."""
        with self._lock:
            self.requests.clear()
            self.faults.clear()
            self.epoch = 1


def fault_answer(fault: Fault) -> Answer | None:
    """Return what a fault answers instead of the page; None when it does not replace the answer."""
    if fault.kind in ("500", "503", "403"):
        words = {"500": "Internal Server Error", "503": "Service Unavailable", "403": "Forbidden"}[fault.kind]
        page = (
            f"<!DOCTYPE html><html lang='en'><head><title>{words} - GOV.TEST</title></head><body><main>"
            "<h1>Sorry, we’re experiencing technical difficulties</h1><p>Please try again in a few moments.</p>"
            "</main></body></html>"
        )
        return Answer(int(fault.kind), page.encode(), (("Content-Type", "text/html; charset=utf-8"),))
    if fault.kind == "429":
        wait = max(0, round(fault.seconds))
        value = formatdate(time.time() + wait, usegmt=True) if fault.http_date else str(wait)
        return text_answer(429, "Too many requests\n", ("Retry-After", value))
    return None


def control_answer(request: Request, state: State) -> Answer:
    """Answer a request to the control host; what it cannot understand gets a 400 that says why."""
    params = dict(request.params)
    try:
        if request.path == "/__log":
            return json_answer(200, [asdict(r) for r in list(state.requests)])
        if request.path == "/__reset":
            state.reset()
        elif request.path == "/__epoch":
            state.set_epoch(int(params["n"]))
        elif request.path == "/__fault":
            state.add_fault(
                Fault(
                    host=params["host"],
                    kind=params["kind"],
                    times=int(params.get("times", "1")),
                    seconds=float(params.get("seconds", "1")),
                    path=params.get("path", ""),
                    http_date=params.get("form") == "date",
                )
            )
        else:
            return text_answer(
                404, "control.test knows /__log, /__reset, /__epoch?n= and /__fault?host=&kind=\n"
            )
    except (KeyError, ValueError) as error:
        return text_answer(400, f"bad request to {request.path}: {error}\n")
    return json_answer(200, {"ok": True, "epoch": state.epoch})
