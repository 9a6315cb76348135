"""What holds for every test."""

from __future__ import annotations

import signal

# A shell that runs the tests in the background leaves SIGINT ignored, and so would every program that a test starts and
# interrupts.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
