"""What is looked for, in words: alone, or beside the photo. Shown where the encoder understands."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.language import _
from desktop.widgets.search_field import SearchField

PAUSE_MS = 400
# CLIP reads 77 tokens, about 300 letters; what comes behind them would count for nothing.
MOST_LETTERS = 300


class WordsField(QWidget):
    """One line to describe products in; hidden until an encoder with text answers.

    Signals: `changed(words: str)`, a moment after the last key or at once on Enter.
    """

    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._told = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self._field = SearchField(
            "describe_words", _("Describe the product"), "words", _("Describe nothing (Esc)")
        )
        self._field.setMaxLength(MOST_LETTERS)
        self._field.textChanged.connect(self._react)
        self._field.returnPressed.connect(self._tell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._field)
        self.set_beside_photo(False)
        self.set_encoder("")

    def set_encoder(self, title: str) -> None:
        """The encoder that answers; empty is one that understands no words."""
        if not title:
            self._field.clear()
            self._tell()
        tip = _(
            "{encoder} compares these words with what the photos show, best in English (Ctrl+D). "
            "What is written about products is found by “Search products” above."
        )
        self._field.setToolTip(tip.format(encoder=title))
        self.setVisible(bool(title))

    def set_beside_photo(self, is_beside: bool) -> None:
        """Whether the words are about the photo in the left pane."""
        alone = _("Describe what it looks like: red leather bag")
        beside = _("Describe how it differs from the photo: in red leather")
        self._field.setPlaceholderText(beside if is_beside else alone)

    def type_here(self) -> None:
        """Describe here."""
        self._field.type_here()

    def _react(self, text: str) -> None:
        if text:
            self._pause.start()
        else:
            self._tell()

    def _tell(self) -> None:
        self._pause.stop()
        words = " ".join(self._field.text().split())
        if words != self._told:
            self._told = words
            self.changed.emit(words)
