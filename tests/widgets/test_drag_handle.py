"""The cut-out is dragged to another window with the mouse."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.query.drag_handle import DragHandle, Parcel, mime_of

LEFT = Qt.MouseButton.LeftButton
needs_screen = pytest.mark.skipif(
    os.environ["QT_QPA_PLATFORM"] == "offscreen", reason="Qt's offscreen platform has no drags"
)


class Slide(QWidget):
    """Another program's window, as far as a drag goes."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.urls: list[str] = []
        self.png = b""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        self.urls = [url.toLocalFile() for url in event.mimeData().urls()]
        self.png = event.mimeData().data("image/png").data()
        event.acceptProposedAction()


@pytest.fixture
def slide(qtbot: QtBot) -> Slide:
    made = Slide()
    qtbot.addWidget(made)
    made.setGeometry(400, 100, 300, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def handle(qtbot: QtBot, picture: Callable[..., QImage]) -> DragHandle:
    made = DragHandle()
    qtbot.addWidget(made)
    made.move(50, 50)
    made.show()
    qtbot.waitExposed(made)
    made.set_cutout(picture("#80ff0000"))
    return made


@pytest.fixture
def parcel(tmp_path: Path) -> Parcel:
    path = tmp_path / "Sac été-cutout.png"
    path.write_bytes(b"\x89PNG and so on")
    return Parcel(path, path.read_bytes())


def let_go_over(slide: Slide) -> None:
    """Once the drag has its own loop, move to the other window and let go."""
    window = slide.windowHandle()

    def move() -> None:
        QTest.mouseMove(window, QPoint(100, 100))
        QTest.mouseMove(window, QPoint(110, 110))
        QTest.mouseRelease(window, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(110, 110))

    QTimer.singleShot(200, move)


def pull(handle: DragHandle) -> None:
    window = handle.windowHandle()
    QTest.mousePress(window, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(5, 5))
    QTest.mouseMove(window, QPoint(8, 5))
    QTest.mouseMove(window, QPoint(18, 18))


@needs_screen
def test_a_parcel_that_is_ready_is_dragged_at_once(
    qtbot: QtBot, handle: DragHandle, slide: Slide, parcel: Parcel
) -> None:
    handle.hand_over(parcel)
    let_go_over(slide)
    pull(handle)
    qtbot.waitUntil(lambda: slide.urls == [str(parcel.path)])
    assert slide.png == parcel.data


@needs_screen
def test_a_drag_waits_for_its_parcel_without_holding_the_window(
    qtbot: QtBot, handle: DragHandle, slide: Slide, parcel: Parcel
) -> None:
    with qtbot.waitSignal(handle.wanted):
        pull(handle)
    assert slide.urls == []
    let_go_over(slide)
    handle.hand_over(parcel)
    qtbot.waitUntil(lambda: slide.urls == [str(parcel.path)])


def test_letting_go_before_it_is_made_drags_nothing(
    handle: DragHandle, slide: Slide, parcel: Parcel
) -> None:
    pull(handle)
    released = Qt.KeyboardModifier.NoModifier, QPoint(18, 18)
    QTest.mouseRelease(handle.windowHandle(), LEFT, *released)
    handle.hand_over(parcel)
    assert slide.urls == []


def test_without_a_cutout_nothing_is_wanted(qtbot: QtBot, handle: DragHandle) -> None:
    handle.set_cutout(None)
    assert not handle.isEnabled()
    with qtbot.assertNotEmitted(handle.wanted):
        pull(handle)


def test_another_cutout_needs_a_parcel_of_its_own(
    qtbot: QtBot, handle: DragHandle, parcel: Parcel, picture: Callable[..., QImage]
) -> None:
    handle.hand_over(parcel)
    handle.set_cutout(picture("#8000ff00"))
    with qtbot.waitSignal(handle.wanted):
        QTest.mousePress(handle, LEFT, pos=QPoint(5, 5))


def test_file_managers_get_a_file_and_slides_a_picture(parcel: Parcel) -> None:
    mime = mime_of(parcel)
    assert [url.toLocalFile() for url in mime.urls()] == [str(parcel.path)]
    assert set(mime.formats()) == {"text/uri-list", "image/png"}
