"""What is between menu bar and status line: three views, the switch between them, the filter."""

from PySide6.QtCore import QByteArray, QDataStream, QIODevice, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.language import _
from core.records import Match, Shown
from desktop import theme
from desktop.catalogue.catalogue_view import CatalogueView
from desktop.catalogue.filter_bar import FilterBar
from desktop.laboratory.laboratory_view import LaboratoryView
from desktop.matches.match_actions import MatchActions
from desktop.matches.matches_view import MatchesView
from desktop.matches.product_sheet import ProductSheet
from desktop.photos.photo_actions import PhotoActions
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.query.cutout_actions import CutoutActions
from desktop.query.look_actions import LookActions
from desktop.query.query_pane import QueryPane
from desktop.query.words_field import WordsField

MATCHES, CATALOGUE, LABORATORY = range(3)


class Workspace(QWidget):
    """Query, matches and sheet in one view; the catalogue in the next; the laboratory in the third.

    Signals: `view_changed(view: int)`, MATCHES, CATALOGUE or LABORATORY.
    """

    view_changed = Signal(int)

    def __init__(
        self,
        thumbnails: ThumbnailLoader,
        actions: PhotoActions,
        commands: MatchActions,
        cutout: CutoutActions,
        looks: LookActions,
    ) -> None:
        """`actions` are for a product's photo, `commands` for a match, the others for the query."""
        super().__init__()
        list_thumbnails = thumbnails.branch()
        list_thumbnails.ready.connect(thumbnails.ready)  # the sheet shows them until its own come
        self._actions = actions
        self.query_pane = QueryPane(cutout, looks)
        self.words_field = WordsField()
        self.matches_view = MatchesView(list_thumbnails, actions, commands)
        self.matches_view.add_field(self.words_field)
        self.product_sheet = ProductSheet(thumbnails, actions, commands)
        self.catalogue_view = CatalogueView(thumbnails.branch(), thumbnails.branch())
        self.laboratory_view = LaboratoryView()
        self.filter_bar = FilterBar()
        self._panes = self._make_panes()
        self._buttons = QButtonGroup(self)
        self._views = QStackedWidget()
        self._views.addWidget(self._panes)
        self._views.addWidget(self.catalogue_view)
        self._views.addWidget(self.laboratory_view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(self._make_bar())
        layout.addWidget(self._views, 1)
        self._connect()

    @property
    def view(self) -> int:
        """The view in front."""
        return self._views.currentIndex()

    def show_view(self, view: int) -> None:
        """Bring a view to the front, with the keyboard in its list."""
        if view == self.view:
            return
        self.catalogue_view.editor.flush()
        self._views.setCurrentIndex(view)
        self._buttons.button(view).setChecked(True)
        self.filter_bar.setVisible(view != LABORATORY)
        if view == LABORATORY:
            self.laboratory_view.focus()
        else:
            shown = self.catalogue_view.grid if view == CATALOGUE else self.matches_view.list_view
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
        self._aim()
        self.view_changed.emit(view)

    def describe(self) -> None:
        """Say in words what is looked for."""
        self.show_view(MATCHES)
        self.words_field.type_here()

    def find_products(self) -> None:
        """Search products, which is done in the catalogue where the view in front has no filter."""
        if self.view == LABORATORY:
            self.show_view(CATALOGUE)
        self.filter_bar.focus_search()

    def save_state(self) -> QByteArray:
        """The proportions of all views, for `restore_state`."""
        state = QByteArray()
        stream = QDataStream(state, QIODevice.OpenModeFlag.WriteOnly)
        stream << self._panes.saveState() << self.catalogue_view.splitter.saveState()
        stream.writeInt32(self.catalogue_view.arrangement.width_of_cells)
        for splitter in self.laboratory_view.splitters:
            stream << splitter.saveState()
        return state

    def restore_state(self, state: QByteArray) -> None:
        """Take up what `save_state` gave; an earlier version may have told less."""
        stream = QDataStream(state)
        _restore(stream, self._panes, self.catalogue_view.splitter)
        width = stream.readInt32()
        if stream.status() == QDataStream.Status.Ok:
            self.catalogue_view.arrangement.set_width(width)
        _restore(stream, *self.laboratory_view.splitters)

    def _connect(self) -> None:
        self.matches_view.chosen.connect(self.product_sheet.show_match)
        self.matches_view.emptied.connect(self.product_sheet.clear)
        self.matches_view.chosen.connect(self._aim)
        self.matches_view.emptied.connect(self._aim)
        self.matches_view.hidden_wanted.connect(self.filter_bar.clear)
        self.catalogue_view.editor.strip.chosen.connect(self._aim)
        self.catalogue_view.typed.connect(self.filter_bar.type_on)
        self._buttons.idClicked.connect(self.show_view)

    def _aim(self) -> None:
        """The commands for a photo act on the one chosen in the view in front."""
        photo: Match | Shown | None = self.product_sheet.match
        if self.view == CATALOGUE:
            photo = self.catalogue_view.editor.strip.current
        self._actions.set_photo(photo)

    def _make_panes(self) -> QSplitter:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.matches_view, 5)
        column.addWidget(self.product_sheet, 2)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("panes")
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(16)
        splitter.addWidget(self.query_pane)
        splitter.addWidget(right)
        splitter.setSizes([620, 620])
        return splitter

    def _make_bar(self) -> QHBoxLayout:
        switch = QHBoxLayout()
        switch.setSpacing(0)
        for view, name, text, tip in (
            (MATCHES, "view_matches", _("Ma&tches"), _("Look for the product in a photo (Ctrl+1)")),
            (CATALOGUE, "view_catalogue", _("Catalog&ue"), _("See and correct products (Ctrl+2)")),
            (LABORATORY, "view_laboratory", _("La&boratory"), _("Compare ways to look (Ctrl+5)")),
        ):
            button = QPushButton(text)
            button.setObjectName(name)
            button.setAccessibleName(text.replace("&", ""))
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setChecked(view == MATCHES)
            button.setProperty("side", ("left", "middle", "right")[view])
            theme.set_role(button, "segment")
            self._buttons.addButton(button, view)
            switch.addWidget(button)
        bar = QHBoxLayout()
        bar.setSpacing(16)
        bar.addLayout(switch)
        bar.addWidget(self.filter_bar, 1)
        bar.addStretch(0)
        return bar


def _restore(stream: QDataStream, *splitters: QSplitter) -> None:
    for splitter in splitters:
        proportions = QByteArray()
        stream >> proportions
        splitter.restoreState(proportions)
