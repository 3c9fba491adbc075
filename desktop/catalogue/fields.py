"""Fields of a product that never lose what was typed: it is handed on when a field is left.

What is refused stays in its field, marked, until it is corrected or taken back with Esc.
"""

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from core.language import _
from desktop import theme


def mark_refused(field: QWidget, refused: bool) -> None:
    """Frame a field whose text could not be saved."""
    if bool(field.property("refused")) != refused:
        field.setProperty("refused", refused)
        theme.repolish(field)


class TextField(QLineEdit):
    """One line of text, the same for all products or various.

    Signals: `entered()` when there is something to hand on: on Enter, or when the field is left.
    """

    entered = Signal()
    between_lines = " "  # what is pasted may have several

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setAcceptDrops(False)
        self._saved = ""
        self._refused: str | None = None
        self.returnPressed.connect(self._insist)
        self.editingFinished.connect(self._leave)

    @property
    def pending(self) -> str | None:
        """What was typed and not handed on yet; None when it is what is saved."""
        text = self.line
        return None if text in (self._one_line(self._saved), self._refused) else text

    @property
    def line(self) -> str:
        """What stands in the field, as one line."""
        return self._one_line(self.text())

    @property
    def refused(self) -> str | None:
        """What was refused and stands here still."""
        return self._refused if self._refused == self.line else None

    def show_value(self, value: str | None) -> None:
        """Show what is saved, None for various, unless something else is being typed."""
        typed = self._is_typed
        self._saved = value or ""
        self.setPlaceholderText(_("various") if value is None else "")
        if not typed or self.line == self._saved:
            self.revert()

    def accept(self) -> None:
        """Take what was typed for saved; undoing it is the window's affair from now on."""
        self._saved = self.line
        cursor = self.cursorPosition()
        self.setText(self._saved)
        self.setCursorPosition(cursor)
        self.revert()

    def refuse(self, text: str, saved: str | None) -> None:
        """Show `text` again, marked, because it could not be saved; not over a newer one."""
        newer = self.pending
        self.show_value(saved)
        if newer is None:
            self.setText(text)
            self._refused = text
            mark_refused(self, True)

    def revert(self) -> None:
        """Show what is saved."""
        self._refused = None
        mark_refused(self, False)
        if self.text() != self._saved:
            self.setText(self._saved)
            self.setCursorPosition(0)  # the beginning of a long text tells most
        self.setModified(False)

    def set_choices(self, choices: list[str]) -> None:
        """Complete what is typed from these."""
        completer = self.completer()
        if completer is None:
            completer = self.make_completer()
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self.setCompleter(completer)
        model = completer.model()
        if not isinstance(model, QStringListModel):
            completer.setModel(QStringListModel(choices, completer))
        elif model.stringList() != choices:
            model.setStringList(choices)

    def event(self, event: QEvent) -> bool:
        """Leave Esc and undo to the window where they would do nothing here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self._is_typed:
                event.accept()
                return True
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
            if undo or redo:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._is_typed:
            self.revert()
        else:
            super().keyPressEvent(event)

    @property
    def _is_typed(self) -> bool:
        return self.pending is not None or self._refused is not None

    def make_completer(self) -> QCompleter:
        """What completes a text from choices."""
        return QCompleter([], self)

    def insist(self) -> None:
        """Let what was refused be handed on once more."""
        self._refused = None

    def _insist(self) -> None:
        self.insist()
        self._leave()

    def _leave(self) -> None:
        if self.pending is not None:
            self.entered.emit()

    def _one_line(self, text: str) -> str:
        lines = text.replace("\t", "\n").splitlines()
        return self.between_lines.join(filter(None, map(str.strip, lines)))
