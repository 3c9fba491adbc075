"""Photos for the window, decoded on threads so that the window never waits for a codec.

Answers carry the asker's key, never a row. `QImage` crosses the threads; pixmaps are made by
whoever paints.
"""

import os
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage

from core.errors import PhotoError, PhotoReason
from core.records import FileStamp
from core.thumbnail_store import ThumbnailStore
from desktop.photos.reading import read_photo, read_thumbnail, take_cutout

THUMBNAIL, PHOTO = 0, 1
# By kind. One core is the window's: with two threads of thumbnails on two, scrolling falters.
THREADS = max(1, min(2, (os.cpu_count() or 1) - 1)), 2
CACHE_BYTES = 96 * 1024**2
CLOSE_MS = 2000


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What an answer belongs to."""

    kind: int
    key: int
    generation: int


class _Mail(QObject):
    """Brings answers to the window's thread; it outlives a loader whose jobs still run.

    Signals: `answered(_Stamp, QImage or PhotoError)`.
    """

    answered = Signal(object, object)


class ThumbnailLoader(QObject):
    """Loads photos in the background.

    Signals: `ready(key, QImage)` and `failed(key)` answer `request`; `photo_ready(token, QImage)`
    and `photo_failed(token, PhotoError)` answer `load_photo` and `take_cutout`.
    """

    ready = Signal(int, QImage)
    failed = Signal(int)
    photo_ready = Signal(int, QImage)
    photo_failed = Signal(int, object)

    def __init__(
        self,
        parent: QObject | None = None,
        stock: "_Stock | None" = None,
        store: ThumbnailStore | None = None,
    ) -> None:
        """A loader with threads and a cache of its own, or with those of another (`stock`).

        Thumbnails are kept in `store` from one start to the next, where there is one.
        """
        super().__init__(parent)
        self._stock = stock or _Stock(_pools(self), _Cache(CACHE_BYTES, store))
        self._generations = [0, 0]
        self._mail = _Mail()
        self._mail.answered.connect(self._deliver)

    def branch(self) -> "ThumbnailLoader":
        """A loader for another asker: its keys, answers and `restart` are its own."""
        return ThumbnailLoader(self, self._stock)

    def request(self, key: int, path: Path, side: int) -> None:
        """Ask for a thumbnail of at most `side` pixels; the answer names `key`."""
        self._start(THUMBNAIL, key, lambda: self._stock.cache.photo(path, side))

    def load_photo(self, token: int, path: Path, side: int, turns: int = 0) -> None:
        """Ask for a photo as all of Vitrine sees it: upright, sRGB, without transparency.

        It comes turned by `turns` quarters clockwise.
        """
        self._start(PHOTO, token, lambda: read_photo(path, side, turns))

    def take_cutout(self, token: int, path: Path) -> None:
        """Ask for a PNG cut-out with its transparency; the file is gone when it has been read."""
        self._start(PHOTO, token, lambda: take_cutout(path))

    def restart(self) -> None:
        """Forget the thumbnails asked for so far: those queued or under way never answer."""
        self._generations[THUMBNAIL] += 1

    def close(self) -> None:
        """Drop what is queued, let what is under way end unheard, wait a bounded time."""
        self._stock.closed = True
        for pool in self._stock.pools:
            pool.clear()
        for pool in self._stock.pools:
            pool.waitForDone(CLOSE_MS)
        self._stock.cache.close()

    def _start(self, kind: int, key: int, read: Callable[[], QImage]) -> None:
        stamp = _Stamp(kind, key, self._generations[kind])
        self._stock.pools[kind].start(_Job(stamp, read, self._is_current, self._mail))

    def _is_current(self, stamp: _Stamp) -> bool:
        return not self._stock.closed and stamp.generation == self._generations[stamp.kind]

    @Slot(object, object)
    def _deliver(self, stamp: _Stamp, outcome: QImage | PhotoError) -> None:
        if not self._is_current(stamp):
            return
        if isinstance(outcome, QImage):
            (self.photo_ready if stamp.kind == PHOTO else self.ready).emit(stamp.key, outcome)
        elif stamp.kind == PHOTO:
            self.photo_failed.emit(stamp.key, outcome)
        else:
            self.failed.emit(stamp.key)


@dataclass
class _Stock:
    """What a loader and its branches share: the threads of each kind, and the cache."""

    pools: tuple[QThreadPool, ...]
    cache: "_Cache"
    closed: bool = False


def _pools(parent: QObject) -> tuple[QThreadPool, ...]:
    """By kind: a query's photo waits for no thumbnail."""
    return tuple(QThreadPool(parent, maxThreadCount=count) for count in THREADS)


class _Job(QRunnable):
    """One photo to read; answers exactly once unless it has gone stale before it began."""

    def __init__(
        self,
        stamp: _Stamp,
        read: Callable[[], QImage],
        is_current: Callable[[_Stamp], bool],
        mail: _Mail,
    ) -> None:
        super().__init__()
        self._stamp = stamp
        self._read = read
        self._is_current = is_current
        self._mail = mail

    def run(self) -> None:
        if not self._is_current(self._stamp):
            return
        outcome: QImage | PhotoError
        try:
            outcome = self._read()
        except PhotoError as error:
            outcome = error
        except Exception as error:  # noqa: BLE001  (it would end unheard in the pool's thread)
            outcome = PhotoError("", PhotoReason.UNREADABLE, repr(error))
        self._mail.answered.emit(self._stamp, outcome)


class _Cache:
    """The thumbnails read last, by file, change time and size; shared by the pool's threads."""

    def __init__(self, capacity: int, store: ThumbnailStore | None = None) -> None:
        self._capacity, self._store = capacity, store
        self._bytes = 0
        self._images: OrderedDict[tuple[Path, int, int], QImage] = OrderedDict()
        self._lock = Lock()

    def photo(self, path: Path, side: int) -> QImage:
        """The photo in `path`; a file that changed since is read again."""
        try:
            found = path.stat()
        except OSError as error:
            raise PhotoError(path, PhotoReason.VANISHED, str(error)) from error
        key = (path, found.st_mtime_ns, side)
        with self._lock:
            if key in self._images:
                self._images.move_to_end(key)
                return self._images[key]
        image = self._read(FileStamp(path, found.st_size, found.st_mtime_ns), side)
        self._keep(key, image)
        return image

    def close(self) -> None:
        """Let go of what is on disk."""
        if self._store is not None:
            self._store.close()

    def _read(self, photo: FileStamp, side: int) -> QImage:
        if self._store is None:
            return read_photo(photo.path, side)
        return read_thumbnail(self._store, photo, side)

    def _keep(self, key: tuple[Path, int, int], image: QImage) -> None:
        with self._lock:
            if key in self._images:
                return
            self._images[key] = image
            self._bytes += image.sizeInBytes()
            while self._bytes > self._capacity:
                _, dropped = self._images.popitem(last=False)
                self._bytes -= dropped.sizeInBytes()
