"""The choice of an encoder."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.language import _
from core.models import Model
from desktop.models.model_list import ModelList


class EncoderForm(QWidget):
    """A list of encoders.

    Signals: `edited()` after each change by a person.
    """

    edited = Signal()

    def __init__(self, models: list[Model]) -> None:
        super().__init__()
        self._list = ModelList("encoder", models)
        self._list.edited.connect(self.edited)
        self._models = models
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._list)

    def offer(self, models: list[Model]) -> bool:
        """Offer these; what is chosen stays so while it is among them. Whether they are others."""
        if models == self._models:
            return False
        before, had_keyboard = self._list, self._list.isAncestorOf(self.focusWidget())
        self._models, self._list = models, ModelList("encoder", models)
        self._list.choose(before.chosen)
        self._list.edited.connect(self.edited)
        self._layout.replaceWidget(before, self._list)
        self._list.show()
        before.setParent(None)
        before.deleteLater()
        if had_keyboard:
            self.focus()
        return True

    @property
    def model(self) -> Model | None:
        """The encoder that is chosen, if one is."""
        return self._list.chosen_model

    @property
    def wish(self) -> str:
        """Its id; empty while none is."""
        return self._list.chosen

    def show_wish(self, encoder: str) -> None:
        """Show an encoder; one that is not in the list leaves the choice as it is."""
        self._list.choose(encoder)

    def set_here(self, here: Iterable[str]) -> None:
        """Say which encoders' weights are on this machine."""
        self._list.set_here(here)

    def set_with_text(self, with_text: Iterable[str]) -> None:
        """Say which encoders understand words."""
        for model in self._models:
            speaks = model.id in with_text
            self._list.set_note(model.id, _("Also looks for products by words.") if speaks else "")

    def focus(self) -> None:
        """Bring the keyboard to the encoder that is chosen."""
        self._list.focus()
