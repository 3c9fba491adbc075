"""A model's home on this machine: HTTPS, well-behaved or not by path; and a proxy before it."""

import http.server
import re
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import trustme

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
NAMES = ("localhost", "127.0.0.1", "home.test")
VERSION = '"one"'
PAUSES = {"slow": 0.05, "slower": 0.3}  # seconds after each twentieth


@dataclass
class Home:
    """What was asked (`ranges`, a line each) and given (`served` bytes of bodies)."""

    data: bytes
    address: str = ""
    port: int = 0
    ranges: list[str | None] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    version: str = VERSION
    served: int = 0
    turn: int = 0
    lock: Any = field(default_factory=threading.Lock)

    def reset(self) -> None:
        self.ranges.clear()
        self.asked.clear()
        with self.lock:
            self.served, self.version, self.turn = 0, VERSION, self.turn + 1

    def has_served(self, count: int) -> bool:
        """Whether it gave so many bytes; who has them all may be quicker than who counts."""
        end = time.monotonic() + 5
        while self.served != count and time.monotonic() < end:
            time.sleep(0.01)
        return self.served == count

    @property
    def third(self) -> int:
        """Where it breaks off: at 30 %."""
        return len(self.data) * 3 // 10


class _Handler(http.server.BaseHTTPRequestHandler):
    home: Home

    def do_GET(self) -> None:
        home, name = self.home, self.path[1:]
        home.ranges.append(self.headers.get("Range"))
        home.asked.append(name)
        status = re.fullmatch(r"(\d{3})(-once)?", name)
        if status and not (status[2] and home.asked.count(name) > 1):
            self._refuse(int(status[1]))
        elif name in ("redirect", "loop", "insecure"):
            self._lead({"redirect": "/whole", "loop": "/loop"}.get(name, "http://127.0.0.1:9/x"))
        elif name == "page":
            self._send(b"<html>Sign in</html>", 0, kind="text/html; charset=utf-8")
        else:
            self._give(name)

    def _refuse(self, status: int) -> None:
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "0")
        if status == 503:
            self.send_header("Retry-After", "7200")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _lead(self, there: str) -> None:
        self.send_response(302)
        self.send_header("Location", there)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _give(self, name: str) -> None:
        home = self.home
        body = home.data[::-1] if name == "wrong" else home.data
        body = body[:1000] if name == "short" else body
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range") or "")
        same = self.headers.get("If-Range") in (None, home.version)
        start = int(asked[1]) if asked and same and name not in ("norange", "always-breaks") else 0
        if name == "other-part" and start:
            start += 1
        if start > len(body):
            self._refuse(416)
            return
        if name == "endless":
            self._send(body * 2, 0, sized=False)
            return
        cut = re.fullmatch(r"cut-(\d+)", name)
        is_broken = name == "always-breaks" or (name in ("breaks", "stalls") and not start)
        end = start + int(cut[1]) if cut else home.third if is_broken else len(body)
        self._send(body, start, end, pause=PAUSES.get(name, 0.0))
        if name == "stalls" and is_broken:
            select.select([self.connection], [], [], 10)

    def _send(
        self,
        body: bytes,
        start: int,
        end: int | None = None,
        *,
        pause: float = 0.0,
        sized: bool = True,
        kind: str = "application/octet-stream",
    ) -> None:
        turn = self.home.turn
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.send_header("Content-Type", kind)
        if sized:
            self.send_header("Content-Length", str(len(body) - start))
        self.send_header("ETag", self.home.version)
        self.end_headers()
        step = len(body) // 20 if pause else len(body)
        for at in range(start, len(body) if end is None else end, step):
            part = body[at : min(at + step, len(body) if end is None else end)]
            self.wfile.write(part)
            with self.home.lock:
                self.home.served += len(part) if turn == self.home.turn else 0
            time.sleep(pause)

    def log_message(self, *args: object) -> None:
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args: object) -> None:
        """Clients that leave off, or do not trust us, are what is tested."""


@contextmanager
def _serving(handler: type, wrap: Callable[[Any], Any]) -> Iterator[int]:
    server = _Server(("127.0.0.1", 0), handler)
    server.socket = wrap(server.socket)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def serve(data: bytes, authority: trustme.CA) -> Iterator[Home]:
    """The home of `data`, whose certificate `authority` signs."""
    home = Home(data)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*NAMES).configure_cert(context)
    handler = type("Handler", (_Handler,), {"home": home})
    with _serving(
        handler,
        lambda bare: context.wrap_socket(bare, server_side=True, do_handshake_on_connect=False),
    ) as home.port:
        home.address = f"https://127.0.0.1:{home.port}"
        yield home


def trust(authority: trustme.CA, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Let this process and its children believe `authority`, and go through no proxy."""
    for name in (*PROXIES, "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        patch.delenv(name, raising=False)
        patch.delenv(name.lower(), raising=False)
    trusted = folder / "trusted.pem"
    authority.cert_pem.write_to_path(trusted)
    patch.setenv("SSL_CERT_FILE", str(trusted))


@dataclass
class Proxy:
    """What it was asked for; it leads to `port`, or answers `status`."""

    port: int = 0
    status: int = 200
    asked: list[tuple[str, str | None]] = field(default_factory=list)


@contextmanager
def proxy(home: Home) -> Iterator[Proxy]:
    """A proxy that leads every CONNECT to the home, whatever name was asked for."""
    seen = Proxy()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            seen.asked.append((self.path, self.headers.get("Proxy-Authorization")))
            self.send_response(seen.status)
            self.end_headers()
            if seen.status == 200:
                with socket.create_connection(("127.0.0.1", home.port)) as there:
                    _relay(self.connection, there)

        def log_message(self, *args: object) -> None:
            pass

    with _serving(Handler, lambda bare: bare) as seen.port:
        yield seen


def _relay(one: socket.socket, other: socket.socket) -> None:
    across = {one: other, other: one}
    while True:
        for side in select.select(list(across), [], [])[0]:
            piece = side.recv(1 << 16)
            if not piece:
                return
            across[side].sendall(piece)
