"""Start-up: read the command line, build everything once, show the window, end it cleanly."""

import argparse
import gc
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTemporaryDir, QTimer, QTranslator, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from core import folders, language, weights
from desktop import log, theme
from desktop.activity import Activity
from desktop.catalogue.tending import Tending
from desktop.controller import Controller
from desktop.folders.folders_desk import FoldersDesk
from desktop.guide import Guide
from desktop.librarian import Librarian
from desktop.main_window import MainWindow
from desktop.opening import Application
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.report.report_desk import ReportDesk
from desktop.settings import Settings
from desktop.tools.tools import Tools
from desktop.wording import MINE, SAMPLE
from desktop.worker import Worker


def run(argv: list[str]) -> int:
    """The program until its window closes; returns the exit code."""
    options = _parse(argv[1:])
    log.start()
    language.use(options.language or language.system_language())
    app = make_application(argv)
    settings = Settings(folders.data_folder() / "settings.ini")
    theme.apply(app, settings.theme)
    vitrine = Vitrine(settings)
    vitrine.show()
    # After the first paint: starting a process takes tens of milliseconds.
    QTimer.singleShot(0, lambda: vitrine.start(options))
    # A turn later, for macOS tells of the photo that it starts Vitrine with before `start`.
    app.asked.connect(lambda photo: QTimer.singleShot(0, lambda: vitrine.controller.match(photo)))
    return app.exec()


class Vitrine:
    """The window with everything that works for it, wired once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._scratch = QTemporaryDir()
        self._thumbnails = ThumbnailLoader()
        self.window = MainWindow(self._thumbnails)
        self.worker = Worker(Path(self._scratch.path()), folders.log_file())
        self.controller = Controller(
            self.window, self._thumbnails, self.worker, weights.open_store()
        )
        self.librarian = Librarian()
        self.tending = Tending(self.window, self.librarian)
        self.tools = Tools(self.window, self.librarian, self.window.notice_bar, self.tending.shown)
        self.window.menus.add_tools(self.tools.all())
        self.folders = FoldersDesk(self.window)
        self.reports = ReportDesk(self.window, Path(self._scratch.path()))
        self._connect()
        # What is there by now stays to the end. The collector would look through all of it again
        # and again, for 40 ms at a time in which no thread gets on, the window's neither.
        gc.freeze()

    def show(self) -> None:
        """Show the window, and notice whether a person works in it."""
        self.window.show()
        Activity(self.window.windowHandle()).noticed.connect(self.controller.note_work)

    def start(self, options: argparse.Namespace) -> None:
        """Start the worker and open what the command line or the last session names."""
        self.worker.start()
        if options.sample:
            self._open_sample()
        else:
            named = options.catalogue and options.catalogue.absolute()
            self._open(named or self._settings.catalogue or _mine())
        if options.photo:
            self.controller.match(options.photo.absolute())

    def _connect(self) -> None:
        window = self.window
        window.folder_chosen.connect(self._index)
        window.set_theme(self._settings.theme)
        window.restore_state(self._settings.window)
        window.theme_chosen.connect(self._set_theme)
        window.sample_requested.connect(self._open_sample)
        window.my_catalogue_requested.connect(lambda: self._open(_mine()))
        window.log_requested.connect(_open_log)
        window.guide_requested.connect(lambda: Guide(window, folders.licences()).show())
        window.menus.report.triggered.connect(self.reports.show)
        window.closing.connect(self._close)
        self.controller.cutouts.begin_in(self._settings.cutout_folder)
        self.controller.cutouts.folder_used.connect(self._keep_cutout_folder)
        window.query_pane.desk.set_backdrop(self._settings.backdrop)
        window.query_pane.desk.backdrop_chosen.connect(self._keep_backdrop)
        self.controller.opened.connect(self.tending.open)
        self.controller.opened.connect(self.tools.open)
        self.controller.grown.connect(self.tending.browser.refresh_soon)
        self.tending.changed.connect(self.controller.look_again)
        window.menus.folders.triggered.connect(self.folders.show)
        self.folders.index_requested.connect(self.controller.index)
        self.folders.switched.connect(self.controller.watch)
        self.controller.opened.connect(self._open_folders)
        self.controller.grown.connect(self.folders.refresh_soon)

    def _open(self, folder: Path, then_index: Path | None = None) -> None:
        self._settings.catalogue = folder
        self.controller.open_catalogue(folder, then_index)

    def _open_sample(self) -> None:
        photos = folders.resource("sample", "catalogue")
        self._open(_sample(), photos)

    def _index(self, folder: Path) -> None:
        """Index into the open catalogue; the house's own photos never go into the sample."""
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

    def _keep_cutout_folder(self, folder: Path) -> None:
        self._settings.cutout_folder = folder

    def _keep_backdrop(self, backdrop: str) -> None:
        self._settings.backdrop = backdrop

    def _close(self) -> None:
        self._settings.window = self.window.save_state()
        self.tending.flush()
        self.window.hide()
        self._thumbnails.close()
        self.tools.close()
        self.folders.close()
        self.reports.close()
        self.librarian.close()
        self.worker.close()


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "vitrine",
        description="Which catalogue product is it?",
        epilog="--self-check [--json], alone: does everything work on this computer?",
    )
    parser.add_argument("photo", nargs="?", type=Path, help="a photo to look for")
    parser.add_argument("--catalogue", type=Path, metavar="DIR", help="the catalogue to open")
    parser.add_argument("--sample", action="store_true", help="open the sample catalogue")
    parser.add_argument("--language", choices=language.LANGUAGES)
    return parser.parse_args(arguments)


def _sample() -> Path:
    return folders.catalogues_folder() / SAMPLE


def _mine() -> Path:
    return folders.catalogues_folder() / MINE


def make_application(argv: list[str]) -> Application:
    """Qt's side of the program, in the language in use."""
    app = Application(argv)
    if QLocale().name()[:2] != language.current():  # `--language`: numbers and Qt's own words too
        QLocale.setDefault(QLocale(language.current()))
    translator = QTranslator(app)
    if load_words_of_qt(translator, QLocale()):
        app.installTranslator(translator)
    return app


def load_words_of_qt(translator: QTranslator, locale: QLocale) -> bool:
    """Take up Qt's own words of a language; whether there are any."""
    where = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator.load(locale, "qtbase", "_", where)


def _open_log() -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folders.log_file())))
