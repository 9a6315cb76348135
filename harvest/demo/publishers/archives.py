"""Three miniature web archives: what they hold of addresses that answer no more, each in the form of the real one.

``ia.webarchive.test`` answers as the Internet Archive does (a CDX server, raw copies, the short answer),
``ukgwa.webarchive.test`` as the UK Government Web Archive (pywb's index; some addresses it answers only to people),
``ukwa.webarchive.test`` as the UK Web Archive (TimeMaps, RFC 7089). What they hold stands in ``dead.toml`` of the corpus.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import unquote

from harvest.demo.answers import Answer, Request, html_answer, json_answer, not_allowed, redirect, text_answer
from harvest.demo.publishers.holdings import Dead, Held, body_at, digest_of, http_moment, known, nearest_to
from harvest.demo.scene import Scene

IA, UKGWA, UKWA = "ia.webarchive.test", "ukgwa.webarchive.test", "ukwa.webarchive.test"
#: Names of the archives in the corpus, and where they answer.
PLACES = {"ia": IA, "ukgwa": UKGWA, "ukwa": UKWA}
#: Before the moment in the address of a copy, per archive.
_RAW = {"ia": "/web/", "ukgwa": "/ukgwa/", "ukwa": "/wayback/archive/"}
_MEMENTO = re.compile(r"([0-9]{1,14})(?:[a-z]{2}_)?/(.+)", re.DOTALL)
_COLUMNS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_CAPTCHA = """<!DOCTYPE html>
<html lang="en"><head><title>Human Verification</title></head>
<body><div id="captcha-container"><form method="post" action="captcha"><h1>Let's confirm you are human</h1>
<p>Choose all the pictures of a filing cabinet.</p><button>Begin</button></form></div>
</body></html>
"""


def internet_archive(request: Request, _scene: Scene) -> Answer:
    """Answer as the Internet Archive does."""
    asked = dict(request.params)
    if request.path == "/cdx/search/cdx":
        return _cdx(asked)
    if request.path == "/wayback/available":
        dead = known(asked.get("url", ""))
        held = [each for each in dead.held("ia") if each.answers == 200] if dead else []
        best = nearest_to(held, asked.get("timestamp", "9" * 14))
        if dead is None or best is None:
            return json_answer(200, {"url": asked.get("url", ""), "archived_snapshots": {}})
        closest = {
            "status": "200", "available": True, "url": f"http://{IA}/web/{best.at}/{dead.url}", "timestamp": best.at,
        }  # fmt: skip
        return json_answer(200, {"url": asked["url"], "archived_snapshots": {"closest": closest}})
    return _common(request, "ia")


def government_archive(request: Request, _scene: Scene) -> Answer:
    """Answer as the UK Government Web Archive does."""
    if request.path == "/ukgwa/cdx":
        dead = known(dict(request.params).get("url", ""))
        if dead and dead.refuses == "ukgwa":
            return html_answer(405, _CAPTCHA)
        lines = [json.dumps(_fields(dead, each)) for each in dead.held("ukgwa")] if dead else []
        # Without captures pywb answers with nothing at all.
        return _typed(200, "".join(f"{line}\n" for line in lines), "text/x-cdxj; charset=utf-8")
    return _common(request, "ukgwa")


def web_archive(request: Request, _scene: Scene) -> Answer:
    """Answer as the UK Web Archive does."""
    before = "/wayback/archive/timemap/link/"
    target = _target(request)
    if target.startswith(before):
        dead = known(target.removeprefix(before))
        held = dead.held("ukwa") if dead else []
        if dead is None or not held:
            return _typed(404, "", "application/link-format")
        return _typed(200, _timemap(dead, held), "application/link-format")
    return _common(request, "ukwa")


ARCHIVE_HOSTS: Mapping[str, Callable[[Request, Scene], Answer]] = {
    IA: internet_archive,
    UKGWA: government_archive,
    UKWA: web_archive,
}
"""Hosts of the web archives: name to (request, scene) to answer."""


def _typed(status: int, text: str, kind: str) -> Answer:
    return Answer(status, text.encode(), (("Content-Type", kind),))


def _target(request: Request) -> str:
    return unquote(request.path) + (f"?{request.query}" if request.query else "")


def _cdx(asked: Mapping[str, str]) -> Answer:
    dead = known(asked.get("url", ""))
    names = [name for name in asked.get("fl", "").split(",") if name] or list(_COLUMNS)
    rows = []
    for each in dead.held("ia") if dead else []:
        fields = _fields(dead, each)
        row = {
            **fields,
            "original": fields["url"],
            "mimetype": fields["mime"],
            "statuscode": fields["status"],
        }
        rows.append([row[name] for name in names])
    if asked.get("output") != "json":
        return text_answer(200, "".join(" ".join(row) + "\n" for row in rows))
    return json_answer(200, [names, *rows] if rows else [])


def _fields(dead: Dead | None, each: Held) -> dict[str, str]:
    """Return the line of a capture in pywb's names."""
    assert dead is not None
    body, kind = body_at(dead, each)
    host, _, path = dead.url.partition("//")[2].partition("/")
    key = f"{','.join(reversed(host.removeprefix('www.').split('.')))})/{path}".lower()
    return {
        "urlkey": key, "timestamp": each.at, "url": dead.url, "mime": kind, "status": str(each.answers),
        "digest": digest_of(body), "length": str(len(body)),
    }  # fmt: skip


