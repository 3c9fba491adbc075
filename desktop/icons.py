"""Line icons that take the palette's text colour, sharp at every scale and in both schemes."""

from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget


@lru_cache(maxsize=64)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawn = (files("resources") / "icons" / f"{name}.svg").read_bytes()
    return QSvgRenderer(QByteArray(drawn.replace(b"currentColor", colour.encode())))


class _LineEngine(QIconEngine):
    """Draws one SVG in the colour that the palette has at that moment."""

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def clone(self) -> "_LineEngine":
        return _LineEngine(self._name, self._role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        disabled = mode == QIcon.Mode.Disabled
        group = QPalette.ColorGroup.Disabled if disabled else QPalette.ColorGroup.Active
        colour = QApplication.palette().color(group, self._role)
        _renderer(self._name, colour.name()).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """The icon `resources/icons/<name>.svg` in the colour of `role`."""
    return QIcon(_LineEngine(name, role))


class IconLabel(QWidget):
    """An icon that stands by itself; it follows the scheme because it is painted anew."""

    def __init__(self, side: int, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._role = role
        self._icon = QIcon()
        self.setFixedSize(side, side)

    def set_icon(self, name: str) -> None:
        """Show the icon `resources/icons/<name>.svg`."""
        self._icon = icon(name, self._role)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._icon.paint(painter, self.rect())


def app_icon() -> QIcon:
    """The icon of the window and of the dock."""
    return QIcon(str(files("resources") / "icons" / "vitrine.svg"))
