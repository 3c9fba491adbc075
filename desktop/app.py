"""The window with everything that works for it: built once, joined, ended cleanly."""

import gc
from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from core import folders, weights
from core.thumbnail_store import ThumbnailStore
from desktop import motion, theme
from desktop.activity import Activity
from desktop.catalogue.tending import Tending
from desktop.catalogues.catalogues_desk import CataloguesDesk
from desktop.controller import Controller
from desktop.errand import Errand
from desktop.folders.folders_desk import FoldersDesk
from desktop.guide import Guide
from desktop.librarian import Librarian
from desktop.main_window import MainWindow
from desktop.matches.look import Look
from desktop.matches.verdicts_desk import VerdictsDesk
from desktop.notifier import Notifier, come_forward
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.preferences.preferences_dialog import PreferencesDialog
from desktop.report.report_desk import ReportDesk
from desktop.settings import Settings
from desktop.tools.tools import Tools
from desktop.wording import MINE, SAMPLE
from desktop.work_details import WorkDetails
from desktop.worker import Worker


class Vitrine(QObject):
    """The window with everything that works for it, wired once.

    Signals: `language_chosen(code: str)`, or "system".
    """

    language_chosen = Signal(str)

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._scratch = QTemporaryDir()
        store = ThumbnailStore(folders.data_folder() / "thumbnails.db")
        self._thumbnails = ThumbnailLoader(store=store)
        self.window = MainWindow(self._thumbnails)
        self.worker = Worker(Path(self._scratch.path()), folders.log_file())
        self.controller = Controller(
            self.window, self._thumbnails, self.worker, weights.open_store()
        )
        self.librarian = Librarian()
        self.tending = Tending(self.window, self.librarian)
        self.verdicts = VerdictsDesk(self.window, self.tending.edits)
        self.tools = Tools(self.window, self.librarian, self.window.notice_bar, self.tending.shown)
        self.window.menus.add_tools(self.tools.all())
        self.folders = FoldersDesk(self.window)
        self.reports = ReportDesk(self.window, Path(self._scratch.path()))
        self.catalogues = CataloguesDesk(self.window, settings)
        self.notifier = Notifier(self.window, settings)
        self.details = WorkDetails(self.window)
        self._connect()
        # What is there by now stays to the end. The collector would look through all of it again
        # and again, for 40 ms at a time in which no thread gets on, the window's neither.
        gc.freeze()

    def show(self) -> None:
        """Show the window, and notice whether a person works in it."""
        self.window.show()
        Activity(self.window.windowHandle()).noticed.connect(self.controller.note_work)

    @property
    def photos(self) -> tuple[Path, ...]:
        """What is looked for, where that is in photos."""
        return self.controller.photos

    def start(self, errand: Errand) -> None:
        """Start the worker and open what the errand or the last session names."""
        self.worker.start()
        if not (errand.sample or errand.catalogue):
            self._open(self._settings.catalogue or _mine())
        self._do(errand)

    def run_errand(self, errand: Errand) -> None:
        """Do what a later start asks for, before the person's eyes."""
        come_forward(self.window)
        self._do(errand)

    def _do(self, errand: Errand) -> None:
        if errand.sample:
            self._open_sample()
        elif errand.catalogue:
            self._open(errand.catalogue)
        self.window.take(errand.paths)

    def _connect(self) -> None:
        window = self.window
        window.folder_chosen.connect(self._index)
        self._connect_settings()
        window.recent.changed.connect(self._keep_recent)
        window.recent.restore(self._settings.recent)
        self._keep_recent()
        window.sample_requested.connect(self._open_sample)
        window.my_catalogue_requested.connect(lambda: self._open(_mine()))
        window.log_requested.connect(lambda: _open_file(folders.log_file()))
        window.menus.licences.triggered.connect(lambda: _open_file(_licences()))
        window.menus.details.triggered.connect(self.details.show)
        window.guide_requested.connect(lambda: Guide(window, folders.licences()).show())
        window.menus.report.triggered.connect(self.reports.show)
        window.closing.connect(self._close)
        self.controller.cutouts.begin_in(self._settings.cutout_folder)
        self.controller.cutouts.folder_used.connect(self._keep_cutout_folder)
        window.query_pane.desk.set_backdrop(self._settings.backdrop)
        window.query_pane.desk.backdrop_chosen.connect(self._keep_backdrop)
        self.controller.opened.connect(self.tending.open)
        self.controller.opened.connect(self.tools.open)
        self.controller.opened.connect(self.controller.laboratory.open)
        self.controller.grown.connect(self.controller.laboratory.refresh_soon)
        self.controller.grown.connect(self.tending.browser.refresh_soon)
        self.tending.changed.connect(self.controller.look_again)
        window.menus.folders.triggered.connect(self.folders.show)
        self.folders.index_requested.connect(self.controller.index)
        self.folders.switched.connect(self.controller.watch)
        self.controller.opened.connect(self._open_folders)
        self.controller.grown.connect(self.folders.refresh_soon)

    def _connect_settings(self) -> None:
        window, settings = self.window, self._settings
        window.set_theme(settings.theme)
        window.menus.set_language(settings.language)
        window.restore_state(settings.window)
        window.show_toolbar(settings.shows_toolbar)
        window.matches_view.set_look(settings.matches_look)
        window.matches_view.look_changed.connect(self._keep_look)
        window.theme_chosen.connect(self._set_theme)
        window.language_chosen.connect(self.language_chosen)
        window.toolbar_chosen.connect(self._keep_toolbar)
        window.menus.preferences.triggered.connect(self._show_preferences)
        window.menus.recent_folders.cleared.connect(self._forget_folders)
        self.catalogues.chosen.connect(self._open)
        self.controller.worked.connect(lambda progress: self.notifier.note(True))
        self.controller.worked.connect(self.details.show_progress)
        self.controller.rested.connect(self.notifier.tell_ended)
        self.controller.rested.connect(lambda _summary: self.details.set_busy(False))
        self._show_folders()

    def _open(self, folder: Path, then_index: Path | None = None) -> None:
        self._settings.catalogue = folder
        self.catalogues.show(folder)
        self.controller.open_catalogue(folder, then_index)

    def _open_sample(self) -> None:
        photos = folders.resource("sample", "catalogue")
        self._open(_sample(), photos)

    def _index(self, folder: Path) -> None:
        """Index into the open catalogue; the house's own photos never go into the sample."""
        self._settings.remember_folder(folder)
        self._show_folders()
        if self.controller.catalogue == _sample():
            self._open(_mine(), folder)
        else:
            self.controller.index(folder)

    def _open_folders(self, folder: Path | None, writable: bool) -> None:
        self.folders.open(folder, writable)
        self.window.menus.folders.setEnabled(folder is not None)

    def _set_theme(self, scheme: str) -> None:
        self._settings.theme = scheme
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, scheme)

    def _set_motion(self, is_reduced: bool) -> None:
        self._settings.reduces_motion = is_reduced
        app = QApplication.instance()
        if isinstance(app, QApplication):
            motion.set_reduced(app, is_reduced)

    def _keep_toolbar(self, shown: bool) -> None:
        self._settings.shows_toolbar = shown

    def _show_folders(self) -> None:
        known = [(folder.name or str(folder), folder) for folder in self._settings.folders]
        self.window.menus.recent_folders.set_entries(known)

    def _forget_folders(self) -> None:
        self._settings.forget_folders()
        self._show_folders()

    def _show_preferences(self) -> None:
        dialog = PreferencesDialog(self.window, self._settings)
        dialog.language_chosen.connect(self.language_chosen)
        dialog.theme_chosen.connect(self._set_theme)
        dialog.theme_chosen.connect(self.window.set_theme)
        dialog.motion_chosen.connect(self._set_motion)
        dialog.toolbar_chosen.connect(self.window.show_toolbar)
        dialog.show()

    def _keep_look(self, look: Look) -> None:
        self._settings.matches_look = look

    def _keep_cutout_folder(self, folder: Path) -> None:
        self._settings.cutout_folder = folder

    def _keep_recent(self) -> None:
        queries = self.window.recent.queries
        self._settings.recent = queries
        self.window.arrivals.spare([photo for photos in queries for photo in photos])

    def _keep_backdrop(self, backdrop: str) -> None:
        self._settings.backdrop = backdrop

    def _close(self) -> None:
        self._settings.window = self.window.save_state()
        self.tending.flush()
        self.window.hide()
        self.window.arrivals.close()
        self._thumbnails.close()
        self.tools.close()
        self.controller.laboratory.close()
        self.folders.close()
        self.reports.close()
        self.librarian.close()
        self.worker.close()


def _sample() -> Path:
    return folders.catalogues_folder() / SAMPLE


def _mine() -> Path:
    return folders.catalogues_folder() / MINE


def _licences() -> Path:
    """Those of all that the executable is made of; from source, Vitrine's own."""
    every = folders.licences()
    return every if every.is_file() else folders.resource().parent / "LICENSE"


def _open_file(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
