"""One of several products in a photo: cropped by hand, turned, and seen near, by the program."""

import shutil
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from core.records import Answer, Box
from desktop.app import Vitrine
from desktop.settings import Settings
from tests.window.conftest import SAMPLE, WORKER_MS, drop, text_of
from tests.window.test_cutting_out import save_as
from tests.window.test_whole_job import IndexByMenu, ready

pytestmark = pytest.mark.slow


@pytest.fixture
def asked(qtbot: QtBot, vitrine: Vitrine, tmp_path: Path, index_by_menu: IndexByMenu) -> Vitrine:
    """The program with some bags indexed, the keyboard in its window."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for photo in sorted((SAMPLE / "catalogue" / "Bags").glob("*_front.jpg"))[:6]:
        shutil.copy(photo, folder)
    index_by_menu(vitrine.window, folder)
    qtbot.waitUntil(ready(vitrine, 6), timeout=WORKER_MS)
    vitrine.window.activateWindow()
    with qtbot.waitActive(vitrine.window):
        pass
    return vitrine


@pytest.fixture
def table(tmp_path: Path) -> tuple[Path, dict[str, Box]]:
    """A photo of three bags on a table, 3600 x 1200 pixels, and where each of them is."""
    photos = sorted((SAMPLE / "catalogue" / "Bags").glob("*_front.jpg"))[:3]
    scene, places = Image.new("RGB", (3600, 1200), "white"), {}
    for number, path in enumerate(photos):
        with Image.open(path) as photo:
            scene.paste(photo.resize((1000, 1000)), (100 + 1200 * number, 100))
        left = 100 + 1200 * number
        places[path.stem.split("_")[0]] = Box(left, 100, left + 1000, 1100)
    out = tmp_path / "table.jpg"
    scene.save(out, quality=92)
    return out, places


def finds(answers: list[Answer], reference: str) -> bool:
    """Whether the newest answer begins with that product."""
    return answers[-1].matches[0].reference == reference


def test_a_square_around_one_product_of_several_finds_that_one(
    qtbot: QtBot, asked: Vitrine, table: tuple[Path, dict[str, Box]], tmp_path: Path
) -> None:
    photo, places = table
    answers: list[Answer] = []
    asked.worker.replied.connect(
        lambda reply: answers.append(reply.record) if reply.event == "answer" else None
    )
    drop(asked.window, photo)
    view, desk = asked.window.query_pane.view, asked.window.query_pane.desk
    qtbot.waitUntil(lambda: len(answers) == 1, timeout=WORKER_MS)
    assert answers[0].size == (3600, 1200)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_C)
    for reference, box in places.items():
        shown = view.viewport.to_widget(QRectF(box.left, box.top, box.width, box.height))
        if desk.look.square is None:  # the square that was found is large: made small by keys
            while view.tool.square.width > 300:
                qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
        start, end = shown.topLeft().toPoint(), shown.bottomRight().toPoint()
        qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
        for share in (0.3, 0.6, 1.0):
            qtbot.mouseMove(view, start + (end - start) * share)
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
        qtbot.waitUntil(
            lambda wanted=reference: answers[-1].matches[0].reference == wanted, timeout=WORKER_MS
        )
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.is_compared, timeout=WORKER_MS)
    assert "Background removed" in text_of(asked.window, "photo_state")

    out = tmp_path / "square.png"
    save_as(asked.window, out)
    qtbot.waitUntil(out.exists, timeout=WORKER_MS)
    square = desk.look.square
    assert square is not None
    with Image.open(out) as saved:
        assert saved.size == (square.width, square.height)
        assert saved.getchannel("A").getextrema() == (0, 255)
    asked.window.activateWindow()  # as a window manager does once the dialog is gone
    with qtbot.waitActive(asked.window):
        view.setFocus()
    heard = len(answers)
    qtbot.keyClick(view, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: len(answers) > heard, timeout=WORKER_MS)
    assert answers[-1].size == (1200, 3600)
    qtbot.waitUntil(lambda: view.is_compared, timeout=WORKER_MS)
    heard = len(answers)
    qtbot.keyClick(view, Qt.Key.Key_B)
    qtbot.waitUntil(lambda: len(answers) > heard, timeout=WORKER_MS)
    assert "as you chose" in text_of(asked.window, "photo_state")
    assert answers[-1].crop == desk.look.square


def test_at_full_size_the_photo_is_read_with_all_its_pixels_and_the_ground_is_remembered(
    qtbot: QtBot, asked: Vitrine, tmp_path: Path
) -> None:
    photo = tmp_path / "fine.png"
    fine = Image.new("RGB", (3000, 2400), "white")
    fine.paste("#c02020", (1000, 800, 2000, 1600))
    for x in range(1400, 1600, 2):
        fine.paste("#2020c0", (x, 1100, x + 1, 1300))
    fine.save(photo)
    drop(asked.window, photo)
    view = asked.window.query_pane.view
    qtbot.waitUntil(lambda: view.photo_size.width() == 3000, timeout=WORKER_MS)
    view.setFocus()
    view.divider = 1.0
    qtbot.keyClick(view, Qt.Key.Key_1)

    def is_sharp() -> bool:
        shot, middle = view.grab().toImage(), view.rect().center()
        colours = {shot.pixelColor(middle + QPoint(x, 40)).name() for x in range(-30, 30)}
        return colours == {"#c02020", "#2020c0"}

    qtbot.waitUntil(is_sharp, timeout=WORKER_MS)
    white = asked.window.findChild(QToolButton, "backdrop_white_button")
    qtbot.mouseClick(white, Qt.MouseButton.LeftButton)
    assert Settings(tmp_path / "home" / "settings.ini").backdrop == "white"
