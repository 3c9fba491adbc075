"""The commands that look at the photo in another way, the same in every menu and on the bar.

Their keys are single letters, which count while the keyboard is in the left pane alone: elsewhere
letters are typed.
"""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from core.language import _
from desktop.icons import icon
from desktop.query.backdrops import Backdrop
from desktop.widgets.actions import command


class LookActions(QObject):
    """Crop, turn, removal, zoom and backdrop; enabled while they mean something."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.crop = self._add("crop", _("&Crop"), "C")
        self.automatic = self._add("automatic", _("&Automatic square"), "")
        self.automatic.setToolTip(_("Automatic square (Esc while cropping)"))
        self.turn_left = self._add("turn-left", _("Turn &left"), "Shift+R", "Ctrl+[")
        self.turn_right = self._add("turn-right", _("Turn &right"), "R", "Ctrl+]")
        self.remove = self._add("remove", _("Remove &background"), "B")
        self.zoom_in = self._add("zoom-in", _("Zoom &in"), "+", "=")
        self.zoom_out = self._add("zoom-out", _("Zoom &out"), "-")
        self.all_of_it = self._add("zoom-fit", _("&Fit to the pane"), "0")
        self.full_size = self._add("zoom-full", _("Full &size (100\u00a0%)"), "1")
        self.next_backdrop = self._add("next-backdrop", _("&Next ground"), "G")
        for action in (self.crop, self.remove):
            action.setCheckable(True)
        self._group = QActionGroup(self)
        self.backdrops = {backdrop: self._backdrop(backdrop) for backdrop in Backdrop}
        self.offer(photo=False, answered=False)

    @property
    def looks(self) -> list[QAction]:
        """What changes what is looked at."""
        return [self.crop, self.automatic, self.turn_left, self.turn_right, self.remove]

    @property
    def zooms(self) -> list[QAction]:
        """What changes how near it is seen."""
        return [self.zoom_in, self.zoom_out, self.all_of_it, self.full_size]

    def offer(self, *, photo: bool, answered: bool, is_query: bool = True) -> None:
        """Whether there is a photo, whether it is known what is looked at in it, and whether it is
        looked for at all: a photo of the catalogue can only be looked at more closely.
        """
        for action in (self.turn_left, self.turn_right, self.remove):
            action.setEnabled(photo and is_query)
        for action in self.zooms:
            action.setEnabled(photo)
        self.crop.setEnabled(photo and answered)

    def _add(self, name: str, text: str, *keys: str) -> QAction:
        action = command(self, f"look_{name.replace('-', '_')}", text, keys[0])
        if len(keys) > 1:
            action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if name != "next-backdrop":
            action.setIcon(icon(name))
        return action

    def _backdrop(self, backdrop: Backdrop) -> QAction:
        names = {
            Backdrop.BOARD: _("On a c&hequerboard"),
            Backdrop.WHITE: _("On &white"),
            Backdrop.BLACK: _("On blac&k"),
            Backdrop.WINDOW: _("On the window's &ground"),
        }
        action = command(self, f"backdrop_{backdrop}", names[backdrop])
        action.setToolTip(_("{ground} (G: the next)").format(ground=action.toolTip()))
        action.setIcon(icon(f"backdrop-{backdrop}"))
        action.setCheckable(True)
        action.setData(backdrop)
        self._group.addAction(action)
        return action
