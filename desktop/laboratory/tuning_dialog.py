"""Fine-tuning an encoder on the catalogue's photos: its order, how it goes, what came of it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.language import _
from core.models import Model
from core.records import Progress
from core.tuning_records import MOST_EPOCHS, TuningEpoch, TuningOrder
from desktop import theme
from desktop.laboratory import words
from desktop.tools.progress_panel import ProgressPanel
from desktop.widgets.buttons import dialog_button
from desktop.widgets.panes import pane, quiet_sentence, quiet_word

_SIZE = (680, 520)


class TuningDialog(QDialog):
    """Beside the window; closing it leaves a fine-tuning to go on.

    Signals: `ordered(order: TuningOrder)`, `cancel_requested()`.
    """

    ordered = Signal(object)
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tuning_dialog")
        self.setWindowTitle(_("Fine-tune an encoder"))
        self.setModal(False)
        self.resize(*_SIZE)
        intro = quiet_sentence("tuning_intro")
        intro.setText(
            _(
                "A new encoder is made that tells the products of this catalogue apart. It is "
                "judged by products that it has not seen: often it is no better."
            )
        )
        self._fields = self._make_fields()
        self._epochs_told = QListWidget()
        self._epochs_told.setObjectName("tuning_epochs_told")
        self._epochs_told.setAccessibleName(_("Epochs"))
        self._pages = pane(
            quiet_word("tuning_word", _("Each epoch is told here.")), self._epochs_told
        )
        self._verdict = quiet_sentence("tuning_verdict")
        theme.set_role(self._verdict, "accent")
        self._panel = ProgressPanel()
        self._panel.cancel_requested.connect(self.cancel_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(14)
        column.addWidget(intro)
        column.addWidget(self._fields)
        column.addWidget(self._pages, 1)
        for widget in (self._verdict, self._panel):
            column.addWidget(widget)
            widget.hide()
        column.addLayout(self._make_buttons())

    def offer(self, encoders: Sequence[Model]) -> None:
        """Begin with one of these, or with the catalogue's own."""
        chosen = self._encoder.currentData()
        ids = {model.id for model in encoders}
        known = [self._encoder.itemData(row) for row in range(self._encoder.count())]
        for row, model_id in reversed(list(enumerate(known))):
            if model_id and model_id not in ids:
                self._encoder.removeItem(row)
        for model in encoders:
            if model.id not in known:
                self._encoder.addItem(model.title, model.id)
        self._encoder.setCurrentIndex(max(self._encoder.findData(chosen), 0))

    def begin(self) -> None:
        """A fine-tuning goes on."""
        self._epochs_told.clear()
        self._pages.setCurrentIndex(0)
        self._verdict.hide()
        self._panel.begin(_("Waiting"))
        self._set_busy(True)

    def show_progress(self, progress: Progress) -> None:
        """Say how far it is."""
        self._panel.show_progress(progress)

    def show_epoch(self, told: TuningEpoch) -> None:
        """Add an epoch to those that were told."""
        self._epochs_told.addItem(words.epoch(told))
        self._epochs_told.scrollToBottom()
        self._pages.setCurrentIndex(1)

    def end(self, verdict: str = "") -> None:
        """It has ended; say what came of it, or why it did not go on."""
        self._set_busy(False)
        if verdict:
            self._verdict.setText(verdict)
            self._verdict.show()

    def _set_busy(self, busy: bool) -> None:
        self._panel.setVisible(busy)
        self._fields.setDisabled(busy)
        self._start.setDisabled(busy)

    def _order(self) -> None:
        self.ordered.emit(
            TuningOrder(
                encoder=self._encoder.currentData(),
                with_category=self._category.isChecked(),
                epochs=self._epochs.value(),
                resume=True,
            )
        )

    def _make_fields(self) -> QWidget:
        self._encoder = QComboBox()
        self._encoder.setObjectName("tuning_encoder")
        self._encoder.addItem(_("The catalogue's own"), "")
        self._category = QCheckBox(_("Tell &categories apart, too"))
        self._category.setObjectName("tuning_category")
        self._epochs = QSpinBox()
        self._epochs.setObjectName("tuning_epochs")
        self._epochs.setRange(1, MOST_EPOCHS)
        self._epochs.setValue(TuningOrder().epochs)
        fields = QWidget()
        form = QFormLayout(fields)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(_("Begin with the enco&der"), self._encoder)
        form.addRow(_("&At most so many epochs"), self._epochs)
        form.addRow("", self._category)
        return fields

    def _make_buttons(self) -> QHBoxLayout:
        self._start = dialog_button(
            "tuning_start",
            _("&Start"),
            _("Fine-tune in the background, or go on with what was left"),
        )
        theme.set_role(self._start, "primary")
        self._start.setDefault(True)
        self._start.clicked.connect(self._order)
        close = dialog_button(
            "tuning_close", _("C&lose"), _("Close this window (Esc); a fine-tuning goes on")
        )
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self._start)
        return row
