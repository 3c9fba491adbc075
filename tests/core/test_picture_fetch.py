"""A picture comes from a web address, or one reason why not."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.addresses import host_of
from core.download.picture import Limits, fetch
from core.errors import PictureError, PictureReason
from core.jobs import result
from tests.picture_site import BODY, Site, pictures_at

QUICK = Limits(100_000, connect=2, silence=1, whole=5, look=0.02)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with pictures_at(monkeypatch) as address:
        yield address


def got(address: str, limits: Limits = QUICK) -> bytes:
    return result(fetch(address, host_of(address), limits))


def test_the_bytes_come_and_nothing_of_the_person_goes_along(site: str) -> None:
    address = site.replace("//", "//user:secret@") + "/picture?size=2"
    assert got(address) == BODY
    (headers,) = Site.heard
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
