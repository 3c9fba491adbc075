"""What a person has said of a match, with its mark; nothing said takes no room."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from core.language import _
from desktop import theme
from desktop.icons import IconLabel

ICON_SIDE = 18


class SaidLabel(QWidget):
    """A mark and words."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = IconLabel(ICON_SIDE, QPalette.ColorRole.Accent)
        self._words = QLabel()
        self._words.setObjectName("sheet_said_words")
        theme.set_role(self._words, "accent")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._mark)
        row.addWidget(self._words, 1)

    def say(self, is_right: bool | None) -> None:
        """Say that a match was confirmed or refused, or nothing."""
        self.setVisible(is_right is not None)
        self._mark.set_icon("confirm" if is_right else "reject")
        self._words.setText(_("Confirmed by you") if is_right else _("Not this, you said"))
