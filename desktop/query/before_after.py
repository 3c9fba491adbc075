"""The before/after view: what the background removal kept, told by one draggable divider.

Longer than most modules, because the geometry, the input and the drawing of one picture are
understood together.
"""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.language import _
from core.records import Box
from desktop import theme

MARGIN = 12
STEP = 0.02
SQUARE = 10
HANDLE = 14
CENTRE = 0.5
SETTLE_MS = 120
# On photos, whose colours do not follow the scheme, neither do ours.
BOARD = QColor("#ebe7e1"), QColor("#d9d4cc")
INK, PAPER = QColor("#1a1918"), QColor("#fffefc")
VEIL = QColor(26, 25, 24, 190)


class BeforeAfterView(QWidget):
    """The photo left of the divider, its cut-out right of it.

    Signals: `divider_moved(share: float)`.
    """

    divider_moved = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photo = QImage()
        self._cutout: QImage | None = None
        self._crop: Box | None = None
        self._divider = CENTRE
        self._scaled: dict[int, QPixmap] = {}
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MS)
        self._settling.timeout.connect(self.update)
        self.setObjectName("before_after")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 160)
        self.setAccessibleName(_("Your photo before and after the background removal"))

    @property
    def divider(self) -> float:
        """Where the divider stands, from 0 at the left edge of the photo to 1 at its right."""
        return self._divider

    @divider.setter
    def divider(self, share: float) -> None:
        self._divider = min(1.0, max(0.0, share))
        self.setAccessibleDescription(self._spoken())
        self.divider_moved.emit(self._divider)
        self.update()

    @property
    def is_compared(self) -> bool:
        """Whether there is a cut-out to compare the photo with."""
        return self._cutout is not None

    def set_photo(self, image: QImage) -> None:
        """Show a new photo, with nothing known about it yet."""
        self._photo = image
        self.set_answer(None, None)

    def set_answer(self, cutout: QImage | None, crop: Box | None) -> None:
        """Show the cut-out, or the whole photo where there is none, and the square looked at.

        `crop` is in pixels of the photo shown. The divider stays where a cut-out was shown before.
        """
        is_first = cutout is None or self._cutout is None
        self._cutout = cutout
        self._crop = crop
        shown = {self._photo.cacheKey(), cutout.cacheKey() if cutout is not None else 0}
        self._scaled = {key: pixmap for key, pixmap in self._scaled.items() if key in shown}
        self.divider = CENTRE if is_first else self._divider
        compared = cutout is not None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if compared else Qt.FocusPolicy.NoFocus)
        self.setToolTip(
            _("Drag the divider, or move it with Left and Right; double-click to centre it")
            if compared
            else ""
        )
        if compared:
            self.setCursor(Qt.CursorShape.SplitHCursor)
        else:
            self.unsetCursor()

    def clear(self) -> None:
        """Show nothing."""
        self.set_photo(QImage())

    def photo_area(self) -> QRect:
        """Where the photo lies in the widget."""
        room = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        size = self._photo.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRect(QPoint(0, 0), size)
        area.moveCenter(room.center())
        return area

    def sizeHint(self) -> QSize:
        return QSize(560, 560)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """While the size changes, what is there is stretched: scaling well takes its time."""
        self._settling.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.is_compared and event.button() == Qt.MouseButton.LeftButton:
            self._follow(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.is_compared and event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.is_compared:
            self.divider = CENTRE

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: self._divider - STEP,
            Qt.Key.Key_Right: self._divider + STEP,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: 1.0,
        }
        key = Qt.Key(event.key())
        if self.is_compared and key in moves:
            self.divider = moves[key]
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._photo.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        area = self.photo_area()
        cut = self._divider_x(area) if self.is_compared else self.width()
        painter.setClipRect(QRect(0, 0, cut, self.height()))
        painter.drawPixmap(area, self._fitted(self._photo, area.size()))
        self._paint_crop(painter, area)
        if self._cutout is not None:
            painter.setClipRect(QRect(cut, 0, self.width() - cut, self.height()))
            self._paint_board(painter, area)
            painter.drawPixmap(area, self._fitted(self._cutout, area.size()))
        painter.setClipping(False)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(area).adjusted(-0.5, -0.5, 0.5, 0.5))
        if self.is_compared:
            self._paint_labels(painter, area, cut)
            self._paint_divider(painter, area, cut)

    def _follow(self, point: QPointF) -> None:
        area = self.photo_area()
        self.divider = (point.x() - area.left()) / max(1, area.width())

    def _divider_x(self, area: QRect) -> int:
        return area.left() + round(area.width() * self._divider)

    def _spoken(self) -> str:
        if not self.is_compared:
            return _("The whole photo is shown")
        share = round(self._divider * 100)
        return _("Divider at {share}\u00a0%; Left and Right move it").format(share=share)

    def _fitted(self, image: QImage, size: QSize) -> QPixmap:
        """`image` for `size`, scaled once for every size that the widget comes to rest in."""
        ratio = self.devicePixelRatioF()
        wanted = size * ratio
        pixmap = self._scaled.get(image.cacheKey())
        if pixmap is None or (pixmap.size() != wanted and not self._settling.isActive()):
            shrunk = image.scaled(
                wanted,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            pixmap = QPixmap.fromImage(shrunk)
            pixmap.setDevicePixelRatio(ratio)
            self._scaled[image.cacheKey()] = pixmap
        return pixmap

    def _paint_board(self, painter: QPainter, area: QRect) -> None:
        """The chequerboard that stands for transparency, light enough for a black bag."""
        tile = QPixmap(2 * SQUARE, 2 * SQUARE)
        tile.fill(BOARD[0])
        with QPainter(tile) as pen:
            pen.fillRect(0, 0, SQUARE, SQUARE, BOARD[1])
            pen.fillRect(SQUARE, SQUARE, SQUARE, SQUARE, BOARD[1])
        painter.setBrushOrigin(area.topLeft())
        painter.fillRect(area, QBrush(tile))

    def _paint_crop(self, painter: QPainter, area: QRect) -> None:
        """The square that was compared with the catalogue; it may reach over the photo's edge."""
        if self._crop is None:
            return
        scale = area.width() / self._photo.width()
        square = QRectF(
            area.left() + round(self._crop.left * scale) + 0.5,
            area.top() + round(self._crop.top * scale) + 0.5,
            round(self._crop.width * scale),
            round(self._crop.height * scale),
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, inset in ((VEIL, 0), (PAPER, 1)):  # one of the two shows on any photo
            painter.setPen(QPen(colour, 1))
            painter.drawRect(square.adjusted(inset, inset, -inset, -inset))

    def _paint_labels(self, painter: QPainter, area: QRect, cut: int) -> None:
        """Name the sides "Before" and "After", each while it has room for its name."""
        painter.setFont(theme.font(0.9))
        for text, at_right in ((_("Before"), False), (_("After"), True)):
            tag = painter.fontMetrics().boundingRect(text).adjusted(-9, -4, 9, 4)
            tag.moveTopLeft(area.topLeft() + QPoint(10, 10))
            if at_right:
                tag.moveRight(area.right() - 10)
            room = tag.left() - cut if at_right else cut - tag.right()
            if room < HANDLE // 2:
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(VEIL)
            painter.drawRoundedRect(tag, tag.height() / 2, tag.height() / 2)
            painter.setPen(PAPER)
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_divider(self, painter: QPainter, area: QRect, cut: int) -> None:
        grip = QPointF(cut, area.center().y() + 0.5)
        painter.setPen(QPen(VEIL, 3))
        painter.drawLine(cut, area.top(), cut, area.bottom())
        painter.setPen(QPen(PAPER, 2))
        painter.drawLine(cut, area.top(), cut, area.bottom())
        rim = QPalette.ColorRole.Accent if self.hasFocus() else QPalette.ColorRole.PlaceholderText
        painter.setPen(QPen(self.palette().color(rim), 3 if self.hasFocus() else 1))
        painter.setBrush(PAPER)
        painter.drawEllipse(grip, HANDLE, HANDLE)
        painter.setPen(QPen(INK, 1.6, c=Qt.PenCapStyle.RoundCap))
        for way in (-1, 1):
            tip = grip + QPointF(way * 8, 0)
            painter.drawLine(tip, tip + QPointF(-way * 4, -4))
            painter.drawLine(tip, tip + QPointF(-way * 4, 4))
