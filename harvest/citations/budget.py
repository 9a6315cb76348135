"""What an index says of its own limits: headers of rates and budgets, read and kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_USED_UP = re.compile(rb"budget|daily|credits|quota|insufficient", re.IGNORECASE)
_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0}
#: A limit that is given back sooner than this, in seconds, is a rate and no budget.
RATE = 120.0


@dataclass(frozen=True, slots=True)
class Budget:
    """What is left of what an index gives, by the headers of its last answer.

    Attributes:
        unit: ``USD`` or ``requests``.
        limit, remaining: in that unit; ``None`` where not said.
        resets: seconds until it is given anew; OpenAlex counts them from the answer.
    """

    unit: str
    limit: float | None
    remaining: float | None
    resets: float | None = None

    def as_dict(self) -> dict[str, object]:
        """Return plain JSON data."""
        return {"unit": self.unit, "limit": self.limit, "remaining": self.remaining, "resets": self.resets}

    def short_of(self, cost: float) -> bool:
        """Tell whether a question of this cost in USD would go over it; of requests, whether none is left for long."""
        if self.remaining is None:
            return False
        if self.unit == "requests":
            return self.remaining < 1 and (self.resets or 0.0) > RATE
        return cost > self.remaining + 1e-9


def budget_of(fields: Mapping[str, str]) -> Budget | None:
    """Return the budget that an answer speaks of: in USD where it does so, else in requests; else ``None``."""
    resets = _number(fields.get("x-ratelimit-reset"))
    for unit, end in (("USD", "-usd"), ("requests", "")):
        limit = _number(fields.get(f"x-ratelimit-limit{end}"))
        remaining = _number(fields.get(f"x-ratelimit-remaining{end}"))
        if remaining is not None:
            return Budget(unit, limit, remaining, resets)
    return None


def used_up(status: int, fields: Mapping[str, str], body: bytes) -> bool:
    """Tell whether an answer says that a budget is used up, and not only that questions come too fast."""
    if status == 402:
        return True
    if status not in (403, 429):
        return False
    budget = budget_of(fields)
    if budget and budget.remaining is not None and budget.remaining <= 0:
        return budget.unit == "USD" or (budget.resets or 0.0) > RATE
    return bool(_USED_UP.search(body[:2000]))


def pace_of(fields: Mapping[str, str]) -> float | None:
    """Return the seconds between questions that an answer asks for (Crossref: 50 in ``1s``), else ``None``."""
    limit = _number(fields.get("x-rate-limit-limit"))
    written = fields.get("x-rate-limit-interval", "").strip().lower()
    number, unit = written.rstrip("smh"), written[-1:]
    seconds = _number(number)
    if not limit or limit <= 0 or seconds is None:
        return None
    return seconds * _SECONDS.get(unit, 1.0) / limit


def _number(written: str | None) -> float | None:
    try:
        value = float(written or "")
    except ValueError:
        return None
    return value if value == value and abs(value) < 1e15 else None
