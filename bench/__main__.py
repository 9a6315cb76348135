"""All measurements one after the other: ``make bench``."""

from __future__ import annotations

import subprocess
import sys

#: Each is a process of its own, so that none inherits another's memory.
PARTS = (
    ("crawl_speed",),
    ("crawl_speed", "--memory"),
    ("text_speed",),
    ("text_html",),
    ("text_facts", "--rival"),
    ("text_pdf",),
    ("text_pdf_titles",),
    ("text_parts",),
    ("text_office",),
    ("identity", "--documents", "20000"),
    ("query_speed",),
    ("load_speed",),
    ("export_speed",),
    ("export_data_speed",),
    ("report_speed",),
    ("site_speed",),
    ("audit_speed",),
)


def main() -> int:
    """Run every part and return how many failed."""
    failed = 0
    for name, *options in PARTS:
        print(f"\n== {name} {' '.join(options)}", flush=True)
        failed += subprocess.call([sys.executable, "-m", f"bench.{name}", *options]) != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
