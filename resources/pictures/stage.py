"""The program on a stage: one window in one language and scheme, led by its own actions."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import cast

from PIL import Image
from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from core import folders, language
from desktop import theme
from desktop.app import Vitrine
from desktop.errand import Errand
from desktop.settings import Settings
from desktop.starting import make_application

SIZE = (1280, 820)
SAMPLE = folders.resource("sample")
_COLOURS = 255
_PATIENCE = 600_000
_LOOK_MS = 50


class Stage:
    """The running program, and what takes a picture of it."""

    def __init__(self, out: Path, photos: Path, code: str, scheme: str) -> None:
        """Pictures go to `out`, `photos` are those of the house that is shown."""
        language.use(code)
        app = make_application(["vitrine"])
        theme.apply(app, scheme)
        self.out, self.photos = out, photos
        self.vitrine = Vitrine(Settings(folders.data_folder() / "settings.ini"))
        self.window = self.vitrine.window
        self.vitrine.show()
        self.window.setGeometry(0, 0, *SIZE)
        self.pause(400)

    def open(self, errand: Errand) -> None:
        """Start the worker and open a catalogue."""
        self.vitrine.start(errand)

    def trigger(self, name: str) -> None:
        """Choose the entry of a menu."""
        action = self.window.findChild(QAction, name)
        if action is None:
            raise LookupError(name)
        action.trigger()

    def look_for(self, photo: Path) -> None:
        """Drop a photo, and wait for its matches and its cut-out."""
        self.window.workspace.show_view(0)
        self.window.take([photo])
        self.wait(lambda: self.window.matches_view.model.rowCount() > 0)
        self.pause(6000)

    def dialog(self) -> QDialog:
        """The dialog in front."""
        self.wait(lambda: self._dialog() is not None)
        return cast("QDialog", self._dialog())

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """Keep a picture of the window, or of one of its dialogs, in few colours."""
        self.window.notice_bar.hide_notice()
        self.pause(700)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        (widget or self.window).grab().save(buffer, "PNG")
        picture = Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")
        self.out.mkdir(parents=True, exist_ok=True)
        few = picture.quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(self.out / f"{name}.png", optimize=True)

    def wait(self, for_it: Callable[[], bool]) -> None:
        """Let the window live until something is so."""
        left = _PATIENCE
        while not for_it():
            self.pause(_LOOK_MS)
            left -= _LOOK_MS
            if left < 0:
                raise TimeoutError(str(for_it))

    def pause(self, milliseconds: int) -> None:
        """Let the window live."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def close(self) -> None:
        """End it."""
        self.window.close()

    def _dialog(self) -> QDialog | None:
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog)]
        return next((dialog for dialog in shown if dialog.isVisible()), None)
