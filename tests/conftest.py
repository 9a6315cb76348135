"""What holds for every test."""

from __future__ import annotations

import os
import signal

from hypothesis import settings

# The same cases every time, so that a change is to blame for what fails; `make test-slow` looks for new ones.
settings.register_profile("steady", derandomize=True)
if "GREYLIT_NEW_CASES" not in os.environ:
    settings.load_profile("steady")

# A shell that runs the tests in the background leaves SIGINT ignored, and so would every program that a test starts and
# interrupts.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
