"""The file dialogs of the laboratory, and the question before a test set is forgotten."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from core.language import _
from desktop.file_dialogs import file_dialog, saving_dialog, settle

Then = Callable[[Path], None]


def ask_table(parent: QWidget, then: Then) -> None:
    """Ask for a table of queries."""
    dialog = file_dialog(parent, "dialog_truth", _("A table of queries"), then)
    dialog.setNameFilters([_("Tables ({patterns})").format(patterns="*.csv"), _("All files (*)")])
    dialog.open()


def ask_folder(parent: QWidget, then: Then) -> None:
    """Ask for a folder of query photos."""
    title = _("A folder of photos named by reference")
    dialog = file_dialog(parent, "dialog_queries_folder", title, then)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()


def ask_set_file(parent: QWidget, name: str, then: Then) -> None:
    """Ask where to write a test set of that name."""
    kinds = {_("Text table ({patterns})").format(patterns="*.csv"): ".csv"}
    _ask_where(parent, "dialog_set_file", _("Export the test set"), kinds, name, then)


def ask_report_file(parent: QWidget, name: str, then: Then) -> None:
    """Ask where to write the report on a test set of that name, as a page or as a table."""
    kinds = {
        _("Web page ({patterns})").format(patterns="*.html"): ".html",
        _("Text table ({patterns})").format(patterns="*.csv"): ".csv",
    }
    _ask_where(parent, "dialog_report_file", _("Export the report"), kinds, name, then)


def ask_delete(parent: QWidget, name: str, then: Callable[[], None]) -> None:
    """Ask whether a test set is to be forgotten."""
    box = QMessageBox(parent)
    box.setObjectName("dialog_delete_set")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(_("Delete the test set “{name}”?").format(name=name))
    box.setInformativeText(_("What was measured over it goes too; no photo is touched."))
    delete = box.addButton(_("&Delete"), QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton(_("Cance&l"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(cancel)
    delete.clicked.connect(then)
    box.open()


def _ask_where(
    parent: QWidget, name: str, title: str, kinds: dict[str, str], suggested: str, then: Then
) -> None:
    def complete(path: Path) -> None:
        is_named = path.suffix.lower() in kinds.values()
        settle(parent, path, "" if is_named else kinds[dialog.selectedNameFilter()], then)

    dialog = saving_dialog(parent, name, title, complete)
    dialog.setNameFilters(list(kinds))
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(kinds[kind]))
    first = next(iter(kinds.values()))
    dialog.setDefaultSuffix(first)
    dialog.selectFile(f"{suggested}{first}")
    dialog.open()
