"""The before/after view: what the background removal kept, told by one draggable divider.

Longer than most modules, because what mouse and keys do to one picture is understood together.
"""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.language import _
from core.records import Box
from desktop.query import photo_painting as painting
from desktop.query.backdrops import Backdrop, brush
from desktop.query.crop_tool import CropTool
from desktop.query.viewport import Viewport
from desktop.query.zoom_view import ZoomView

STEP = 0.02
CENTRE = 0.5


class BeforeAfterView(ZoomView):
    """The photo left of the divider, its cut-out right of it.

    Signals: `divider_moved(share: float)`, and `detail_wanted()` when there is more to be seen than
    the photo that is shown has pixels for.
    """

    divider_moved = Signal(float)
    detail_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photo, self._detail = QImage(), QImage()
        self._cutout: QImage | None = None
        self._cutout_at: Box | None = None
        self._crop: Box | None = None
        self._divider = CENTRE
        self._backdrop = Backdrop.BOARD
        self._tool = CropTool(self)
        self._tool.changed.connect(self._tell)
        self.zoomed.connect(self._tell)
        self.setObjectName("before_after")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(_("Your photo before and after the background removal"))

    @property
    def divider(self) -> float:
        """Where the divider stands, from 0 at the left edge of the photo to 1 at its right."""
        return self._divider

    @divider.setter
    def divider(self, share: float) -> None:
        self._divider = min(1.0, max(0.0, share))
        self._tell()
        self.divider_moved.emit(self._divider)

    @property
    def is_compared(self) -> bool:
        """Whether the photo and its cut-out are compared: there is one, and no square in work."""
        return self._cutout is not None and self._tool.square is None

    @property
    def tool(self) -> CropTool:
        """What crops by hand."""
        return self._tool

    def set_photo(self, image: QImage) -> None:
        """Show a new photo, with nothing known about it yet."""
        self._divider = CENTRE
        self.set_turned(image)

    def set_turned(self, image: QImage) -> None:
        """Show the same photo, turned; its cut-out follows, and the divider stays."""
        self._photo, self._detail = image, QImage()
        self._size = image.size()
        self._tool.set_square(None)
        self.set_answer(None, None)
        self.show_all()

    @property
    def photo_size(self) -> QSize:
        """How many pixels the photo has itself, as far as that is known."""
        return self._size

    def set_size(self, width: int, height: int) -> None:
        """How many pixels the photo has itself; those of squares are meant in them."""
        self._size = QSize(width, height)
        self._move_to(self.viewport)
        self._tell()

    def set_detail(self, image: QImage) -> None:
        """The same photo with more pixels, to be seen nearer."""
        self._detail = image
        self._forget_scaled()
        self.update()

    def set_answer(self, cutout: QImage | None, crop: Box | None, at: Box | None = None) -> None:
        """Show the cut-out, or the whole photo where there is none, and the square looked at.

        `crop`, and `at` where the cut-out is of a part of the photo, are in the photo's pixels.
        """
        self._cutout, self._cutout_at, self._crop = cutout, at, crop
        self._forget_scaled()
        has_photo = not self._photo.isNull()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if has_photo else Qt.FocusPolicy.NoFocus)
        self._change_mode()

    def set_backdrop(self, backdrop: Backdrop) -> None:
        """Show cut-outs on another ground."""
        self._backdrop = backdrop
        self.update()

    def set_square(self, square: Box | None) -> None:
        """Let a square be changed by hand; None compares again."""
        self._tool.set_square(square)
        self._change_mode()

    def clear(self) -> None:
        """Show nothing."""
        self.set_photo(QImage())

    def photo_area(self) -> QRect:
        """Where the photo lies in the widget; when it is zoomed, it reaches beyond."""
        area = self.viewport.area
        return QRect(area.topLeft().toPoint(), area.size().toSize())

    def sizeHint(self) -> QSize:
        return QSize(560, 560)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._grab(event) and event.button() == Qt.MouseButton.LeftButton:
            self._tool.press(self.viewport, event.position())
            self._follow(event.position())
        self._point(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag(event):
            return
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._tool.drag(self.viewport, event.position())
            self._follow(event.position())
        else:
            self._point(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._tool.release()
        super().mouseReleaseEvent(event)

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
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._tool.take_key(self._size, event):
            return
        if self.is_compared and key in moves and not is_shifted:
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
        viewport, square = self.viewport, self._tool.square
        area = viewport.area
        seen = area.intersected(viewport.room)
        cut = self._divider_x(area) if self.is_compared else float(self.width())
        left = QRectF(0, 0, cut, self.height())
        painter.setClipRect(seen.intersected(left))
        self._paint_image(painter, self._photo if self._detail.isNull() else self._detail, area)
        if self._crop and square is None:
            compared = viewport.to_widget(_rect(self._crop)).intersected(area)
            painting.paint_crop(painter, compared)
        if self._cutout is not None and self.is_compared:
            painter.setClipRect(seen.intersected(QRectF(cut, 0, self.width(), self.height())))
            self._paint_cutout(painter, self._cutout, viewport)
        painter.setClipping(False)
        painting.paint_rim(painter, seen, self.palette())
        if square:
            accent = self.palette().color(QPalette.ColorRole.Accent)
            painting.paint_square(painter, seen, viewport.to_widget(_rect(square)), accent)
        if self.is_compared:
            painting.paint_labels(painter, seen, cut)
            painting.paint_divider(painter, seen, cut, self._rim())

    def _paint_cutout(self, painter: QPainter, cutout: QImage, viewport: Viewport) -> None:
        area, at = viewport.area, self._cutout_at
        painter.setBrushOrigin(area.topLeft())
        painter.fillRect(area, brush(self._backdrop, self.palette()))
        self._paint_image(painter, cutout, viewport.to_widget(_rect(at)) if at else area)

    def _change_mode(self) -> None:
        tip = ""
        if self.is_compared:
            tip = _("Drag the divider, or move it with Left and Right; double-click to centre it")
        elif self._tool.square:
            tip = _(
                "Drag the square or its handles, or draw another; arrows move it, Shift+arrows "
                "resize it, Enter is done, Esc is automatic"
            )
        self.setToolTip(tip)
        self._point(QPointF(self.mapFromGlobal(self.cursor().pos())))
        self._tell()

    def _follow(self, point: QPointF) -> None:
        if self.is_compared:
            area = self.viewport.area
            self.divider = (point.x() - area.left()) / area.width()

    def _divider_x(self, area: QRectF) -> float:
        return round(area.left() + area.width() * self._divider)

    def _rim(self) -> QPen:
        role = QPalette.ColorRole.Accent if self.hasFocus() else QPalette.ColorRole.PlaceholderText
        return QPen(self.palette().color(role), 3 if self.hasFocus() else 1)

    def _move_to(self, viewport: Viewport) -> None:
        super()._move_to(viewport)
        wanted = viewport.area.width() * viewport.ratio
        if wanted > self._photo.width() < self._size.width() and self._detail.isNull():
            self.detail_wanted.emit()

    def _forget_scaled(self) -> None:
        shown = [self._photo, self._detail]
        self._scaler.keep(shown if self._cutout is None else [*shown, self._cutout])

    def _point(self, at: QPointF) -> None:
        super()._point(at)
        if self._pan_from is not None or self._is_space_held:
            return
        if self._tool.square:
            self.setCursor(self._tool.cursor(self.viewport, at))
        elif self.is_compared:
            self.setCursor(Qt.CursorShape.SplitHCursor)

    def _tell(self) -> None:
        """Screen readers hear what has changed."""
        self.setAccessibleDescription(self._spoken())
        self.update()

    def _spoken(self) -> str:
        square = self._tool.square
        if square:
            told = _("Square of {side} pixels, {left} from the left and {top} from the top")
            said = told.format(side=square.width, left=square.left, top=square.top)
        elif self.is_compared:
            told = _("Divider at {share}\u00a0%; Left and Right move it")
            said = told.format(share=round(self._divider * 100))
        else:
            said = _("The whole photo is shown")
        if self._zoom == 1:
            return said
        zoom = _("zoom {percent}\u00a0%").format(percent=self.viewport.percent)
        return f"{said} ({zoom})"


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.width, box.height)
