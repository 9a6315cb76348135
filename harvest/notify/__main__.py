"""What a scheduler starts when a run failed: ``python -m harvest.notify PROTOCOL [--exit-code N]``."""

from __future__ import annotations

import sys

from harvest.notify.unspoken import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
