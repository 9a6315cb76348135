"""One review is one folder: where its parts lie."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from store.errors import StoreError

#: Below this much free space nothing is fetched: there must be room to close every file properly.
MIN_FREE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Workspace:
    """The paths of one review's folder. Nothing is created until :meth:`prepare` is called."""

    root: Path

    @property
    def ledger(self) -> Path:
        """The append-only ledger that this machine writes."""
        return self.root / "ledger.sqlite"

    @property
    def frontier(self) -> Path:
        """What is still to be fetched; may be lost, is computed again from the ledger."""
        return self.root / "frontier.sqlite"

    @property
    def archive(self) -> Path:
        """The folder of WARC files."""
        return self.root / "archive"

    @property
    def database(self) -> Path:
        """The computed database, as published for readers."""
        return self.root / "greylit.duckdb"

    @property
    def exports(self) -> Path:
        """The folder that ``greylit export`` writes to unless told otherwise."""
        return self.root / "exports"

    @property
    def logs(self) -> Path:
        """Technical logs of the crawl process, one file a run."""
        return self.root / "logs"

    def ledgers(self) -> list[Path]:
        """Return every ledger in the folder: each is its own hash chain."""
        return sorted(self.root.glob("ledger*.sqlite"))

    def prepare(self) -> None:
        """Make the folders a run writes to, and refuse at once where it could not write.

        Raises:
            StoreError: the folder cannot be written, or the disk is nearly full.
        """
        try:
            for folder in (self.root, self.archive, self.logs):
                folder.mkdir(parents=True, exist_ok=True)
            probe = self.root / f".write-test-{os.getpid()}"
            probe.write_bytes(b"")
            probe.unlink()
            free = shutil.disk_usage(self.root).free
        except OSError as error:
            raise StoreError(
                f"{self.root} cannot be written: {error.strerror or error}",
                "Give yourself write permission on the folder, or copy the review to a folder of yours.",
            ) from error
        if free < MIN_FREE_BYTES:
            raise StoreError(
                f"the disk that holds {self.root} has {free / 1e6:.0f} MB left; nothing was fetched",
                f"Free at least {MIN_FREE_BYTES / 1e6:.0f} MB, then run the command again.",
                "DISK_FULL",
            )

    def check_room(self, size: int) -> None:
        """Make sure that so many bytes can be written and there is still room to close every file.

        Raises:
            StoreError: the disk is nearly full (code ``DISK_FULL``).
        """
        free = shutil.disk_usage(self.root).free
        if free < MIN_FREE_BYTES + 2 * size:
            raise StoreError(
                f"the disk has {free / 1e6:.0f} MB left, and {MIN_FREE_BYTES / 1e6:.0f} MB are kept free",
                "Make room, then go on: greylit resume",
                "DISK_FULL",
            )

    def lock(self) -> FileLock:
        """Return the held lock that lets one run at a time into this folder.

        Raises:
            StoreError: another process holds it (code ``LOCKED``).
        """
        lock = FileLock(str(self.root / ".lock"))
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise StoreError(
                f"another greylit run is at work in {self.root}",
                "Wait for it to end, or stop it with Ctrl-C; `greylit status` shows what it does.",
                "LOCKED",
            ) from error
        return lock
