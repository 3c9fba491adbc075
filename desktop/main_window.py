"""The window: it lays out the panes, takes drops, and says what the person wants.

Longer than most modules, because the signals and their wiring are one list to read.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QUndoStack,
)
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMainWindow,
    QMessageBox,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from core import folders
from core.language import _
from core.messages import sentence
from core.records import Match
from desktop import file_dialogs, theme, wording
from desktop.icons import app_icon
from desktop.matches.match_actions import MatchActions
from desktop.menus import Menus
from desktop.photos.photo_actions import PhotoActions
from desktop.photos.photo_copy import PhotoCopy
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.query.arrivals import Arrivals
from desktop.query.cutout_actions import CutoutActions
from desktop.query.drop_veil import DropVeil
from desktop.query.drops import Files, Held, read
from desktop.query.look_actions import LookActions
from desktop.query.recent import RecentPhotos
from desktop.toolbar import make_toolbar
from desktop.widgets.notice_bar import NoticeBar
from desktop.widgets.status_line import StatusLine
from desktop.workspace import Workspace

STATE_VERSION = 3
TEXT_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit)


class MainWindow(QMainWindow):
    """Panes, menus, status line and notice bar; it knows neither worker nor catalogue.

    Signals: `folder_chosen(path)`, `photos_chosen(paths)`, `photos_added(paths)`,
    `theme_chosen(scheme)`, `language_chosen(code)`, `toolbar_chosen(shown)`,
    `pause_requested(wanted)`, and without arguments `cancel_requested`, `set_aside_requested`,
    `sample_requested`, `my_catalogue_requested`, `encoder_requested`, `removal_requested`,
    `import_models_requested`, `export_models_requested`, `log_requested`, `guide_requested`,
    `closing`.
    """

    folder_chosen = Signal(Path)
    photos_chosen = Signal(object)
    photos_added = Signal(object)
    theme_chosen = Signal(str)
    language_chosen = Signal(str)
    toolbar_chosen = Signal(bool)
    pause_requested = Signal(bool)
    cancel_requested = Signal()
    set_aside_requested = Signal()
    sample_requested = Signal()
    my_catalogue_requested = Signal()
    encoder_requested = Signal()
    removal_requested = Signal()
    import_models_requested = Signal()
    export_models_requested = Signal()
    log_requested = Signal()
    guide_requested = Signal()
    closing = Signal()

    def __init__(self, thumbnails: ThumbnailLoader) -> None:
        super().__init__()
        self.setObjectName("main_window")
        theme.dress(self)
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.resize(1240, 820)
        self._catalogue = ""
        self.photo_actions = PhotoActions(self)
        self._photo_copy = PhotoCopy(thumbnails.branch(), self)
        self.cutout_actions = CutoutActions(self)
        self.look_actions = LookActions(self)
        self.history = QUndoStack(self)
        self.match_actions = MatchActions(self)
        self.workspace = Workspace(
            thumbnails,
            self.photo_actions,
            self.match_actions,
            self.cutout_actions,
            self.look_actions,
        )
        self.query_pane = self.workspace.query_pane
        self.matches_view = self.workspace.matches_view
        self.product_sheet = self.workspace.product_sheet
        self.status_line = StatusLine()
        self.notice_bar = NoticeBar()
        self.arrivals = Arrivals(self.notice_bar, folders.queries_folder())
        self.menus = Menus(self.menuBar(), self.history, self.cutout_actions)
        self.recent = RecentPhotos(self.menus.recent, thumbnails.branch())
        self.menus.add_match_looks(self.match_actions.of_the_view())
        commands = self.match_actions
        self.menus.add_products(commands.of_a_match(), [commands.back], self.photo_actions.all())
        self.toolbar = make_toolbar(self._buttons(), self)
        self.menus.add_looks(self.look_actions)
        self.menus.add_views(self.query_pane.row.actions())
        self._lay_out()
        self._connect_menus()
        self._connect_panes()
        self.set_catalogue("", 0, 0)
        self.offer_words("")
        self.query_pane.take_keyboard()  # and not the first button of the toolbar

    def offer_words(self, encoder: str) -> None:
        """Let products be described to the encoder of that title; empty is one without words."""
        self.workspace.words_field.set_encoder(encoder)
        self.menus.offer_words(bool(encoder))

    def set_theme(self, scheme: str) -> None:
        """Check the scheme in use in the View menu."""
        self.menus.set_theme(scheme)

    def set_catalogue(self, name: str, products: int, photos: int) -> None:
        """Name the catalogue in the title; what the right pane says of it stays while it grows."""
        self.setWindowTitle(_("{name} – Vitrine").format(name=name) if name else "Vitrine")
        self.workspace.words_field.setEnabled(products > 0)
        another = name != self._catalogue
        self._catalogue = name
        if not products:
            self.matches_view.show_welcome()
        else:
            self.matches_view.invite(_invitation(products, photos), anew=another)

    def show_toolbar(self, shown: bool) -> None:
        """Show or hide the bar of buttons."""
        self.toolbar.setVisible(shown)
        self.menus.toolbar.setChecked(shown)
        self.toolbar_chosen.emit(shown)

    def take(self, paths: Sequence[Path]) -> None:
        """Index a folder, or look for the one product that photos show."""
        if paths and paths[0].is_dir():
            file_dialogs.make_sure(self, paths[0], self.folder_chosen.emit)
        elif paths:
            self.photos_chosen.emit(tuple(paths))

    def save_state(self) -> QByteArray:
        """Size, place and proportions, for `restore_state` at the next start."""
        state = QByteArray()
        stream = QDataStream(state, QIODevice.OpenModeFlag.WriteOnly)
        stream.writeInt32(STATE_VERSION)
        stream << self.saveGeometry() << self.workspace.save_state()
        return state

    def restore_state(self, state: QByteArray) -> None:
        """Take up what `save_state` gave; anything else leaves the window as it is."""
        stream = QDataStream(state)
        if stream.readInt32() != STATE_VERSION:
            return
        geometry, proportions = QByteArray(), QByteArray()
        stream >> geometry >> proportions
        if stream.status() == QDataStream.Status.Ok:
            self.restoreGeometry(geometry)
            self.workspace.restore_state(proportions)

    def ask_folder(self) -> None:
        """Ask which folder to index."""
        file_dialogs.ask_folder(self, self.folder_chosen.emit)

    def ask_photo(self) -> None:
        """Ask which photos of one product to look for."""
        file_dialogs.ask_photos(self, _("Open a photo"), self.take)

    def ask_view(self) -> None:
        """Ask which photos of the same product to look for too."""
        file_dialogs.ask_photos(self, _("Add a view of the product"), self.photos_added.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Everything may be dropped: a refusal is told in words, not by a cursor alone.

        What it is is not looked at yet: another program may have to make it first.
        """
        if event.source() is not None:  # a cut-out or match on its way out
            event.ignore()
            return
        _accept_copy(event)
        self._set_drag_active(bool(event.mimeData().formats()))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_drag_active(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._set_drag_active(False)
        _accept_copy(event)
        is_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._take(read(event.mimeData()), adding=is_shift)

    def paste(self) -> None:
        """Look for what is on the clipboard; text goes into the field that has the keyboard."""
        held = QApplication.clipboard().mimeData() or QMimeData()  # not to be had: none
        field = QApplication.focusWidget()
        if isinstance(field, TEXT_FIELDS) and held.hasText() and not field.isReadOnly():
            field.paste()
        else:
            self._take(read(held))

    def _take(self, held: Held, *, adding: bool = False) -> None:
        """Look for what was dropped or pasted, or index it; `adding` looks beside what there is."""
        if not isinstance(held, Files):
            self.arrivals.take(held, adding=adding)
            return
        self.arrivals.leave()
        if adding and not held.paths[0].is_dir():
            self.photos_added.emit(held.paths)
        else:
            self.take(held.paths)

    def _take_arrived(self, photo: Path, adding: bool) -> None:
        (self.photos_added if adding else self.photos_chosen).emit((photo,))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def _index_again(self, folder: Path) -> None:
        file_dialogs.make_sure(self, folder, self.folder_chosen.emit)

    def _buttons(self) -> list[list[QAction]]:
        menus, cutout = self.menus, self.cutout_actions
        return [[menus.open, menus.index], menus.history, cutout.all(), [menus.find]]

    def _set_drag_active(self, active: bool) -> None:
        self.query_pane.set_drag_active(active)
        self._veil.set_active(active)

    def _lay_out(self) -> None:
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(self.notice_bar)
        layout.addWidget(self.workspace, 1)
        self.setCentralWidget(centre)
        self.addToolBar(self.toolbar)
        self._veil = DropVeil(centre)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.status_line, 1)

    def _connect_menus(self) -> None:
        menus = self.menus
        menus.index.triggered.connect(self.ask_folder)
        menus.open.triggered.connect(self.ask_photo)
        menus.paste.triggered.connect(self.paste)
        menus.sample.triggered.connect(self.sample_requested)
        menus.mine.triggered.connect(self.my_catalogue_requested)
        menus.encoder.triggered.connect(self.encoder_requested)
        menus.removal.triggered.connect(self.removal_requested)
        menus.import_models.triggered.connect(self.import_models_requested)
        menus.export_models.triggered.connect(self.export_models_requested)
        menus.guide.triggered.connect(self.guide_requested)
        menus.log.triggered.connect(self.log_requested)
        menus.quit.triggered.connect(self.close)
        menus.about.triggered.connect(self._about)
        menus.about_qt.triggered.connect(QApplication.aboutQt)
        menus.view_chosen.connect(self.workspace.show_view)
        menus.find.triggered.connect(self.workspace.find_products)
        menus.describe.triggered.connect(self.workspace.describe)
        menus.theme_chosen.connect(self.theme_chosen)
        menus.language_chosen.connect(self.language_chosen)
        menus.recent_folders.chosen.connect(self._index_again)
        menus.toolbar.toggled.connect(self.show_toolbar)

    def _connect_panes(self) -> None:
        self.query_pane.open_requested.connect(self.ask_photo)
        self.arrivals.arrived.connect(self._take_arrived)
        self.query_pane.row.add_requested.connect(self.ask_view)
        self.matches_view.index_requested.connect(self.ask_folder)
        self.matches_view.sample_requested.connect(self.sample_requested)
        self.matches_view.activated.connect(self._open_match)
        self.workspace.view_changed.connect(self.menus.set_view)
        self.status_line.pause_requested.connect(self.pause_requested)
        self.menus.pause_chosen.connect(self.pause_requested)
        self.status_line.cancel_requested.connect(self.cancel_requested)
        self.status_line.set_aside_requested.connect(self.set_aside_requested)
        self.photo_actions.copied.connect(self._tell_copied)
        self.photo_actions.picture_wanted.connect(self._photo_copy.copy)
        self._photo_copy.copied.connect(lambda photo: self._tell_copied(photo.photo_path.name))
        self._photo_copy.failed.connect(
            lambda error: self.notice_bar.show_notice(sentence(error), [], "warning")
        )
        self.photo_actions.vanished.connect(self._tell_vanished)
        self.cutout_actions.copied.connect(self._tell_cutout_copied)

    def _open_match(self, match: Match) -> None:
        self.photo_actions.set_photo(match)
        self.photo_actions.open.trigger()

    def _tell_copied(self, what: str) -> None:
        self.status_line.show_text(_("Copied: {reference}").format(reference=what))

    def _tell_cutout_copied(self, photo: Path) -> None:
        self.status_line.show_text(_("Copied: cut-out of {name}").format(name=photo.name))

    def _tell_vanished(self, photo: Path) -> None:
        text = _("The photo is no longer where it was: {path}").format(path=photo)
        self.notice_bar.show_notice(text, [], "warning")

    def _about(self) -> None:
        box = QMessageBox(self)
        box.setObjectName("about_vitrine")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(_("About Vitrine"))
        box.setIconPixmap(app_icon().pixmap(64, 64))
        version = QApplication.applicationVersion()
        box.setText(_("Vitrine {version}").format(version=version))
        box.setInformativeText(
            _("Finds the catalogue product in a photo. Photos never leave this computer.")
            + "\n\n"
            + _("Free software under the Apache Licence 2.0. Help > Licences names its parts.")
        )
        box.open()


def _accept_copy(event: QDropEvent) -> None:
    """Accept without ever letting the other program move, and so delete, its file."""
    if Qt.DropAction.CopyAction in event.possibleActions():
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
    else:
        event.acceptProposedAction()


def _invitation(products: int, photos: int) -> str:
    counted = _("{products}, {photos}").format(
        products=wording.products(products), photos=wording.photos(photos)
    )
    return _("Drop a photo to see which product it is") + f"\n\n{counted}"
