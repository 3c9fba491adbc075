"""Web addresses and pictures inside of addresses."""

import base64
from contextlib import suppress
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.addresses import MOST_BYTES, bytes_of, host_of, is_data_uri
from core.errors import PictureError, PictureReason


@given(st.binary(min_size=1, max_size=400), st.sampled_from(["image/png", "", "text/plain;x=y"]))
def test_both_ways_of_writing_hold_the_same(data: bytes, kind: str) -> None:
    packed = base64.b64encode(data).decode()
    for uri in (
        f"data:{kind};base64,{packed}",
        f"DATA:{kind};BASE64,{packed.rstrip('=')}",
        f"data:{kind};base64,{quote(packed)}",
        f"data:{kind};base64,{packed[:4]} \n{packed[4:]}",
        f"data:{kind};base64,{base64.urlsafe_b64encode(data).decode()}",
        f"data:{kind},{quote(data)}",
    ):
        assert is_data_uri(uri)
        assert bytes_of(uri) == data


@pytest.mark.parametrize(
    ("uri", "reason"),
    [
        ("data:image/png;base64", PictureReason.BAD_DATA),
        ("data:image/png;base64,", PictureReason.BAD_DATA),
        ("data:image/png;base64,a", PictureReason.BAD_DATA),
        ("data:image/png;base64,é!!!", PictureReason.BAD_DATA),
        ("http://a/b,c", PictureReason.BAD_DATA),
        ("data:," + "a" * (MOST_BYTES + 1), PictureReason.TOO_LARGE),
        ("data:," + "%61" * (MOST_BYTES + 1), PictureReason.TOO_LARGE),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_bad_one_says_why(uri: str, reason: PictureReason) -> None:
    with pytest.raises(PictureError) as caught:
        bytes_of(uri)
    assert caught.value.reason == reason
    assert len(caught.value.subject) <= 40


@given(st.text(max_size=100))
def test_any_text_is_read_or_refused(text: str) -> None:
    host_of(text)
    with suppress(PictureError):
        assert bytes_of("data:" + text)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Example.com/a.jpg", "example.com"),
        ("http://192.168.1.5:8080/a", "192.168.1.5:8080"),
        ("https://bank.example@evil.example/a.jpg", "evil.example"),
        ("HTTPS://a.b/c", "a.b"),
        ("ftp://a.b/c", ""),
        ("https:///a", ""),
        ("http:// bad/", ""),
        ("https://[half", ""),
        ("https://a:bad/", ""),
        ("javascript:alert(1)", ""),
        ("words", ""),
    ],
)
def test_the_host_is_what_would_be_asked(address: str, host: str) -> None:
    assert host_of(address) == host
