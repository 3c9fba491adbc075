"""A catalogue photo as a picture in the clipboard, read by a thread first."""

import itertools

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage

from core.errors import PhotoError
from core.records import Match, Shown
from desktop.photos.thumbnails import ThumbnailLoader

# Enough for a slide or a mail; what pastes it gets it uncompressed.
SIDE = 2000


class PhotoCopy(QObject):
    """Signals: `copied(photo)`; `failed(error: PhotoError)`."""

    copied = Signal(object)
    failed = Signal(object)

    def __init__(self, thumbnails: ThumbnailLoader, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._numbers = itertools.count(1)
        self._photo: Match | Shown | None = None
        self._token = 0
        thumbnails.photo_ready.connect(self._take)
        thumbnails.photo_failed.connect(self._fail)

    def copy(self, photo: Match | Shown) -> None:
        """Copy that photo, in place of one that is still being read."""
        self._photo, self._token = photo, next(self._numbers)
        self._thumbnails.load_photo(self._token, photo.photo_path, SIDE)

    def _take(self, token: int, image: QImage) -> None:
        if token == self._token:
            # Not a QMimeData of ours: outliving Python in the clipboard, it crashes the end.
            QGuiApplication.clipboard().setImage(image)
            self.copied.emit(self._photo)

    def _fail(self, token: int, error: PhotoError) -> None:
        if token == self._token:
            self.failed.emit(error)
