"""Over the catalogue's grid: in which order products come, and how large they are."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from core.language import _
from core.product_records import Order
from desktop import theme
from desktop.catalogue.catalogue_delegate import LEAST_WIDTH
from desktop.widgets.choice_box import ChoiceBox
from desktop.widgets.size_slider import size_slider

SMALLEST, LARGEST, STEP = 112, 336, 28
_SLIDER_WIDTH, _SLIDER_HEIGHT = 140, 20


class ArrangementBar(QWidget):
    """Signals: `ordered(order: Order)`; `sized(width: int)`, the least width of a cell."""

    ordered = Signal(object)
    sized = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("arrangement_bar")
        self._order = ChoiceBox("catalogue_order", _("Order"), _("Best first"))
        self._order.set_choices(
            [
                (_("By reference"), Order.REFERENCE),
                (_("By name"), Order.NAME),
                (_("By category"), Order.CATEGORY),
                (_("Newest first"), Order.NEWEST),
                (_("Most photos first"), Order.PHOTOS),
            ]
        )
        self._order.show_whole()
        self._order.setToolTip(_("Best first: by what is searched for, without words by reference"))
        self._order.activated.connect(lambda _row: self.ordered.emit(self.order))
        label = QLabel(_("&Order"))
        label.setBuddy(self._order)
        theme.set_role(label, "quiet")
        self._size = self._make_slider()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(10)
        row.addWidget(theme.header(_("Products")))
        row.addStretch()
        row.addWidget(label)
        row.addWidget(self._order)
        row.addSpacing(8)
        row.addWidget(self._size)

    @property
    def order(self) -> Order:
        """The order that is chosen."""
        return self._order.currentData() or Order.BEST

    @property
    def width_of_cells(self) -> int:
        """The least width of a cell, in pixels."""
        return self._size.value()

    def set_width(self, width: int) -> None:
        """Cells are to be at least so wide."""
        self._size.setValue(width)

    def _make_slider(self) -> QSlider:
        tip = _("Size of the photos (Ctrl and the wheel in the grid)")
        slider = size_slider("catalogue_size", tip, range(SMALLEST, LARGEST, STEP), 2 * STEP)
        slider.setValue(LEAST_WIDTH)
        slider.setFixedSize(_SLIDER_WIDTH, _SLIDER_HEIGHT)
        slider.valueChanged.connect(self.sized)
        return slider
