"""The window in which two photos are compared, beside the main one."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.language import _, ngettext
from core.records import Agreement
from desktop import theme, wording
from desktop.compare.pair_view import PairView
from desktop.compare.sight import STEP, Sight
from desktop.widgets.buttons import dialog_button
from desktop.widgets.elided import ElidedLabel


@dataclass(frozen=True, slots=True)
class Side:
    """A photo to compare, and what is said of it."""

    path: Path
    name: str
    about: str = ""


class CompareWindow(QDialog):
    """Signals: `turned(step: int)` for the next match (1) or the one before (-1)."""

    turned = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("compare_window")
        self.setWindowTitle(_("Compare"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(1000, 680)
        self.view = PairView()
        self._names = [_name_label("compare_left"), _name_label("compare_right")]
        self._why = QLabel()
        self._why.setObjectName("compare_why")
        self._why.setWordWrap(True)
        self._lines = QCheckBox(_("&Lines between points that agree"))
        self._lines.setObjectName("compare_lines")
        self._lines.setChecked(True)
        self._lines.toggled.connect(self.view.show_lines)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        names = QHBoxLayout()
        for label in self._names:
            names.addWidget(label, 1)
        column.addLayout(names)
        column.addWidget(self.view, 1)
        column.addWidget(self._why)
        column.addLayout(self._make_foot())
        key = Qt.Key
        self._keys: dict[Qt.Key, Callable[[], None]] = {
            **dict.fromkeys((key.Key_Plus, key.Key_Equal), self._nearer),
            **dict.fromkeys((key.Key_Down, key.Key_PageDown), self._next),
            **dict.fromkeys((key.Key_Up, key.Key_PageUp), self._back),
            key.Key_Minus: self._farther,
            key.Key_0: self._whole,
        }

    def show_pair(self, left: Side, right: Side) -> None:
        """Name two photos, which follow; the zoom stays."""
        for label, side in zip(self._names, (left, right), strict=True):
            label.setText(" · ".join(filter(None, (side.name, side.about))))
            label.setToolTip(str(side.path))
        self.view.setAccessibleName(
            _("{left} and {right} side by side").format(left=left.name, right=right.name)
        )
        self.show_agreement(None)

    def show_agreement(self, agreement: Agreement | None) -> None:
        """Say and draw where the photos agree; None while that is looked for."""
        self.view.set_agreement(agreement)
        self._lines.setEnabled(agreement is not None and bool(agreement.points))
        self._why.setText(_("Looking where the two photos agree…"))
        if agreement is not None:
            self._why.setText(_agreed(len(agreement.points)))

    def show_failure(self, sentence: str) -> None:
        """Say why it is not known where the photos agree."""
        self._why.setText(sentence)

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._lines)
        row.addStretch()
        for name, text, tip, act in (
            ("compare_before", _("&Previous"), _("The match before (Page up)"), self._back),
            ("compare_next", _("&Next"), _("The next match (Page down)"), self._next),
            ("compare_smaller", _("&Smaller"), _("Smaller (-)"), self._farther),
            ("compare_whole", _("&Whole"), _("The whole photos (0)"), self._whole),
            ("compare_larger", _("Lar&ger"), _("Larger (+)"), self._nearer),
            ("compare_close", _("&Close"), _("Close (Esc)"), self.close),
        ):
            button = dialog_button(name, text, tip)
            button.clicked.connect(act)
            row.addWidget(button)
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = self._keys.get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def _next(self) -> None:
        self.turned.emit(1)

    def _back(self) -> None:
        self.turned.emit(-1)

    def _nearer(self) -> None:
        self.view.zoom(STEP)

    def _farther(self) -> None:
        self.view.zoom(1 / STEP)

    def _whole(self) -> None:
        self.view.set_sight(Sight())


def _name_label(name: str) -> ElidedLabel:
    label = ElidedLabel()
    label.setObjectName(name)
    label.setFont(theme.font(1.1))
    return label


def _agreed(count: int) -> str:
    if not count:
        return _("No detail of the two photos agrees: they are alike as a whole.")
    return ngettext(
        "{count} point of the two photos agrees.", "{count} points of the two photos agree.", count
    ).format(count=wording.number(count))
