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
        self._photo = Path()
        self._asked: tuple[Path, int] | None = None
        self._token = 0
        thumbnails.photo_ready.connect(self._show)
        pane.view.detail_wanted.connect(self._ask)

    def begin(self, photo: Path) -> None:
        """Another photo is looked at."""
        self._photo, self._asked = photo, None

    def _ask(self) -> None:
        """Read the photo as it is turned, unless it is being read so already."""
        turns = self._pane.desk.look.turns
        if self._asked != (self._photo, turns):
            self._asked = self._photo, turns
            self._token -= 1  # queries and cut-outs have numbers above zero
            side = detail_side(self._pane.view.photo_size)
            self._thumbnails.load_photo(self._token, self._photo, side, turns)

    def _show(self, token: int, image: QImage) -> None:
        if self._asked and token == self._token:
            _photo, turns = self._asked
            self._asked = None
            if turns == self._pane.desk.look.turns:
                self._pane.view.set_detail(image)


def detail_side(size: QSize) -> int:
    """The longer side at which a photo of `size` has no more pixels than are kept."""
    share = min(1.0, math.sqrt(MOST_PIXELS / max(1, size.width() * size.height())))
    return max(1, math.floor(max(size.width(), size.height()) * share))
