"""The cut-out of a dropped photo: after the answer, with clean edges, saved and copied."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from core.catalogue import Catalogue
from core.records import Answer
from desktop.app import Vitrine
from desktop.main_window import MainWindow
from desktop.models.model_dialog import ModelDialog
from desktop.query.drag_handle import Parcel
from tests.window.conftest import SAMPLE, WORKER_MS, drop, text_of
from tests.window.test_whole_job import IndexByMenu, matches, ready

pytestmark = pytest.mark.slow


@pytest.fixture
def asked(qtbot: QtBot, vitrine: Vitrine, tmp_path: Path, index_by_menu: IndexByMenu) -> Vitrine:
    """The program with three photos indexed."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for photo in sorted((SAMPLE / "catalogue" / "Bags").glob("*_front.jpg"))[:3]:
        shutil.copy(photo, folder)
    index_by_menu(vitrine.window, folder)
    qtbot.waitUntil(ready(vitrine, 3), timeout=WORKER_MS)
    return vitrine


@pytest.fixture
def bottle(tmp_path: Path) -> tuple[Path, np.ndarray]:
    """A drawn bottle on a mottled wall, larger than the view shows it, and where it is."""
    size = (1500, 2000)
    truth = Image.new("L", size, 0)
    pen = ImageDraw.Draw(truth)
    pen.rounded_rectangle((500, 700, 1000, 1750), 90, fill=255)
    pen.rectangle((680, 320, 820, 720), fill=255)
    noise = np.random.default_rng(5).normal(128, 90, size[::-1]).clip(0, 255)
    wall = Image.fromarray(noise.astype(np.uint8)).filter(ImageFilter.GaussianBlur(30))
    image = Image.merge("RGB", [wall.point(lambda v, k=k: 150 + k + v // 4) for k in (20, 10, 0)])
    image.paste((24, 70, 50), mask=truth)
    ImageDraw.Draw(image).rectangle((560, 1050, 940, 1400), fill=(230, 220, 190))
    path = tmp_path / "bottle é.png"
    image.save(path)
    return path, np.asarray(truth) > 127


def shows_cutout(vitrine: Vitrine) -> Callable[[], bool]:
    return lambda: vitrine.window.query_pane.view.is_compared


def alpha(image: QImage) -> np.ndarray:
    """The transparency of what was copied, as (height, width) uint8."""
    plain = image.convertToFormat(QImage.Format.Format_Alpha8)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), -1)
    return rows[:, : plain.width()].copy()


def overlap(found: np.ndarray, truth: np.ndarray) -> float:
    """Intersection over union."""
    return float((found & truth).sum() / (found | truth).sum())


def save_as(window: MainWindow, path: Path, kind: int = 0) -> None:
    """The shortcut of File > Save cut-out…, the name typed into the dialog, accepted."""
    window.cutout_actions.save.trigger()
    dialog = window.findChild(QFileDialog, "dialog_cutout")
    dialog.selectNameFilter(dialog.nameFilters()[kind])
    dialog.findChild(QLineEdit).setText(str(path))
    dialog.accept()


def says(vitrine: Vitrine, words: str) -> Callable[[], bool]:
    return lambda: words in text_of(vitrine.window, "notice_text")


def test_the_answer_comes_first_then_the_cutout_with_clean_edges_which_is_copied_and_saved(
    qtbot: QtBot, asked: Vitrine, bottle: tuple[Path, np.ndarray], tmp_path: Path
) -> None:
    photo, truth = bottle
    told: list[str] = []
    asked.worker.replied.connect(lambda reply: told.append(reply.event))
    drop(asked.window, photo)
    assert not asked.window.cutout_actions.save.isEnabled()
    qtbot.waitUntil(shows_cutout(asked), timeout=WORKER_MS)
    assert matches(asked) > 0
    assert "Background removed" in text_of(asked.window, "photo_state")
    assert [event for event in told if event in ("answer", "cutout")] == ["answer", "cutout"]

    asked.window.cutout_actions.copy.trigger()
    copied = alpha(QApplication.clipboard().image())
    assert copied.shape == (1600, 1200)
    shown = np.asarray(Image.fromarray(truth).resize((1200, 1600)))
    assert overlap(copied > 127, shown) > 0.97
    assert ((copied > 25) & (copied < 230)).mean() < 0.02, "the edge is soft"

    out = tmp_path / "pictures" / "bottle.png"
    out.parent.mkdir()
    save_as(asked.window, out)
    qtbot.waitUntil(says(asked, "Saved as"), timeout=WORKER_MS)
    assert str(out) in text_of(asked.window, "notice_text")
    buttons = asked.window.findChildren(QPushButton, "notice_show_cutout")
    # A layout shows it a turn later; that of an earlier notice may be left.
    qtbot.waitUntil(lambda: any(button.isVisible() for button in buttons))
    with Image.open(out) as saved:
        assert (saved.mode, saved.size) == ("RGBA", (1500, 2000))
        assert overlap(np.asarray(saved.getchannel("A")) > 127, truth) > 0.97
    white = out.with_name("white.png")
    save_as(asked.window, white, kind=1)
    qtbot.waitUntil(white.exists, timeout=WORKER_MS)
    with Image.open(white) as saved:
        assert saved.mode == "RGB"
        assert saved.getpixel((5, 5)) == (255, 255, 255)
    asked.window.cutout_actions.save.trigger()
    dialog = asked.window.findChild(QFileDialog, "dialog_cutout")
    assert dialog.directory().path() == str(out.parent)
    assert dialog.findChild(QLineEdit).text() == "bottle é-cutout.png"
    dialog.reject()
    assert sorted(path.name for path in out.parent.iterdir()) == ["bottle.png", "white.png"]
    scratch = Path(asked._scratch.path())
    assert list(scratch.iterdir()) == []


def test_what_is_dragged_out_is_made_when_it_is_wanted(
    qtbot: QtBot, asked: Vitrine, bottle: tuple[Path, np.ndarray]
) -> None:
    photo, truth = bottle
    handle = asked.window.query_pane.drag_handle
    drop(asked.window, photo)
    qtbot.waitUntil(shows_cutout(asked), timeout=WORKER_MS)
    parcels: list[Parcel] = []
    asked.controller._drag._read.connect(lambda _number, parcel: parcels.append(parcel))
    assert handle.isEnabled()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(parcels) == 1, timeout=WORKER_MS)
    assert parcels[0].path.name == "bottle é-cutout.png"
    with Image.open(parcels[0].path) as made:
        assert (made.mode, made.size) == ("RGBA", (1500, 2000))
        assert overlap(np.asarray(made.getchannel("A")) > 127, truth) > 0.97
    assert parcels[0].data == parcels[0].path.read_bytes()
    assert "Sav" not in text_of(asked.window, "notice_text")


