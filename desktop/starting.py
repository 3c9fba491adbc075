"""Start-up: read the command line, find out whether Vitrine runs already, show the window."""

import argparse
import gc
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from core import folders, language
from desktop import log, motion, one_window, theme
from desktop.app import Vitrine
from desktop.errand import Errand
from desktop.opening import Application
from desktop.settings import SYSTEM, Settings


def run(argv: list[str]) -> int:
    """The program until its window closes; returns the exit code."""
    options = _parse(argv[1:])
    errand = _errand(options)
    log.start()
    settings = Settings(folders.data_folder() / "settings.ini")
    language.use(options.language or _chosen(settings))
    app = make_application(argv)
    place = one_window.meeting_place(folders.data_folder())
    if one_window.hand_over(place, errand):
        return 0
    theme.apply(app, settings.theme)
    motion.set_reduced(app, settings.reduces_motion)
    motion.ask_system()
    program = Program(app, settings, one_window.Doorkeeper(place, app))
    program.begin(errand)
    return app.exec()


class Program(QObject):
    """The window, and the next one when another language is chosen: words are said once."""

    def __init__(
        self, app: Application, settings: Settings, doorkeeper: one_window.Doorkeeper
    ) -> None:
        super().__init__(app)
        self._app, self._settings = app, settings
        self.vitrine: Vitrine | None = None
        doorkeeper.asked.connect(self._take)
        # A turn later, for macOS tells of the photo that it starts Vitrine with before `start`.
        app.asked.connect(lambda photo: QTimer.singleShot(0, lambda: self._take(Errand((photo,)))))

    def begin(self, errand: Errand) -> None:
        """Show the window, and start what works for it."""
        vitrine = Vitrine(self._settings)
        vitrine.language_chosen.connect(self._change_language)
        vitrine.show()
        self.vitrine = vitrine
        # After the first paint: starting a process takes tens of milliseconds.
        QTimer.singleShot(0, lambda: vitrine.start(errand))

    def _take(self, errand: Errand) -> None:
        if self.vitrine:
            self.vitrine.run_errand(errand)

    def _change_language(self, chosen: str) -> None:
        self._settings.language = chosen
        if _chosen(self._settings) != language.current():
            QTimer.singleShot(0, self._begin_anew)  # once the menu that says so is done

    def _begin_anew(self) -> None:
        """The same place in another language: the catalogue, the view, the photo looked for."""
        old = self.vitrine
        if old is None:
            return
        errand, view = Errand(old.photos), old.window.workspace.view
        self._app.setQuitOnLastWindowClosed(False)
        old.window.close()
        old.window.deleteLater()
        gc.unfreeze()
        language.use(_chosen(self._settings))
        speak(self._app)
        self.begin(errand)
        if self.vitrine:
            self.vitrine.window.workspace.show_view(view)
        self._app.setQuitOnLastWindowClosed(True)


def make_application(argv: list[str]) -> Application:
    """Qt's side of the program, in the language in use."""
    app = Application(argv)
    speak(app)
    return app


def speak(app: QApplication) -> None:
    """Let Qt's own words and numbers be in the language in use too."""
    system = QLocale.system()
    is_of_system = system.name()[:2] == language.current()
    QLocale.setDefault(system if is_of_system else QLocale(language.current()))
    known = app.findChild(QTranslator)
    if known is not None:
        app.removeTranslator(known)
        known.setParent(None)
    translator = QTranslator(app)
    if load_words_of_qt(translator, QLocale()):
        app.installTranslator(translator)


def load_words_of_qt(translator: QTranslator, locale: QLocale) -> bool:
    """Take up Qt's own words of a language; whether there are any."""
    where = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator.load(locale, "qtbase", "_", where)


def _chosen(settings: Settings) -> str:
    return language.system_language() if settings.language == SYSTEM else settings.language


def _errand(options: argparse.Namespace) -> Errand:
    """A second start may be in another folder than the first: paths become absolute."""
    paths = tuple(path.absolute() for path in options.paths)
    return Errand(paths, options.catalogue and options.catalogue.absolute(), options.sample)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "vitrine",
        description="Which catalogue product is it?",
        epilog="--self-check [--json], alone: does everything work on this computer?",
    )
    parser.add_argument(
        "paths", nargs="*", type=Path, help="a photo to look for, or a folder to index"
    )
    parser.add_argument("--catalogue", type=Path, metavar="DIR", help="the catalogue to open")
    parser.add_argument("--sample", action="store_true", help="open the sample catalogue")
    parser.add_argument("--language", choices=language.LANGUAGES)
    return parser.parse_args(arguments)
