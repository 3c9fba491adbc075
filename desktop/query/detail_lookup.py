"""The photo in the left pane with more pixels, for who comes nearer: read once that is wanted."""

import math
from pathlib import Path

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QImage

from desktop.photos.thumbnails import ThumbnailLoader
from desktop.query.query_pane import QueryPane

# Of a larger photo, so many are shown; the window keeps four bytes for each.
MOST_PIXELS = 40_000_000


class DetailLookup(QObject):
    """Reads the newest photo at its full size; what comes for an older wish is dropped.

    A photo that cannot be read once more stays as it is shown.
    """

    def __init__(self, pane: QueryPane, thumbnails: ThumbnailLoader) -> None:
        super().__init__(pane)
        self._pane, self._thumbnails = pane, thumbnails
        self._asked: tuple[Path, int] | None = None
        self._token = 0
        thumbnails.photo_ready.connect(self._show)

    def forget(self) -> None:
        """Another photo is looked at."""
        self._asked = None

    def ask(self, photo: Path, turns: int) -> None:
        """Read the photo, unless it is being read so already."""
        if self._asked != (photo, turns):
            self._asked = photo, turns
            self._token -= 1  # queries and cut-outs have numbers above zero
            side = detail_side(self._pane.view.photo_size)
            self._thumbnails.load_photo(self._token, photo, side, turns)

    def _show(self, token: int, image: QImage) -> None:
        if self._asked and token == self._token:
            self._asked = None
            self._pane.view.set_detail(image)


def detail_side(size: QSize) -> int:
    """The longer side at which a photo of `size` has no more pixels than are kept."""
    share = min(1.0, math.sqrt(MOST_PIXELS / max(1, size.width() * size.height())))
    return max(1, math.floor(max(size.width(), size.height()) * share))
