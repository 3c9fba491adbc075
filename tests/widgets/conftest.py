"""Real widgets on a real application, with small photos made for each test."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.records import Answer, Background, Box, Match
from desktop import theme
from desktop import worker as worker_module
from desktop.catalogue.tending import Tending
from desktop.librarian import Librarian
from desktop.main_window import MainWindow
from desktop.opening import Application
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.workspace import CATALOGUE
from tests.widgets import catalogues
from tests.widgets.catalogues import Tended

PHOTOS = ("Bags/B1_front.jpg", "Bags/B1_back.jpg", "Bags/B2.jpg", "Shoes/S1.jpg", "Shoes/S2.jpg")


# A worker that dies of the first request that it takes in hand.
DEADLY = """
import sys
from core import __version__, wire
def say(*reply):
    sys.stdout.buffer.write(wire.encode_reply(*reply))
    sys.stdout.buffer.flush()
say(0, "hello", {"protocol": wire.PROTOCOL, "version": __version__})
for line in sys.stdin.buffer:
    say(wire.decode_request(line).id, "begun")
    raise SystemExit(3)
"""


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """The application is Vitrine's own."""
    return Application


@pytest.fixture
def deadly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every worker dies of the first request that it takes in hand."""
    monkeypatch.setattr(worker_module, "BACKOFF_MS", (1,) * 4)
    monkeypatch.setattr(
        worker_module, "worker_command", lambda scratch: [sys.executable, "-c", DEADLY]
    )


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    """Every test starts in the light scheme, and parts of the window wear what they do in it.

    Dressing anew costs, so only where needed.
    """
    if qapp.property("scheme") != "light":
        theme.apply(qapp, "light")
    if not qapp.styleSheet():
        qapp.setStyleSheet(qapp.property(theme.SHEET))


@pytest.fixture
def loader() -> Iterator[ThumbnailLoader]:
    """A loader whose threads have ended when the test has."""
    made = ThumbnailLoader()
    yield made
    made.close()


@pytest.fixture
def librarians(qtbot: QtBot, folder: Path) -> Iterator[tuple[Librarian, Librarian]]:
    """A quick and a slow one on the test module's own catalogue in `folder`."""
    made = Librarian(), Librarian()
    for librarian in made:
        librarian.open(folder)
    yield made
    for librarian in made:
        librarian.close()


@pytest.fixture
def window(qtbot: QtBot, loader: ThumbnailLoader) -> MainWindow:
    """The window, shown."""
    made = MainWindow(loader)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def photo(tmp_path: Path) -> Callable[..., Path]:
    """Writes a plain photo and returns where."""

    def write(name: str = "bag.jpg", colour: str = "red", size: tuple[int, int] = (60, 40)) -> Path:
        path = tmp_path / name
        Image.new("RGB", size, colour).save(path)
        return path

    return write


@pytest.fixture
def match(tmp_path: Path, photo: Callable[..., Path]) -> Callable[..., Match]:
    """Makes a match whose photo exists, and is written once: a thread may be reading it."""

    def make(number: int = 1, likeness: float = 0.5, reference: str = "") -> Match:
        path = tmp_path / f"product-{number}.jpg"
        if not path.exists():
            photo(path.name)
        name = reference or f"REF-{number}"
        return Match(number, name, "Bags", 100 + number, path, likeness, 0.9, 0.1)

    return make


@pytest.fixture
def answer() -> Callable[..., Answer]:
    """Makes an answer about a photo of 400 x 200 pixels whose square is its middle."""

    def make(background: Background = Background.REMOVED, name: str = "query.jpg") -> Answer:
        crop = Box(100, 0, 300, 200)
        return Answer(Path("/photos") / name, (400, 200), crop, background, (), "e", 0.84)

    return make


@pytest.fixture
def picture() -> Callable[..., QImage]:
    """Makes an image of one colour, transparent ones included."""

    def make(colour: str = "#336699", width: int = 200, height: int = 100) -> QImage:
        image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor(colour))
        return image

    return make


@pytest.fixture
def tend(qtbot: QtBot, window: MainWindow) -> Iterator[Callable[[Path], Tended]]:
    """Opens a catalogue in the window, in its catalogue view."""
    librarian = Librarian()
    tending = Tending(window, librarian)

    def open_catalogue(folder: Path) -> Tended:
        window.set_catalogue(folder.name, 1, 1)
        window.workspace.show_view(CATALOGUE)
        tending.open(folder)
        return Tended(qtbot, window, tending, librarian, folder)

    yield open_catalogue
    tending.flush()
    librarian.close()


@pytest.fixture
def tended(tend: Callable[[Path], Tended], tmp_path: Path) -> Tended:
    """Four products with five photos, shown in the catalogue view."""
    for number, name in enumerate(PHOTOS):
        path = tmp_path / "photos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (60, 40 + number), "red").save(path)
    made = tend(catalogues.make(tmp_path / "catalogue", tmp_path / "photos", PHOTOS))
    made.shows("B1", "B2", "S1", "S2")
    return made
