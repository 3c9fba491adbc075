"""Photos and texts that are opened through the system."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextDocument
from PySide6.QtWidgets import QPushButton, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from desktop.guide import Guide

ROOT = Path(__file__).parents[2]
# A process has one application, and that of the tests is Qt's own.
SCRIPT = """
from PySide6.QtCore import QCoreApplication, QEvent, QUrl
from PySide6.QtGui import QFileOpenEvent
from desktop.opening import Application
app = Application([])
asked = []
app.asked.connect(asked.append)
for event in (
    QFileOpenEvent("/photos/é 1.jpg"),
    QFileOpenEvent(QUrl("https://example.org/bag.jpg")),
    QEvent(QEvent.Type.User),
):
    QCoreApplication.sendEvent(app, event)
print(asked)
"""


def test_a_photo_that_macos_opens_with_a_running_vitrine_is_looked_for() -> None:
    told = subprocess.check_output(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        text=True,
    )
    assert told.strip() in ("[PosixPath('/photos/é 1.jpg')]", "[WindowsPath('/photos/é 1.jpg')]")


def test_the_guide_leads_to_the_licences_of_an_executable(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True
    )
    licences = tmp_path / "third-party.txt"
    licences.write_text("here")
    window = QWidget()
    qtbot.addWidget(window)
    guide = Guide(window, licences)
    guide.show()
    button = guide.findChild(QPushButton, "licences")
    assert isinstance(button, QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened == [str(licences)]


def test_the_guide_of_a_source_tree_promises_no_licences(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    assert Guide(window, tmp_path / "missing").findChild(QPushButton, "licences") is None


def test_the_guide_shows_its_pictures_no_wider_than_its_page(qtbot: QtBot, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    guide = Guide(window, tmp_path / "missing")
    guide.show()
    text = guide.findChild(QTextBrowser, "guide_text")
    first = QUrl("../pictures/en/answer.png")

    def picture() -> QImage:
        found = text.document().resource(QTextDocument.ResourceType.ImageResource, first)
        assert isinstance(found, QImage)
        return found

    assert 0 < picture().deviceIndependentSize().width() < text.viewport().width()
    qtbot.waitUntil(lambda: picture().pixelColor(200, 200).alpha() == 255)
    guide.close()
