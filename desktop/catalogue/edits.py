"""What a person changes about products, each step of which can be taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from core.errors import CatalogueError, VitrineError
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
        """Change products, all or none.

        It can be undone at once, while it waits for its turn: what it replaced is read then.
        """
        self.make(
            _Change(ids, changes),
            _named(changes),
            lambda error: self.refused.emit(ids, changes, error),
        )

    def make(self, change: "Change", name: str, refused: Callable[[VitrineError], None]) -> None:
        """Make a change that can be undone at once; `name` is what the Edit menu calls it."""
        step = _Step(self, change, name)
        self.history.push(step)

        def refuse(error: VitrineError) -> None:
            step.is_refused = True
            self._drop_refused()
            refused(error)

        self._librarian.change(change.make, lambda nothing: None, refuse)

    def undo(self, step: "_Step") -> None:
        """Take a change back; one before it may have been refused meanwhile."""
        QTimer.singleShot(0, self, self._drop_refused)
        self._librarian.change(
            step.change.take_back,
            lambda nothing: None,
            lambda error: self._fail(step, error, is_made=True),
        )

    def redo(self, step: "_Step") -> None:
        """Make a change again."""
        self._librarian.change(
            step.change.make,
            lambda nothing: None,
            lambda error: self._fail(step, error, is_made=False),
        )

    def _drop_refused(self) -> None:
        """Nothing is to be undone of a change that was not made."""
        last = self.history.command(self.history.index() - 1)
        if isinstance(last, _Step) and last.is_refused:
            last.setObsolete(True)
            self.history.undo()

    def _fail(self, step: "_Step", error: VitrineError, *, is_made: bool) -> None:
        """A disk or another program may let it pass the next time; after any other refusal the
        steps before and after it rest on what is no longer so.
        """
        step.is_made = is_made
        history = self.history
        last_moved = history.command(history.index() - (not is_made))
        if last_moved is not step or not isinstance(error, CatalogueError):
            history.clear()
        elif is_made:
            history.redo()
        else:
            history.undo()
        self.failed.emit(error)


class Change(Protocol):
    """What can be made and taken back, both on the librarian's thread."""

    def make(self, catalogue: "Catalogue") -> None:
        """Make it. Raises `VitrineError` where it is refused; then nothing has changed."""

    def take_back(self, catalogue: "Catalogue") -> None:
        """Put back what was there before."""


@dataclass
class _Change:
    """One change of one or many products; what it replaced belongs to the librarian's thread."""

    ids: Sequence[int]
    changes: ProductChanges
    before: "Sequence[Before]" = ()

    def make(self, catalogue: "Catalogue") -> None:
        from core.corrections import correct

        self.before = correct(catalogue, self.ids, self.changes)

    def take_back(self, catalogue: "Catalogue") -> None:
        from core.corrections import take_back

        take_back(catalogue, self.before)


class _Step(QUndoCommand):
    """A change that has been asked for already."""

    def __init__(self, edits: Edits, made: Change, name: str) -> None:
        super().__init__(name)
        self._edits, self.change = edits, made
        self.is_made = True
        self.is_refused = False

    def undo(self) -> None:
        if self.is_made:
            self.is_made = False
            self._edits.undo(self)

    def redo(self) -> None:
        """Called by `push` too, when there is nothing left to do."""
        if self.is_refused:
            self.setObsolete(True)
        elif not self.is_made:
            self.is_made = True
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
