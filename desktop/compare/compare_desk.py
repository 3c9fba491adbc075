"""Comparing two photos: which ones, read by threads, and where they agree, told by the worker."""

import itertools
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from core.errors import PhotoError, PhotoReason, VitrineError
from core.language import _
from core.messages import sentence
from core.records import Agreement, Match
from core.wire import Request
from desktop import wording
from desktop.compare.compare_window import CompareWindow, Side
from desktop.main_window import MainWindow
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.query.lookup import Lookup
from desktop.worker import Worker

# The longest side of a photo in pixels, however closely it is looked at.
MOST_PIXELS = 8000
# Photos that were compared twice when the worker died are given up.
MOST_TRIES = 2


class CompareDesk(QObject):
    """Two chosen matches, or the photo in the left pane and the chosen match."""

    def __init__(
        self, window: MainWindow, thumbnails: ThumbnailLoader, worker: Worker, lookup: Lookup
    ) -> None:
        super().__init__(window)
        self._window, self._thumbnails = window, thumbnails
        self._worker, self._lookup = worker, lookup
        self._pane = window.matches_view.pane
        self._command = window.match_actions.compare
        self._numbers = itertools.count(1)
        self._dialog: CompareWindow | None = None
        self._paths: list[Path | None] = [None, None]
        self._awaited: dict[int, int] = {}  # sides by token
        self._pixels = 0  # that were asked for, of the longer sides
        self._left: Match | None = None
        self._asked: Request | None = None
        self._command.triggered.connect(self.open)
        self._pane.list.selectionModel().selectionChanged.connect(self._allow)
        window.matches_view.chosen.connect(self._allow)
        window.matches_view.emptied.connect(self._allow)
        window.workspace.view_changed.connect(self._allow)
        thumbnails.photo_ready.connect(self._show_photo)
        thumbnails.photo_failed.connect(self._show_no_photo)

    def open(self) -> None:
        """Show the two photos that are meant, in a window of its own."""
        chosen = self._pane.selected
        self._left = chosen[0] if len(chosen) > 1 else None
        if self._dialog is None:
            self._dialog = CompareWindow(self._window)
            self._dialog.turned.connect(self._turn)
            self._dialog.view.pixels_wanted.connect(self._read_more)
        self._show(chosen[1] if len(chosen) > 1 else self._pane.current)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.view.setFocus()

    def take(self, request_id: int, agreement: Agreement) -> None:
        """Show where the two photos agree, unless others are shown by now."""
        if self._dialog and self._is_asked(request_id):
            self._worker.worked(request_id)
            self._asked = None
            self._dialog.show_agreement(agreement)

    def fail(self, request_id: int, error: VitrineError) -> bool:
        """Say why it is not known; False when the request was not this one."""
        if not (self._dialog and self._is_asked(request_id)):
            return False
        self._asked = None
        self._dialog.show_failure(sentence(error))
        return True

    def ask_again(self) -> None:
        """Ask a new worker what the last one left unanswered."""
        asked = self._asked
        if asked and self._worker.deaths(asked) < MOST_TRIES:
            self._worker.send(asked)
        elif asked:
            self._worker.worked(asked.id)
            self.fail(asked.id, PhotoError(asked.other, PhotoReason.CRASHED))

    def give_up(self) -> None:
        """There will be no answer."""
        if self._asked:
            self.fail(self._asked.id, PhotoError(self._asked.other, PhotoReason.FAILED))

    def _allow(self) -> None:
        is_pair = len(self._pane.selected) > 1
        is_meant = is_pair or (self._lookup.shown and self._pane.current)
        self._command.setEnabled(bool(is_meant) and self._pane.isVisible())

    def _turn(self, step: int) -> None:
        """The next match takes the place at the right, and is chosen in the list too."""
        row = self._pane.list.currentIndex().row() + step
        if 0 <= row < self._pane.model.rowCount():
            self._pane.list.setCurrentIndex(self._pane.model.index(row))
            self._show(self._pane.current)

    def _show(self, right: Match | None) -> None:
        photo = self._lookup.shown
        if self._dialog is None or right is None:
            return
        if self._left is not None:
            left = _side_of(self._left)
        elif photo is not None:
            left = Side(photo, photo.name, _("your photo"))
        else:
            return
        self._dialog.show_pair(left, _side_of(right))
        self._read((left.path, right.photo_path))
        self._asked = self._worker.ask("why", left.path, other=str(right.photo_path))

    def _read(self, paths: tuple[Path, Path]) -> None:
        """Read the whole photos as large as they are seen; one that stays, stays as it is."""
        if self._dialog is None:
            return
        view = self._dialog.view
        self._pixels = max(self._pixels, view.whole_pixels())
        for side, path in enumerate(paths):
            if path != self._paths[side] or not view.pixels(side):
                self._paths[side] = path
                view.clear(side)
                self._load(side, path)

    def _read_more(self, wanted: int) -> None:
        """Read both again with twice the pixels, or more, until they suffice."""
        pixels = self._pixels
        while pixels < min(wanted, MOST_PIXELS):
            pixels *= 2
        if pixels > self._pixels:
            self._pixels = min(pixels, MOST_PIXELS)
            for side, path in enumerate(self._paths):
                if path is not None:
                    self._load(side, path)

    def _load(self, side: int, path: Path) -> None:
        self._awaited = {token: other for token, other in self._awaited.items() if other != side}
        token = next(self._numbers)
        self._awaited[token] = side
        self._thumbnails.load_photo(token, path, self._pixels)

    def _show_photo(self, token: int, image: QImage) -> None:
        side = self._awaited.pop(token, None)
        if side is not None and self._dialog:
            self._dialog.view.add_photo(side, image)

    def _show_no_photo(self, token: int, error: PhotoError) -> None:
        if self._awaited.pop(token, None) is not None and self._dialog:
            self._dialog.show_failure(sentence(error))

    def _is_asked(self, request_id: int) -> bool:
        return self._asked is not None and request_id == self._asked.id


def _side_of(match: Match) -> Side:
    return Side(match.photo_path, match.reference, wording.likeness(match))
