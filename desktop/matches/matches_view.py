"""The right pane: the products most like the photo, best first, or what to do to get there."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QVBoxLayout,
    QWidget,
)

from core.language import _
from core.records import Match
from desktop import theme, wording
from desktop.matches.match_delegate import BEST_SIDE, MatchDelegate, photo_side
from desktop.matches.matches_model import MATCH_ROLE, MatchesModel
from desktop.matches.welcome import WelcomePage
from desktop.photos.photo_actions import PhotoActions
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.widgets.panes import hint, pane


class MatchesView(QWidget):
    """Matches as a list, or a hint, or the first-run page in its place.

    Signals: `chosen(match: Match)` on selection, `activated(match: Match)` on Enter or double
    click, `emptied()` when no match is shown any more, `index_requested()` and
    `sample_requested()` from the first-run page.
    """

    chosen = Signal(object)
    activated = Signal(object)
    emptied = Signal()
    index_requested = Signal()
    sample_requested = Signal()

    def __init__(self, thumbnails: ThumbnailLoader, actions: PhotoActions) -> None:
        super().__init__()
        self.setObjectName("matches_view")
        self._thumbnails = thumbnails
        self._model = MatchesModel(self)
        self._list = self._make_list(actions)
        self._invitation = ""
        self._anew = False
        self._hint = hint("matches_hint")
        self._welcome = WelcomePage()
        self._title = theme.header()
        self._count = QLabel()
        self._pages = pane(self._hint, self._list, self._welcome)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addWidget(self._make_header())
        self._column.addWidget(self._pages, 1)
        thumbnails.ready.connect(self._take_thumbnail)
        self._welcome.index_requested.connect(self.index_requested)
        self._welcome.sample_requested.connect(self.sample_requested)

    def add_field(self, field: QWidget) -> None:
        """Put a field between the title and the list."""
        self._column.insertWidget(1, field)

    @property
    def model(self) -> MatchesModel:
        """The list's model."""
        return self._model

    @property
    def list_view(self) -> QListView:
        """The list itself."""
        return self._list

    def set_matches(
        self, matches: tuple[Match, ...], *, filtered: bool = False, note: str = ""
    ) -> None:
        """Show `matches` and choose the first; without any, say so, and of a filter that is on.

        `note` says what they were found by, where that is not the photo alone.

        When they were looked for anew, the product that was chosen stays so if it is among them.
        """
        if not matches and filtered:
            self.show_hint(
                _("Nothing that passes the filter resembles this: clear it to look further.")
            )
            return
        if not matches:
            self.show_hint(_("Nothing in this catalogue resembles this."))
            return
        row = self._row_to_choose(matches)
        self._reset(matches)
        self._count.setText(" · ".join(filter(None, (wording.products(len(matches)), note))))
        self._pages.setCurrentWidget(self._list)
        self._ask_for_photos()
        self._list.selectionModel().setCurrentIndex(
            self._model.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self._list.scrollTo(self._model.index(row))
        if not self._anew:  # whoever types a filter goes on typing
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._anew = False

    def show_searching(self) -> None:
        """Say that what is shown is being looked for anew."""
        if self._model.rowCount():
            self._count.setText(_("Looking…"))
        else:
            self.show_hint(_("Looking for the product…"))
        self._anew = True

    def show_hint(self, text: str) -> None:
        """Say `text` in place of a list."""
        self._anew = False
        self._reset(())
        self._hint.setText(text)
        self._pages.setCurrentWidget(self._hint)

    def show_invitation(self) -> None:
        """Say again what `invite` has said."""
        self.show_hint(self._invitation)

    def invite(self, text: str, anew: bool) -> None:
        """Say `text` in place of the first-run page or of the last invitation, or of anything."""
        page = self._pages.currentWidget()
        idle = page is self._hint and self._hint.text() == self._invitation
        if anew or idle or page is self._welcome:
            self.show_hint(text)
        self._invitation = text

    def show_welcome(self) -> None:
        """Explain the first steps in place of a list."""
        self._reset(())
        self._pages.setCurrentWidget(self._welcome)
        self._title.setText(_("Welcome"))

    def _row_to_choose(self, matches: tuple[Match, ...]) -> int:
        chosen: Match | None = self._list.currentIndex().data(MATCH_ROLE)
        ids = [match.product_id for match in matches]
        known = self._anew and chosen is not None and chosen.product_id in ids
        return ids.index(chosen.product_id) if known and chosen else 0

    def _reset(self, matches: tuple[Match, ...]) -> None:
        self._thumbnails.restart()
        self._model.set_matches(matches)
        self._title.setText(_("Matches"))
        self._count.clear()
        if not matches:
            self.emptied.emit()

    def _ask_for_photos(self) -> None:
        ratio = self.devicePixelRatioF()
        for row in range(self._model.rowCount()):
            index = self._model.index(row)
            match: Match = index.data(MATCH_ROLE)
            side = round(photo_side(index) * ratio)
            self._thumbnails.request(match.photo_id, match.photo_path, side)

    def _take_thumbnail(self, photo_id: int, image: QImage) -> None:
        """Larger photos were asked for by someone else and would cost at every repaint."""
        if max(image.width(), image.height()) <= BEST_SIDE * self.devicePixelRatioF():
            self._model.set_thumbnail(photo_id, image)

    def _choose(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(current.data(MATCH_ROLE))

    def _make_list(self, actions: PhotoActions) -> QListView:
        view = QListView()
        view.setObjectName("matches_list")
        view.setAccessibleName(_("Matches, best first"))
        view.setModel(self._model)
        view.setItemDelegate(MatchDelegate(view))
        view.setMouseTracking(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        view.addActions(actions.all())
        view.selectionModel().currentChanged.connect(self._choose)
        view.activated.connect(lambda index: self.activated.emit(index.data(MATCH_ROLE)))
        return view

    def _make_header(self) -> QWidget:
        self._count.setObjectName("matches_count")
        theme.set_role(self._count, "quiet")
        header = QWidget()
        row = QHBoxLayout(header)
        row.setContentsMargins(0, 0, 4, 0)
        row.addWidget(self._title)
        row.addStretch()
        row.addWidget(self._count)
        return header
