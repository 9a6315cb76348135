"""assets.publishing.gov.test: files at their present, older and lost addresses, as GOV.UK's asset manager."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email.utils import format_datetime
from urllib.parse import unquote

from harvest.demo.answers import Answer, Request, conditional, html_answer, json_answer, redirect, strong_etag
from harvest.demo.corpus.build import build_site
from harvest.demo.corpus.model import ASSETS, WWW

_PLACEHOLDER = "/government/placeholder"


def _modified(day: str) -> str:
    moment = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=9, minute=12)
    return format_datetime(moment, usegmt=True)


def answer(request: Request, epoch: int) -> Answer:
    """Answer any request to the assets host."""
    path = unquote(request.path)
    if path == "/robots.txt":
        return Answer(200, b"User-agent: *\nAllow: /\n", (("Content-Type", "text/plain; charset=utf-8"),))
    if path == _PLACEHOLDER:
        page = "<html><body><h1>This file is not ready</h1><p>Please come back in a minute.</p></body></html>"
        return html_answer(200, page, ("Cache-Control", "max-age=60, public"))
    asset = build_site(epoch).assets.get(path)
    if asset is None:
        return json_answer(404, {"_response_info": {"status": "not found"}})
    if asset.status == 410:
        return json_answer(410, {"_response_info": {"status": "gone"}})
    if asset.status != 200:
        wait = 60 if asset.location == _PLACEHOLDER else 1800
        return redirect(asset.status, ASSETS + asset.location, ("Cache-Control", f"max-age={wait}, public"))
    whole = Answer(
        200,
        asset.body,
        (
            ("Content-Type", asset.content_type),
            ("Content-Disposition", f'inline; filename="{path.rsplit("/", 1)[-1]}"'),
            ("Cache-Control", "max-age=1800, public"),
            ("ETag", strong_etag(asset.body)),
            ("Last-Modified", _modified(asset.modified)),
            ("Link", f'<{WWW}{asset.parent}>; rel="up"'),
        ),
    )
    return conditional(request, whole)
