"""The row of buttons below the photo: crop and turn, removal, backdrop, zoom."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QToolBar, QToolButton, QWidget

from core.language import _
from desktop import theme
from desktop.icons import icon
from desktop.query.look_actions import LookActions

ICON_SIDE = 18


class LookBar(QToolBar):
    """What a narrow pane has no room for is in a menu at its end."""

    def __init__(self, actions: LookActions) -> None:
        super().__init__()
        self.setObjectName("look_bar")
        self.setAccessibleName(_("How the photo is looked at"))
        self.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        groups = (actions.looks, list(actions.backdrops.values()), actions.zooms)
        for number, group in enumerate(groups):
            if number:
                self.addWidget(_gap())
            for action in group:
                self._add(action)
        for rest in self.findChildren(QToolButton, "qt_toolbar_ext_button"):
            rest.setIcon(icon("more"))
            rest.setAccessibleName(_("More ways to look at the photo"))
            rest.setToolTip(_("More ways to look at the photo"))
            rest.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            theme.set_role(rest, "rest")

    def _add(self, action: QAction) -> None:
        self.addAction(action)
        button = self.widgetForAction(action)
        if isinstance(button, QToolButton):
            button.setObjectName(f"{action.objectName()}_button")
            button.setAccessibleName(action.text().replace("&", ""))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            theme.set_role(button, "look")


def _gap() -> QWidget:
    gap = QWidget()
    gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return gap
