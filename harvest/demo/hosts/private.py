"""private.weather.test: links and redirects into the network of whoever follows them, in many disguises."""

from __future__ import annotations

from harvest.demo.answers import Answer, Request, html_answer, redirect
from harvest.demo.scene import Scene
from harvest.demo.storm import answering
from harvest.demo.storm.answering import target_of
from harvest.demo.storm.pages import front_page, link_list, shown, storm_hosts

HOST = "private.weather.test"
WALL = "/papers/wall"
GO = "/go/"
#: Addresses that are not of the public network, however they are written. ``{port}`` is that of the miniature
#: web itself, which thus sees whoever comes in by the back door.
DISGUISES: tuple[str, ...] = (
    "http://127.0.0.1:{port}/inside", "http://127.0.0.1/", "http://localhost:{port}/inside", "http://localhost/",
    "http://LOCALHOST./", "http://printer.localhost/", "http://127.1:{port}/inside", "http://127.0.1/",
    "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0x7f.1/", "http://017700000001/",
    "http://0177.0.0.1/", "http://0177.0x0.0.01:{port}/inside", "http://0.0.0.0:{port}/inside", "http://0/",
    "http://127.127.127.127/", "http://[::1]:{port}/inside", "http://[0:0:0:0:0:0:0:1]/", "http://[::]/",
    "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/", "http://[fe80::1]/", "http://[fc00::1]/", "http://[fec0::1]/", "http://[ff02::1]/",
    "http://10.0.0.1/", "http://172.16.0.1/", "http://172.31.255.254/", "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/latest/meta-data/",
    "http://metadata.google.internal/computeMetadata/v1/", "http://100.64.0.1/", "http://198.18.0.1/",
    "http://192.0.0.8/", "http://224.0.0.1/", "http://255.255.255.255/", "http://240.0.0.1/", "http://intranet/",
    "http://router.lan/", "http://printer.local/", "http://nas.home.arpa/", "http://wiki.corp/",
    "http://１２７.0.0.1/", "http://127。0。0。1/", "http://①②⑦.⓪.⓪.①/",
    "http://%31%32%37.0.0.1/", "http://private.weather.test@127.0.0.1:{port}/inside",
    "http://127.0.0.1:{port}#@private.weather.test/", "http://127.0.0.1:{port}\\@private.weather.test/",
    "//127.0.0.1:{port}/inside", "file:///etc/passwd", "ftp://127.0.0.1/",
    "gopher://127.0.0.1:{port}/_GET%20/inside",
)  # fmt: skip


def disguises(port: int) -> list[str]:
    """Return all disguises, with the port of the miniature web in those that speak of it."""
    return [each.replace("{port}", str(port)) for each in DISGUISES]


def header_value(address: str) -> str:
    """Return an address as it can stand in a header: bytes of UTF-8, as careless servers send them."""
    return address.encode().decode("latin-1")


def answer(request: Request, scene: Scene) -> Answer:
    """Answer any request to private.weather.test."""
    host, addresses = storm_hosts()[HOST], disguises(scene.port)
    number = request.path.removeprefix(GO)
    if request.path == WALL:
        links = [(address, f"address {n}") for n, address in enumerate(addresses)]
        return html_answer(200, shown(host.title, "Written on the wall", link_list(links)))
    if request.path.startswith(GO) and number.isdigit() and int(number) < len(addresses):
        return redirect(302, header_value(addresses[int(number)]))
    if target_of(request) == "/":
        more = [(WALL, "Written on the wall"), *((f"{GO}{n}", f"door {n}") for n in range(len(addresses)))]
        return front_page(host, host.at(scene.epoch), more)
    return answering.answer(request, scene)
