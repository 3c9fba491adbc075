"""The slider that makes the photos of a list larger and smaller."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSlider

from core.language import _


def size_slider(name: str, tip: str, sides: range, page: int) -> QSlider:
    """Goes through `sides`, the last one included, and by `page` beside its handle."""
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setObjectName(name)
    slider.setAccessibleName(_("Size of the photos"))
    slider.setToolTip(tip)
    slider.setRange(sides.start, sides.stop)
    slider.setSingleStep(sides.step)
    slider.setPageStep(page)
    return slider
