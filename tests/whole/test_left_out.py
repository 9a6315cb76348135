"""A source that is left out of a run is not asked for anything, neither its questions nor its walks."""

from __future__ import annotations

import json
from pathlib import Path

from harvest.demo.server import MiniWeb
from tests.whole.harness import Web, greylit, write_review

OTHER = """[[sources]]
id = "files"
name = "Files of the miniature web"
type = "site"
url = "http://assets.publishing.gov.test/"
start = ["sitemap"]

[screening]"""


def test_only_the_source_that_is_named_is_asked(tmp_path: Path) -> None:
    protocol = write_review(tmp_path / "review", **{"[screening]": OTHER})
    with MiniWeb() as served:
        ran = greylit(
            "run", str(protocol), "--source", "files", "--json", web=Web(served.proxy, tmp_path / "unused")
        )
        asked = {each.host for each in served.requests}
    assert asked == {"assets.publishing.gov.test"}, ran.stdout + ran.stderr
    left_out = next(row for row in json.loads(ran.stdout)["sources"] if row["source"] == "govuk")
    assert left_out["fetched"] == 0 and "--source" in left_out["reason"]
