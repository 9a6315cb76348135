"""`doctor` replayed from a cassette: the four requests it makes of GOV.UK's interfaces, and nothing else.

The cassette was recorded from the miniature web (``GREYLIT_RECORD=1`` records it anew), so it is our own writing.
"""

from __future__ import annotations

import os
from pathlib import Path

import vcr
from vcr.stubs.urllib3_stubs import VCRRequestsHTTPConnection, VCRRequestsHTTPSConnection

from crawler import safe_transport
from crawler.sources import sources
from harvest.demo.server import MiniWeb
from harvest.doctor import source as try_source
from harvest.protocol import load_protocol
from harvest.questions import plan
from store.ledger import Ledger
from store.workspace import Workspace
from tests.whole.harness import write_review

#: The connections of our own client, which vcrpy does not know.
OURS = (
    (safe_transport._Pool, "ConnectionCls", VCRRequestsHTTPConnection),
    (safe_transport._TlsPool, "ConnectionCls", VCRRequestsHTTPSConnection),
)
CASSETTE = Path(__file__).parent.parent / "cassettes" / "doctor_govuk.yaml"


def doctor(folder: Path, proxy: str | None) -> list[tuple[str, bool]]:
    protocol = load_protocol(write_review(folder))
    planned = next(each for each in plan(protocol, sources()) if each.id == "govuk")
    return [(each.name, each.ok) for each in try_source(Workspace(folder), protocol, planned, proxy)]


def test_a_source_is_tried_with_four_requests_and_the_date_is_kept(tmp_path: Path) -> None:
    if os.environ.get("GREYLIT_RECORD"):
        with MiniWeb() as web, vcr.use_cassette(str(CASSETTE), record_mode="all", custom_patches=OURS):
            doctor(tmp_path / "recording", web.proxy)
    replayed = vcr.use_cassette(
        str(CASSETTE), record_mode="none", match_on=["method", "uri"], custom_patches=OURS
    )
    with replayed as cassette:
        checks = doctor(tmp_path / "review", None)
    assert cassette.all_played and len(cassette) == 4
    assert {name for name, ok in checks if ok} >= {"robots", "nothing found", "a phrase", "a page"}
    with Ledger(tmp_path / "review" / "ledger.sqlite", read_only=True) as ledger:
        kept = ledger.last("doctor")
    assert kept is not None and kept.body["host"] == "www.gov.test"
    # The clock of the machine and the Date header of a recording are years apart, and doctor says so.
    assert kept.body["ok"] is all(ok for _, ok in checks)