def _timemap(dead: Dead, held: list[Held]) -> str:
    base = f"http://{UKWA}/wayback/archive"
    lines = [
        f'<{base}/timemap/link/{dead.url}>; rel="self"; type="application/link-format"; '
        f'from="{http_moment(held[0].at)}"',
        f'<{base}/{dead.url}>; rel="timegate"',
        f'<{dead.url}>; rel="original"',
    ]
    lines += [
        f'<{base}/{each.at}mp_/{dead.url}>; rel="memento"; datetime="{http_moment(each.at)}"; collection="archive"'
        for each in held
    ]
    return ",\n".join(lines) + "\n"


def _common(request: Request, archive: str) -> Answer:
    """Answer what all three have: rules for robots, calendars for people, copies."""
    if request.method == "POST":
        return not_allowed()
    if request.path == "/robots.txt":
        return text_answer(200, "User-agent: *\nDisallow:\n")
    target, before = _target(request), _RAW[archive]
    rest = target.removeprefix(before) if target.startswith(before) else ""
    if rest.startswith("*/"):
        return html_answer(
            200, f"<title>Calendar</title><h1>Captures of {escape(rest[2:])}</h1><p>Choose a day.</p>"
        )
    found = _MEMENTO.fullmatch(rest)
    if found is None:
        return html_answer(404, "<title>Not here</title><h1>There is nothing at this address</h1>")
    return _memento(archive, found[1], found[2])


def _memento(archive: str, at: str, url: str) -> Answer:
    dead = known(url)
    if dead and dead.refuses == archive:
        return html_answer(405, _CAPTCHA)
    held = dead.held(archive, shown=True) if dead else []
    best = nearest_to(held, at)
    if dead is None or best is None:
        words = "<h1>Sorry</h1><p>This archive has not archived that URL.</p>"
        return html_answer(404, f"<title>Not archived</title>{words}")
    if best.at != at or best.leads_to:
        # The moment that is shown is another one than was asked for.
        return redirect(302, _address(archive, best.leads_to or best.at, dead.url))
    return _replayed(archive, dead, best)


def _address(archive: str, at: str, url: str) -> str:
    return f"http://{PLACES[archive]}{_RAW[archive]}{at}id_/{url}"


def _replayed(archive: str, dead: Dead, each: Held) -> Answer:
    """Answer with what was captured, as it was, with what archives say of it."""
    body, kind = body_at(dead, each)
    moment = http_moment(each.at)
    headers = [
        ("Content-Type", kind),
        ("Memento-Datetime", moment),
        ("Link", f'<{dead.url}>; rel="original", <http://{PLACES[archive]}{_RAW[archive]}timemap/link/{dead.url}>; '
                 f'rel="timemap"; type="application/link-format", <{_address(archive, each.at, dead.url)}>; '
                 f'rel="memento"; datetime="{moment}"'),
        ("X-Archive-Orig-Date", moment),
        ("X-Archive-Orig-Content-Type", kind),
    ]  # fmt: skip
    if 300 <= each.answers < 400:
        host = dead.url.partition("//")[2].partition("/")[0]
        headers.append(("Location", _address(archive, each.at, f"http://{host}/")))
    return Answer(each.answers, body, tuple(headers))
