"""Several products become one, or a photo becomes a product of its own: asked, then done."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QWidget

from core.messages import sentence
from core.records import Shown
from desktop.catalogue.product_editor import MERGED_MOST, ProductEditor
from desktop.catalogue.regroup_dialogs import MergeDialog, SplitDialog
from desktop.librarian import Librarian

if TYPE_CHECKING:  # numpy, which the window cannot afford before it is painted
    from core.catalogue import Catalogue

Job = Callable[["Catalogue"], int]

FEWEST = 2


class Regroup(QObject):
    """Acts on the products and the photo of the sheet.

    Signals: `done(ids: tuple[int, ...])`, the products that came of it.
    """

    done = Signal(object)

    def __init__(
        self, editor: ProductEditor, librarian: Librarian, history: QUndoStack, window: QWidget
    ) -> None:
        super().__init__(window)
        self._editor, self._librarian = editor, librarian
        self._history, self._window = history, window

    @property
    def can_merge(self) -> bool:
        """Whether several products are on the sheet, and not too many."""
        return FEWEST <= len(self._editor.ids) <= MERGED_MOST

    @property
    def can_split(self) -> bool:
        """Whether the chosen photo is not the only one of its product."""
        photo = self._editor.strip.current
        if photo is None:
            return False
        products = self._editor.products
        its = next((product for product in products if product.id == photo.product_id), None)
        return its is not None and len(its.photos) >= FEWEST

    def merge(self) -> None:
        """Ask which of the products the others become, and make them one."""
        if not self.can_merge:
            return
        self._editor.flush()
        ids = self._editor.ids
        dialog = MergeDialog(self._editor.products, self._window)

        def job() -> Job:
            kept = dialog.kept
            return lambda catalogue: _merge(catalogue, kept, ids)

        self._ask(dialog, job)

    def split(self) -> None:
        """Ask what the chosen photo is called as a product, and make it one."""
        photo = self._editor.strip.current
        if photo is None or not self.can_split:
            return
        self._editor.flush()
        dialog = SplitDialog(photo, self._window)

        def job() -> Job:
            names = dialog.names
            return lambda catalogue: _split(catalogue, photo, names)

        self._ask(dialog, job)

    def _ask(self, dialog: MergeDialog | SplitDialog, job: Callable[[], Job]) -> None:
        """Do the job that a dialog has been agreed to; a refusal is said in the dialog."""

        def act() -> None:
            self._librarian.change(
                job(),
                lambda product_id: self._finish(dialog, product_id),
                lambda error: dialog.refuse(sentence(error)),
            )

        dialog.agreed.connect(act)
        dialog.open()

    def _finish(self, dialog: MergeDialog | SplitDialog, product_id: int) -> None:
        """Earlier steps may be about products that are gone now."""
        self._history.clear()
        dialog.accept()
        self.done.emit((product_id,))


def _merge(catalogue: "Catalogue", kept: int, ids: tuple[int, ...]) -> int:
    from core import products

    products.merge(catalogue, kept, ids)
    return kept


def _split(catalogue: "Catalogue", photo: Shown, names: tuple[str, str]) -> int:
    from core import products

    return products.split(catalogue, [photo.photo_id], *names)
