"""The framed middle of a dialog or view: a list, or a word in its place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from desktop import theme

HINT_MARGIN = 48


def pane(*pages: QWidget) -> QStackedWidget:
    """A frame with rounded corners that shows one of `pages`, at first the first."""
    made = QStackedWidget()
    theme.set_role(made, "pane")
    made.setContentsMargins(5, 5, 5, 5)
    for page in pages:
        made.addWidget(page)
    return made


def quiet_word(name: str, text: str = "") -> QLabel:
    """A sentence in the middle of a pane that has nothing else to show."""
    return _quiet(QLabel(text), name)


def hint(name: str) -> QLabel:
    """As `quiet_word`, for a pane of the window: larger, with air around it."""
    label = QLabel()
    label.setFont(theme.font(1.15))  # the style sheet keeps only a font that it finds
    label.setContentsMargins(HINT_MARGIN, HINT_MARGIN, HINT_MARGIN, HINT_MARGIN)
    return _quiet(label, name)


def quiet_sentence(name: str) -> QLabel:
    """A line that explains, as long as it needs to be."""
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    theme.set_role(label, "quiet")
    return label


def _quiet(label: QLabel, name: str) -> QLabel:
    label.setObjectName(name)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    theme.set_role(label, "quiet")
    return label
