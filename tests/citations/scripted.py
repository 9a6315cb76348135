"""A loopback server whose answers a test writes, and a small OpenAlex made with it."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

Reply = tuple[int, Mapping[str, str], Any]
Answer = Callable[["Request"], Reply]


@dataclass(frozen=True)
class Request:
    """One request: path, parameters, headers by lower-case name, and its number from 1."""

    path: str
    params: dict[str, str]
    headers: dict[str, str]
    number: int


@dataclass
class Scripted:
    """The address of the server, and every request it had."""

    url: str
    requests: list[Request] = field(default_factory=list)


@contextmanager
def scripted(answer: Answer) -> Iterator[Scripted]:
    """Run a server that answers as ``answer`` says; bytes go out as they are, anything else as JSON."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            params = dict(parse_qsl(parts.query, keep_blank_values=True))
            request = Request(unquote(parts.path), params, headers, len(state.requests) + 1)
            state.requests.append(request)
            status, more, content = answer(request)
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(body)),
                **more,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state = Scripted(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class LittleOpenAlex:
    """Works and what they cite, answered as OpenAlex does: batches lose what was merged, lists go page by page.

    ``trouble`` may answer a request in its place.
    """

    cites: Mapping[str, list[str]]
    moved: Mapping[str, str] = field(default_factory=dict)
    dois: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    per_page: int = 100
    year: int = 2010
    trouble: Callable[[Request], Reply | None] = lambda _: None

    def __call__(self, request: Request) -> Reply:
        if found := self.trouble(request):
            return found
        if request.path != "/works":
            return self._one(request.path.rpartition("/works/")[2])
        size = int(request.params["per-page"])
        if size > self.per_page:
            return (
                400,
                {},
                {"error": "x", "message": f"per-page parameter must be between 1 and {self.per_page}"},
            )
        phrase = request.params.get("search")
        key, _, values = request.params.get("filter", "").partition(":")
        names = values.split("|")
        if phrase is not None:
            rows = [each for each, text in sorted(self.texts.items()) if phrase.strip('"') in text]
        elif key == "cites":
            rows = [each for each, cited in sorted(self.cites.items()) if set(cited) & set(names)]
        elif key == "title.search":
            rows = [
                each
                for each, title in self.titles.items()
                if set(values.split()) <= set(re.findall(r"\w+", title))
            ]
        elif key == "doi":
            rows = [each for each in sorted(self.cites) if self.dois.get(each) in names]
        else:
            rows = [each for each in sorted(self.cites) if each in names]
        start = 0 if request.params.get("cursor", "*") == "*" else int(request.params["cursor"])
        page = rows[start : start + size]
        after = str(start + len(page)) if page else None
        return (
            200,
            {},
            {
                "meta": {"count": len(rows), "next_cursor": after},
                "results": [self._row(each) for each in page],
            },
        )

    def _one(self, name: str) -> Reply:
        if name.startswith("doi:"):
            name = next((each for each, doi in self.dois.items() if f"doi:{doi}" == name), name)
        if name in self.moved:
            return 301, {"Location": f"/works/{self.moved[name]}"}, {"error": "Moved Permanently"}
        return (200, {}, self._row(name)) if name in self.cites else (404, {}, {"error": "Not Found"})

    def _row(self, name: str) -> dict[str, Any]:
        cited = [f"https://openalex.org/{each}" for each in self.cites[name]]
        doi = f"https://doi.org/{self.dois[name]}" if name in self.dois else None
        citing = sum(name in each for each in self.cites.values())
        return {"id": f"https://openalex.org/{name}", "doi": doi, "title": self.titles.get(name, f"Title of {name}"), "publication_year": self.year,
                "referenced_works": cited, "cited_by_count": citing}  # fmt: skip
