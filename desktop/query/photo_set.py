"""Which photos of one product are looked for: more are added, one is left out, another is seen."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from core.language import _
from core.records import MOST_QUERY_PHOTOS
from desktop.main_window import MainWindow
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.query.lookup import Lookup
from desktop.query.photo_row import SIDE
from desktop.workspace import MATCHES


class PhotoSet(QObject):
    """Keeps the row under the photo and the query in step."""

    def __init__(self, window: MainWindow, thumbnails: ThumbnailLoader, lookup: Lookup) -> None:
        super().__init__(window)
        self._window, self._lookup = window, lookup
        self._row = window.query_pane.row
        self._thumbnails = thumbnails.branch()
        self._thumbnails.ready.connect(self._row.set_thumbnail)
        self._row.chosen.connect(self._see)
        self._row.left_out.connect(self._leave_out)
        window.photos_added.connect(self.add)
        lookup.photos_changed.connect(self._show)

    def begin(self, photos: Sequence[Path]) -> None:
        """Look for the product in these photos, as many as count."""
        self._lookup.begin(self._bounded(photos))

    def add(self, photos: Sequence[Path]) -> None:
        """Look in these too; where nothing is looked at yet, in these alone."""
        self._window.workspace.show_view(MATCHES)
        held = self._lookup.photos
        if held:
            self._lookup.change(self._bounded((*held, *photos)), self._lookup.shown)
        else:
            self.begin(photos)

    def _see(self, photo: Path) -> None:
        self._lookup.change(self._lookup.photos, photo)

    def _leave_out(self, photo: Path) -> None:
        rest = tuple(held for held in self._lookup.photos if held != photo)
        if rest:
            self._lookup.change(rest, rest[0])

    def _bounded(self, photos: Sequence[Path]) -> tuple[Path, ...]:
        distinct = tuple(dict.fromkeys(photos))
        if len(distinct) > MOST_QUERY_PHOTOS:
            text = _("No more than {most} photos of one product are looked at together.")
            self._window.notice_bar.show_notice(text.format(most=MOST_QUERY_PHOTOS), [])
        return distinct[:MOST_QUERY_PHOTOS]

    def _show(self, photos: tuple[Path, ...], seen: Path) -> None:
        is_new = photos != self._row.photos
        self._row.show_photos(photos, seen)
        if is_new and len(photos) > 1:
            self._thumbnails.restart()
            side = round(SIDE * self._row.devicePixelRatioF())
            for number, photo in enumerate(photos):
                self._thumbnails.request(number, photo, side)
