"""The whole program in this process, with its real worker in another."""

import csv
import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from core import folders
from desktop import theme
from desktop.app import Vitrine
from desktop.main_window import MainWindow
from desktop.opening import Application
from desktop.settings import Settings

WORKER_MS = 120_000
SAMPLE = folders.resource("sample")


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """The application is Vitrine's own."""
    return Application


@pytest.fixture
def vitrine(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Vitrine]:
    """The program on an empty catalogue, its worker started."""
    monkeypatch.setenv("VITRINE_HOME", str(tmp_path / "home"))
    folders.log_file().parent.mkdir(parents=True)
    theme.apply(qapp, "light")
    made = Vitrine(Settings(tmp_path / "home" / "settings.ini"))
    made.show()
    made.worker.start()
    made.controller.open_catalogue(tmp_path / "home" / "catalogues" / "Test")
    yield made
    made.window.close()


@pytest.fixture
def truth() -> list[tuple[Path, Path]]:
    """Query photos of the sample and the catalogue photos that they show."""
    with (SAMPLE / "truth.csv").open(newline="") as file:
        return [(SAMPLE / row["query"], SAMPLE / row["match"]) for row in csv.DictReader(file)]


@pytest.fixture
def index_by_menu(qtbot: QtBot) -> Callable[[MainWindow, Path], None]:
    """File > Index folder…, the folder typed into the dialog, accepted."""

    def index(window: MainWindow, folder: Path) -> None:
        window.menus.index.trigger()
        dialog = window.findChild(QFileDialog, "dialog_folder")
        dialog.findChild(QLineEdit).setText(str(folder))
        dialog.accept()

    return index


def drop(window: MainWindow, path: Path) -> None:
    """A file from the file manager, dragged over the middle of the window and let go."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    middle = window.rect().center()
    over = QDragEnterEvent(
        QPoint(middle),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, over)
    assert over.isAccepted()
    let_go = QDropEvent(
        QPointF(middle),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, let_go)


def text_of(window: MainWindow, name: str) -> str:
    """What a label of the window says."""
    return window.findChild(QLabel, name).text()
