"""The notes of a product, which never lose what was typed either: see `fields`."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from core.language import _
from desktop.catalogue.fields import mark_refused

NOTES_LINES = 4
LINE_INSET = 2  # as in a line of text, so that both begin at the same place


class NotesField(QPlainTextEdit):
    """Several lines of text.

    Signals: `entered()` when there is something to hand on: when the field is left.
    """

    entered = Signal()

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setAcceptDrops(False)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(LINE_INSET)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * NOTES_LINES + 18)
        self._saved = ""
        self._refused: str | None = None

    @property
    def pending(self) -> str | None:
        """What was typed and not handed on yet; None when it is what is saved."""
        text = self.toPlainText()
        return None if text in (self._saved, self._refused) else text

    @property
    def refused(self) -> str | None:
        """What was refused and stands here still."""
        return self._refused if self._refused == self.toPlainText() else None

    def show_value(self, value: str | None) -> None:
        """Show what is saved, None for various, unless something else is being typed."""
        typed = self._is_typed
        self._saved = value or ""
        self.setPlaceholderText(_("various") if value is None else "")
        if not typed or self.toPlainText() == self._saved:
            self.revert()

    def accept(self) -> None:
        """Take what was typed for saved."""
        self._saved = self.toPlainText()
        self.revert()

    def refuse(self, text: str, saved: str | None) -> None:
        """As `TextField.refuse`."""
        newer = self.pending
        self.show_value(saved)
        if newer is None:
            self.setPlainText(text)
            self._refused = text
            mark_refused(self, True)

    def revert(self) -> None:
        """Show what is saved."""
        self._refused = None
        mark_refused(self, False)
        if self.toPlainText() != self._saved:
            self.setPlainText(self._saved)

    def insist(self) -> None:
        """Let what was refused be handed on once more."""
        self._refused = None

    def event(self, event: QEvent) -> bool:
        """Take Esc from the window where it takes something back here."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._is_typed
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._is_typed:
            self.revert()
        else:
            super().keyPressEvent(event)

    @property
    def _is_typed(self) -> bool:
        return self.pending is not None or self._refused is not None

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.pending is not None and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.entered.emit()
