"""The user guide, shown inside the program, so that it needs no browser and no network."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, QThreadPool, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QImageReader, QTextDocument
from PySide6.QtWidgets import QDialog, QFrame, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from core import folders
from core.language import _, current

_MARGIN = 28


class _Mail(QObject):
    """Brings pictures to the window's thread; it outlives a window that is closed meanwhile.

    Signals: `read(name: QUrl, image: QImage)`.
    """

    read = Signal(QUrl, QImage)


class GuideText(QTextBrowser):
    """Text whose pictures are no wider than the page, and are read by a thread."""

    def __init__(self) -> None:
        super().__init__()
        self._mail = _Mail()
        self._mail.read.connect(self._show)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        if QTextDocument.ResourceType(kind) != QTextDocument.ResourceType.ImageResource:
            return super().loadResource(kind, name)
        path, ratio = self.source().resolved(QUrl(name)).toLocalFile(), self.devicePixelRatioF()
        size = QImageReader(path).size()
        width = round((self.viewport().width() - 2 * _MARGIN) * ratio)
        if size.width() > width:
            size.scale(width, size.height(), Qt.AspectRatioMode.KeepAspectRatio)
        empty = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        empty.fill(Qt.GlobalColor.transparent)
        empty.setDevicePixelRatio(ratio)
        read = partial(_read, self._mail, QUrl(name), path, size, ratio)
        QThreadPool.globalInstance().start(read)
        return empty

    def _show(self, name: QUrl, image: QImage) -> None:
        self.document().addResource(QTextDocument.ResourceType.ImageResource, name, image)
        self.viewport().update()


def _read(mail: _Mail, name: QUrl, path: str, size: QSize, ratio: float) -> None:
    smooth, all_of_it = Qt.TransformationMode.SmoothTransformation, Qt.AspectRatioMode
    image = QImage(path).scaled(size, all_of_it.IgnoreAspectRatio, smooth)
    image.setDevicePixelRatio(ratio)
    mail.read.emit(name, image)


class Guide(QDialog):
    """A window with the guide in the language of the program, and a way to `licences`."""

    def __init__(self, parent: QWidget, licences: Path) -> None:
        """`licences` is a text; where it is missing (in a source tree), nothing leads there."""
        super().__init__(parent)
        self.setObjectName("guide")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("User guide"))
        self.resize(820, 720)
        text = GuideText()
        text.setObjectName("guide_text")
        text.setAccessibleName(_("User guide"))
        text.setOpenExternalLinks(True)
        text.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(text)
        if licences.is_file():
            button = QPushButton(_("&Licences of what Vitrine is made of"))
            button.setObjectName("licences")
            button.setAutoDefault(False)
            where = QUrl.fromLocalFile(str(licences))
            button.clicked.connect(lambda: QDesktopServices.openUrl(where))
            layout.addWidget(button, alignment=Qt.AlignmentFlag.AlignRight)
            layout.setContentsMargins(0, 0, _MARGIN, _MARGIN)
        layout.activate()  # so that the page has its width
        page = QUrl.fromLocalFile(str(folders.guide(current())))
        text.setSource(page, QTextDocument.ResourceType.MarkdownResource)
        text.document().setDocumentMargin(_MARGIN)
