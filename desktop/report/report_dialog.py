"""The report in a box: to read it, to copy it, to save it. Nothing is sent anywhere."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from core.errors import VitrineError
from core.language import _
from core.messages import sentence
from desktop.file_dialogs import ask_report
from desktop.widgets.buttons import push_button
from desktop.widgets.panes import pane, quiet_sentence, quiet_word


class ReportDialog(QDialog):
    """Shows the report as soon as there is one.

    Signals: `save_requested(text: str, path: Path)`.
    """

    save_requested = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report_dialog")
        self.setWindowTitle(_("Report a problem"))
        self.setModal(False)
        self.resize(820, 560)
        hint = quiet_sentence("report_hint")
        hint.setText(
            _(
                "Give this text to whoever looks into the problem. Vitrine sends it nowhere. Your "
                "name and those of your folders and photos are taken out; read it through all the "
                "same."
            )
        )
        self._text = QPlainTextEdit()
        self._text.setObjectName("report_text")
        self._text.setAccessibleName(_("Report"))
        self._text.setReadOnly(True)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setTabChangesFocus(True)
        self._waiting = quiet_word(
            "report_waiting", _("Vitrine looks at each of its parts. This takes some seconds…")
        )
        self._pages = pane(self._waiting, self._text)
        self._outcome = quiet_sentence("report_outcome")
        self._make_buttons()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(14)
        for widget in (hint, self._pages, self._outcome, self._buttons):
            column.addWidget(widget, 1 if widget is self._pages else 0)
        self._copy.setDefault(True)

    def show_report(self, text: str) -> None:
        """Show the report, which can be copied and saved from now on."""
        self._text.setPlainText(text)
        self._pages.setCurrentWidget(self._text)
        self._copy.setEnabled(True)
        self._save.setEnabled(True)
        self._copy.setFocus()

    def show_saved(self, path: Path) -> None:
        """Say where it is."""
        self._outcome.setText(_("Saved: {path}").format(path=path))

    def show_failure(self, error: VitrineError) -> None:
        """Say why it could not be saved."""
        self._outcome.setText(sentence(error))

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
        self._outcome.setText(_("The report is copied."))

    def _ask_where(self) -> None:
        text = self._text.toPlainText()
        ask_report(self, lambda path: self.save_requested.emit(text, path))

    def _make_buttons(self) -> None:
        self._copy = push_button("report_copy", _("&Copy"), _("Copy the whole report"))
        self._save = push_button("report_save", _("&Save…"), _("Save the report to a file"))
        close = push_button("report_close", _("C&lose"), _("Close this window (Esc)"))
        self._copy.clicked.connect(self._copy_all)
        self._save.clicked.connect(self._ask_where)
        self._buttons = QDialogButtonBox()
        for button in (self._copy, self._save):
            button.setEnabled(False)
            self._buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self._buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons.rejected.connect(self.reject)
