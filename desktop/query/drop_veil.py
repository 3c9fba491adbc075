"""The veil over the window while files are dragged across it: all of it is a drop target."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from core.language import _
from desktop import theme
from desktop.icons import icon

ICON_SIDE = 72
OPACITY = 0.93


class DropVeil(QWidget):
    """Covers its parent, lets every event through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("drop_veil")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def set_active(self, active: bool) -> None:
        """Show or hide the veil."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.raise_()
        self.setVisible(active)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self.palette()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setOpacity(OPACITY)
            painter.fillRect(self.rect(), colours.color(QPalette.ColorRole.Window))
            painter.setOpacity(1.0)
            rim = QPen(colours.color(QPalette.ColorRole.Accent), 2, Qt.PenStyle.DashLine)
            painter.setPen(rim)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(9, 9, -9, -9), 8, 8)
            centre = self.rect().center()
            place = QRect(0, 0, ICON_SIDE, ICON_SIDE)
            place.moveCenter(centre)
            place.moveBottom(centre.y())
            icon("drop", QPalette.ColorRole.Accent).paint(painter, place)
            painter.setFont(theme.font(1.7, QFont.Weight.Light))
            painter.setPen(colours.color(QPalette.ColorRole.Text))
            words = self.rect().adjusted(0, self.height() // 2 + 16, 0, 0)
            top = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(words, top, _("Drop a photo, or a folder to index"))
