"""What is to be compared: choices, and below each its values with a box to check.

A choice's own box checks all of its values or none. At first the study's table is checked.
"""

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from core.augment import AUGMENTATIONS
from core.laboratory import wording as cells
from core.language import _
from core.models import Model
from core.recipe import METRICS, NO_REMOVAL, PARTS
from core.weights import DEFAULT_REMOVAL
from desktop.laboratory.jobs import Chosen

VALUE_ROLE = Qt.ItemDataRole.UserRole
TITLE_ROLE = Qt.ItemDataRole.UserRole + 1
_ROW_AIR = 8

Offered = tuple[str, Any, bool]  # what it is called, its value, whether it is checked at first


class ChoiceTree(QTreeWidget):
    """The choices.

    Signals: `edited()` after each change.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("laboratory_choices")
        self.setAccessibleName(_("What is compared"))
        self.setHeaderHidden(True)
        self.setTabKeyNavigation(False)
        self.setIndentation(18)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._encoders = self._add(_("Encoders"), [])
        self._texts = self._add(
            _("Text"),
            [(_("Photo alone"), False, True), (_("Photo and category (CLIP)"), True, True)],
        )
        self._removals = self._add(_("Background removal"), [])
        self._views = self._add(
            _("Views"),
            [
                (_("Cut-out"), ("cutout",), True),
                (_("Square with ground"), ("square",), False),
                (_("Both"), ("cutout", "square"), False),
                (_("Whole photo"), ("whole",), False),
            ],
        )
        copies = [(_capital(cells.augmentation(name)), name, True) for name in AUGMENTATIONS]
        self._copies = self._add(_("Copies in the gallery"), copies)
        metrics = [(_capital(cells.metric(name)), name, True) for name in METRICS]
        self._metrics = self._add(_("Metric"), metrics)
        self._evidences = self._add(_("Weighed beside"), _evidences())
        for group in (self._encoders, self._copies):
            group.setExpanded(True)
        self.setCurrentItem(self._encoders)
        self.itemChanged.connect(self._react)

    @property
    def chosen(self) -> Chosen:
        """What is checked."""
        return Chosen(
            encoders=_checked(self._encoders),
            texts=_checked(self._texts),
            removals=_checked(self._removals),
            views=_checked(self._views),
            augmentations=_checked(self._copies),
            metrics=_checked(self._metrics),
            evidences=_checked(self._evidences),
        )

    def offer(self, encoders: Sequence[Model], removals: Sequence[Model]) -> None:
        """Offer these models, of which those that are offered already stay checked or not."""
        self._fill(self._encoders, [(model.title, model.id, True) for model in encoders])
        cut = [(model.title, model.id, model.id == DEFAULT_REMOVAL) for model in removals]
        self._fill(self._removals, [(_("None"), NO_REMOVAL, False), *cut])

    def set_here(self, here: Collection[str]) -> None:
        """Say of the models whose weights are not on this machine that they are not."""
        for group in (self._encoders, self._removals):
            for item in _values(group):
                title, value = item.data(0, TITLE_ROLE), item.data(0, VALUE_ROLE)
                is_here = value in here or value == NO_REMOVAL
                text = title if is_here else _("{title} (not here)").format(title=title)
                tip = title if is_here else _("The weights are not on this computer.")
                item.setText(0, text)
                item.setToolTip(0, tip)

    def _add(self, title: str, offered: Sequence[Offered]) -> QTreeWidgetItem:
        group = QTreeWidgetItem(self, [title])
        group.setFlags(group.flags() | Qt.ItemFlag.ItemIsAutoTristate)
        group.setSizeHint(0, self._row_size(title))
        self._fill(group, offered)
        return group

    def _fill(self, group: QTreeWidgetItem, offered: Sequence[Offered]) -> None:
        known = [item.data(0, VALUE_ROLE) for item in _values(group)]
        values = [value for _text, value, _is_checked in offered]
        for item in _values(group):
            if item.data(0, VALUE_ROLE) not in values:
                group.removeChild(item)
        for text, value, is_checked in offered:
            if value in known:
                continue
            item = QTreeWidgetItem(group, [text])
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setData(0, VALUE_ROLE, value)
            item.setData(0, TITLE_ROLE, text)
            item.setCheckState(0, _state(is_checked))
            item.setSizeHint(0, self._row_size(text))

    def _row_size(self, text: str) -> QSize:
        height = self.fontMetrics().height() + _ROW_AIR
        return QSize(self.fontMetrics().horizontalAdvance(text), height)

    def _react(self, item: QTreeWidgetItem) -> None:
        """Each value that changes tells; its choice's own box and words would tell once more."""
        if item.parent() is not None:
            self.edited.emit()


def _values(group: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    children = (group.child(row) for row in range(group.childCount()))
    return [child for child in children if child is not None]


def _checked(group: QTreeWidgetItem) -> tuple[Any, ...]:
    checked = Qt.CheckState.Checked
    return tuple(
        item.data(0, VALUE_ROLE) for item in _values(group) if item.checkState(0) == checked
    )


def _state(is_checked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if is_checked else Qt.CheckState.Unchecked


def _evidences() -> list[Offered]:
    return [
        (_("Nothing"), (), True),
        (_("Regions"), ("regions",), False),
        (_("Colours"), ("colour",), False),
        (_("Points"), ("points",), False),
        (_("All three"), PARTS, False),
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
