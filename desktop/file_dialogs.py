"""The file dialogs, opened without blocking so that the window goes on living beneath them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from core import folders, places
from core.language import _
from core.messages import words
from core.removal_records import Ground
from core.scan import SUFFIXES


def ask_folder(parent: QWidget, then: Callable[[Path], None]) -> None:
    """Ask which folder to index."""
    dialog = file_dialog(
        *(parent, "dialog_folder", _("Index a folder of product photos")),
        lambda folder: make_sure(parent, folder, then),
    )
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()


def make_sure(parent: QWidget, folder: Path, then: Callable[[Path], None]) -> None:
    """Go on with a folder to index; ask first about one that is hardly meant."""
    reason = places.unwise(folder)
    if reason is None:
        then(folder)
        return
    box = QMessageBox(parent)
    box.setObjectName("dialog_unwise")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(words(reason, str(folder)))
    accept, other = QMessageBox.ButtonRole.AcceptRole, QMessageBox.ButtonRole.ActionRole
    anyway = box.addButton(_("&Index anyway"), accept)
    another = box.addButton(_("Choose another &folder…"), other)
    box.addButton(_("Cance&l"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(another)
    anyway.clicked.connect(lambda: then(folder))
    another.clicked.connect(lambda: ask_folder(parent, then))
    box.open()


def ask_catalogue(parent: QWidget, then: Callable[[Path], None]) -> None:
    """Ask for the folder of a catalogue."""
    dialog = file_dialog(parent, "dialog_catalogue", _("Open a catalogue"), then)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setDirectory(str(folders.catalogues_folder()))
    dialog.open()


def ask_models_folder(parent: QWidget, title: str, then: Callable[[Path], None]) -> None:
    """Ask which folder weights are carried in; it may be made there and then."""
    dialog = file_dialog(parent, "dialog_models", title, then)
    dialog.setOption(QFileDialog.Option.ReadOnly, False)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()


def ask_photos(parent: QWidget, title: str, then: Callable[[list[Path]], None]) -> None:
    """Ask which photos of one product to look for; any file may be one, its content decides."""
    dialog = file_dialog(parent, "dialog_photo", title, lambda _first: None)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda chosen: then([Path(name) for name in chosen]))
    known = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
    dialog.setNameFilters([_("Photos ({patterns})").format(patterns=known), _("All files (*)")])
    dialog.open()


def ask_weights(parent: QWidget, then: Callable[[Path], None]) -> None:
    """Ask for a weights file."""
    dialog = file_dialog(parent, "dialog_weights", _("Choose a weights file"), then)
    dialog.open()


def ask_sheet(parent: QWidget, then: Callable[[Path], None]) -> None:
    """Ask which table to import."""
    dialog = file_dialog(parent, "dialog_sheet", _("Import a table"), then)
    dialog.setNameFilters(
        [_("Tables ({patterns})").format(patterns="*.csv *.xlsx"), _("All files (*)")]
    )
    dialog.open()


def ask_export(parent: QWidget, then: Callable[[Path], None]) -> None:
    """Ask where to write products; the kind that is chosen completes a name without its ending."""
    from core.export import is_exportable

    kinds = {
        _("Excel workbook with thumbnails ({patterns})").format(patterns="*.xlsx"): ".xlsx",
        _("Text table ({patterns})").format(patterns="*.csv"): ".csv",
    }

    def complete(path: Path) -> None:
        kind = kinds[dialog.selectedNameFilter()]
        settle(parent, path, "" if is_exportable(path) else kind, then)

    dialog = saving_dialog(parent, "dialog_export", _("Export products"), complete)
    dialog.setNameFilters(list(kinds))
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(kinds[kind]))
    dialog.setDefaultSuffix(".xlsx")
    dialog.open()


def ask_cutout(parent: QWidget, suggested: Path, then: Callable[[Path, Ground], None]) -> None:
    """Ask where to save a cut-out, and what is to lie around the product."""
    kinds = {
        _("PNG with transparency ({patterns})").format(patterns="*.png"): Ground.TRANSPARENT,
        _("PNG on white ({patterns})").format(patterns="*.png"): Ground.WHITE,
    }

    def complete(path: Path) -> None:
        ground = kinds[dialog.selectedNameFilter()]
        ending = "" if path.suffix.lower() == ".png" else ".png"
        settle(parent, path, ending, lambda whole: then(whole, ground))

    dialog = saving_dialog(parent, "dialog_cutout", _("Save the cut-out"), complete)
    dialog.setNameFilters(list(kinds))
    dialog.setDefaultSuffix(".png")
    dialog.setDirectory(str(suggested.parent))
    dialog.selectFile(suggested.name)
    dialog.open()


def ask_report(parent: QWidget, then: Callable[[Path], None]) -> None:
    """Ask where to save a report, which is text whatever it is called."""

    def complete(path: Path) -> None:
        ending = "" if path.suffix.lower() == ".txt" else ".txt"
        settle(parent, path, ending, then)

    dialog = saving_dialog(parent, "dialog_report", _("Save the report"), complete)
    dialog.setNameFilters([_("Text ({patterns})").format(patterns="*.txt")])
    dialog.setDefaultSuffix(".txt")
    dialog.selectFile(_("Vitrine report") + ".txt")
    dialog.open()


def settle(parent: QWidget, path: Path, ending: str, then: Callable[[Path], None]) -> None:
    """Go on with `path` and the ending that it lacks; the dialog has asked about it without."""
    whole = path.with_name(f"{path.name}{ending}")
    if ending and whole.exists():
        _ask_replace(parent, whole, then)
    else:
        then(whole)


def _ask_replace(parent: QWidget, path: Path, then: Callable[[Path], None]) -> None:
    box = QMessageBox(parent)
    box.setObjectName("dialog_replace")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(_("“{name}” is there already. Replace it?").format(name=path.name))
    replace = box.addButton(_("&Replace"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(_("Cance&l"), QMessageBox.ButtonRole.RejectRole)
    replace.clicked.connect(lambda: then(path))
    box.open()


def saving_dialog(
    parent: QWidget, name: str, title: str, then: Callable[[Path], None]
) -> QFileDialog:
    """A dialog for a file to write, not yet open."""
    dialog = file_dialog(parent, name, title, then)
    dialog.setOption(QFileDialog.Option.ReadOnly, False)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    return dialog


def file_dialog(
    parent: QWidget, name: str, title: str, then: Callable[[Path], None]
) -> QFileDialog:
    """A dialog for a file that is there, not yet open."""
    dialog = QFileDialog(parent, title)
    # Qt's own dialog deletes, renames and moves whatever is chosen in it.
    dialog.setOption(QFileDialog.Option.ReadOnly)
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    return dialog
