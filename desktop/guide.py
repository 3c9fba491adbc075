"""The user guide, shown inside the program, so that it needs no browser and no network."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextDocument
from PySide6.QtWidgets import QDialog, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from core import folders
from core.language import _, current


class Guide(QDialog):
    """A window with the guide in the language of the program, and a way to `licences`."""

    def __init__(self, parent: QWidget, licences: Path) -> None:
        """`licences` is a text; where it is missing (in a source tree), nothing leads there."""
        super().__init__(parent)
        self.setObjectName("guide")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("User guide"))
        self.resize(820, 720)
        text = QTextBrowser()
        text.setAccessibleName(_("User guide"))
        text.setOpenExternalLinks(True)
        page = QUrl.fromLocalFile(str(folders.guide(current())))
        text.setSource(page, QTextDocument.ResourceType.MarkdownResource)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(text)
        if licences.is_file():
            button = QPushButton(_("&Licences of what Vitrine is made of"))
            button.setObjectName("licences")
            button.setAutoDefault(False)
            where = QUrl.fromLocalFile(str(licences))
            button.clicked.connect(lambda: QDesktopServices.openUrl(where))
            layout.addWidget(button)
