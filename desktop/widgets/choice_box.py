"""A combo box in the look of the window's buttons."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox

from desktop.icons import icon

PADDING, CHEVRON, GAP = 10, 16, 4
RADIUS = 6
MOST_VISIBLE = 18


class ChoiceBox(QComboBox):
    """Everything, or one of many; the first entry is everything, with None for its value."""

    def __init__(self, name: str, label: str, everything: str) -> None:
        super().__init__()
        self._longest = 0
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setToolTip(label)
        self.setMaxVisibleItems(MOST_VISIBLE)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(11)
        self.addItem(everything, None)

    def set_choices(self, choices: list[tuple[str, object]]) -> None:
        """Offer these (text, value); what is chosen stays so, even where it is not among them."""
        chosen = (self.currentText(), self.currentData())
        if chosen[1] is not None and chosen[1] not in [value for _, value in choices]:
            choices = [chosen, *choices]
        if choices == [(self.itemText(i), self.itemData(i)) for i in range(1, self.count())]:
            return
        self.blockSignals(True)
        while self.count() > 1:
            self.removeItem(1)
        for text, value in choices:
            self.addItem(text, value)
            self.setItemData(self.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
        values = [None, *(value for _, value in choices)]
        self.setCurrentIndex(values.index(chosen[1]))
        self.blockSignals(False)

    def show_whole(self) -> None:
        """Be as wide as the longest entry where there is room."""
        self._longest = max(
            self.fontMetrics().horizontalAdvance(self.itemText(row)) for row in range(self.count())
        )
        self.updateGeometry()

    def clear_choice(self) -> None:
        """Choose everything, in silence."""
        self.blockSignals(True)
        self.setCurrentIndex(0)
        self.blockSignals(False)

    def sizeHint(self) -> QSize:
        least = self.fontMetrics().averageCharWidth() * self.minimumContentsLength()
        width = max(least, self._longest)
        height = self.fontMetrics().height() + 14
        return QSize(width + 2 * PADDING + GAP + CHEVRON, height)

    def minimumSizeHint(self) -> QSize:
        return QSize(6 * PADDING + CHEVRON, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_frame(painter, option)
            self._paint_text(painter)

    def _paint_frame(self, painter: QPainter, option: QStyleOptionComboBox) -> None:
        """As a button's; in the accent while the keyboard is here or something is chosen."""
        role = QPalette.ColorRole.Mid
        if self.hasFocus() or self.currentData() is not None:
            role = QPalette.ColorRole.Accent
        elif option.state & QStyle.StateFlag.State_MouseOver:
            role = QPalette.ColorRole.PlaceholderText
        painter.setPen(QPen(self.palette().color(role), 2 if self.hasFocus() else 1))
        painter.setBrush(self.palette().color(QPalette.ColorRole.Button))
        inset = 1.0 if self.hasFocus() else 0.5
        area = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(area, RADIUS, RADIUS)

    def _paint_text(self, painter: QPainter) -> None:
        chevron = QRect(0, 0, CHEVRON, CHEVRON)
        chevron.moveCenter(self.rect().center())
        chevron.moveRight(self.width() - PADDING)
        icon("chevron", QPalette.ColorRole.PlaceholderText).paint(painter, chevron)
        area = self.rect().adjusted(PADDING, 0, 0, 0)
        area.setRight(chevron.left() - GAP)
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        text = self.currentText().strip()
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
