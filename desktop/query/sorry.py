"""Why a photo could not be used, in place of the photo."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.query.drop_target import picture


class Sorry(QWidget):
    """Hidden until there is something to be sorry for."""

    def __init__(self) -> None:
        super().__init__()
        self.hide()
        self._reason = QLabel()
        self._reason.setObjectName("photo_error")
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        self._reason.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._reason.setFont(theme.font(1.15))
        self._reason.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(40, 40, 40, 40)
        layout.setSpacing(18)
        layout.addStretch()
        layout.addWidget(picture("sorry"), alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._reason)
        layout.addStretch()

    def say(self, sentence: str) -> None:
        """Say why, from now on."""
        self._reason.setText(sentence)
        self.show()
