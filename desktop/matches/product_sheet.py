"""The sheet of the chosen product: its photo, what it is, and what can be done with it."""

from PySide6.QtGui import QFont, QImage, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
)

from core.language import _
from core.records import Match
from desktop import theme, wording
from desktop.matches.match_actions import MatchActions
from desktop.matches.said_label import SaidLabel
from desktop.photos.photo_actions import PhotoActions
from desktop.photos.photo_tile import LARGEST_SIDE, PhotoTile
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.widgets.buttons import action_button, icon_button
from desktop.widgets.elided import ElidedLabel

MARGIN, GAP = 16, 14


class ProductSheet(QFrame):
    """Shows one match; hidden while there is none."""

    def __init__(
        self, thumbnails: ThumbnailLoader, actions: PhotoActions, commands: MatchActions
    ) -> None:
        super().__init__()
        self.setObjectName("product_sheet")
        self.setAccessibleName(_("Chosen product"))
        theme.set_role(self, "pane")
        self._thumbnails = thumbnails
        self._actions, self._commands = actions, commands
        self._match: Match | None = None
        self._photo = PhotoTile()
        self._reference = ElidedLabel()
        self._category = ElidedLabel()
        self._likeness, self._meaning = QLabel(), QLabel()
        self._said = SaidLabel()
        self._path = ElidedLabel()
        top = QHBoxLayout()
        top.setSpacing(20)
        top.addWidget(self._photo)
        top.addLayout(self._make_words(), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(top, 1)
        layout.addLayout(self._make_buttons())
        thumbnails.ready.connect(self._take_photo)
        self.clear()

    @property
    def match(self) -> Match | None:
        """The match that is shown."""
        return self._match

    def show_match(self, match: Match) -> None:
        """Show `match`, its photo as soon as it has been read."""
        is_shown = self._match is not None and self._match.photo_id == match.photo_id
        self._match = match
        self._actions.set_photo(match)
        self._reference.setText(match.reference)
        self._category.setText(match.category)
        self._category.setVisible(bool(match.category))
        self._likeness.setText(wording.likeness(match))
        self._meaning.setText(wording.likeness_meaning(match))
        self._said.say(match.is_right)
        self._path.setText(str(match.photo_path))
        if not is_shown:
            self._ask_for_photo(match)
        self.show()

    def clear(self) -> None:
        """Show nothing."""
        self._match = None
        self._actions.set_photo(None)
        self._photo.set_image(QImage())
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The photo is a square as high as the sheet has room for."""
        super().resizeEvent(event)
        self._photo.setFixedWidth(self._photo.height())

    def _ask_for_photo(self, match: Match) -> None:
        self._photo.set_image(QImage())
        side = round(LARGEST_SIDE * self.devicePixelRatioF())
        self._thumbnails.restart()
        self._thumbnails.request(match.photo_id, match.photo_path, side)

    def _take_photo(self, photo_id: int, image: QImage) -> None:
        """The list's small thumbnail serves until the sheet's own photo arrives."""
        if self._match is None or photo_id != self._match.photo_id:
            return
        if image.width() >= self._photo.image_width:
            self._photo.set_image(image)

    def _make_words(self) -> QVBoxLayout:
        self._reference.setFont(theme.font(1.5, QFont.Weight.DemiBold))
        self._likeness.setFont(theme.font(1.15))
        self._meaning.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(4)
        for name, label in (
            ("sheet_reference", self._reference),
            ("sheet_category", self._category),
            ("sheet_said", self._said),
            ("sheet_likeness", self._likeness),
            ("sheet_meaning", self._meaning),
            ("sheet_path", self._path),
        ):
            label.setObjectName(name)
            if label is self._reference:
                words.addLayout(self._make_title())
            else:
                words.addWidget(label)
        for label in (self._category, self._meaning, self._path):
            theme.set_role(label, "quiet")
        words.insertSpacing(3, 8)
        words.addStretch()
        return words

    def _make_buttons(self) -> QHBoxLayout:
        """A row as wide as the sheet: translated labels are long."""
        row = QHBoxLayout()
        row.setSpacing(8)
        for action in (*self._commands.of_a_match(), self._actions.like):
            row.addWidget(action_button(action, f"sheet_{action.objectName()}"))
        row.addStretch()
        return row

    def _make_title(self) -> QHBoxLayout:
        """The reference, and what can be done with the photo, as icons in the corner."""
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._reference, 1)
        for action in self._actions.chief():
            row.addWidget(icon_button(action, f"sheet_{action.objectName()}"))
        return row
