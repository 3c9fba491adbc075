"""Words in the window, from the weights on a stick to the matches. CLIP has random weights here:

what is like what means nothing, so the order in the window is compared with the core's own.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from benchmarks import encoder_files
from core import folders
from core.catalogue import Catalogue
from core.embedding import open_embedder
from core.match import Matcher
from core.records import Words
from core.weights import MANIFEST_VARIABLE, open_store, read_manifest
from desktop.app import Vitrine
from desktop.main_window import MainWindow
from desktop.matches.matches_model import MATCH_ROLE
from desktop.models.model_dialog import ModelDialog
from tests.model_lists import expecting, write
from tests.window.conftest import SAMPLE, WORKER_MS, drop, text_of

pytestmark = pytest.mark.slow

CLIP = "clip-vit-b-32"


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a CLIP file, and a models list that expects just this one."""
    folder = tmp_path / "stick"
    folder.mkdir()
    path = encoder_files.save(encoder_files.state_of(CLIP), folder / "clip.safetensors")
    models = read_manifest(folders.resource("models.toml"))
    models[CLIP] = expecting(models[CLIP], path)
    monkeypatch.setenv(MANIFEST_VARIABLE, str(write(tmp_path / "list.toml", models.values())))
    return folder


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Four photos of watches."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for photo in sorted((SAMPLE / "catalogue" / "Watches").glob("*_front.jpg"))[:4]:
        shutil.copy(photo, folder)
    return folder


def references(window: MainWindow) -> list[str]:
    """What is listed, best first."""
    model = window.matches_view.model
    return [model.index(row).data(MATCH_ROLE).reference for row in range(model.rowCount())]


def counted(window: MainWindow, note: str) -> Callable[[], bool]:
    return lambda: text_of(window, "matches_count") == f"4 products{note}"


def test_weights_are_imported_clip_is_chosen_and_words_and_photo_rank(
    qtbot: QtBot,
    stick: Path,
    photos: Path,
    vitrine: Vitrine,
    index_by_menu: Callable[[MainWindow, Path], None],
) -> None:
    window = vitrine.window
    index_by_menu(window, photos)
    qtbot.waitUntil(lambda: "4 photos" in text_of(window, "status_text"), timeout=WORKER_MS)
    line: QLineEdit = window.findChild(QLineEdit, "describe_words")
    assert not line.isVisible()

    window.menus.import_models.trigger()
    chooser = window.findChild(QFileDialog, "dialog_models")
    chooser.findChild(QLineEdit).setText(str(stick))
    chooser.accept()
    qtbot.waitUntil(
        lambda: text_of(window, "notice_text") == "Now on this computer: CLIP ViT-B/32.",
        timeout=WORKER_MS,
    )

    window.menus.encoder.trigger()
    dialog = window.findChild(ModelDialog, "encoder_dialog")
    entry = dialog.findChild(QRadioButton, f"encoder_{CLIP}")
    qtbot.waitUntil(lambda: "on this computer" in entry.accessibleDescription(), timeout=WORKER_MS)
    entry.click()
    qtbot.mouseClick(dialog.findChild(QPushButton, "encoder_apply"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(line.isVisible, timeout=WORKER_MS)
    assert not dialog.isVisible()

    window.menus.describe.trigger()
    qtbot.keyClicks(line, "red leather")
    qtbot.waitUntil(counted(window, " · by words"), timeout=WORKER_MS)
    by_words = references(window)
    query = next(photos.iterdir())
    drop(window, query)
    qtbot.waitUntil(counted(window, " · by photo and words"), timeout=WORKER_MS)
    by_both = references(window)
    qtbot.waitUntil(
        lambda: window.query_pane.view.is_compared, timeout=WORKER_MS
    )  # its cut-out came too
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    qtbot.waitUntil(counted(window, ""), timeout=WORKER_MS)
    by_photo = references(window)

    catalogue = Catalogue(vitrine.controller.catalogue)
    matcher = Matcher(catalogue, open_embedder(catalogue.recipe("active"), open_store()))
    said = Words("red leather")
    for shown, found in (
        (by_words, matcher.match_words(said, 20)),
        (by_both, matcher.match(query, 20, words=said)),
        (by_photo, matcher.match(query, 20)),
    ):
        assert shown == [match.reference for match in found.matches]
    catalogue.close()
    assert window.findChild(QLabel, "status_text").text().endswith("CLIP ViT-B/32")
