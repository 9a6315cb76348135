"""How a stormy host answers: its robots.txt, its front page, its pages, and the weather on them."""

from __future__ import annotations

from harvest.demo.answers import Answer, Request, conditional, html_answer, redirect
from harvest.demo.corpus.markup import to_html
from harvest.demo.faults import Fault, Strike, struck
from harvest.demo.scene import Scene
from harvest.demo.storm.pages import StormHost, StormPage, front_page, page_answer, shown, storm_hosts


def target_of(request: Request) -> str:
    """Return the path with its query, as the log has it."""
    return request.path + (f"?{request.query}" if request.query else "")


def robots_answer(host: StormHost) -> Answer:
    """Answer with the robots.txt of a host, as it is in good weather."""
    if host.robots is None:
        return not_found(host)
    return Answer(200, host.robots.encode(), (("Content-Type", "text/plain; charset=utf-8"),))


def not_found(host: StormHost) -> Answer:
    """Answer for what a host does not have: 404, or with 200 where the host does not know better."""
    if host.unknown:
        return html_answer(200, shown(host.title, host.unknown_title or host.title, to_html(host.unknown)))
    words = "<p>If you typed the address, check that it is right.</p>"
    return html_answer(404, shown(host.title, "Page not found", words))


def weathered(
    request: Request, scene: Scene, kind: str, times: int, seconds: float, form: str, fine: Answer
) -> Answer:
    """Let weather strike the first ``times`` requests for an address, or all of them when that is 0."""
    if not kind or (times and scene.visits(target_of(request)) >= times):
        return fine
    return struck(Strike(request, scene, Fault(request.host, kind, None, seconds, "", form), lambda: fine))


def page_in_weather(request: Request, scene: Scene, host: StormHost, page: StormPage) -> Answer:
    """Answer for one page of a host, with the weather that is over it."""
    if page.location:
        return redirect(301, page.location.format(port=scene.port))
    fine = page_answer(host, page)
    answer = weathered(request, scene, page.weather, page.times, page.seconds, page.form, fine)
    return conditional(request, answer)


def answer(request: Request, scene: Scene) -> Answer:
    """Answer any request to a host that has nothing but its pages in the corpus."""
    host = storm_hosts()[request.host]
    if request.path == "/robots.txt":
        fine = robots_answer(host)
        kind, times, seconds = host.robots_weather, host.robots_times, host.robots_seconds
        return weathered(request, scene, kind, times, seconds, "", fine)
    pages = host.at(scene.epoch)
    page = pages.get(target_of(request))
    if page is not None and page.status:
        return page_in_weather(request, scene, host, page)
    if request.path == "/" and not request.query:
        return conditional(request, front_page(host, pages))
    return not_found(host)
