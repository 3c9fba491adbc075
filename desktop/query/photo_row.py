"""Under the photo: the photos of one product that are looked for together."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from core.language import _
from core.records import MOST_QUERY_PHOTOS
from desktop import theme
from desktop.icons import icon
from desktop.widgets.actions import command
from desktop.widgets.buttons import icon_button

SIDE = 40


class PhotoRow(QWidget):
    """A button for each photo, where there are several; one more to add and one to leave out.

    Signals: `chosen(photo: Path)`, to be seen; `left_out(photo: Path)`; `add_requested()`.
    """

    chosen = Signal(object)
    left_out = Signal(object)
    add_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("photo_row")
        self.setAccessibleName(_("Photos of the product"))
        self._photos: tuple[Path, ...] = ()
        self._seen = Path()
        self._buttons: list[QToolButton] = []
        self._group = QButtonGroup(self)
        self.add = command(self, "add_view", _("A&dd a view of the product…"), "Ctrl+Shift+A")
        self.add.setIcon(icon("add"))
        self.add.triggered.connect(self.add_requested)
        self._leave_out = command(self, "leave_out", _("Lea&ve this photo out"), "Ctrl+Shift+Del")
        self._leave_out.setIcon(icon("close"))
        self._leave_out.triggered.connect(lambda: self.left_out.emit(self._seen))
        self._add = icon_button(self.add, "add_view_button")
        self._add.setText(self.add.text().replace("&", ""))
        self.addActions([self.add, self._leave_out])
        self._leave = icon_button(self._leave_out, "leave_out_button")
        self._thumbs = QHBoxLayout()
        self._thumbs.setSpacing(4)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addLayout(self._thumbs)
        row.addWidget(self._add)
        row.addWidget(self._leave)
        row.addStretch()
        self.show_photos((), Path())

    @property
    def photos(self) -> tuple[Path, ...]:
        """The photos, in the order of their buttons."""
        return self._photos

    def show_photos(self, photos: Sequence[Path], seen: Path) -> None:
        """Show these; the one that is `seen` is pressed."""
        if tuple(photos) != self._photos:
            self._photos = tuple(photos)
            self._make_buttons()
        self._seen = seen
        for photo, button in zip(self._photos, self._buttons, strict=False):
            button.setChecked(photo == seen)
        self.add.setEnabled(0 < len(self._photos) < MOST_QUERY_PHOTOS)
        self._leave_out.setEnabled(len(self._photos) > 1)
        self._leave.setVisible(len(self._photos) > 1)
        alone = len(self._photos) < 2  # room for words
        self._add.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            if alone
            else Qt.ToolButtonStyle.ToolButtonIconOnly
        )

    def set_thumbnail(self, number: int, image: QImage) -> None:
        """Show `image` on the button of the photo with that number, from 0."""
        if number < len(self._buttons):
            self._buttons[number].setIcon(QIcon(QPixmap.fromImage(image)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self._leave_out.isEnabled():
            self._leave_out.trigger()
        else:
            super().keyPressEvent(event)

    def _make_buttons(self) -> None:
        for button in self._buttons:
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        shown = self._photos if len(self._photos) > 1 else ()
        self._buttons = [self._make_button(number, photo) for number, photo in enumerate(shown)]

    def _make_button(self, number: int, photo: Path) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"view_{number + 1}_button")
        told = _("{name}, {number} of {count}").format(
            name=photo.name, number=number + 1, count=len(self._photos)
        )
        button.setAccessibleName(told)
        button.setToolTip(_("{photo} (Space to see it, Delete to leave it out)").format(photo=told))
        button.setCheckable(True)
        button.setFixedSize(SIDE, SIDE)
        button.setIconSize(QSize(SIDE - 6, SIDE - 6))
        theme.set_role(button, "title")
        button.clicked.connect(partial(self.chosen.emit, photo))
        self._group.addButton(button)
        self._thumbs.addWidget(button)
        button.show()  # at once, for the keyboard may be on it
        return button
