"""Over the matches: their title, how many, list or grid, and how large their photos are."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QWidget

from core.language import _
from desktop import theme
from desktop.matches.look import LARGEST, SMALLEST, STEP, Look
from desktop.matches.match_actions import MatchActions
from desktop.widgets.buttons import icon_button
from desktop.widgets.elided import ElidedLabel
from desktop.widgets.size_slider import size_slider

SLIDER_WIDTH, SLIDER_HEIGHT = 96, 20


class MatchesHeader(QWidget):
    """Signals: `side_chosen(side: int)` by the slider."""

    side_chosen = Signal(int)

    def __init__(self, actions: MatchActions) -> None:
        super().__init__()
        self._title = theme.header()
        self._count = ElidedLabel()
        self._count.setObjectName("matches_count")
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._count.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.set_role(self._count, "quiet")
        self._slider = _make_slider()
        self._slider.valueChanged.connect(self._choose_side)
        self._controls = QWidget()
        row = QHBoxLayout(self._controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._slider)
        for action in (actions.as_list, actions.as_grid):
            button = icon_button(action, f"{action.objectName()}_button")
            button.setFixedHeight(self._title.sizeHint().height())
            row.addWidget(button)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 4, 0)
        whole.setSpacing(12)
        whole.addWidget(self._title)
        whole.addWidget(self._count, 1)
        whole.addWidget(self._controls)
        self.show_title(_("Matches"), has_matches=False)

    def show_title(self, title: str, *, has_matches: bool) -> None:
        """Name what is below; the controls are there for matches."""
        self._title.setText(title)
        self._controls.setVisible(has_matches)
        self.show_count("")

    def show_count(self, text: str) -> None:
        """Say how many matches there are, or that they are looked for."""
        self._count.setText(text)

    def set_look(self, look: Look) -> None:
        """Show how the matches are laid out."""
        self._slider.blockSignals(True)
        self._slider.setValue(look.side)
        self._slider.blockSignals(False)

    def _choose_side(self, value: int) -> None:
        self.side_chosen.emit(value)


def _make_slider() -> QSlider:
    tip = _("Size of the photos (Ctrl++, Ctrl+-, Ctrl and the wheel)")
    slider = size_slider("matches_size", tip, range(SMALLEST, LARGEST, STEP), 4 * STEP)
    slider.setFixedSize(SLIDER_WIDTH, SLIDER_HEIGHT)
    return slider
