"""The commands of the menu Catalogue that work on all of it: tables, duplicates, health.

Each has a librarian of its own, so that a comparison of minutes holds up neither an export nor
the window's quick questions.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QWidget

from core.errors import VitrineError
from core.language import _, ngettext
from core.messages import sentence
from desktop import wording
from desktop.file_dialogs import ask_export, ask_sheet
from desktop.librarian import Librarian
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.tools import import_wording
from desktop.tools.progress_panel import ProgressDialog
from desktop.widgets.actions import command
from desktop.widgets.notice_bar import NoticeBar


class Tools(QObject):
    """Joins the dialogs to their librarians; every change is told of by the quick one's `changed`.

    `shown` gives the ids of the products that an export is about: what is chosen, else what is
    in sight.
    """

    def __init__(
        self,
        window: QWidget,
        librarian: Librarian,
        notice_bar: NoticeBar,
        shown: Callable[[], Sequence[int]],
    ) -> None:
        super().__init__(window)
        self._window, self._librarian, self._notice_bar = window, librarian, notice_bar
        self._shown = shown
        self._tables, self._exports, self._comparisons, self._checks = (
            Librarian(self) for _each in range(4)
        )
        for changing in (self._tables, self._checks):
            changing.changed.connect(librarian.changed)
        self._thumbnails = ThumbnailLoader(self)
        self._dialogs: dict[str, QDialog] = {}
        self.import_sheet = self._action(
            "import_sheet", _("&Import a table…"), self._ask_sheet, "Ctrl+I"
        )
        self.export = self._action("export", _("&Export…"), self._ask_export, "Ctrl+Shift+E")
        self.duplicates = self._action(
            "duplicates", _("&Duplicates…"), self._show_duplicates, "Ctrl+Shift+D"
        )
        self.check = self._action("check", _("C&heck catalogue…"), self._show_check)
        for action in self.all():
            action.setEnabled(False)

    def all(self) -> list[QAction]:
        """The actions in the order of the menu."""
        return [self.import_sheet, self.export, self.duplicates, self.check]

    def open(self, folder: Path | None, writable: bool = True) -> None:
        """Turn to the catalogue in `folder`, which exists, or to none; what was open is closed.

        With `writable` off it is only read.
        """
        for name in list(self._dialogs):
            self._drop(name)
        for librarian in self._own():
            librarian.open(folder, writable=writable)
        for action in self.all():
            action.setEnabled(folder is not None)

    def close(self) -> None:
        """Leave off everything."""
        self.open(None)
        for librarian in self._own():
            librarian.close()
        self._thumbnails.close()

    def _ask_sheet(self) -> None:
        ask_sheet(self._window, self._import)

    def _import(self, path: Path) -> None:
        from desktop.tools.import_dialog import ImportDialog

        self._drop("import")
        dialog = ImportDialog(self._librarian, self._tables, self._window)
        dialog.imported.connect(lambda report: self._say(import_wording.outcome(path, report)))
        dialog.refused.connect(self._complain)
        self._show("import", dialog)
        dialog.read(path)

    def _ask_export(self) -> None:
        ids = list(self._shown())
        if ids:
            ask_export(self._window, partial(self._export, ids))
        else:
            self._say(_("There is no product to export."))

    def _export(self, ids: list[int], path: Path) -> None:
        from core.export import export

        dialog = ProgressDialog(_("Export products"), str(path), self._window)
        task = self._exports.follow(
            lambda catalogue: export(catalogue, ids, path),
            dialog.panel.show_progress,
            partial(self._tell_exported, path),
            self._complain_of_export,
        )
        dialog.cancel_requested.connect(task.cancel)
        dialog.finished.connect(lambda: self.export.setEnabled(True))
        self.export.setEnabled(False)
        self._drop("export")
        self._show("export", dialog)

    def _tell_exported(self, path: Path, count: int) -> None:
        self._dialogs["export"].accept()
        done = ngettext(
            "{count} product is written to “{path}”.",
            "{count} products are written to “{path}”.",
            count,
        )
        self._say(done.format(count=wording.number(count), path=path))

    def _complain_of_export(self, error: VitrineError) -> None:
        self._dialogs["export"].accept()
        self._complain(error)

    def _show_duplicates(self) -> None:
        from desktop.tools.duplicates_dialog import DuplicatesDialog

        if not self._is_open("duplicates"):
            self._drop("duplicates")
            dialog = DuplicatesDialog(
                self._librarian, self._comparisons, self._thumbnails, self._window
            )
            self._show("duplicates", dialog)
            dialog.compare()

    def _show_check(self) -> None:
        from desktop.tools.check_dialog import CheckDialog

        if not self._is_open("check"):
            self._drop("check")
            dialog = CheckDialog(self._checks, self._window)
            dialog.mended.connect(self._librarian.changed)
            self._show("check", dialog)
            dialog.check()

    def _show(self, name: str, dialog: QDialog) -> None:
        self._dialogs[name] = dialog
        dialog.show()

    def _is_open(self, name: str) -> bool:
        """Whether a dialog is on the screen already; it is brought to the front."""
        dialog = self._dialogs.get(name)
        if dialog is None or not dialog.isVisible():
            return False
        dialog.raise_()
        dialog.activateWindow()
        return True

    def _drop(self, name: str) -> None:
        dialog = self._dialogs.pop(name, None)
        if dialog is not None:
            dialog.reject()
            dialog.deleteLater()

    def _say(self, text: str) -> None:
        self._notice_bar.show_notice(text, [])

    def _complain(self, error: VitrineError) -> None:
        self._notice_bar.show_notice(sentence(error), [], "error")

    def _own(self) -> tuple[Librarian, ...]:
        return self._tables, self._exports, self._comparisons, self._checks

    def _action(self, name: str, text: str, do: Callable[[], None], keys: str = "") -> QAction:
        action = command(self, f"action_{name}", text, keys)
        action.triggered.connect(do)
        return action
