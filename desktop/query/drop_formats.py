"""What other programs write into a drop or onto the clipboard, format by format.

docs/drops.md lists who sends what. Nothing here touches a disk or a network.
"""

import codecs
import re
import struct
from html.parser import HTMLParser

from PySide6.QtCore import QMimeData, QUrl

# Pictures as they are in a file; the first that is there is taken: without loss where there is.
_PICTURES = ("image/png", "image/tiff", "image/webp", "image/avif", "image/heic", "image/jpeg")
_PICTURES_TOO = ("image/jpg", "image/pjpeg", "image/gif", "image/jp2", "image/bmp", "image/x-bmp")
_WINDOWS_PICTURES = ("PNG", "image/png", "JFIF", "image/jpeg", "GIF", "image/gif", "image/webp")
_URI_LISTS = ("text/uri-list", "x-special/gnome-copied-files", "x-special/mate-copied-files")
# An address with its title below it, or (DownloadURL) behind type and name.
_ADDRESSES = (
    "application/x-moz-file-promise-url",
    "DownloadURL",
    "text/x-moz-url",
    "_NETSCAPE_URL",
)
_WINDOWS_ADDRESSES = ("UniformResourceLocatorW", "UniformResourceLocator")
_PROMISES = (
    *("promised-file-url", "nsfilepromise", "application/vnd.portal.file", "xdnddirectsave"),
    *("filegroupdescriptor", "x-moz-file-promise"),
)
# FILEGROUPDESCRIPTORW: a count, then of each file 592 bytes, of which the last 520 are its name.
_DESCRIPTOR_BYTES, _NAME_AT = 592, 72
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
# In a text, an address has its line to itself; two letters before the colon tell it from C:\\.
_ALONE = re.compile(r"(?i)(data:|file:).*|[a-z][a-z0-9+.-]+:\S+")


def windows(name: str) -> str:
    """What Qt calls a format of Windows that it has no MIME type for."""
    return f'application/x-qt-windows-mime;value="{name}"'


def files_and_addresses(mime: QMimeData) -> list[str]:
    """Every address that is no part of a page, as it was written, the surest first."""
    found: list[str] = []
    for name in _URI_LISTS:
        found += [line for line in _lines(mime, name) if _SCHEME.match(line)]
    for name in (*_ADDRESSES, *(windows(name) for name in _WINDOWS_ADDRESSES)):
        found += [_address(line) for line in _lines(mime, name)[:1]]
    lines = mime.text().split("\n") if mime.hasText() else []
    if lines and lines[0].strip() == "x-special/nautilus-clipboard":
        lines = lines[2:]
    found += [line.strip() for line in lines if _ALONE.fullmatch(line.strip())]
    return list(dict.fromkeys(found))


def picture_in_page(mime: QMimeData, base: str) -> str:
    """The address of the first picture of a piece of a page, whatever it is a link to; else "".

    A relative one is completed by `base`, where that is an address.
    """
    if not mime.hasHtml():
        return ""
    finder = _PictureFinder()
    finder.feed(mime.html())
    if not finder.source or _SCHEME.match(finder.source):
        return finder.source
    whole = QUrl(finder.base or base).resolved(QUrl(finder.source))
    return "" if whole.isRelative() else whole.toString(QUrl.ComponentFormattingOption.FullyEncoded)


def picture_bytes(mime: QMimeData) -> bytes:
    """A picture as its file would be; empty without one."""
    known = (*_PICTURES, *_PICTURES_TOO, *(windows(name) for name in _WINDOWS_PICTURES))
    for name in known:
        if mime.hasFormat(name) and (data := _data(mime, name)):
            return data
    return b""


def attached_file(mime: QMimeData) -> tuple[str, bytes]:
    """The first of the files that a mail program or browser hands over on Windows; name and bytes.

    Both empty without one; the bytes alone where it is only promised.
    """
    data = _data(mime, windows("FileGroupDescriptorW"))
    if len(data) < 4 + _DESCRIPTOR_BYTES or not struct.unpack_from("<I", data)[0]:
        return "", b""
    name = data[4 + _NAME_AT : 4 + _DESCRIPTOR_BYTES].decode("utf-16-le", "replace")
    contents = windows("FileContents")
    held = _data(mime, f"{contents};index=0") or _data(mime, contents)
    return name.partition("\0")[0], held


def is_promise(mime: QMimeData) -> bool:
    """Whether a file is named that would have to be asked for in ways that Qt does not have."""
    names = [name.lower() for name in mime.formats()]
    return any(promise in name for name in names for promise in _PROMISES)


def _data(mime: QMimeData, name: str) -> bytes:
    return bytes(mime.data(name).data())


def _lines(mime: QMimeData, name: str) -> list[str]:
    """The lines of a format without comments and blank ones."""
    if not mime.hasFormat(name):
        return []
    lines = (line.strip() for line in _text(_data(mime, name)).splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _text(data: bytes) -> str:
    """Firefox and Windows write UTF-16, with or without a mark; everyone else UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    elif data[1:2] == b"\0":
        text = data.decode("utf-16-le", "replace")
    else:
        text = data.decode("utf-8", "replace")
    return text.partition("\0")[0]


def _address(line: str) -> str:
    """Out of "image/jpeg:bag.jpg:https://…" the last part."""
    held = re.fullmatch(r"[\w.+-]+/[\w.+-]+:[^:]*:(.+)", line)
    return held[1] if held else line


class _PictureFinder(HTMLParser):
    """The first picture with an address, and the page's own word on where addresses begin."""

    def __init__(self) -> None:
        super().__init__()
        self.source = self.base = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if tag == "img" and not self.source:
            self.source = (held.get("src") or "").strip()
        elif tag == "base" and not self.base:
            self.base = (held.get("href") or "").strip()
