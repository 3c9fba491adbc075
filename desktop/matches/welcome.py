"""The first-run page: what Vitrine does, in three lines, and the two ways to begin."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.language import _
from desktop import theme
from desktop.icons import app_icon
from desktop.widgets.buttons import push_button

ICON_SIDE = 72
STEPS_WIDTH = 460
WHOLE = 1000  # a stretch beside which the margins take only what the steps leave


class WelcomePage(QScrollArea):
    """Shown while the catalogue is empty; it scrolls in a small window.

    Signals: `index_requested()`, `sample_requested()`.
    """

    index_requested = Signal()
    sample_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(QSize(ICON_SIDE, ICON_SIDE), self.devicePixelRatioF()))
        title = QLabel(_("Which product is this?"))
        title.setFont(theme.font(1.7, QFont.Weight.Light))
        page = QWidget()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(page)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(10)
        layout.addStretch(2)
        for label in (picture, title):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addSpacing(8)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(self._make_steps(), WHOLE)
        centred.addStretch(1)
        layout.addLayout(centred)
        layout.addSpacing(12)
        layout.addWidget(self._make_index_button(), alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._make_sample_button(), alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def _make_steps(self) -> QWidget:
        steps = QWidget()
        steps.setMaximumWidth(STEPS_WIDTH)
        grid = QGridLayout(steps)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for row, line in enumerate(
            (
                _("Index a folder of product photos to begin. They are only read."),
                _("Drop any photo on the window: its background is removed."),
                _("The most similar products appear at once, best first."),
            )
        ):
            number = QLabel(str(row + 1))
            number.setFont(theme.font(1.0, QFont.Weight.DemiBold))
            theme.set_role(number, "accent")
            words = QLabel(line)
            words.setWordWrap(True)
            theme.set_role(words, "quiet")
            grid.addWidget(number, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, row, 1)
        return steps

    def _make_index_button(self) -> QPushButton:
        button = push_button(
            "welcome_index",
            _("&Index a folder of product photos…"),
            _("Choose the folder of the catalogue's photos (Ctrl+O)"),
            spoken=_("Index a folder"),
        )
        button.clicked.connect(self.index_requested)
        theme.set_role(button, "primary")
        return button

    def _make_sample_button(self) -> QPushButton:
        button = push_button(
            "welcome_sample",
            _("Open the &sample catalogue"),
            _("Try Vitrine on a small invented collection"),
            spoken=_("Open the sample catalogue"),
        )
        button.clicked.connect(self.sample_requested)
        theme.set_role(button, "link")
        return button
