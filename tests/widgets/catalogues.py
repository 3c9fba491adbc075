"""Real catalogues for the widgets, and a window that tends one."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from core import products
from core.catalogue import Catalogue
from core.product_records import Product
from core.records import FileStamp
from desktop.catalogue.catalogue_view import CatalogueView
from desktop.catalogue.fields import TextField
from desktop.catalogue.tending import Tending
from desktop.librarian import Librarian
from desktop.main_window import MainWindow

ENTER = Qt.Key.Key_Return

Kind = TypeVar("Kind", bound=QWidget)


def make(folder: Path, root: Path, names: Iterable[str]) -> Path:
    """A catalogue of the photos with these names below `root`, which need not exist."""
    catalogue = Catalogue(folder)
    stamps = [FileStamp(root / name, 1, 1) for name in names]
    catalogue.add_files(catalogue.root_id(root), root, stamps)
    catalogue.close()
    return folder


def make_many(folder: Path, count: int) -> Path:
    """A catalogue of so many products without photos on disk."""
    catalogue = Catalogue(folder)
    root = catalogue.root_id(Path("/photos"))
    with catalogue.database.write():
        for number in range(count):
            catalogue.database.execute(
                "INSERT INTO product(reference, category) VALUES (?, ?)",
                [f"REF{number:06}", f"Category {number % 7}"],
            )
            catalogue.database.execute(
                "INSERT INTO photo(root_id, path, product_id) VALUES (?, ?, ?)",
                [root, f"/photos/REF{number:06}.jpg", number + 1],
            )
    catalogue.close()
    return folder


@dataclass
class Tended:
    """A window on a catalogue, without a worker."""

    qtbot: QtBot
    window: MainWindow
    tending: Tending
    librarian: Librarian
    folder: Path

    @property
    def view(self) -> CatalogueView:
        return self.window.workspace.catalogue_view

    def child(self, kind: type[Kind], name: str) -> Kind:
        found: Kind = self.window.findChild(kind, name)
        return found

    def action(self, name: str) -> QAction:
        found: QAction = self.window.findChild(QAction, name)
        return found

    def says(self, name: str) -> str:
        return self.child(QLabel, name).text()

    def references(self) -> list[str | None]:
        """What the grid shows, None for what has not been read."""
        cards = [self.view.model.card(row) for row in range(len(self.view.model.ids))]
        return [card and card.reference for card in cards]

    def shows(self, *references: str) -> None:
        """Wait until the grid shows these products."""
        self.qtbot.waitUntil(lambda: self.references() == list(references))

    def choose(self, *references: str) -> None:
        """Choose these products in the grid, and wait for their sheet."""
        rows = sorted(self.references().index(reference) for reference in references)
        self.view.grid.setCurrentIndex(self.view.model.index(rows[0], 0))
        self.view.grid.select_rows(rows)
        ids = tuple(self.view.model.ids[row] for row in rows)
        self.qtbot.waitUntil(lambda: self.view.editor.ids == ids)

    def settle(self) -> None:
        """Wait until everything that was asked of the librarian has been answered."""
        heard: list[object] = []
        self.librarian.ask(lambda catalogue: None, heard.append, heard.append)
        self.qtbot.waitUntil(lambda: bool(heard))

    def stored(self) -> dict[str, Product]:
        """What the catalogue holds, by reference."""
        self.settle()
        catalogue = Catalogue(self.folder)
        ids = [row[0] for row in catalogue.database.rows("SELECT id FROM product")]
        found = {product.reference: product for product in products.products(catalogue, ids)}
        catalogue.close()
        return found


def field(tended: Tended, name: str) -> TextField:
    return tended.child(TextField, name)


def retype(tended: Tended, name: str, text: str, key: Qt.Key | None = ENTER) -> TextField:
    """Put the cursor into a field, type something else, and press a key."""
    edited = field(tended, name)
    edited.setFocus()
    edited.selectAll()
    tended.qtbot.keyClicks(edited, text)
    if key is not None:
        tended.qtbot.keyClick(edited, key)
    return edited
