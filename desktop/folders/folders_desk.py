"""The dialog of the indexed folders at work, with a librarian of its own.

A folder on a network drive may keep whoever asks for it waiting, but not the quick questions.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.errors import VitrineError
from core.messages import sentence
from desktop.folders.folders_dialog import FoldersDialog
from desktop.librarian import Librarian, Task

if TYPE_CHECKING:  # opening a catalogue loads numpy: the librarian's thread does
    from core.catalogue import Catalogue
    from core.indexed_folders import IndexedFolder

REFRESH_MS = 800


class FoldersDesk(QObject):
    """One dialog, shown as often as it is asked for.

    Signals: `index_requested(folder)`; `switched(folder)` when its watching was switched.
    """

    index_requested = Signal(object)
    switched = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.dialog = FoldersDialog(window)
        self._librarian = Librarian(self)
        self._asked = Task(settled=True)
        self._soon = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._soon.timeout.connect(self._ask)
        self.dialog.index_requested.connect(self.index_requested)
        self.dialog.switched.connect(self._switch)
        self.dialog.returned.connect(self.refresh_soon)

    def open(self, folder: Path | None, writable: bool = True) -> None:
        """Turn to the catalogue in `folder`, which exists, or to none."""
        self._librarian.open(folder, writable=writable)
        self._asked = Task(settled=True)
        self.dialog.show_looking()
        if folder is None:
            self.dialog.reject()
        else:
            self.refresh_soon()

    def show(self) -> None:
        """Show the dialog, or bring it to the front."""
        self._ask()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def refresh_soon(self) -> None:
        """What is in the folders may have changed."""
        if self.dialog.isVisible() and not self._soon.isActive():
            self._soon.start()

    def close(self) -> None:
        """Ask for nothing any more."""
        self._soon.stop()
        self._librarian.close()

    def _ask(self) -> None:
        """Of questions under way the last answer counts: a box may have been checked meanwhile."""
        self._asked.cancel()
        self._asked = self._librarian.ask(_folders, self.dialog.set_folders, self._fail)

    def _switch(self, folder: Path, watched: bool) -> None:
        self._asked.cancel()
        self._librarian.change(
            _switching(folder, watched),
            lambda _done: self.switched.emit(folder),
            self._fail,
        )
        self._ask()

    def _fail(self, error: VitrineError) -> None:
        self.dialog.show_failure(sentence(error))


def _folders(catalogue: "Catalogue") -> "list[IndexedFolder]":
    from core.indexed_folders import indexed_folders

    return indexed_folders(catalogue.database)


def _switching(folder: Path, watched: bool) -> "Callable[[Catalogue], bool]":
    def job(catalogue: "Catalogue") -> bool:
        from core.indexed_folders import set_watched

        return set_watched(catalogue.database, folder, watched=watched)

    return job