def test_what_cannot_be_saved_is_one_sentence_and_the_answer_stays(
    qtbot: QtBot, asked: Vitrine, bottle: tuple[Path, np.ndarray], tmp_path: Path
) -> None:
    photo = bottle[0]
    drop(asked.window, photo)
    qtbot.waitUntil(shows_cutout(asked), timeout=WORKER_MS)
    before = photo.read_bytes()
    desk = asked.controller.cutouts
    for path, words in (
        (photo, "is the photo itself"),
        (tmp_path / "nowhere" / "out.png", "cannot be written: check"),
    ):
        desk._save(photo, path, "transparent")
        qtbot.waitUntil(says(asked, words), timeout=WORKER_MS)
    assert photo.read_bytes() == before
    photo.unlink()
    save_as(asked.window, tmp_path / "out.png")
    qtbot.waitUntil(says(asked, "is no longer there"), timeout=WORKER_MS)
    assert not (tmp_path / "out.png").exists()
    assert matches(asked) > 0
    assert shows_cutout(asked)()


def test_photos_dropped_one_after_the_other_leave_the_last_ones_cutout(
    qtbot: QtBot, asked: Vitrine, bottle: tuple[Path, np.ndarray], tmp_path: Path
) -> None:
    first = SAMPLE / "queries" / "q01.jpg"
    drop(asked.window, first)
    qtbot.waitUntil(lambda: matches(asked) > 0, timeout=WORKER_MS)
    drop(asked.window, bottle[0])
    assert not shows_cutout(asked)()
    qtbot.waitUntil(shows_cutout(asked), timeout=WORKER_MS)
    asked.window.cutout_actions.copy.trigger()
    assert alpha(QApplication.clipboard().image()).shape == (1600, 1200)
    with qtbot.waitSignal(
        asked.worker.replied,
        timeout=WORKER_MS,
        check_params_cb=lambda reply: reply.event == "answer",
    ):
        asked.controller.look_again()
    assert shows_cutout(asked)()


def test_another_removal_is_chosen_with_keys_and_goes_through_all_photos(
    qtbot: QtBot, asked: Vitrine, bottle: tuple[Path, np.ndarray]
) -> None:
    window, folder = asked.window, asked.controller.catalogue
    drop(window, bottle[0])
    qtbot.waitUntil(shows_cutout(asked), timeout=WORKER_MS)
    old = Catalogue(folder).recipe("active")
    window.menus.removal.trigger()
    dialog = window.findChild(ModelDialog, "removal_dialog")
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert dialog.findChild(QRadioButton, f"removal_{old.removal}").hasFocus()
    for _ in dialog.findChildren(QRadioButton)[1:]:
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Down)
    assert dialog.findChild(QRadioButton, "removal_none").isChecked()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    answers: list[Answer] = []
    asked.worker.replied.connect(
        lambda reply: answers.append(reply.record) if reply.event == "answer" else None
    )
    qtbot.waitUntil(says(asked, "removal is changing"), timeout=WORKER_MS)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=WORKER_MS)
    qtbot.waitUntil(lambda: Catalogue(folder).recipe("active").removal == "none", timeout=WORKER_MS)
    catalogue = Catalogue(folder)
    assert catalogue.info().embedded == 3
    assert catalogue.count_vectors(old.embedding_id) == 3
    qtbot.waitUntil(lambda: "Background kept" in text_of(window, "photo_state"), timeout=WORKER_MS)
    assert not window.query_pane.view.is_compared
    assert not says(asked, "removal is changing")() or not window.notice_bar.isVisible()
    assert not window.cutout_actions.save.isEnabled()
