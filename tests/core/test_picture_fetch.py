"""A picture comes from a web address, or one reason why not."""

import http.server
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

import pytest

from core.addresses import host_of
from core.download.picture import Limits, fetch
from core.errors import PictureError, PictureReason
from core.jobs import result
from tests.model_home import PROXIES

QUICK = Limits(100_000, connect=2, silence=1, whole=5, look=0.02)
BODY = bytes(range(256)) * 20


class _Site(http.server.BaseHTTPRequestHandler):
    """What it does is in the path."""

    heard: ClassVar[list[dict[str, str]]] = []

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
            self._answer(200, BODY * 50, sized=False)
        elif name == "large":
            self._answer(200, BODY * 50)
        elif name == "cut":
            self._answer(200, BODY, cut=1000)
        elif name == "drip":
            self._answer(200, BODY, pause=0.1)
        elif name == "silent":
            time.sleep(2)
        else:
            self._answer(200, BODY)

    def _answer(
        self, status: int, body: bytes, *, sized: bool = True, cut: int = 0, pause: float = 0
    ) -> None:
        self.send_response(status)
        if sized:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for at in range(0, cut or len(body), 100 if pause else len(body)):
            self.wfile.write(body[at : at + (100 if pause else cut or len(body))])
            time.sleep(pause)

    def log_message(self, *args: object) -> None:
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *args: object) -> None:
        """Those who leave off are what is tested."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    _Site.heard = []
    server = _Server(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def got(address: str, limits: Limits = QUICK) -> bytes:
    return result(fetch(address, host_of(address), limits))


def test_the_bytes_come_and_nothing_of_the_person_goes_along(site: str) -> None:
    address = site.replace("//", "//user:secret@") + "/picture?size=2"
    assert got(address) == BODY
    (headers,) = _Site.heard
    assert not {"Authorization", "Cookie", "Referer"} & set(headers)
    assert headers["Accept"].startswith("image/")


def test_it_is_followed_where_it_is_sent(site: str) -> None:
    assert got(f"{site}/to-picture") == BODY


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("404", PictureReason.NOT_THERE),
        ("410", PictureReason.NOT_THERE),
        ("401", PictureReason.REFUSED),
        ("403", PictureReason.REFUSED),
        ("429", PictureReason.BUSY),
        ("500", PictureReason.BUSY),
        ("400", PictureReason.FETCH_FAILED),
        ("to-itself", PictureReason.SENT_ROUND),
        ("to-ftp", PictureReason.NO_ADDRESS),
        ("large", PictureReason.TOO_LARGE),
        ("endless", PictureReason.TOO_LARGE),
        ("cut", PictureReason.BROKEN_OFF),
        ("silent", PictureReason.NOT_REACHED),
    ],
)
def test_what_goes_wrong_is_told_of_the_host(site: str, name: str, reason: PictureReason) -> None:
    with pytest.raises(PictureError) as caught:
        got(f"{site}/{name}")
    assert (caught.value.reason, caught.value.subject) == (reason, host_of(site))


def test_nobody_there(site: str) -> None:
    with pytest.raises(PictureError) as caught:
        got("http://127.0.0.1:9/a.jpg")
    assert caught.value.reason == PictureReason.NOT_REACHED


def test_it_may_not_take_for_ever(site: str) -> None:
    with pytest.raises(PictureError) as caught:
        got(f"{site}/drip", replace(QUICK, whole=0.5))
    assert caught.value.reason == PictureReason.TOO_SLOW


def test_it_tells_how_far_it_is_and_ends_when_it_is_closed(site: str) -> None:
    job = fetch(f"{site}/drip", host_of(site), QUICK)
    seen = [next(job) for _ in range(30)]
    assert seen[-1].total == len(BODY)
    assert 0 < seen[-1].done < len(BODY)
    began = time.monotonic()
    job.close()
    assert time.monotonic() - began < 0.2
