"""The program as a monkey is let at it: nothing leads out of it, and nothing ends it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QDesktopServices, QDrag
from PySide6.QtWidgets import QFileDialog

from benchmarks.browsing.looking import settle, wait
from core import folders
from desktop.app import Vitrine
from desktop.main_window import MainWindow
from desktop.settings import Settings

PHOTOS = 24


@contextmanager
def running(home: Path) -> Iterator[Vitrine]:
    """The program with its worker on a catalogue of some of the sample's photos, in `home`."""
    photos = home / "photos" / "Bags"
    photos.mkdir(parents=True)
    for photo in sorted(folders.resource("sample", "catalogue").rglob("*.jpg"))[:PHOTOS]:
        shutil.copy(photo, photos)
    with ExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, {folders.DATA_VARIABLE: str(home / "data")}))
        stack.enter_context(patch.object(QDesktopServices, "openUrl", lambda _url: True))
        # In a file dialog folders are moved, renamed and deleted: those of whoever lets it play.
        stack.enter_context(patch.object(QFileDialog, "open", lambda dialog, *_: dialog.close()))
        # A drag would wait for a real mouse to let go.
        stack.enter_context(patch.object(QDrag, "exec", lambda *_: Qt.DropAction.IgnoreAction))
        stack.enter_context(patch.object(MainWindow, "closeEvent", lambda _self, e: e.ignore()))
        folders.log_file().parent.mkdir(parents=True)
        vitrine = Vitrine(Settings(home / "settings.ini"))
        vitrine.show()
        vitrine.worker.start()
        vitrine.controller.open_catalogue(home / "catalogue", home / "photos")
        view = vitrine.window.workspace.catalogue_view
        wait(lambda: view.model.rowCount() > 0)
        settle(1.0)
        for action in vitrine.window.findChildren(QAction):
            if action.objectName() in ("action_quit", "action_about_qt"):
                action.setEnabled(False)
        yield vitrine
        vitrine.window.closing.emit()
    vitrine.window.hide()
    vitrine.window.deleteLater()


def drops(home: Path) -> list[Path]:
    """What may be dropped: photos, one that is none, one that is not there, a folder."""
    broken = home / "broken.jpg"
    broken.write_bytes(b"\xff\xd8 and no more")
    queries = sorted(folders.resource("sample", "queries").glob("*.jpg"))[:6]
    return [*queries, broken, home / "gone.jpg", home / "photos"]
