"""Hits and misses of a recipe, query by query: the photo, and the five products that came first."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListView,
    QVBoxLayout,
    QWidget,
)

from core.language import _
from desktop.laboratory import words
from desktop.laboratory.photo_card import PhotoCard
from desktop.laboratory.queries_model import QueriesModel, came
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.widgets.buttons import dialog_button
from desktop.widgets.choice_box import ChoiceBox
from desktop.widgets.panes import pane, quiet_sentence, quiet_word

if TYPE_CHECKING:  # it loads scipy: the librarian's thread does
    from core.laboratory.browsing import Asked, Found

HITS, MISSES = "hits", "misses"
QUERY_SIDE, SIDE, LIST_WIDTH, FIRST, COLUMNS = 260, 128, 240, 5, 3
QUERY_KEY = 0  # photos of the catalogue have ids from 1


class QueriesDialog(QDialog):
    """A list of queries; the one chosen is shown beside it."""

    def __init__(
        self, title: str, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("queries_dialog")
        self.setWindowTitle(_("What each query found"))
        self.setModal(False)
        self.resize(980, 600)
        self._thumbnails = thumbnails
        self._all: Sequence[Asked] = ()
        self._keys: dict[int, PhotoCard] = {}
        recipe = quiet_sentence("queries_recipe")
        recipe.setText(title)
        self.model = QueriesModel(self)
        self._list = self._make_list()
        self._filter = self._make_filter()
        self._count = QLabel()
        self._count.setObjectName("queries_count")
        self._nothing = quiet_word("queries_nothing", _("Reading the queries…"))
        self._pages = pane(self._nothing, self._make_shown())
        thumbnails.ready.connect(self._show_photo)
        thumbnails.failed.connect(self._tell_gone)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        column.addWidget(recipe)
        column.addLayout(self._make_head())
        column.addWidget(self._pages, 1)
        column.addWidget(self._make_buttons())

    def set_asked(self, asked: "Sequence[Asked]") -> None:
        """Show these queries."""
        self._all = asked
        self._sift()

    def show_failure(self, text: str) -> None:
        """Say why there are none."""
        self._nothing.setText(text)
        self._pages.setCurrentIndex(0)

    def _sift(self) -> None:
        """Show those of the kind that is chosen."""
        kind = self._filter.currentData()
        asked = [each for each in self._all if kind in (None, HITS if each.is_hit else MISSES)]
        self.model.set_asked(asked)
        self._count.setText(words.queries(len(asked)))
        self._nothing.setText(_("There is no query of this kind."))
        self._pages.setCurrentIndex(1 if asked else 0)
        if asked:
            self._list.setCurrentIndex(self.model.index(0, 0))
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        asked = self.model.asked[index.row()]
        self._thumbnails.restart()
        self._keys = {}
        self._query.show_words(asked.query.path.name, came(asked))
        self._ask(QUERY_KEY, self._query, asked.query.path, QUERY_SIDE)
        product = f"{asked.query.reference} · {asked.query.category}".removesuffix(" · ")
        self._wanted.setText(_("Shows {product}").format(product=product))
        for place, card in enumerate(self._cards):
            card.setVisible(place < len(asked.first))
            if place < len(asked.first):
                self._show_found(card, place + 1, asked.first[place])

    def _show_found(self, card: PhotoCard, place: int, found: "Found") -> None:
        told = _("The right product") if found.is_right else found.category
        card.show_words(f"{place}. {found.reference}", told, marked=found.is_right)
        self._ask(found.photo_id, card, found.path, SIDE)

    def _ask(self, key: int, card: PhotoCard, path: Path, side: int) -> None:
        self._keys[key] = card
        self._thumbnails.request(key, path, round(side * self.devicePixelRatioF()))

    def _show_photo(self, key: int, image: QImage) -> None:
        if key in self._keys:
            self._keys[key].set_image(image)

    def _tell_gone(self, key: int) -> None:
        if key == QUERY_KEY and self._list.currentIndex().isValid():
            asked = self.model.asked[self._list.currentIndex().row()]
            self._query.show_words(asked.query.path.name, _("The photo is no longer there"))

    def _make_list(self) -> QListView:
        made = QListView()
        made.setObjectName("queries_list")
        made.setAccessibleName(_("Queries"))
        made.setModel(self.model)
        made.setUniformItemSizes(True)
        made.setSpacing(2)
        made.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setFixedWidth(LIST_WIDTH)
        made.selectionModel().currentChanged.connect(self._show)
        return made

    def _make_filter(self) -> ChoiceBox:
        box = ChoiceBox("queries_filter", _("Hits or misses"), _("Hits and misses"))
        box.set_choices([(_("Hits"), HITS), (_("Misses"), MISSES)])
        box.show_whole()
        box.currentIndexChanged.connect(self._sift)
        return box

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._filter)
        row.addWidget(self._count)
        row.addStretch(1)
        return row

    def _make_shown(self) -> QWidget:
        self._query = PhotoCard("queries_photo", QUERY_SIDE)
        self._wanted = quiet_sentence("queries_wanted")
        self._wanted.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._cards = [PhotoCard(f"queries_found_{n}", SIDE) for n in range(1, FIRST + 1)]
        left = QVBoxLayout()
        left.addWidget(self._query)
        left.addWidget(self._wanted)
        left.addStretch(1)
        right = QGridLayout()
        right.setSpacing(12)
        for number, card in enumerate(self._cards):
            right.addWidget(card, *divmod(number, COLUMNS), Qt.AlignmentFlag.AlignTop)
        right.setRowStretch(FIRST // COLUMNS + 1, 1)
        shown = QWidget()
        row = QHBoxLayout(shown)
        row.setContentsMargins(0, 8, 8, 8)
        row.setSpacing(20)
        row.addWidget(self._list)
        row.addLayout(left)
        row.addLayout(right, 1)
        return shown

    def _make_buttons(self) -> QDialogButtonBox:
        close = dialog_button("queries_close", _("C&lose"), _("Close this window (Esc)"))
        buttons = QDialogButtonBox()
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        return buttons
