"""What was dropped or pasted: files, a picture, an address, or one sentence why it is none.

What is on this computer comes first: files, then a picture's bytes, then one that a page holds
inside (`data:`). Only what is nowhere here has to be fetched.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QSysInfo, QUrl
from PySide6.QtGui import QImage

from core.addresses import host_of, is_data_uri
from core.errors import PictureError, PictureReason
from core.language import _
from desktop.query import drop_formats

_MOST_LETTERS = 60


@dataclass(frozen=True, slots=True)
class Files:
    """Local files and folders, at least one; nobody has looked whether they are there."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """A picture as the bytes of its file, and what it is called."""

    data: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture that was copied without being a file."""

    image: QImage


@dataclass(frozen=True, slots=True)
class Packed:
    """A `data:` URI."""

    uri: str


@dataclass(frozen=True, slots=True)
class Online:
    """A web address, http or https."""

    address: str

    @property
    def name(self) -> str:
        """The last part of its path."""
        return QUrl(self.address).fileName() or host_of(self.address)


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing that can be looked at."""

    error: PictureError


Held = Files | Stored | Pixels | Packed | Online | Refused


def read(mime: QMimeData) -> Held:
    """What `mime` holds, read without touching the disk."""
    written = drop_formats.files_and_addresses(mime)
    files = [path for text in written if (path := _local(text)) is not None]
    if files:
        return Files(tuple(dict.fromkeys(files)))
    return _picture(mime) or _addressed(mime, written) or Refused(_refusal(mime, written))


def _picture(mime: QMimeData) -> Stored | Pixels | None:
    """A picture that needs no address."""
    name, data = drop_formats.attached_file(mime)
    if data:
        return Stored(data, name)
    if data := drop_formats.picture_bytes(mime):
        return Stored(data, _("Picture"))
    if mime.hasImage():
        image = mime.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return Pixels(image)
    return None


def _addressed(mime: QMimeData, written: list[str]) -> Packed | Online | None:
    """A picture by its address: the one in the page, not what it is a link to."""
    base = next((text for text in written if host_of(text)), "")
    shown = drop_formats.picture_in_page(mime, base)
    addresses = [shown, *written]
    packed = next((text for text in addresses if is_data_uri(text)), "")
    if packed:
        return Packed(packed)
    online = next((text for text in addresses if host_of(text)), "")
    return Online(online) if online else None


def _local(text: str) -> Path | None:
    """The file of a `file:` URL, where it lies here; on Windows other computers' folders do."""
    if text[:5].lower() != "file:":  # before it is parsed: a picture may be inside
        return None
    url = QUrl.fromEncoded(text.encode())
    if not _is_here(url) and sys.platform != "win32":
        return None
    if _is_here(url):
        url.setHost("")
    path = Path(url.toLocalFile())
    return path if path.is_absolute() else None


def _is_here(url: QUrl) -> bool:
    own = QSysInfo.machineHostName().lower()
    return url.host().lower() in ("", "localhost", own, own.partition(".")[0])


def _refusal(mime: QMimeData, written: list[str]) -> PictureError:
    for text in written:
        url = QUrl.fromEncoded(text.encode())
        scheme = url.scheme().lower()
        if scheme == "file" and not _is_here(url):
            return PictureError(url.toLocalFile(), PictureReason.OTHER_COMPUTER)
        if scheme == "blob":
            return PictureError(_short(f"blob:{QUrl(url.path()).host()}"), PictureReason.IN_BROWSER)
        if url.isValid():
            return PictureError(_short(url.toString()), PictureReason.NO_ADDRESS)
    if drop_formats.is_promise(mime):
        name = drop_formats.attached_file(mime)[0] or _("a file")
        return PictureError(_short(name), PictureReason.ONLY_PROMISED)
    told = mime.text() or next(iter(mime.formats()), "…")
    return PictureError(_short(told), PictureReason.NO_PICTURE)


def _short(text: str) -> str:
    """One line of what was written, without slashes: those would be taken for folders."""
    line = " ".join(text.replace("/", " ").split())
    return line if len(line) <= _MOST_LETTERS else f"{line[:_MOST_LETTERS].rstrip()}…"
