"""Without a network, and with one that misbehaves: what the window says and what still works."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from core import folders
from core.weights import MANIFEST_VARIABLE, read_manifest
from desktop.app import Vitrine
from desktop.main_window import MainWindow
from tests.model_home import Home, Proxy, proxy, serve, trust
from tests.model_lists import made, write
from tests.window.conftest import SAMPLE, WORKER_MS, drop, text_of

pytestmark = pytest.mark.slow

WATCHES = SAMPLE / "catalogue" / "Watches"
MISSING = (
    "EfficientNet-Lite2, which came with Vitrine, compares photos: ResNet50 is not on this machine."
)


@pytest.fixture
def way_out(monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """Every connection to the world would come by here."""
    with proxy(Home(b"")) as way:
        way.status = 403
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{way.port}")
            monkeypatch.setenv(name.lower(), f"http://127.0.0.1:{way.port}")
        yield way


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A home that has something else under the name of ResNet50, as the list says."""
    authority = trustme.CA()
    trust(authority, tmp_path, monkeypatch)
    with serve(bytes(range(256)) * 4000, authority) as serving:
        yield serving


@pytest.fixture
def listed(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets the home behave as a name of `tests.model_home` says; before the program starts."""

    def lead_to(name: str) -> None:
        models = read_manifest(folders.resource("models.toml"))
        offered = made("resnet50", home.data, f"{home.address}/{name}")
        models["resnet50"] = replace(
            models["resnet50"], size=offered.size, sha256=offered.sha256, sources=offered.sources
        )
        monkeypatch.setenv(MANIFEST_VARIABLE, str(write(tmp_path / "list.toml", models.values())))

    return lead_to


def press(qtbot: QtBot, window: MainWindow, name: str) -> None:
    qtbot.mouseClick(window.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_offline_with_the_embedded_weights_alone_all_works_and_is_said_once(
    qtbot: QtBot,
    way_out: Proxy,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    index_by_menu: Callable[[MainWindow, Path], None],
) -> None:
    vitrine: Vitrine = request.getfixturevalue("vitrine")
    window = vitrine.window
    qtbot.waitUntil(lambda: text_of(window, "notice_text") == MISSING, timeout=WORKER_MS)
    label = window.findChild(QLabel, "notice_text")
    assert label.heightForWidth(label.width()) < 2 * label.fontMetrics().lineSpacing()
    qtbot.mouseClick(window.findChild(QToolButton, "notice_close"), Qt.MouseButton.LeftButton)
    photos = tmp_path / "photos"
    photos.mkdir()
    for photo in sorted(WATCHES.glob("*_front.jpg"))[:3]:
        shutil.copy(photo, photos)
    index_by_menu(window, photos)
    qtbot.waitUntil(lambda: "3 photos" in text_of(window, "status_text"), timeout=WORKER_MS)
    drop(window, next(photos.iterdir()))
    qtbot.waitUntil(lambda: window.matches_view.model.rowCount() == 3, timeout=WORKER_MS)
    assert not window.notice_bar.isVisible()
    assert way_out.asked == []


def test_a_refused_fetch_is_one_sentence_with_what_to_do(
    qtbot: QtBot, listed: Callable[[str], None], request: pytest.FixtureRequest
) -> None:
    listed("403")
    window = request.getfixturevalue("vitrine").window
    qtbot.waitUntil(lambda: text_of(window, "notice_text") == MISSING, timeout=WORKER_MS)
    press(qtbot, window, "notice_fetch")
    qtbot.waitUntil(
        lambda: (
            text_of(window, "notice_text")
            == "ResNet50 was refused on the way: ask whoever keeps your network to let it "
            "through, or choose the file."
        ),
        timeout=WORKER_MS,
    )
    assert window.findChild(QPushButton, "notice_choose").isVisible()


def test_a_fetch_shows_bytes_and_speed_and_is_gone_on_with_after_cancel(
    qtbot: QtBot,
    qapp: QApplication,
    listed: Callable[[str], None],
    home: Home,
    request: pytest.FixtureRequest,
) -> None:
    listed("slower")
    window = request.getfixturevalue("vitrine").window
    qtbot.waitUntil(lambda: text_of(window, "notice_text") == MISSING, timeout=WORKER_MS)
    press(qtbot, window, "notice_fetch")
    qtbot.waitUntil(
        lambda: (
            "of 1.0 MB" in text_of(window, "status_count")
            and "kB/s" in text_of(window, "status_count")
        ),
        timeout=WORKER_MS,
    )
    press(qtbot, window, "status_cancel")
    part = folders.models_folder() / "resnet50-0676ba61.pth.part"
    qtbot.waitUntil(lambda: text_of(window, "status_text").startswith("Ready"), timeout=WORKER_MS)
    had = part.stat().st_size
    assert 0 < had < len(home.data)
    press(qtbot, window, "notice_fetch")
    # What came is whole, and still no ResNet50.
    qtbot.waitUntil(lambda: "cannot be loaded" in text_of(window, "notice_text"), timeout=WORKER_MS)
    assert home.ranges == [None, f"bytes={had}-"]
    assert not part.exists()
