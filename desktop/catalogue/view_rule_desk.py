"""The dialog for views at work: its questions go to the librarian, the answers come back."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from core.errors import VitrineError
from core.messages import sentence
from core.view_rule import ViewRule
from desktop.catalogue.view_rule_dialog import ViewRuleDialog
from desktop.librarian import Librarian, Task

if TYPE_CHECKING:  # opening a catalogue loads numpy: the librarian's thread does
    from core.catalogue import Catalogue
    from core.views import ViewReport


class ViewRuleDesk:
    """One dialog, opened as often as it is asked for."""

    def __init__(self, librarian: Librarian, parent: QWidget | None = None) -> None:
        self.dialog = ViewRuleDialog(parent)
        self._librarian = librarian
        self._asked = Task()
        self.dialog.preview_requested.connect(self._preview)
        self.dialog.applied.connect(self._apply)
        self.dialog.finished.connect(lambda _result: self._asked.cancel())

    def open(self) -> None:
        """Show the dialog, with the open catalogue's rule where it was closed."""
        if not self.dialog.isVisible():
            self._asked = self._librarian.ask(_rule, self.dialog.show_rule, self._failed)
            self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _preview(self, rule: ViewRule) -> None:
        self._asked.cancel()
        self._asked = self._librarian.ask(
            lambda catalogue: _preview(catalogue, rule), self.dialog.show_preview, self._failed
        )

    def _apply(self, rule: ViewRule) -> None:
        self._asked.cancel()
        self._librarian.change(
            lambda catalogue: _apply(catalogue, rule),
            lambda _report: self.dialog.accept(),
            self._failed,
        )

    def _failed(self, error: VitrineError) -> None:
        self.dialog.show_failure(sentence(error))


def _rule(catalogue: "Catalogue") -> ViewRule:
    from core import views

    return views.rule(catalogue)


def _preview(catalogue: "Catalogue", rule: ViewRule) -> "ViewReport":
    from core import views

    return views.preview(catalogue, rule)


def _apply(catalogue: "Catalogue", rule: ViewRule) -> "ViewReport":
    from core import views

    return views.apply(catalogue, rule)
