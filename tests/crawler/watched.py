"""The crawl process with a DNS of its own, and everything noted that it does with sockets.

    python -m tests.crawler.watched SCRIPT ARGUMENTS OF THE CRAWL PROCESS ...

``SCRIPT`` is a JSON file: ``names``, the answers of the DNS, the first time and every later time; ``log``, a file for
what is done; ``unguarded``, to let every URL pass, so that only what guards the connection is left. Nothing but
loopback is ever connected to: any other connection is refused here.
"""

from __future__ import annotations

import errno
import ipaddress
import json
import os
import socket
import sys
from pathlib import Path
from typing import Any


def watch(script: dict[str, Any]) -> None:
    log = os.open(script["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    plain = socket.getaddrinfo
    asked: dict[str, int] = {}

    def note(what: str, *more: Any) -> None:
        os.write(log, (json.dumps([what, *more]) + "\n").encode())

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in ("socket.connect", "socket.bind", "socket.sendto") or len(arguments[1]) < 2:
            return
        address = arguments[1]
        note(event, *address[:2])
        if event == "socket.connect" and not ipaddress.ip_address(address[0].partition("%")[0]).is_loopback:
            raise ConnectionRefusedError(errno.ECONNREFUSED, "not in a test")

    def resolve(name: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        text = name.decode() if isinstance(name, bytes) else name
        note("lookup", text)
        times = asked[text] = asked.get(text, 0) + 1
        if text in script["names"]:
            answers = script["names"][text]
            found = [
                plain(each, port, *arguments, **options) for each in answers[min(times, len(answers)) - 1]
            ]
            return [entry for entries in found for entry in entries]
        try:
            # Numbers in any spelling; no name is ever asked of anybody.
            return plain(name, port, *arguments, **{**options, "flags": socket.AI_NUMERICHOST})
        except socket.gaierror:
            if text == "localhost":
                return plain("127.0.0.1", port, *arguments, **options)
            raise

    socket.getaddrinfo = resolve
    sys.addaudithook(audit)
    if script.get("unguarded"):
        import crawler.guard

        crawler.guard.refusal = lambda *_: None


if __name__ == "__main__":
    watch(json.loads(Path(sys.argv[1]).read_text()))
    from crawler.process import main

    code = main(sys.argv[2:])
    os._exit(code)
