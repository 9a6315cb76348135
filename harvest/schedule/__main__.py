"""What a scheduler starts before each run: ``python -m harvest.schedule FOLDER`` goes on with a run that was stopped."""

from __future__ import annotations

import sys
from pathlib import Path

from harvest.schedule.going_on import go_on

if __name__ == "__main__":
    sys.exit(go_on(Path(sys.argv[1] if sys.argv[1:] else ".")))
