"""What a person changes about products, each step of which can be taken back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from core.errors import VitrineError
from core.language import _
from core.product_records import ProductChanges
from desktop.librarian import Librarian

if TYPE_CHECKING:  # numpy, which the window cannot afford before it is painted
    from core.catalogue import Catalogue
    from core.corrections import Before


class Edits(QObject):
    """Changes products through the librarian; `history` undoes and redoes.

    Signals: `refused(ids, changes: ProductChanges, error: VitrineError)` for a change that was not
    made; `failed(error: VitrineError)` when a step could not be taken back or made again.
    """

    refused = Signal(object, object, object)
    failed = Signal(object)

    def __init__(
        self, history: QUndoStack, librarian: Librarian, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.history = history
        self._librarian = librarian

    def change(self, ids: Sequence[int], changes: ProductChanges) -> None:
        """Change products, all or none."""
        self._librarian.change(
            lambda catalogue: _correct(catalogue, ids, changes),
            lambda before: self.history.push(_Step(self, ids, changes, before)),
            lambda error: self.refused.emit(ids, changes, error),
        )

    def undo(self, step: "_Step") -> None:
        """Take a step back."""
        before = step.before
        self._librarian.change(
            lambda catalogue: _take_back(catalogue, before), lambda nothing: None, self._fail
        )

    def redo(self, step: "_Step") -> None:
        """Make a step again."""
        ids, changes = step.ids, step.changes
        self._librarian.change(
            lambda catalogue: _correct(catalogue, ids, changes), step.note, self._fail
        )

    def _fail(self, error: VitrineError) -> None:
        """The steps before and after it rest on what is no longer so."""
        self.history.clear()
        self.failed.emit(error)


class _Step(QUndoCommand):
    """One change of one or many products, which has been made already."""

    def __init__(
        self, edits: Edits, ids: Sequence[int], changes: ProductChanges, before: "list[Before]"
    ) -> None:
        super().__init__(_named(changes))
        self._edits = edits
        self._made = True
        self.ids, self.changes, self.before = ids, changes, before

    def note(self, before: "list[Before]") -> None:
        """Remember what was there before it was made again."""
        self.before = before

    def undo(self) -> None:
        self._made = False
        self._edits.undo(self)

    def redo(self) -> None:
        """Called by `push` too, when there is nothing left to do."""
        if not self._made:
            self._made = True
            self._edits.redo(self)


def _named(changes: ProductChanges) -> str:
    """What the Edit menu says is undone."""
    if changes.columns:
        return _("change of “{column}”").format(column=next(iter(changes.columns)))
    for is_changed, text in (
        (changes.reference is not None, _("change of reference")),
        (changes.category is not None, _("change of category")),
        (changes.name is not None, _("change of name")),
        (changes.notes is not None, _("change of notes")),
    ):
        if is_changed:
            return text
    return _("change of tags")


def _correct(catalogue: "Catalogue", ids: Sequence[int], changes: ProductChanges) -> "list[Before]":
    from core.corrections import correct

    return correct(catalogue, ids, changes)


def _take_back(catalogue: "Catalogue", before: "list[Before]") -> None:
    from core.corrections import take_back

    take_back(catalogue, before)
