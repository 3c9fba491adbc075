"""Test sets made, written to tables and forgotten, by a librarian of their own."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import VitrineError
from core.laboratory_records import QuerySet, SetOrder, SetsMade, SetSource
from core.language import _, ngettext
from core.messages import sentence
from desktop import wording
from desktop.laboratory import asking, jobs
from desktop.laboratory.new_set_dialog import NewSetDialog
from desktop.laboratory.sets_pane import SetsPane
from desktop.librarian import Librarian
from desktop.main_window import MainWindow
from desktop.tools.progress_panel import ProgressDialog

if TYPE_CHECKING:  # opening a catalogue loads numpy: the librarian's thread does
    from collections.abc import Generator

    from core.catalogue import Catalogue
    from core.records import Progress


class SetsDesk(QObject):
    """What the buttons below the test sets do.

    Signals: `changed(name: str)` when sets were made, of which one is called so, or deleted ("").
    """

    changed = Signal(str)

    def __init__(self, window: MainWindow, sets: SetsPane) -> None:
        super().__init__(window)
        self._window, self._pane = window, sets
        self._librarian = Librarian(self)
        self._progress: ProgressDialog | None = None
        sets.add_wanted.connect(self._ask_new)
        sets.export_wanted.connect(self._ask_export)
        sets.delete_wanted.connect(self._ask_delete)

    def open(self, folder: Path | None, writable: bool) -> None:
        """Turn to the catalogue in `folder`, which exists, or to none."""
        self._end_progress()
        self._librarian.open(folder, writable=writable)

    def close(self) -> None:
        """Ask for nothing any more."""
        self._librarian.close()

    def tell_written(self, path: Path) -> None:
        """Say that a file is written."""
        text = _("Written: “{path}”.").format(path=path)
        self._window.notice_bar.show_notice(text, [])

    def complain(self, error: VitrineError) -> None:
        """Say what could not be done."""
        self._end_progress()
        self._window.notice_bar.show_notice(sentence(error), [], "error")

    def _ask_new(self, source: SetSource) -> None:
        then = partial(self._ask_name, source)
        if source == SetSource.CSV:
            asking.ask_table(self._window, then)
        elif source == SetSource.FOLDER:
            asking.ask_folder(self._window, then)
        else:
            then(None)

    def _ask_name(self, source: SetSource, path: Path | None) -> None:
        dialog = NewSetDialog(source, path, self._window)
        dialog.ordered.connect(self._make)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _make(self, order: SetOrder) -> None:
        self._end_progress()
        self._progress = dialog = ProgressDialog(_("New test set"), order.name, self._window)
        told = dialog.panel.show_progress
        task = self._librarian.follow(_making(order), told, self._tell_made, self.complain)
        dialog.cancel_requested.connect(task.cancel)
        dialog.show()

    def _tell_made(self, made: SetsMade) -> None:
        self._end_progress()
        self.changed.emit(made.sets[0].name)
        said = [_counted(_about_left_out, made.left_out), _counted(_about_missing, made.missing)]
        if any(said):
            self._window.notice_bar.show_notice(" ".join(filter(None, said)), [], "warning")

    def _ask_export(self) -> None:
        chosen = self._pane.current
        if chosen is not None:
            asking.ask_set_file(self._window, chosen.name, partial(self._export, chosen))

    def _export(self, chosen: QuerySet, path: Path) -> None:
        job = jobs.exporting_set(chosen.id, path)
        self._librarian.ask(job, self.tell_written, self.complain)

    def _ask_delete(self) -> None:
        chosen = self._pane.current
        if chosen is not None:
            asking.ask_delete(self._window, chosen.name, partial(self._delete, chosen))

    def _delete(self, chosen: QuerySet) -> None:
        job = jobs.deleting(chosen.id)
        self._librarian.change(job, lambda _done: self.changed.emit(""), self.complain)

    def _end_progress(self) -> None:
        if self._progress is not None:
            self._progress.accept()
            self._progress.deleteLater()
            self._progress = None


def _about_left_out(count: int) -> str:
    return ngettext(
        "{count} photo is in no test set, for it names no product or is in the catalogue "
        "itself: “{name}”.",
        "{count} photos are in no test set, for they name no product or are in the "
        "catalogue themselves: “{name}” and others.",
        count,
    )


def _about_missing(count: int) -> str:
    return ngettext(
        "{count} photo of the table is not there; it is in the test set all the same: “{name}”.",
        "{count} photos of the table are not there; they are in the test set all the same: "
        "“{name}” and others.",
        count,
    )


def _counted(about: Callable[[int], str], photos: Sequence[Path]) -> str:
    """What is said of so many photos, the first by its name; nothing of none."""
    if not photos:
        return ""
    return about(len(photos)).format(count=wording.number(len(photos)), name=photos[0].name)


def _making(order: SetOrder) -> "Callable[[Catalogue], Generator[Progress, None, SetsMade]]":
    def job(catalogue: "Catalogue") -> "Generator[Progress, None, SetsMade]":
        from core.laboratory.test_set_sources import make

        return make(catalogue, order)

    return job
