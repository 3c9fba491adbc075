"""What the worker does for one dialog of models: followed there, its failures told there."""

from PySide6.QtCore import QObject

from core.errors import VitrineError, WeightsError, WeightsReason
from core.language import _
from core.messages import sentence
from core.models import Model
from core.records import Progress
from core.wire import Request
from desktop import wording
from desktop.models.model_dialog import ModelDialog

_DAMAGED = (WeightsReason.CUT_SHORT, WeightsReason.WRONG_DIGEST, WeightsReason.NOT_LOADABLE)


class ModelWork(QObject):
    """Changes to models of one job, and the fetching for them."""

    def __init__(self, job: str, models: list[Model], dialog: ModelDialog) -> None:
        super().__init__(dialog)
        self._job, self._dialog = job, dialog
        self.offer(models)

    def offer(self, models: list[Model]) -> None:
        """These are ours."""
        self._ids = {model.id for model in models}

    def owns(self, job: Request | None) -> bool:
        """Whether a job is a change of ours, or the fetching for it."""
        return job is not None and (job.do == self._job or job.model in self._ids)

    def follow(self, job: Request | None, progress: Progress) -> None:
        """A job goes on: it may be ours."""
        if self.owns(job):
            self._dialog.show_progress(progress)

    def finish(self, job: Request | None) -> None:
        """A job has ended: it may be ours."""
        if self.owns(job):
            self._dialog.finish()

    def fail(self, job: Request | None, error: VitrineError) -> bool:
        """Say in the dialog why weights of ours cannot be used; False where that is not seen."""
        if job is None or not self.owns(job) or not isinstance(error, WeightsError):
            return False
        self._dialog.show_failure(job.model, sentence(error))
        return self._dialog.isVisible()

    def open(self) -> None:
        """Show the dialog, in front."""
        self._dialog.begin()
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()


def is_damaged(why: str) -> bool:
    """Whether a `WeightsReason` says that the file is there, but not as it should be."""
    return why in _DAMAGED


def ways_to_weights(fetch: str, choose: str, size: int) -> list[tuple[str, str]]:
    """What can be done about missing weights of so many bytes, as actions of the notice bar."""
    fetched = _("Fetch ({size})").format(size=wording.file_size(size))
    return [(fetch, fetched), (choose, _("Choose a file…"))]
