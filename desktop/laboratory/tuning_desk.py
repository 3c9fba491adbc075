"""Fine-tuning as the window has it: a dialog, and what the worker tells of the job."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from core.errors import VitrineError
from core.finetuning import words as tuning_words
from core.messages import sentence
from core.models import Model
from core.records import Progress
from core.tuning_records import Tuned, TuningEpoch
from core.wire import Request
from desktop.laboratory.tuning_dialog import TuningDialog
from desktop.main_window import MainWindow


class TuningDesk(QObject):
    """Orders a fine-tuning, and shows how it goes and what came of it.

    Signals: `wanted(order: TuningOrder)`, a request for the worker; `stop_wanted()`; `made()` when
    there is a new encoder.
    """

    wanted = Signal(object)
    stop_wanted = Signal()
    made = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._verdict = ""
        self._dialog = TuningDialog(window)
        self._dialog.ordered.connect(self._begin)
        self._dialog.cancel_requested.connect(self.stop_wanted)

    def offer(self, encoders: Sequence[Model]) -> None:
        """These can be begun with."""
        self._dialog.offer(encoders)

    def show(self) -> None:
        """Show the dialog, or bring it to the front."""
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def close(self) -> None:
        """Another catalogue is opened, or none."""
        self._dialog.end()
        self._dialog.reject()

    def take_epoch(self, request_id: int, told: TuningEpoch) -> None:
        """An epoch has ended."""
        self._dialog.show_epoch(told)

    def take_tuned(self, request_id: int, tuned: Tuned) -> None:
        """It has come to its end."""
        self._verdict = tuning_words.verdict(tuned)
        if not self._dialog.isVisible():
            self._window.notice_bar.show_notice(self._verdict, [])
        if tuned.model:
            self.made.emit()

    def follow(self, job: Request | None, progress: Progress) -> None:
        """A job goes on: it may be ours."""
        if _is_ours(job):
            self._dialog.show_progress(progress)

    def finish(self, job: Request | None) -> None:
        """A job has ended: it may be ours."""
        if _is_ours(job):
            self._dialog.end(self._verdict)

    def fail(self, job: Request | None, error: VitrineError) -> bool:
        """Say in the dialog why there was no fine-tuning; False where that is not seen."""
        if not _is_ours(job):
            return False
        self._verdict = sentence(error)
        return self._dialog.isVisible()

    def _begin(self, order: object) -> None:
        self._verdict = ""
        self._dialog.begin()
        self.wanted.emit(order)


def _is_ours(job: Request | None) -> bool:
    return job is not None and job.do == "finetune"
