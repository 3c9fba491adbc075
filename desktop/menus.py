"""The menu bar: every command with its name, shortcut and tooltip; it acts on nothing itself."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMenu, QMenuBar

from core.language import _
from core.records import Stage
from desktop import wording
from desktop.icons import icon
from desktop.models.preset_menu import PresetMenu
from desktop.query.cutout_actions import CutoutActions
from desktop.query.look_actions import LookActions
from desktop.settings import SYSTEM
from desktop.widgets.actions import command
from desktop.widgets.recent_menu import RecentMenu
from desktop.widgets.status_line import PAUSE_KEYS


class Menus(QObject):
    """Builds the menus on a bar and keeps the actions that the window connects.

    Signals: `theme_chosen(scheme: str)`, `language_chosen(code: str)`, `view_chosen(view: int)`,
    `pause_chosen(wanted: bool)`, False to go on.
    """

    theme_chosen = Signal(str)
    language_chosen = Signal(str)
    view_chosen = Signal(int)
    pause_chosen = Signal(bool)

    def __init__(self, bar: QMenuBar, history: QUndoStack, cutout: CutoutActions) -> None:
        """`history` is what Undo and Redo act on, `cutout` goes where files and copies are."""
        super().__init__(bar)
        self.history: list[QAction] = []
        self._fill_file(_menu(bar, "menu_file", _("&File")), cutout)
        self._fill_edit(_menu(bar, "menu_edit", _("&Edit")), history, cutout)
        self._fill_view(_menu(bar, "menu_view", _("&View")))
        self._catalogue = _menu(bar, "menu_catalogue", _("Catalo&gue"))
        self._fill_catalogue(self._catalogue)
        self._product = _menu(bar, "menu_product", _("&Product"))
        self._fill_models(_menu(bar, "menu_models", _("&Models")))
        self._fill_help(_menu(bar, "menu_help", _("&Help")))

    def add_tools(self, actions: list[QAction]) -> None:
        """Put the commands for all of a catalogue into its menu."""
        self._catalogue.addSeparator()
        self._catalogue.addActions(actions)

    def add_match_looks(self, actions: list[QAction]) -> None:
        """Put the commands that change how matches look into the View menu."""
        themes = self._looks_end.menuAction()
        self._view.insertActions(themes, actions)
        self._view.insertSeparator(themes)

    def add_products(self, *groups: list[QAction]) -> None:
        """Put the commands for one product into its menu, with a line between groups."""
        for group in groups:
            self._product.addActions(group)
            self._product.addSeparator()

    def add_looks(self, looks: LookActions) -> None:
        """Put the commands that look at the photo in another way into their menu."""
        self._photo.addActions(looks.looks)
        self._photo.addSeparator()
        self._photo.addActions(looks.zooms)
        self._photo.addSeparator()
        self._photo.addActions([*looks.backdrops.values(), looks.next_backdrop])

    def add_views(self, actions: list[QAction]) -> None:
        """Put the commands for several photos of a product into the menu of the photo."""
        self._photo.addSeparator()
        self._photo.addActions(actions)

    def offer_words(self, is_offered: bool) -> None:
        """Whether the encoder understands words; where it does not, say which one does."""
        tip = _("Look for products by words (Ctrl+D)")
        if not is_offered:
            tip = _("Only CLIP encoders understand words: choose one in Models > Encoder")
        self.describe.setEnabled(is_offered)
        self.describe.setToolTip(tip)

    def offer_pause(self, stage: Stage | None) -> None:
        """Whether there is a run to pause, or one that is paused."""
        self._pause.setEnabled(stage in (Stage.EMBEDDING, Stage.PAUSED))
        self._pause.setChecked(stage == Stage.PAUSED)

    def set_theme(self, scheme: str) -> None:
        """Check the radio item of `scheme` without choosing it again."""
        for action in self._themes.actions():
            action.setChecked(action.data() == scheme)

    def set_language(self, code: str) -> None:
        """Check the radio item of the language that was chosen."""
        for action in self._languages.actions():
            action.setChecked(action.data() == code)

    def set_view(self, view: int) -> None:
        """Check the radio item of the view in front."""
        self._views.actions()[view].setChecked(True)

    def _fill_file(self, menu: QMenu, cutout: CutoutActions) -> None:
        add = self._adder(menu)
        self.index = add("action_index", _("&Index folder…"), "Ctrl+O", "folder")
        self.recent_folders = RecentMenu("menu_recent_folders", _("Index a&gain"), menu)
        menu.addMenu(self.recent_folders)
        self.folders = add("action_folders", _("Indexed &folders…"))
        self.folders.setEnabled(False)
        self.open = add("action_open", _("Open &photo…"), "Ctrl+Shift+O", "photo")
        self.recent = menu.addMenu(_("&Recent photos"))
        self.recent.setObjectName("menu_recent")
        self.recent.setToolTipsVisible(True)
        menu.addAction(cutout.save)
        menu.addSeparator()
        self._pause = add("action_pause", _("Pa&use indexing"), PAUSE_KEYS)
        self._pause.setCheckable(True)
        self._pause.setEnabled(False)
        self._pause.triggered.connect(self.pause_chosen)
        self.details = add("action_details", _("&Work in progress…"), "Ctrl+Shift+W")
        menu.addSeparator()
        self.sample = add("action_sample", _("Open &sample catalogue"), "", "catalogue")
        self.mine = add("action_my_catalogue", _("&My catalogue"))
        self.catalogues = RecentMenu("menu_catalogues", _("Open &catalogue"), menu, clears=False)
        menu.addMenu(self.catalogues)
        self.new_catalogue = add("action_new_catalogue", _("&New catalogue…"), "Ctrl+N")
        self.open_catalogue = add("action_open_catalogue", _("Ca&talogue elsewhere…"))
        menu.addSeparator()
        self.preferences = add("action_preferences", _("Pr&eferences…"), "Ctrl+,")
        self.preferences.setMenuRole(QAction.MenuRole.PreferencesRole)
        menu.addSeparator()
        self.quit = add("action_quit", _("&Quit"), "Ctrl+Q")
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)

    def _fill_edit(self, menu: QMenu, history: QUndoStack, cutout: CutoutActions) -> None:
        for name, action, keys, picture in (
            ("action_undo", history.createUndoAction(self, _("&Undo")), "Ctrl+Z", "undo"),
            ("action_redo", history.createRedoAction(self, _("&Redo")), "Ctrl+Shift+Z", "redo"),
        ):
            action.setObjectName(name)
            action.setShortcut(QKeySequence(keys))
            action.setIcon(icon(picture))
            shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{action.text().replace('&', '')} ({shown})")
            self.history.append(action)
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(cutout.copy)
        add = self._adder(menu)
        self.paste = add("action_paste", _("&Paste"), "Ctrl+V")
        menu.addSeparator()
        self.save = add("action_save", _("&Save the sheet"), "Ctrl+S")
        self.select_all = add("action_select_all", _("Select &all products"), "Ctrl+A")
        menu.addSeparator()
        self.find = add("action_find", _("&Find products"), "Ctrl+F", "search")
        self.describe = add("action_describe", _("&Describe what you look for"), "Ctrl+D")

    def _fill_catalogue(self, menu: QMenu) -> None:
        add = self._adder(menu)
        self.reference = add("action_reference", _("Change &reference"), "F2")
        self.merge = add("action_merge", _("&Make one product of these…"), "Ctrl+M")
        self.split = add("action_split", _("Make a product of its &own of this photo…"))
        menu.addSeparator()
        self.view_rule = add("action_view_rule", _("How photos become &products…"))

    def _fill_view(self, menu: QMenu) -> None:
        self._view = menu
        self._views = QActionGroup(self)
        for view, (name, text, keys) in enumerate(
            (
                ("view_matches_action", _("&Matches"), "Ctrl+1"),
                ("view_catalogue_action", _("&Catalogue"), "Ctrl+2"),
                ("view_laboratory_action", _("Laborator&y"), "Ctrl+5"),  # 3 and 4: list, grid
            )
        ):
            action = self._radio(self._views, name, text)
            action.setData(view)
            action.setShortcut(QKeySequence(keys))
            action.setChecked(view == 0)
            menu.addAction(action)
        self._views.triggered.connect(lambda action: self.view_chosen.emit(action.data()))
        menu.addSeparator()
        self._photo = menu.addMenu(_("&Photo"))
        self._photo.setObjectName("menu_photo")
        self._photo.setToolTipsVisible(True)
        self._looks_end = themes = menu.addMenu(_("&Theme"))
        themes.setObjectName("menu_theme")
        self._themes = QActionGroup(self)
        for scheme, text in (
            (SYSTEM, _("&System")),
            ("light", _("&Light")),
            ("dark", _("&Dark")),
        ):
            action = self._radio(self._themes, f"theme_{scheme}", text)
            action.setData(scheme)
            action.setChecked(scheme == "system")
            themes.addAction(action)
        self._themes.triggered.connect(lambda action: self.theme_chosen.emit(action.data()))
        self._fill_languages(menu.addMenu(_("&Language")))
        menu.addSeparator()
        self.toolbar = self._adder(menu)("action_toolbar", _("Tool&bar"))
        self.toolbar.setCheckable(True)

    def _fill_languages(self, menu: QMenu) -> None:
        menu.setObjectName("menu_language")
        self._languages = QActionGroup(self)
        names = {
            SYSTEM: _("As the &system"),
            **{code: f"&{name}" for code, name in wording.language_names().items()},
        }
        for code, text in names.items():
            action = self._radio(self._languages, f"language_{code}", text)
            action.setData(code)
            menu.addAction(action)
        self._languages.triggered.connect(lambda action: self.language_chosen.emit(action.data()))

    def _fill_models(self, menu: QMenu) -> None:
        add = self._adder(menu)
        self.encoder = add("action_encoder", _("&Encoder…"))
        self.removal = add("action_removal", _("&Background removal…"))
        self.matching = PresetMenu(menu)
        menu.addMenu(self.matching)
        menu.addSeparator()
        self.import_models = add("action_import_models", _("&Import weights from a folder…"))
        self.export_models = add("action_export_models", _("E&xport weights to a folder…"))

    def _fill_help(self, menu: QMenu) -> None:
        add = self._adder(menu)
        self.guide = add("action_guide", _("&User guide"), "F1", "info")
        self.log = add("action_log", _("Open &log"))
        self.report = add("action_report", _("&Report a problem…"))
        menu.addSeparator()
        self.licences = add("action_licences", _("Li&cences"))
        self.about = add("action_about", _("&About Vitrine"))
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self.about_qt = add("action_about_qt", _("About &Qt"))
        self.about_qt.setMenuRole(QAction.MenuRole.AboutQtRole)

    def _adder(self, menu: QMenu) -> Callable[..., QAction]:
        def add(name: str, text: str, keys: str = "", picture: str = "") -> QAction:
            action = command(self, name, text, keys)
            if picture:
                action.setIcon(icon(picture))
            menu.addAction(action)
            return action

        return add

    def _radio(self, group: QActionGroup, name: str, text: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        action.setCheckable(True)
        group.addAction(action)
        return action


def _menu(bar: QMenuBar, name: str, text: str) -> QMenu:
    menu = bar.addMenu(text)
    menu.setObjectName(name)
    menu.setToolTipsVisible(True)
    return menu
