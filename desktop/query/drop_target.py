"""The empty query pane: an obvious place to drop a photo, and a button for those who click."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from core.language import _
from desktop import theme
from desktop.icons import IconLabel
from desktop.widgets.buttons import push_button

ICON_SIDE = 72


class DropTarget(QFrame):
    """Signals: `open_requested()`."""

    open_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drop_target")
        self.setAccessibleName(_("Drop a photo here"))
        theme.set_role(self, "drop")
        title = QLabel(_("Drop a photo here"))
        title.setFont(theme.font(1.7, QFont.Weight.Light))
        hint = QLabel(_("A studio shot, a phone picture or a scan: the background is removed."))
        hint.setWordWrap(True)
        theme.set_role(hint, "quiet")
        self._button = button = open_button("open_photo_button", _("or &open one…"))
        button.clicked.connect(self.open_requested)
        layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.addStretch()
        layout.addWidget(picture("drop"), alignment=Qt.AlignmentFlag.AlignHCenter)
        for label in (title, hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addSpacing(8)
        layout.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()

    def take_keyboard(self) -> None:
        """Let the keyboard begin here."""
        self._button.setFocus()


def picture(name: str) -> IconLabel:
    """A large quiet icon for a pane that has nothing else to show."""
    made = IconLabel(ICON_SIDE, QPalette.ColorRole.PlaceholderText)
    made.set_icon(name)
    return made


def open_button(name: str, text: str) -> QPushButton:
    """A button that opens a photo; what it says depends on where it stands."""
    tip = _("Open a photo to look for (Ctrl+Shift+O)")
    return push_button(name, text, tip, spoken=_("Open photo"))
