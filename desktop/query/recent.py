"""File > Recent photos: the last ones that were answered, with their thumbnails."""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QMenu

from core.language import _
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.widgets.actions import command

MOST = 10
SIDE = 32

Photos = tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One query, several photos of a product where there were several."""

    key: int
    photos: Photos
    action: QAction


class RecentPhotos(QObject):
    """Fills a menu with queries, the newest first; one whose photo is gone leaves it.

    Signals: `chosen(photos: tuple of Path)`; `changed()`.
    """

    chosen = Signal(object)
    changed = Signal()

    def __init__(self, menu: QMenu, thumbnails: ThumbnailLoader) -> None:
        """`thumbnails` are asked for when the menu is opened."""
        super().__init__(menu)
        self._menu, self._thumbnails = menu, thumbnails
        self._entries: list[_Entry] = []
        self._keys = itertools.count()
        self._end = menu.addSeparator()
        self._clear = command(self, "clear_recent", _("&Clear the list"))
        self._clear.triggered.connect(self.clear)
        menu.addAction(self._clear)
        menu.aboutToShow.connect(self._ask_for_thumbnails)
        thumbnails.ready.connect(self._show_thumbnail)
        self._fill()

    @property
    def queries(self) -> list[Photos]:
        """What is in the menu, the newest first."""
        return [entry.photos for entry in self._entries]

    def restore(self, queries: Iterable[Photos]) -> None:
        """Begin with what was there at the end of the last session."""
        for photos in reversed([photos for photos in queries if photos][:MOST]):
            self._put(photos)
        self._fill()

    def note(self, photos: Photos) -> None:
        """These were looked at."""
        self._drop(lambda entry: entry.photos == photos)
        self._put(photos)
        self._tell()

    def forget(self, photo: Path) -> None:
        """A photo is no longer where it was."""
        self._drop(lambda entry: photo in entry.photos)
        self._tell()

    def clear(self) -> None:
        """Remember nothing."""
        self._drop(lambda _entry: True)
        self._tell()

    def _put(self, photos: Photos) -> None:
        key = next(self._keys)
        action = QAction(self)
        action.setObjectName(f"recent_{key}")
        action.setToolTip("\n".join(map(str, photos)))
        action.triggered.connect(lambda: self.chosen.emit(photos))
        self._entries.insert(0, _Entry(key, photos, action))
        if len(self._entries) > MOST:
            self._remove(self._entries.pop())

    def _drop(self, is_unwanted: Callable[[_Entry], bool]) -> None:
        for entry in filter(is_unwanted, self._entries):
            self._remove(entry)
        self._entries = [entry for entry in self._entries if not is_unwanted(entry)]

    def _remove(self, entry: _Entry) -> None:
        self._menu.removeAction(entry.action)
        entry.action.deleteLater()

    def _tell(self) -> None:
        self._fill()
        self.changed.emit()

    def _fill(self) -> None:
        """Each has its digit as a key, the tenth a 0."""
        for entry in self._entries:
            self._menu.removeAction(entry.action)
        for number, entry in enumerate(self._entries, start=1):
            digit = f"&{number}" if number < MOST else f"{number // 10}&{number % 10}"
            entry.action.setText(f"{digit} {_named(entry.photos)}")
        self._menu.insertActions(self._end, [entry.action for entry in self._entries])
        self._menu.setEnabled(bool(self._entries))

    def _ask_for_thumbnails(self) -> None:
        side = round(SIDE * self._menu.devicePixelRatioF())
        for entry in self._entries:
            if entry.action.icon().isNull():
                self._thumbnails.request(entry.key, entry.photos[0], side)

    def _show_thumbnail(self, key: int, image: QImage) -> None:
        for entry in self._entries:
            if entry.key == key:
                entry.action.setIcon(QIcon(QPixmap.fromImage(image)))


def _named(photos: Photos) -> str:
    name = photos[0].name.replace("&", "&&")
    more = len(photos) - 1
    return _("{name} and {count} more").format(name=name, count=more) if more else name
