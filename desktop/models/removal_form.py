"""The choice of a removal: a network of the list, or none, and the plain grounds."""

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from core.language import _
from core.models import Model
from core.recipe import NO_REMOVAL
from core.removal_records import Removal
from desktop.models.model_list import ModelList, explained


class RemovalForm(QWidget):
    """A list of networks with one entry for none, and a box for plain grounds.

    Signals: `edited()` after each change by a person.
    """

    edited = Signal()

    def __init__(self, models: list[Model]) -> None:
        super().__init__()
        tip = _("The whole photo is compared, with all that is around the product")
        self._list = ModelList("removal", models)
        self._list.add(NO_REMOVAL, _("Keep the background"), tip)
        self._list.edited.connect(self._react)
        self._plain = QCheckBox(_("Cut out on a &plain ground without the network"))
        self._plain.setObjectName("removal_plain")
        self._plain.toggled.connect(self.edited)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(18)
        layout.addWidget(self._list)
        layout.addLayout(self._make_box())

    @property
    def model(self) -> Model | None:
        """The network that is chosen, if one is."""
        return self._list.chosen_model

    @property
    def wish(self) -> Removal:
        """What is chosen; without a network while nothing is."""
        network = self._list.chosen
        return Removal(network, self._plain.isChecked() and network != NO_REMOVAL)

    def show_wish(self, removal: Removal) -> None:
        """Show a removal; a network that is not in the list leaves that choice as it is."""
        self._list.choose(removal.network)
        self._enable_plain()
        with QSignalBlocker(self):
            self._plain.setChecked(removal.plain_ground)

    def set_here(self, here: Iterable[str]) -> None:
        """Say which networks' weights are on this machine."""
        self._list.set_here(here)

    def focus(self) -> None:
        """Bring the keyboard to the network that is chosen."""
        self._list.focus()

    def _react(self) -> None:
        self._enable_plain()
        self.edited.emit()

    def _enable_plain(self) -> None:
        self._plain.setEnabled(self._list.chosen != NO_REMOVAL)

    def _make_box(self) -> QVBoxLayout:
        text = _(
            "Most studio photos stand on one colour: they take a fraction of the time. "
            "Where the ground is not plain, the network looks."
        )
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._plain)
        column.addWidget(explained("removal_plain_word", text))
        return column
