"""The user guide, shown inside the program, so that it needs no browser and no network."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from core import folders
from core.language import _, current


class Guide(QDialog):
    """A window with the guide in the language of the program."""

    def __init__(self, parent: QWidget) -> None:
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
