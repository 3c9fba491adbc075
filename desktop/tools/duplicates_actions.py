"""What can be done with a group of duplicates: look at its photos, or make one product of it."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication

from core import products
from core.errors import PhotoReason
from core.language import _
from core.messages import sentence, words
from core.records import DuplicateGroup, Shown
from desktop.librarian import Librarian
from desktop.photos.photo_actions import visit
from desktop.tools.duplicates_model import DuplicatesModel
from desktop.tools.duplicates_tree import DuplicatesTree
from desktop.widgets.actions import command


class DuplicateActions(QObject):
    """Actions on the current row of a tree; nothing here deletes a photo.

    Signals: `said(text: str)`: what the last action did, or what making one product would do.
    """

    said = Signal(str)

    def __init__(self, tree: DuplicatesTree, model: DuplicatesModel, librarian: Librarian) -> None:
        super().__init__(tree)
        self._tree, self._model, self._librarian = tree, model, librarian
        self.open = self._action("open", _("&Open photo"), "Ctrl+Return", self._open)
        self.show = self._action("show", _("&Show in folder"), "Ctrl+E", self._show)
        self.copy = self._action("copy", _("Copy &path"), "Ctrl+C", self._copy)
        self.merge = self._action(
            "merge", _("&Make one product of these"), "Ctrl+M", self._make_one
        )
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        tree.moved.connect(self.follow)
        tree.opened.connect(self._open)
        self.follow()

    def all(self) -> list[QAction]:
        """The actions, in the order of a menu or of a row of buttons."""
        return [self.open, self.show, self.copy, self.merge]

    def follow(self) -> None:
        """Allow what can be done with the current row, and say what the last action would do."""
        photo = self._tree.photo()
        for action in (self.open, self.show, self.copy):
            action.setEnabled(photo is not None)
        into, others = _parts(self._tree.group(), photo)
        self.merge.setEnabled(bool(others))
        self.said.emit(_plan(into, others) if into and others else "")

    def _action(self, name: str, text: str, keys: str, do: Callable[[], None]) -> QAction:
        action = command(self, f"duplicates_{name}", text, keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(do)
        self._tree.addAction(action)
        return action

    def _open(self) -> None:
        photo = self._tree.photo()
        if photo is not None and not visit(photo.photo_path, photo.photo_path):
            self.said.emit(words(PhotoReason.VANISHED, str(photo.photo_path)))

    def _show(self) -> None:
        photo = self._tree.photo()
        if photo is not None and not visit(photo.photo_path, photo.photo_path.parent):
            self.said.emit(words(PhotoReason.VANISHED, str(photo.photo_path)))

    def _copy(self) -> None:
        photo = self._tree.photo()
        if photo is not None:
            QGuiApplication.clipboard().setText(str(photo.photo_path))

    def _make_one(self) -> None:
        into, others = _parts(self._tree.group(), self._tree.photo())
        if into is None or not others:
            return
        ids = [photo.product_id for photo in others]
        self._librarian.change(
            lambda catalogue: products.merge(catalogue, into.product_id, ids),
            lambda nothing: self._show_one(into, ids),
            lambda error: self.said.emit(sentence(error)),
        )

    def _show_one(self, into: Shown, ids: list[int]) -> None:
        self._model.make_one(into, ids)
        self.follow()
        self.said.emit(
            _("All of this group is “{reference}” now.").format(reference=into.reference)
        )


def _parts(group: DuplicateGroup | None, photo: Shown | None) -> tuple[Shown | None, list[Shown]]:
    """The photo whose product stays, and one photo of each other product of its group."""
    if group is None:
        return None, []
    into = photo or group.photos[0]
    others = {other.product_id: other for other in group.photos}
    others.pop(into.product_id)
    return into, list(others.values())


def _plan(into: Shown, others: list[Shown]) -> str:
    names = ", ".join(_name(other, into) for other in others)
    return _("As one product: “{reference}” stays, with all that is known of {others}.").format(
        reference=into.reference, others=names
    )


def _name(photo: Shown, beside: Shown) -> str:
    """A reference, with its category where that tells it from the other."""
    quoted = _("“{name}”").format(name=photo.reference)
    return quoted if photo.reference != beside.reference else f"{quoted} ({photo.category})"
