"""Tending the catalogue in the window: what its sheet, menu and grid do, joined once."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.errors import VitrineError
from core.messages import sentence
from core.product_records import ProductChanges
from desktop.catalogue.browser import Browser
from desktop.catalogue.edits import Edits
from desktop.catalogue.regroup import Regroup
from desktop.catalogue.view_rule_desk import ViewRuleDesk
from desktop.librarian import Librarian
from desktop.main_window import MainWindow
from desktop.workspace import CATALOGUE


class Tending(QObject):
    """Joins the catalogue view, the filter bar and the Catalogue menu to the librarian.

    Signals: `changed()` after a person has changed products.
    """

    changed = Signal()

    def __init__(self, window: MainWindow, librarian: Librarian) -> None:
        super().__init__(window)
        self._window = window
        self._view = window.workspace.catalogue_view
        self.browser = Browser(window.workspace, librarian, window.notice_bar)
        self.edits = Edits(window.history, librarian, self)
        self._regroup = Regroup(self._view.editor, librarian, window.history, window)
        self._view_rule = ViewRuleDesk(librarian, window)
        self._said = ""
        librarian.changed.connect(self._settle)
        librarian.lost.connect(lambda error: self._say(sentence(error), "error"))
        self._connect()
        self._allow()

    def open(self, folder: Path | None, writable: bool = True) -> None:
        """Turn to the catalogue in `folder`, to be changed or only read, or to none."""
        self._view_rule.dialog.reject()
        self.browser.open(folder, writable=writable)
        self._view.editor.forget()
        self._window.history.clear()
        self._window.menus.view_rule.setEnabled(folder is not None)

    def shown(self) -> Sequence[int]:
        """The products that a person means: those on the sheet, else all that pass the filter."""
        return self._view.editor.ids or self._view.model.ids

    def flush(self) -> None:
        """Hand on what was typed, before the window goes."""
        self._view.editor.flush()

    def _connect(self) -> None:
        view, menus, workspace = self._view, self._window.menus, self._window.workspace
        editor = view.editor
        editor.edited.connect(self.edits.change)
        editor.refused.connect(lambda text: self._say(text, "warning"))
        editor.shown.connect(self._allow)
        editor.strip.chosen.connect(self._allow)
        workspace.view_changed.connect(self._allow)
        for opened in (view.opened, editor.strip.opened):
            opened.connect(self._window.photo_actions.open.trigger)
        self.edits.refused.connect(self._put_back)
        self.edits.failed.connect(lambda error: self._say(sentence(error), "error"))
        self._regroup.done.connect(self.browser.choose)
        menus.save.triggered.connect(editor.save)
        menus.select_all.triggered.connect(view.grid.selectAll)
        menus.reference.triggered.connect(editor.edit_reference)
        menus.merge.triggered.connect(self._regroup.merge)
        menus.split.triggered.connect(self._regroup.split)
        menus.view_rule.triggered.connect(self._view_rule.open)
        # Products that were regrouped are not what the steps before were about.
        self._view_rule.dialog.accepted.connect(self._window.history.clear)
        view.add_commands(
            [*self._window.photo_actions.all(), menus.reference, menus.merge, menus.split]
        )

    def _allow(self) -> None:
        """Commands are there for what is chosen in the catalogue view, while it is in front."""
        menus, front = self._window.menus, self._window.workspace.view == CATALOGUE
        editor = self._view.editor
        menus.save.setEnabled(front and bool(editor.ids))
        menus.select_all.setEnabled(front)
        menus.reference.setEnabled(front and len(editor.ids) == 1)
        menus.merge.setEnabled(front and self._regroup.can_merge)
        menus.split.setEnabled(front and self._regroup.can_split)

    def _put_back(self, ids: Sequence[int], changes: ProductChanges, error: VitrineError) -> None:
        """What could not be saved comes back to its field, and its products to the sheet."""
        self._say(sentence(error), "error")
        editor = self._view.editor
        editor.put_back(ids, changes)
        if list(ids) != self.browser.asked:
            self.browser.choose(ids)

    def _settle(self) -> None:
        """What was complained of may be mended now."""
        self._window.notice_bar.take_back(self._said)
        self.changed.emit()

    def _say(self, text: str, kind: str) -> None:
        self._said = text
        self._window.notice_bar.show_notice(text, [], kind)
