"""How far a long job is and how to leave it off, in a dialog of its own or in another's corner."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.language import _
from core.records import Progress
from desktop import theme, wording
from desktop.widgets.busy_bar import BusyBar
from desktop.widgets.buttons import push_button
from desktop.widgets.elided import ElidedLabel

_DIALOG_WIDTH = 480


class ProgressPanel(QWidget):
    """A word, a count, a bar and Cancel.

    Signals: `cancel_requested()`.
    """

    cancel_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = ElidedLabel()
        self._text.setObjectName("progress_text")
        self._count = QLabel()
        self._count.setObjectName("progress_count")
        theme.set_role(self._count, "quiet")
        self._bar = BusyBar("progress_bar", _("Progress"))
        self._cancel = push_button("progress_cancel", _("Canc&el"), _("Stop this work"))
        self._cancel.clicked.connect(self.cancel_requested)
        words = QHBoxLayout()
        words.addWidget(self._text, 1)
        words.addWidget(self._count)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addLayout(words)
        column.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(column, 1)
        row.addWidget(self._cancel)

    def begin(self, text: str) -> None:
        """Say `text` until the job tells more."""
        self._text.setText(text)
        self._count.clear()
        self._bar.show_share(0, 0)

    def show_progress(self, progress: Progress) -> None:
        """Say how far the job is; a job of unknown length shows a moving bar."""
        self._text.setText(wording.stage(progress.stage))
        self._count.setText(wording.how_far(progress))
        self._bar.show_share(progress.done, progress.total)


class ProgressDialog(QDialog):
    """A panel by itself, beside the window; closing it leaves the job off.

    Signals: `cancel_requested()`.
    """

    cancel_requested = Signal()

    def __init__(self, title: str, subject: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("progress_dialog")
        self.setWindowTitle(title)
        self.setModal(False)
        self.setMinimumWidth(_DIALOG_WIDTH)
        self._subject = ElidedLabel()
        self._subject.setObjectName("progress_subject")
        self._subject.setText(subject)
        self.panel = ProgressPanel()
        self.panel.begin(_("Waiting"))
        self.panel.cancel_requested.connect(self.reject)
        self.rejected.connect(self.cancel_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(14)
        column.addWidget(self._subject)
        column.addWidget(self.panel)
