"""Changing the encoder from the window. The ResNet50 weights are of true shape, not trained."""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMenu, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot
from torchvision.models import resnet50

from core import folders
from core.catalogue import Catalogue
from core.models import note_tuned
from core.weights import EMBEDDED_ENCODER, MANIFEST_VARIABLE, open_store
from desktop.app import Vitrine
from desktop.main_window import MainWindow
from tests.window.conftest import SAMPLE, WORKER_MS, drop, text_of

pytestmark = pytest.mark.slow


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ResNet50 file, and a models list that expects just this one."""
    torch.manual_seed(0)
    path = tmp_path / "chosen.pth"
    torch.save(resnet50(weights=None).state_dict(), path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    listed = folders.resource("models.toml").read_text(encoding="utf-8")
    before, after = listed.split("[resnet50]")
    size, sha256 = json.dumps(path.stat().st_size), json.dumps(digest)
    after = after.replace("102530333", size)
    after = "\n".join(
        f"sha256 = {sha256}" if line.startswith("sha256") else line for line in after.splitlines()
    )
    manifest = tmp_path / "models.toml"
    manifest.write_text(f"{before}[resnet50]{after}", encoding="utf-8")
    monkeypatch.setenv(MANIFEST_VARIABLE, str(manifest))
    return path


def choose(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    """The notice's button, and the file typed into its dialog."""
    button = window.findChild(QPushButton, "notice_choose")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = window.findChild(QFileDialog, "dialog_weights")
    dialog.findChild(QLineEdit).setText(str(path))
    dialog.accept()


@pytest.fixture
def indexed(
    qtbot: QtBot,
    weights: Path,
    vitrine: Vitrine,
    tmp_path: Path,
    index_by_menu: Callable[[MainWindow, Path], None],
) -> Vitrine:
    """Three photos under the embedded encoder."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for photo in sorted((SAMPLE / "catalogue" / "Watches").glob("*_front.jpg"))[:3]:
        Image.open(photo).save(folder / photo.name)
    index_by_menu(vitrine.window, folder)
    qtbot.waitUntil(lambda: "3 photos" in text_of(vitrine.window, "status_text"), timeout=WORKER_MS)
    return vitrine


def test_a_chosen_file_changes_the_encoder_in_the_background(
    qtbot: QtBot, indexed: Vitrine, weights: Path
) -> None:
    store = indexed.controller.catalogue
    old = Catalogue(store).recipe("active")
    choose(qtbot, indexed.window, weights)
    qtbot.waitUntil(lambda: Catalogue(store).info().encoder == "resnet50", timeout=WORKER_MS)
    catalogue = Catalogue(store)
    new = catalogue.recipe("active")
    assert catalogue.vectors(old.embedding_id)[1].shape == (3, 1280)
    assert catalogue.vectors(new.embedding_id)[1].shape == (3, 2048)
    qtbot.waitUntil(lambda: not indexed.window.notice_bar.isVisible(), timeout=WORKER_MS)
    drop(indexed.window, next((SAMPLE / "catalogue" / "Watches").iterdir()))
    qtbot.waitUntil(lambda: indexed.window.matches_view.model.rowCount() == 3, timeout=WORKER_MS)


def test_colours_count_until_likeness_alone_is_chosen_in_the_menu(
    qtbot: QtBot, indexed: Vitrine
) -> None:
    menu = indexed.window.findChild(QMenu, "menu_matching")
    ways = {action.data(): action for action in menu.actions()}
    qtbot.waitUntil(ways["best"].isChecked, timeout=WORKER_MS)
    model = indexed.window.matches_view.model
    drop(indexed.window, next((SAMPLE / "catalogue" / "Watches").iterdir()))
    qtbot.waitUntil(lambda: model.rowCount() == 3, timeout=WORKER_MS)
    assert model.matches[0].is_share
    ways["plain"].trigger()
    store = indexed.controller.catalogue
    qtbot.waitUntil(lambda: not Catalogue(store).recipe("active").evidence, timeout=WORKER_MS)
    qtbot.waitUntil(ways["plain"].isChecked, timeout=WORKER_MS)
    drop(indexed.window, next((SAMPLE / "queries").iterdir()))
    qtbot.waitUntil(
        lambda: model.rowCount() == 3 and not model.matches[0].is_share, timeout=WORKER_MS
    )


def test_a_file_cut_short_is_refused_and_the_old_encoder_goes_on(
    qtbot: QtBot, indexed: Vitrine, weights: Path
) -> None:
    weights.write_bytes(weights.read_bytes()[:50_000])
    choose(qtbot, indexed.window, weights)
    qtbot.waitUntil(
        lambda: "cut short" in text_of(indexed.window, "notice_text"), timeout=WORKER_MS
    )
    drop(indexed.window, next((SAMPLE / "catalogue" / "Watches").iterdir()))
    qtbot.waitUntil(lambda: indexed.window.matches_view.model.rowCount() == 3, timeout=WORKER_MS)
    assert Catalogue(indexed.controller.catalogue).info().encoder == "efficientnet-lite2"


def test_the_dialog_offers_what_was_made_since_the_start(qtbot: QtBot, vitrine: Vitrine) -> None:
    opened: list[object] = []
    vitrine.controller.opened.connect(lambda folder, _writable: opened.append(folder))
    qtbot.waitUntil(lambda: any(opened), timeout=WORKER_MS)
    made, store = f"{EMBEDDED_ENCODER}+2026-11-26", open_store()
    model = replace(store.model(EMBEDDED_ENCODER), id=made, file=f"{made}.pth", sources=())
    store.target.mkdir(parents=True, exist_ok=True)
    shutil.copy(store.verified(EMBEDDED_ENCODER), store.target / model.file)
    note_tuned(model, store.target)
    window = vitrine.window
    window.menus.encoder.trigger()
    entry = f"encoder_{made}"
    qtbot.waitUntil(lambda: window.findChild(QRadioButton, entry) is not None, timeout=WORKER_MS)
    told = window.findChild(QRadioButton, entry).accessibleDescription
    qtbot.waitUntil(lambda: "on this computer" in told(), timeout=WORKER_MS)
