"""The hours of the day in which a review may ask. Imports no Scrapy."""

from __future__ import annotations

from datetime import datetime, timedelta


def closed_for(hours: str | None, epoch: float) -> float:
    """Return the seconds until the hours begin, 0 while they last or where there are none.

    Args:
        hours: such as ``19:00-07:00``, by the clock of the machine; the second time may lie on the next day.
        epoch: now, in seconds since 1970-01-01 UTC.
    """
    if hours is None:
        return 0.0
    now = datetime.fromtimestamp(epoch)
    first, last = (datetime.strptime(each.strip(), "%H:%M").time() for each in hours.split("-"))
    begins = datetime.combine(now.date(), first)
    time = now.time()
    inside = first <= time < last if first <= last else time >= first or time < last
    if inside or first == last:
        return 0.0
    if begins <= now:
        begins += timedelta(days=1)
    # Through the local clock, so that the night when clocks change is as long as it is.
    return max(0.0, begins.timestamp() - epoch)
