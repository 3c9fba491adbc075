"""A web site on this machine that gives pictures, well-behaved or not by path."""

import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import pytest

from tests.model_home import PROXIES

BODY = bytes(range(256)) * 20


class Site(http.server.BaseHTTPRequestHandler):
    """What it does is in the path."""

    heard: ClassVar[list[dict[str, str]]] = []
    body: ClassVar[bytes] = BODY

    def do_GET(self) -> None:
        self.heard.append(dict(self.headers))
        name = self.path.strip("/").partition("?")[0]
        if name.isdigit():
            self._answer(int(name), b"")
        elif name.startswith("to-"):
            self.send_response(302)
            there = {"to-picture": "/picture", "to-itself": "/to-itself"}
            self.send_header("Location", there.get(name, "ftp://127.0.0.1/picture"))
            self.end_headers()
        elif name == "endless":
            self._answer(200, self.body * 50, sized=False)
        elif name == "large":
            self._answer(200, self.body * 50)
        elif name == "cut":
            self._answer(200, self.body, cut=len(self.body) // 2)
        elif name == "drip":
            self._answer(200, self.body, pause=0.1)
        elif name == "page":
            self._answer(200, b"<html><body>Sign in</body></html>")
        elif name == "silent":
            time.sleep(2)
        else:
            self._answer(200, self.body)

    def _answer(
        self, status: int, body: bytes, *, sized: bool = True, cut: int = 0, pause: float = 0
    ) -> None:
        self.send_response(status)
        if sized:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        end = cut or len(body)
        step = max(1, len(body) // 50) if pause else max(1, end)
        for at in range(0, end, step):
            self.wfile.write(body[at : min(at + step, end)])
            time.sleep(pause)

    def log_message(self, *args: object) -> None:
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args: object) -> None:
        """Those who leave off are what is tested."""


@contextmanager
def pictures_at(monkeypatch: pytest.MonkeyPatch, body: bytes = BODY) -> Iterator[str]:
    """The address of the site, to which no proxy leads; `body` is what lies there."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    Site.heard, Site.body = [], body
    server = _Server(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
