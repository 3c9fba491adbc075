"""The rule by which photos become products: edited, tried out as it is typed, and applied."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.language import _
from core.view_rule import ViewRule
from desktop import theme, wording
from desktop.catalogue.view_examples import ViewExamples
from desktop.catalogue.view_rule_form import ViewRuleForm
from desktop.widgets.buttons import dialog_button

if TYPE_CHECKING:  # views open catalogues, which loads numpy
    from core.views import ViewReport

DEBOUNCE_MS = 250


class ViewRuleDialog(QDialog):
    """Beside the window; it asks for what it shows and changes nothing itself.

    Signals: `preview_requested(rule: ViewRule)`, a moment after each edit, and
    `applied(rule: ViewRule)`; `show_preview` and `show_failure` answer the first, `accept` and
    `show_failure` the second.
    """

    preview_requested = Signal(object)
    applied = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("view_rule_dialog")
        self.setWindowTitle(_("How photos become products"))
        self.setModal(False)
        self.resize(760, 600)
        self._current: ViewRule | None = None
        self._form = ViewRuleForm()
        self._counts = theme.header()
        self._counts.setObjectName("view_counts")
        self._examples = ViewExamples()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DEBOUNCE_MS)
        self._pause.timeout.connect(self._ask)
        self._form.edited.connect(self._edited)
        self._default = dialog_button(
            "view_rule_default", _("&Default"), _("As in a new catalogue")
        )
        self._apply = dialog_button(
            "view_rule_apply", _("&Apply"), _("File the photos by this rule")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(14)
        layout.addWidget(_intro())
        layout.addWidget(self._form)
        layout.addWidget(self._counts)
        layout.addWidget(self._examples, 1)
        layout.addLayout(self._make_buttons())
        self._set_busy(True)

    def show_rule(self, rule: ViewRule) -> None:
        """Show the catalogue's rule, to be edited."""
        self._current = rule
        with QSignalBlocker(self._form):
            self._form.set_rule(rule)
        self._set_busy(False)
        self._form.setFocus()
        self._ask()

    def show_preview(self, report: "ViewReport") -> None:
        """Show what a rule would do; one that has been edited since is passed over."""
        if report.rule != self._form.rule() or not self._form.isEnabled():
            return
        before, after = map(wording.products, (report.products_before, report.products_after))
        changes = report.photos_moved > 0
        text = _("{before} → {after}") if changes else _("{before}, as before")
        self._counts.setText(text.format(before=before, after=after))
        self._examples.show_report(report)

    def show_failure(self, sentence: str) -> None:
        """Say why the rule could not be tried out or applied; it can be edited further."""
        self._set_busy(False)
        self._say(sentence)

    def _edited(self) -> None:
        self._pause.start()
        self._update_apply()

    def _ask(self) -> None:
        self._pause.stop()
        rule = self._form.rule()
        self._update_apply()
        if rule is None:
            self._say(_("Choose what may stand between a reference and its view."))
            return
        self._say(_("Counting…"))
        self.preview_requested.emit(rule)

    def _apply_rule(self) -> None:
        rule = self._form.rule()
        if rule is not None:
            self._pause.stop()
            self._set_busy(True)
            self._say(_("Filing the photos…"))
            self.applied.emit(rule)

    def _say(self, text: str) -> None:
        self._counts.setText(text)
        self._examples.clear()

    def _update_apply(self) -> None:
        rule = self._form.rule()
        self._apply.setEnabled(self._form.isEnabled() and rule not in (None, self._current))

    def _set_busy(self, is_busy: bool) -> None:
        self._form.setEnabled(not is_busy)
        self._default.setEnabled(not is_busy)
        self._update_apply()

    def _make_buttons(self) -> QHBoxLayout:
        self._default.clicked.connect(lambda: self._form.set_rule(ViewRule()))
        theme.set_role(self._apply, "primary")
        self._apply.setDefault(True)
        self._apply.clicked.connect(self._apply_rule)
        cancel = dialog_button("view_rule_cancel", _("&Cancel"), _("Leave the rule as it is (Esc)"))
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self._default)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self._apply)
        return row


def _intro() -> QLabel:
    label = QLabel(
        _(
            "Photos in one folder whose names differ only in their ending show one product. "
            "These endings count:"
        )
    )
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
