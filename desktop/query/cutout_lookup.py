"""The cut-out of the photo in the left pane: asked for once the photo is answered, then shown.

What comes for an older photo is stale and dropped. A photo without its cut-out is still answered.
"""

import logging
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from core.errors import VitrineError
from core.query_records import Look
from core.records import Background
from core.removal_records import Cutout, CutoutOrder
from core.wire import Request
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.query.query_pane import QueryPane
from desktop.worker import Worker

# The longer side of the photo in the pane, to which its cut-out is laid.
PHOTO_SIDE = 1600
# A cut-out that was asked for twice when the worker died is given up.
MOST_TRIES = 2

_log = logging.getLogger(__name__)


class CutoutLookup(QObject):
    """Asks the worker for the newest photo's cut-out, and shows it when it has been read."""

    def __init__(self, pane: QueryPane, thumbnails: ThumbnailLoader, worker: Worker) -> None:
        super().__init__(pane)
        self._pane, self._thumbnails, self._worker = pane, thumbnails, worker
        self._asked: Request | None = None
        self._is_shown = False
        thumbnails.photo_ready.connect(self._show)
        thumbnails.photo_failed.connect(self.fail)

    def forget(self) -> None:
        """Another photo is looked for, or the same one in another way."""
        self._asked, self._is_shown = None, False

    def ask(self, photo: Path, look: Look) -> None:
        """Ask for the cut-out of `photo`, looked at so, unless it is shown already."""
        if not self._is_shown:
            order = CutoutOrder(side=PHOTO_SIDE)
            self._asked = self._worker.ask("cutout", photo, cutout=order, look=look)

    def ask_again(self) -> None:
        """Ask a new worker what the last one left unanswered."""
        if self._asked and self._worker.deaths(self._asked) < MOST_TRIES:
            self._worker.send(self._asked)
        elif self._asked:
            self._worker.worked(self._asked.id)
            self.give_up()

    def give_up(self) -> None:
        """There will be no cut-out, if one is awaited."""
        if self._asked:
            self._asked = None
            self._pane.show_cutout(None)

    def take(self, request_id: int, cutout: Cutout) -> None:
        """Have the picture read that the worker has made; one that nobody waits for goes."""
        if not self._is_awaited(request_id):
            cutout.path.unlink(missing_ok=True)
        elif cutout.background == Background.KEPT:
            self.give_up()
        else:
            self._thumbnails.take_cutout(request_id, cutout.path)

    def fail(self, request_id: int, error: VitrineError) -> bool:
        """Go on without it; False when the request was not for this photo's cut-out."""
        if not self._is_awaited(request_id):
            return False
        _log.warning("no cut-out: %s", error)
        self.give_up()
        return True

    def _is_awaited(self, request_id: int) -> bool:
        return self._asked is not None and request_id == self._asked.id

    def _show(self, token: int, image: QImage) -> None:
        if self._is_awaited(token):
            self._asked, self._is_shown = None, True
            self._pane.show_cutout(image)
