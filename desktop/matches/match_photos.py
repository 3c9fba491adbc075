"""Photos of the matches in sight, read as large as they are drawn; those far away are let go."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from desktop.matches.match_geometry import pixels_inside
from desktop.matches.matches_list import MatchesList
from desktop.matches.matches_model import MatchesModel
from desktop.photos.thumbnails import ThumbnailLoader

LOOK_MS = 30


class MatchPhotos(QObject):
    """Asks for the photos in sight, then for those of the pages before and after."""

    def __init__(self, shown: MatchesList, model: MatchesModel, loader: ThumbnailLoader) -> None:
        super().__init__(shown)
        self._list, self._model, self._loader = shown, model, loader
        self._asked: dict[int, int] = {}  # by photo, in pixels
        self._read: dict[int, int] = {}
        self._look = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._look.timeout.connect(self._ask)
        shown.sight_moved.connect(self.look_soon)
        model.rowsInserted.connect(self.look_soon)
        # Somebody waits for these; once they are laid out.
        model.modelReset.connect(lambda: QTimer.singleShot(0, self, self._ask))
        loader.ready.connect(self._take)

    def forget(self) -> None:
        """What was asked for is not awaited any more."""
        self._loader.restart()
        self._asked.clear()

    def look_soon(self) -> None:
        """Look which photos are in sight, together with what else moves them."""
        if not self._look.isActive():
            self._look.start()

    def _ask(self) -> None:
        self._look.stop()  # else what is asked for now would be asked for once more
        if not self._list.isVisible():
            return
        seen, matches = self._list.rows_in_sight(), self._model.matches
        page = len(seen)
        near = range(max(0, seen.start - page), min(len(matches), seen.stop + page))
        self._model.keep_photos({matches[row].photo_id for row in near})
        ratio = self._list.devicePixelRatioF()
        self.forget()
        for row in sorted(near, key=lambda row: row not in seen):
            match = matches[row]
            side = pixels_inside(self._list.photo_side(row), ratio)
            is_read = self._model.has_photo(match.photo_id)
            if not is_read or self._read.get(match.photo_id) != side:
                self._asked[match.photo_id] = side
                self._loader.request(match.photo_id, match.photo_path, side)

    def _take(self, photo_id: int, image: QImage) -> None:
        """What was not asked for here is another asker's, and of another size."""
        side = self._asked.pop(photo_id, 0)
        if 0 < max(image.width(), image.height()) <= side:
            self._read[photo_id] = side
            self._model.set_thumbnail(photo_id, image)
