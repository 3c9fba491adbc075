"""Can the window be drawn? Qt's plugins, our icons and words, and the window itself."""

from collections.abc import Iterator

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QApplication

from core import folders, language
from core.language import _
from core.self_check.step import Check, expect
from desktop.icons import app_icon, icon
from desktop.main_window import MainWindow
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.starting import load_words_of_qt

# Icons are SVG; the guide's pictures and cut-outs are PNG. Photos are decoded by `core.intake`.
_NEEDED = ("png", "svg")
_SIDE = 32


def checks() -> Iterator[Check]:
    """What belongs to the window; a QApplication must be there."""
    yield "pictures of Qt", _read_formats
    yield "icons", _draw_icons
    yield "languages", _speak
    yield "window", _show


def _read_formats() -> str:
    found = {bytes(name.data()).decode() for name in QImageReader.supportedImageFormats()}
    missing = [name for name in _NEEDED if name not in found]
    expect(not missing, f"Qt reads no {', '.join(missing)}")
    return " ".join(sorted(found))


def _draw_icons() -> str:
    drawn = sorted(path.stem for path in folders.resource("icons").glob("*.svg"))
    images = {name: icon(name).pixmap(_SIDE, _SIDE).toImage() for name in drawn}
    images["the program's icon"] = app_icon().pixmap(_SIDE, _SIDE).toImage()
    blank = [name for name, image in images.items() if not _has_colours(image)]
    expect(bool(drawn) and not blank, f"nothing is drawn of: {', '.join(blank) or 'all'}")
    return f"{len(images)} drawn"


def _speak() -> str:
    """English is in the source; the other languages, ours and Qt's, are files."""
    ours, english = language.current(), "&Quit"
    others = [code for code in language.LANGUAGES if code != "en"]
    try:
        for code in others:
            language.use(code)
            expect(_(english) != english, f"the words of “{code}” are missing")
            expect(load_words_of_qt(QTranslator(), QLocale(code)), f"Qt has no words of “{code}”")
    finally:
        language.use(ours)
    return " ".join(language.LANGUAGES)


def _show() -> str:
    thumbnails = ThumbnailLoader()
    try:
        window = MainWindow(thumbnails)
        window.show()
        QApplication.processEvents()
        image = window.grab().toImage()
        window.close()
    finally:
        thumbnails.close()
    expect(_has_colours(image), "the window is painted in one colour")
    platform = QApplication.platformName()
    return f"{image.width()} x {image.height()} pixels, platform {platform}"


def _has_colours(image: QImage) -> bool:
    """Whether there is a picture, and not all of one colour."""
    if image.isNull():
        return False
    small = image.scaled(min(image.width(), 200), min(image.height(), 200))
    first = small.pixel(0, 0)
    return any(
        small.pixel(x, y) != first for y in range(small.height()) for x in range(small.width())
    )
