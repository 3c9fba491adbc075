"""Above the photo: what the cut-out is dragged by, to a slide, a mail or a folder.

The photo itself has the divider, which is dragged, too. Whoever uses keys copies or saves.
"""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QEnterEvent, QImage, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication, QToolButton, QToolTip

from core.language import _
from desktop import theme
from desktop.icons import icon
from desktop.widgets.buttons import ICON_SIDE

PREVIEW_SIDE = 128


@dataclass(frozen=True, slots=True)
class Parcel:
    """A cut-out for other programs: its PNG as a file and as bytes."""

    path: Path
    data: bytes


class DragHandle(QToolButton):
    """Press and move it: what is dragged is made when the pointer comes near.

    Signals: `wanted()`, the parcel is needed soon.
    """

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._parcel: Parcel | None = None
        self._preview = QImage()
        self._pressed: QPoint | None = None
        self._pulls = False
        self.setObjectName("drag_cutout_button")
        self.setAccessibleName(_("Drag the cut-out"))
        self.setToolTip(
            _("Drag the cut-out from here to another program (with keys, Ctrl+Shift+C copies it)")
        )
        self.setIcon(icon("drag"))
        self.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        theme.set_role(self, "title")
        self.clicked.connect(self._explain)
        self.set_cutout(None)

    def set_cutout(self, cutout: QImage | None) -> None:
        """The cut-out that is shown; None is none. Its parcel is yet to be made."""
        self._parcel, self._pulls = None, False
        self._preview = QImage() if cutout is None else cutout
        self.setEnabled(cutout is not None)

    def hand_over(self, parcel: Parcel) -> None:
        """What is to be dragged is made; a drag that waits for it begins."""
        self._parcel = parcel
        if self._pulls:
            self._drag(parcel)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._want()
        super().enterEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
            self._want()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        way = (event.position().toPoint() - self._pressed).manhattanLength()
        if way >= QApplication.startDragDistance() and self.isEnabled():
            self._pulls = True
            if self._parcel is not None:
                self._drag(self._parcel)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed, self._pulls = None, False
        super().mouseReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.EnabledChange and self.underMouse():
            self._want()
        super().changeEvent(event)

    def _want(self) -> None:
        if self.isEnabled() and self._parcel is None:
            self.wanted.emit()

    def _drag(self, parcel: Parcel) -> None:
        """Hand the parcel to the system, which tells when it is let go."""
        self._pressed, self._pulls = None, False
        self.setDown(False)
        drag = QDrag(self)
        drag.setMimeData(mime_of(parcel))
        side = QSize(PREVIEW_SIDE, PREVIEW_SIDE)
        small = self._preview.scaled(side, Qt.AspectRatioMode.KeepAspectRatio)
        drag.setPixmap(QPixmap.fromImage(small))
        drag.exec(Qt.DropAction.CopyAction)

    def _explain(self) -> None:
        QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), self.toolTip(), self)


def mime_of(parcel: Parcel) -> QMimeData:
    """A file for file managers and mails, a picture for slides and image editors."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(parcel.path))])
    mime.setData("image/png", parcel.data)
    return mime
