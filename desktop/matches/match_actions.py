"""What can be done with matches, the same in the menus, on the sheet and by keys."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from core.language import _
from desktop.icons import icon
from desktop.matches.look import Look
from desktop.widgets.actions import command


class MatchActions(QObject):
    """The commands, and which of them can be given now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layouts = QActionGroup(self)
        self.as_list = self._layout("matches_as_list", _("Matches as a li&st"), "Ctrl+3", "list")
        self.as_grid = self._layout("matches_as_grid", _("Matches as a &grid"), "Ctrl+4", "grid")
        self.larger = command(self, "matches_larger", _("La&rger photos"), "Ctrl++")
        self.larger.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        self.smaller = command(self, "matches_smaller", _("Smaller ph&otos"), "Ctrl+-")
        self.confirm = self._verdict("match_confirm", _("This i&s it"), "Ctrl+K", "confirm")
        self.reject = self._verdict("match_reject", _("&Not this"), "Del", "reject")
        self.reject.setShortcuts([QKeySequence("Del"), QKeySequence("Backspace")])
        self.reject.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.back = self._command("match_back", _("&Back to the query before"), "Alt+Left", "back")
        self.compare = self._command("match_compare", _("&Compare"), "Ctrl+J", "compare")
        for action in (self.back, self.compare):
            action.setEnabled(False)
        self.set_look(Look())

    def set_look(self, look: Look) -> None:
        """Check the layout in use."""
        (self.as_grid if look.is_grid else self.as_list).setChecked(True)

    def of_the_view(self) -> list[QAction]:
        """The commands that change how matches look."""
        return [self.as_list, self.as_grid, self.larger, self.smaller]

    def of_a_match(self) -> list[QAction]:
        """The commands for the chosen match, in the order of a menu or of a row of buttons."""
        return [self.confirm, self.reject, self.compare]

    def _verdict(self, name: str, text: str, keys: str, picture: str) -> QAction:
        action = self._command(name, text, keys, picture)
        action.setCheckable(True)
        action.setEnabled(False)
        return action

    def _layout(self, name: str, text: str, keys: str, picture: str) -> QAction:
        action = self._command(name, text, keys, picture)
        action.setCheckable(True)
        self._layouts.addAction(action)
        return action

    def _command(self, name: str, text: str, keys: str, picture: str) -> QAction:
        action = command(self, name, text, keys)
        action.setIcon(icon(picture))
        return action
