"""The catalogues of the File menu: opening one, finding one elsewhere, beginning a new one."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core import folders
from core.language import _
from desktop import file_dialogs, wording
from desktop.catalogues.new_catalogue import NewCatalogueDialog
from desktop.main_window import MainWindow
from desktop.settings import Settings
from desktop.wording import MINE, SAMPLE

DATABASE = "catalogue.db"


class CataloguesDesk(QObject):
    """Keeps the menu in step with the settings.

    Signals: `chosen(folder: Path)`, which holds a catalogue or is to hold one.
    """

    chosen = Signal(object)

    def __init__(self, window: MainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        menus = window.menus
        menus.catalogues.chosen.connect(self._open_known)
        menus.new_catalogue.triggered.connect(self._ask_name)
        menus.open_catalogue.triggered.connect(self._ask_folder)

    def show(self, current: Path) -> None:
        """Offer the catalogues that were open, `current` with a mark."""
        own = folders.catalogues_folder()
        others = [path for path in self._settings.catalogues if path != own / SAMPLE]
        mine = own / MINE
        known = others if mine in others else [*others, mine]
        entries = [(wording.catalogue(folder), folder) for folder in known]
        self._window.menus.catalogues.set_entries(entries, current)

    def _open_known(self, folder: Path) -> None:
        if folder == folders.catalogues_folder() / MINE or (folder / DATABASE).is_file():
            self.chosen.emit(folder)
        else:
            self._settings.forget_catalogue(folder)
            self._window.menus.catalogues.set_entries([])
            self._tell_none(folder)

    def _ask_name(self) -> None:
        dialog = NewCatalogueDialog(self._window)
        dialog.named.connect(lambda name: self.chosen.emit(folders.catalogues_folder() / name))
        dialog.open()

    def _ask_folder(self) -> None:
        file_dialogs.ask_catalogue(self._window, self._open_found)

    def _open_found(self, folder: Path) -> None:
        if (folder / DATABASE).is_file():
            self.chosen.emit(folder)
        else:
            self._tell_none(folder)

    def _tell_none(self, folder: Path) -> None:
        text = _("There is no catalogue in “{path}”: choose the folder that holds one.")
        self._window.notice_bar.show_notice(text.format(path=folder), [], "warning")
