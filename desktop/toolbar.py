"""The bar of buttons under the menus: what is done most, for who likes to click."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolBar, QWidget

from core.language import _

ICON_SIDE = 20
MARGIN = 8  # so that its icons begin where the panes do; a style sheet's padding does nothing


def make_toolbar(groups: list[list[QAction]], parent: QWidget) -> QToolBar:
    """A bar of `groups`, each apart from the next; their tooltips tell names and keys."""
    bar = QToolBar(_("Toolbar"), parent)
    bar.setObjectName("toolbar")
    bar.setAccessibleName(_("Toolbar"))
    bar.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
    bar.setMovable(False)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    bar.toggleViewAction().setObjectName("toolbar_shown")
    bar.toggleViewAction().setText(_("Tool&bar"))
    margin = QWidget()
    margin.setFixedWidth(MARGIN)
    bar.addWidget(margin)
    for number, group in enumerate(groups):
        if number:
            bar.addSeparator()
        for action in group:
            bar.addAction(action)
            button = bar.widgetForAction(action)
            button.setObjectName(f"toolbar_{action.objectName()}")
            button.setAccessibleName(action.text().replace("&", "").removesuffix("…"))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return bar
