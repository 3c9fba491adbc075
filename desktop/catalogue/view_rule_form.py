"""The parts of a rule for views, as a form."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from core.language import _
from core.view_rule import MOST_NUMBER, ViewRule, words_of


class ViewRuleForm(QWidget):
    """Words, numbers and what stands before them.

    Signals: `edited()` after each change.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown_separators = ""
        self._words = QLineEdit()
        self._words.setObjectName("view_words")
        self._words.setToolTip(_("Words with commas between; capitals do not count"))
        self._words.textChanged.connect(self.edited)
        self._numbers = self._check("view_numbers", _("&Numbers, as in BG1042_2"))
        self._brackets = self._check("view_brackets", _("Numbers in &brackets, as in BG1042 (2)"))
        self._highest = QSpinBox()
        self._highest.setObjectName("view_highest")
        self._highest.setRange(1, MOST_NUMBER)
        self._highest.setToolTip(_("Higher numbers belong to the reference, as in Model-90"))
        self._highest.valueChanged.connect(self.edited)
        self._separators = {
            "-": self._check("view_hyphen", _("&Hyphen")),
            "_": self._check("view_underscore", _("&Underscore")),
            " ": self._check("view_space", _("&Space")),
            ".": self._check("view_dot", _("D&ot")),
        }
        self._runs = self._check("view_runs", _("Se&veral in a row, as in BG1042__front"))
        self._lay_out()
        self.setFocusProxy(self._words)

    def rule(self) -> ViewRule | None:
        """The rule as it is now; None while nothing may stand before words and numbers."""
        boxes = self._separators
        left_off = {mark for mark, box in boxes.items() if not box.isChecked()}
        marks = dict.fromkeys([*self._shown_separators, *boxes])
        separators = "".join(mark for mark in marks if mark not in left_off)
        if not separators:
            return None
        return ViewRule(
            words=words_of(self._words.text()),
            numbers=self._numbers.isChecked(),
            brackets=self._brackets.isChecked(),
            highest=self._highest.value(),
            separators=separators,
            runs=self._runs.isChecked(),
        )

    def set_rule(self, rule: ViewRule) -> None:
        """Show a rule; separators that have no box stay as they are."""
        self._shown_separators = rule.separators
        self._words.setText(", ".join(rule.words))
        self._words.setCursorPosition(0)
        self._numbers.setChecked(rule.numbers)
        self._brackets.setChecked(rule.brackets)
        self._highest.setValue(rule.highest)
        for mark, box in self._separators.items():
            box.setChecked(mark in rule.separators)
        self._runs.setChecked(rule.runs)

    def _check(self, name: str, text: str) -> QCheckBox:
        box = QCheckBox(text)
        box.setObjectName(name)
        box.toggled.connect(self.edited)
        return box

    def _lay_out(self) -> None:
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(18)
        layout.setVerticalSpacing(10)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        layout.addRow(_("&Words"), self._words)
        layout.addRow("", self._numbers)
        layout.addRow("", self._brackets)
        highest = QLabel(_("Hi&ghest number"))
        highest.setBuddy(self._highest)
        layout.addRow(highest, _left(self._highest))
        layout.addRow(_("Before them"), _left(*self._separators.values()))
        layout.addRow("", self._runs)


def _left(*widgets: QWidget) -> QHBoxLayout:
    """Beside each other, no wider than they need to be."""
    row = QHBoxLayout()
    row.setSpacing(18)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
