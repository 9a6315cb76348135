"""One source while it is read: when it slows down, and when it is opened again."""

from __future__ import annotations

from typing import Literal

from harvest.saturation.hypergeometric import recent_documents_p

Trigger = Literal["fast", "careful"]

#: ``fast``: so many documents in a row without a relevant one, or this share of the source if that is more; of a
#: small source never more than the third figure. Alone it stops too early: it says when an audit is worth its price.
RUN_LEAST, RUN_SHARE, RUN_MOST = 20, 0.05, 0.20
#: ``careful``: the recall whose absence must be unlikely, and how unlikely.
CAREFUL_RECALL, CAREFUL_P = 0.80, 0.05
#: ``careful``, for a source without a relevant document: this share of it must be read.
CAREFUL_READ = 0.95
#: ``careful`` is computed after so many documents without a relevant one, and after so many more again.
CAREFUL_LEAST, CAREFUL_EVERY = 10, 5


class Source:
    """Counts of one source.

    ``size`` is the number of its discovered documents. A ``closed`` source stays slowing when a relevant document turns
    up in it after all, until it is opened again: as a walk that was closed, whose last answers still come in.
    """

    def __init__(self, size: int, trigger: Trigger, *, closed: bool = False) -> None:
        self.size = size
        self.trigger = trigger
        self.closed = closed
        self.read = 0
        self.run = 0
        self.relevant_at: list[int] = []
        self.slowing = size <= 0

    @property
    def exhausted(self) -> bool:
        """Tell whether every document of the source was read or audited."""
        return self.read >= self.size

    def take(self, relevant: bool) -> None:
        """Count a document that was read."""
        self.read += 1
        if relevant:
            self.relevant_at.append(self.read)
            self.run = 0
        else:
            self.run += 1
        if self.exhausted:
            self.slowing = True
        elif not self.slowing or (relevant and not self.closed):
            self.slowing = self._slows()

    def lose(self) -> None:
        """Take an audited document out of what is still to be read."""
        self.size -= 1
        self.slowing = self.slowing or self.exhausted

    def open_again(self) -> None:
        """Open the source after an audit found something in it: it must slow down anew."""
        self.run = 0
        self.slowing = self.exhausted

    def _slows(self) -> bool:
        if self.trigger == "fast":
            return self.run >= min(max(RUN_LEAST, RUN_SHARE * self.size), RUN_MOST * self.size)
        if not self.relevant_at:
            return self.read >= CAREFUL_READ * self.size
        if self.run < CAREFUL_LEAST or self.run % CAREFUL_EVERY:
            return False
        return recent_documents_p(self.relevant_at, self.read, self.size, CAREFUL_RECALL) < CAREFUL_P
