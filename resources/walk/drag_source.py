"""`python -m resources.walk.drag_source PHOTO`: another program, from which a photo is dragged."""

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, QSize, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication, QLabel

SIDE = 120
PLACE = (1130, 660)  # the corner of a screen of 1280 x 820


class Photo(QLabel):
    """Drags its file out as a file manager would."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self.setWindowTitle("Photos")
        self.setWindowFlags(Qt.WindowType.Tool | Qt.WindowType.WindowStaysOnTopHint)
        self.setPixmap(QPixmap(str(path)).scaled(QSize(SIDE, SIDE)))
        self.move(*PLACE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """The first movement with the button down begins the drag."""
        held = QMimeData()
        held.setUrls([QUrl.fromLocalFile(str(self._path))])
        drag = QDrag(self)
        drag.setMimeData(held)
        drag.exec(Qt.DropAction.CopyAction)


if __name__ == "__main__":
    app = QApplication(sys.argv)
    photo = Photo(Path(sys.argv[1]))
    photo.show()
    sys.exit(app.exec())
