"""Addresses of pictures: on the web, or with the picture inside (`data:image/png;base64,…`)."""

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes, urlsplit

from core.errors import PictureError, PictureReason

# What is larger is not taken over from other programs or the web.
MOST_BYTES = 40_000_000
_SPACE = re.compile(r"\s")
_SPACES = re.compile(rb"\s+")
# A letter of base64 is six bits; a byte may be written as three letters elsewhere.
_MOST_LETTERS = 3 * MOST_BYTES


def host_of(address: str) -> str:
    """The host of a web address, with the port where one is named; empty for what is none.

    A name before an "@" is no host.
    """
    if address[:4].lower() != "http":  # before it is parsed: a picture may be inside
        return ""
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    is_web = parts.scheme.lower() in ("http", "https")
    is_host = parts.hostname and not _SPACE.search(parts.netloc)
    return f"{parts.hostname}{port}" if is_web and is_host else ""


def is_data_uri(text: str) -> bool:
    """Whether `text` begins like one."""
    return text[:5].lower() == "data:"


def bytes_of(uri: str) -> bytes:
    """What a `data:` URI holds, whatever type it says that is.

    Spaces and missing padding are forgiven, as in browsers. Raises `PictureError` (bad data, too
    large).
    """
    if len(uri) > _MOST_LETTERS:
        raise PictureError(_named(uri), PictureReason.TOO_LARGE, f"{len(uri)} letters")
    head, comma, body = uri.partition(",")
    if not is_data_uri(uri) or not comma:
        raise PictureError(_named(uri), PictureReason.BAD_DATA, "no comma")
    data = unquote_to_bytes(body)
    if head.rstrip().lower().endswith(";base64"):
        data = _decoded(data, uri)
    if not data:
        raise PictureError(_named(uri), PictureReason.BAD_DATA, "nothing in it")
    if len(data) > MOST_BYTES:
        raise PictureError(_named(uri), PictureReason.TOO_LARGE, f"{len(data)} bytes")
    return data


def _decoded(data: bytes, uri: str) -> bytes:
    packed = _SPACES.sub(b"", data).rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    try:
        return base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except binascii.Error as error:
        raise PictureError(_named(uri), PictureReason.BAD_DATA, str(error)) from error


def _named(uri: str) -> str:
    """Its beginning, without a slash, which would be taken for a folder's."""
    return uri.partition(",")[0][:40].replace("/", " ")
