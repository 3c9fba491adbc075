"""Models to choose one of: each with its size, whether it is here, and its licence below."""

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from core.language import _
from core.models import Model
from desktop import theme, wording
from desktop.widgets.panes import quiet_sentence

INDENT = 20


class ModelList(QWidget):
    """One radio button a model.

    Signals: `edited()` after each change by a person.
    """

    edited = Signal()

    def __init__(self, job: str, models: list[Model]) -> None:
        """`job` begins the names of the buttons."""
        super().__init__()
        self._job = job
        self._models = {model.id: model for model in models}
        self._buttons: dict[str, QRadioButton] = {}
        self._places: dict[str, QLabel] = {}
        self._words: dict[str, QLabel] = {}
        self._group = QButtonGroup(self)
        self._group.buttonToggled.connect(self._react)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        for model in models:
            self._column.addLayout(self._make_entry(model))

    @property
    def chosen(self) -> str:
        """The id of what is chosen; empty while nothing is."""
        return next((name for name, b in self._buttons.items() if b.isChecked()), "")

    @property
    def chosen_model(self) -> Model | None:
        """The model that is chosen, if it is one."""
        return self._models.get(self.chosen)

    def add(self, choice: str, title: str, tip: str) -> None:
        """Offer something that is no model."""
        self._column.addWidget(self._radio(choice, title, tip))

    def choose(self, choice: str) -> None:
        """Show what is chosen; what is not in the list leaves the choice as it is."""
        if choice in self._buttons:
            with QSignalBlocker(self):
                self._buttons[choice].setChecked(True)

    def set_here(self, here: Iterable[str]) -> None:
        """Say which models' weights are on this machine."""
        for model_id, label in self._places.items():
            text = _("{size}, on this computer") if model_id in here else _("{size}, to be fetched")
            label.setText(text.format(size=wording.file_size(self._models[model_id].size)))
            self._describe(model_id)

    def set_note(self, model_id: str, note: str) -> None:
        """What is to be known of a model before its needs and its licence."""
        told = _told(self._models[model_id])
        self._words[model_id].setText(f"{note}\n{told}" if note else told)
        self._describe(model_id)

    def focus(self) -> None:
        """Bring the keyboard to what is chosen."""
        chosen = self._group.checkedButton()
        if chosen:
            chosen.setFocus()

    def _describe(self, model_id: str) -> None:
        told = f"{self._places[model_id].text()}. {self._words[model_id].text()}"
        self._buttons[model_id].setAccessibleDescription(told)

    def _react(self, _button: QRadioButton, is_checked: bool) -> None:
        if is_checked:
            self.edited.emit()

    def _make_entry(self, model: Model) -> QGridLayout:
        """A model and where it is; its licence below, however long."""
        place = QLabel()
        theme.set_role(place, "quiet")
        self._places[model.id] = place
        self._words[model.id] = explained(f"licence_{model.id}", _told(model))
        entry = QGridLayout()
        entry.setVerticalSpacing(2)
        entry.addWidget(self._radio(model.id, model.title, model.licence), 0, 0)
        entry.addWidget(place, 0, 1)
        entry.addWidget(self._words[model.id], 1, 0, 1, 2)
        entry.setColumnStretch(0, 1)
        return entry

    def _radio(self, choice: str, title: str, tip: str) -> QRadioButton:
        button = QRadioButton(title.replace("&", "&&"))
        button.setObjectName(f"{self._job}_{choice}")
        button.setAccessibleName(title)
        button.setToolTip(tip)
        self._buttons[choice] = button
        self._group.addButton(button)
        return button


def explained(name: str, text: str) -> QLabel:
    """What is to be known of a choice, below it."""
    label = quiet_sentence(name)
    label.setText(text)
    label.setContentsMargins(INDENT, 0, 0, 0)
    return label


def _told(model: Model) -> str:
    """The memory that a model needs, where it is known, and its licence."""
    if model.needs is None:
        return model.licence
    needed = _("Needs {size} of memory.").format(size=wording.file_size(model.needs))
    return f"{needed} {model.licence}"
