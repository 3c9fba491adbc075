"""How thoroughly photos are compared: a choice in the Models menu."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from core.language import _


class PresetMenu(QMenu):
    """The ways of `core.presets`, the catalogue's marked; without a catalogue none can be chosen.

    Signals: `chosen(preset: str)`, by a person.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("&Matching"), parent)
        self.setObjectName("menu_matching")
        self.setToolTipsVisible(True)
        self._ways = QActionGroup(self)
        self._ways.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for name, (text, meaning) in _ways().items():
            action = QAction(text, self)
            action.setObjectName(f"matching_{name}")
            action.setToolTip(meaning)
            action.setStatusTip(meaning)
            action.setCheckable(True)
            action.setData(name)
            self._ways.addAction(action)
            self.addAction(action)
        self._ways.triggered.connect(self._choose)
        self._shown = ""
        self.show_preset(None)

    def show_preset(self, name: str | None) -> None:
        """Mark a way, none where it has no name; None: no catalogue is known."""
        self._shown = name or ""
        for action in self._ways.actions():
            action.setEnabled(name is not None)
            action.setChecked(action.data() == name)

    @property
    def can_be_thorough(self) -> bool:
        """Whether the catalogue's photos are compared by likeness alone."""
        return self._shown in ("plain", "study")

    def choose_thorough(self) -> None:
        """As a person does in the menu."""
        self.chosen.emit("best")

    def _choose(self, action: QAction) -> None:
        name = action.data()
        self.show_preset(self._shown)  # the catalogue's, until it has changed
        if name != self._shown:
            self.chosen.emit(name)


def _ways() -> dict[str, tuple[str, str]]:
    return {
        "best": (
            _("&Thorough"),
            _("Colours, parts and prints count beside likeness: finds most, a query takes longer"),
        ),
        "fast": (
            _("&Quick"),
            _("Colours and parts count beside likeness, and each photo is looked at once"),
        ),
        "plain": (_("&Likeness alone"), _("Likeness of the product, with its ground and cut out")),
        "study": (
            _("As in the &study"),
            _("Likeness of the cut-out product alone, to compare"),
        ),
    }
