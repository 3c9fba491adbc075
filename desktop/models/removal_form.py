"""The choice of a removal: a network of the list, or none, and the plain grounds."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from core.language import _
from core.models import Model
from core.recipe import NO_REMOVAL
from core.removal_records import Removal
from desktop import theme, wording
from desktop.widgets.panes import quiet_sentence

INDENT = 20


class RemovalForm(QWidget):
    """One radio button a network, one for none, and a box for plain grounds.

    Signals: `edited()` after each change by a person.
    """

    edited = Signal()

    def __init__(self, models: list[Model]) -> None:
        super().__init__()
        self._buttons: dict[str, QRadioButton] = {}
        self._places: dict[str, QLabel] = {}
        self._sizes = {model.id: wording.file_size(model.size) for model in models}
        self._group = QButtonGroup(self)
        self._group.buttonToggled.connect(self._react)
        self._plain = QCheckBox(_("Cut out on a &plain ground without the network"))
        self._plain.setObjectName("removal_plain")
        self._plain.toggled.connect(self.edited)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(18)
        layout.addLayout(self._make_list(models))
        layout.addLayout(self._make_box())

    @property
    def removal(self) -> Removal:
        """What is chosen; without a network while nothing is."""
        network = next((name for name, b in self._buttons.items() if b.isChecked()), "")
        return Removal(network, self._plain.isChecked() and network != NO_REMOVAL)

    def set_removal(self, removal: Removal) -> None:
        """Show a removal; a network that is not in the list leaves that choice as it is."""
        with QSignalBlocker(self):
            if removal.network in self._buttons:
                self._buttons[removal.network].setChecked(True)
            self._plain.setChecked(removal.plain_ground)

    def set_here(self, here: set[str]) -> None:
        """Say which networks' weights are on this machine."""
        for network, label in self._places.items():
            text = _("{size}, on this computer") if network in here else _("{size}, to be fetched")
            label.setText(text.format(size=self._sizes[network]))
            button = self._buttons[network]
            button.setAccessibleDescription(f"{label.text()}. {button.toolTip()}")

    def focus(self) -> None:
        """Bring the keyboard to the network that is chosen."""
        chosen = self._group.checkedButton()
        if chosen:
            chosen.setFocus()

    def _react(self, _button: QRadioButton, is_checked: bool) -> None:
        if is_checked:
            self._plain.setEnabled(not self._buttons[NO_REMOVAL].isChecked())
            self.edited.emit()

    def _make_list(self, models: list[Model]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(10)
        for model in models:
            column.addLayout(self._make_entry(model))
        tip = _("The whole photo is compared, with all that is around the product")
        column.addWidget(self._radio(NO_REMOVAL, _("Keep the background"), tip))
        return column

    def _make_entry(self, model: Model) -> QGridLayout:
        """A network and where it is; its licence below, however long."""
        place = QLabel()
        theme.set_role(place, "quiet")
        self._places[model.id] = place
        licence = _explained(f"licence_{model.id}", model.licence)
        entry = QGridLayout()
        entry.setVerticalSpacing(2)
        entry.addWidget(self._radio(model.id, model.title, model.licence), 0, 0)
        entry.addWidget(place, 0, 1)
        entry.addWidget(licence, 1, 0, 1, 2)
        entry.setColumnStretch(0, 1)
        return entry

    def _radio(self, network: str, title: str, tip: str) -> QRadioButton:
        button = QRadioButton(title.replace("&", "&&"))
        button.setObjectName(f"removal_{network}")
        button.setAccessibleName(title)
        button.setToolTip(tip)
        self._buttons[network] = button
        self._group.addButton(button)
        return button

    def _make_box(self) -> QVBoxLayout:
        text = _(
            "Most studio photos stand on one colour: they take a fraction of the time. "
            "Where the ground is not plain, the network looks."
        )
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._plain)
        column.addWidget(_explained("removal_plain_word", text))
        return column


def _explained(name: str, text: str) -> QLabel:
    """What is to be known of a choice, below it."""
    label = quiet_sentence(name)
    label.setText(text)
    label.setContentsMargins(INDENT, 0, 0, 0)
    return label
