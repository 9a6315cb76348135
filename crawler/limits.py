"""What one answer may cost, and the errors of answers that cost more. Imports no Scrapy.

The crawl process and the smaller clients share them; a protocol sets the size and the time.
"""

from __future__ import annotations

from typing import ClassVar

from crawler.trouble import Trouble

#: The head of an answer: bytes of one line, bytes together, and lines. Browsers take a little more or less; what
#: honest sites send is a tenth of it.
MAX_LINE, MAX_HEAD, MAX_HEADERS = 64 << 10, 256 << 10, 1_000

#: Chunks of a body. Each costs as much as a thousand bytes, so millions of one byte would starve all other hosts.
MAX_PIECES = 400_000


class LimitError(Exception):
    """An answer was not taken because it went over a limit. It would be the same the next time.

    ``str`` of it says what was seen.
    """

    trouble: ClassVar[Trouble]


class AnswerTooLargeError(LimitError):
    """The body is larger than is taken, or was announced so; no more of it was read."""

    trouble = "too-large"


class HeadersTooLargeError(LimitError):
    """The head of the answer is longer than any honest one."""

    trouble = "headers-too-large"


class TookTooLongError(LimitError):
    """The whole answer did not come within its time, however many bytes a second came."""

    trouble = "timeout"


class LeftAloneError(LimitError):
    """The host asks for a longer pause than anybody waits here; it was not asked again."""

    trouble = "rate-limited"


class Head:
    """Counts the lines of one answer's head, those of interim answers (1xx) included."""

    def __init__(self) -> None:
        self._bytes = self._lines = 0

    def line(self, length: int) -> None:
        """Count one line.

        Raises:
            HeadersTooLargeError: it is one too many.
        """
        self._bytes += length
        self._lines += 1
        if length > MAX_LINE:
            raise HeadersTooLargeError(f"a header line of more than {MAX_LINE} bytes")
        if self._bytes > MAX_HEAD:
            raise HeadersTooLargeError(f"more than {MAX_HEAD} bytes of headers")
        if self._lines > MAX_HEADERS:
            raise HeadersTooLargeError(f"more than {MAX_HEADERS} header lines")
