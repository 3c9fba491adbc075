"""The preferences: each is in force as soon as it is chosen."""

from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from core.language import _
from desktop import theme
from desktop.settings import SYSTEM, Settings
from desktop.widgets.choice_box import ChoiceBox
from desktop.wording import language_names

_WIDTH = 460


class PreferencesDialog(QDialog):
    """Language, theme, motion, notifications, toolbar.

    Signals: `language_chosen(code: str)`, `theme_chosen(scheme: str)`, `motion_chosen(reduced:
    bool)`, `toolbar_chosen(shown: bool)`; the rest is written to the settings.
    """

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    motion_chosen = Signal(bool)
    toolbar_chosen = Signal(bool)

    def __init__(self, parent: QWidget, settings: Settings) -> None:
        super().__init__(parent)
        self.setObjectName("dialog_preferences")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Preferences"))
        self.setMinimumWidth(_WIDTH)
        self._settings = settings
        form = QFormLayout()
        form.setHorizontalSpacing(20)
        form.setVerticalSpacing(12)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._add_choices(form)
        self._add_switches(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(20)
        column.addLayout(form)
        column.addStretch()
        column.addWidget(self._make_buttons())

    def _add_choices(self, form: QFormLayout) -> None:
        as_system = _("As the system")
        language = ChoiceBox("preferences_language", _("Language"), as_system)
        language.set_choices([(name, code) for code, name in language_names().items()])
        scheme = ChoiceBox("preferences_theme", _("Theme"), as_system)
        scheme.set_choices([(_("Light"), "light"), (_("Dark"), "dark")])
        for label, box, chosen, signal in (
            (_("&Language"), language, self._settings.language, self.language_chosen),
            (_("&Theme"), scheme, self._settings.theme, self.theme_chosen),
        ):
            box.setCurrentIndex(max(0, box.findData(chosen)))
            box.activated.connect(partial(_tell_choice, box, signal))
            form.addRow(_labelled(label, box), box)

    def _add_switches(self, form: QFormLayout) -> None:
        settings = self._settings
        motion = _switch("preferences_motion", _("Reduce &motion"), settings.reduces_motion)
        motion.setToolTip(_("Nothing moves by itself; so it is too where the system wants it"))
        motion.toggled.connect(self.motion_chosen)
        bar = _switch("preferences_toolbar", _("Show the tool&bar"), settings.shows_toolbar)
        bar.toggled.connect(self.toolbar_chosen)
        told = _switch(
            "preferences_notifies", _("T&ell when long work has ended"), settings.notifies
        )
        told.setToolTip(_("By a message of the system, while another window is in front"))
        told.toggled.connect(self._set_notifies)
        for box in (motion, bar, told):
            form.addRow("", box)

    def _set_notifies(self, wanted: bool) -> None:
        self._settings.notifies = wanted

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(_("&Close"))
        buttons.rejected.connect(self.reject)
        return buttons


def _labelled(text: str, buddy: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(buddy)
    theme.set_role(label, "quiet")
    return label


def _tell_choice(box: ChoiceBox, signal: SignalInstance, _row: int) -> None:
    signal.emit(box.currentData() or SYSTEM)


def _switch(name: str, text: str, is_on: bool) -> QCheckBox:
    box = QCheckBox(text)
    box.setObjectName(name)
    box.setChecked(is_on)
    return box
