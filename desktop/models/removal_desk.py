"""Which removal answers: shown and changed in its dialog, told in the notice bar."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.errors import VitrineError, WeightsError, WeightsReason
from core.language import _
from core.messages import sentence
from core.models import Model
from core.records import Progress
from core.removal_records import Removal, RemovalState
from core.wire import Request
from desktop import wording
from desktop.file_dialogs import ask_weights
from desktop.main_window import MainWindow
from desktop.models.removal_dialog import RemovalDialog

FETCH, CHOOSE = "fetch_removal", "choose_removal"
_DAMAGED = (WeightsReason.CUT_SHORT, WeightsReason.WRONG_DIGEST, WeightsReason.NOT_LOADABLE)


class RemovalDesk(QObject):
    """Shows what the worker says of background removal, and asks for another one.

    Signals: `asked(do: str, subject: str or Path, model: str, plain_ground: bool or None)`, a
    request for the worker; `changed()` when backgrounds are removed in another way than before.
    """

    asked = Signal(str, object, str, object)
    changed = Signal()

    def __init__(self, window: MainWindow, models: list[Model]) -> None:
        super().__init__(window)
        self._window = window
        self._models = {model.id: model for model in models}
        self._told: RemovalState | None = None
        self._notice = ""
        self._dialog = RemovalDialog(models, window)
        self._dialog.applied.connect(self._apply)
        self._dialog.cancel_requested.connect(window.cancel_requested)
        window.removal_requested.connect(self._open)
        window.notice_bar.action_triggered.connect(self._follow_notice)

    def forget(self) -> None:
        """Another catalogue is opened: nothing is known of its removal."""
        self._told = None
        self._dialog.forget()

    def show(self, request_id: int, state: RemovalState) -> None:
        """Show what is in use and wanted, and say what there is to say, once."""
        before, self._told = self._told, state
        self._dialog.show_state(state)
        if before == state:
            return
        if before and before.in_use != state.in_use:
            self.changed.emit()
        text = self._sentence(state)
        if text:
            self._window.notice_bar.show_notice(text, self._actions(state))
        else:
            self._window.notice_bar.take_back(self._notice)
        self._notice = text

    def owns(self, job: Request | None) -> bool:
        """Whether a job is a change of removal, or the fetching for it."""
        return job is not None and (job.do == "removal" or job.model in self._models)

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

    def _open(self) -> None:
        self._dialog.begin()
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def _apply(self, do: str, subject: str | Path, removal: Removal) -> None:
        self.asked.emit(do, subject, removal.network, removal.plain_ground)

    def _sentence(self, state: RemovalState) -> str:
        if state.missing:
            used = self._title(state.in_use.network)
            return self._why(state).format(used=used, missing=self._title(state.missing))
        if state.wanted != state.in_use:
            return _("The background removal is changing; until it is done, matches are as before.")
        return ""

    def _why(self, state: RemovalState) -> str:
        if WeightsReason(state.why) in _DAMAGED:
            return _("{used} cuts products out: the weights file of {missing} is damaged.")
        return _("{used} cuts products out: the weights of {missing} are not on this machine.")

    def _title(self, network: str) -> str:
        model = self._models.get(network)
        return model.title if model else network

    def _actions(self, state: RemovalState) -> list[tuple[str, str]]:
        """Fetch and choose, where a network's weights are wanting."""
        model = self._models.get(state.missing)
        if model is None:
            return []
        size = wording.file_size(model.size)
        return [(FETCH, _("Fetch ({size})").format(size=size)), (CHOOSE, _("Choose a file…"))]

    def _follow_notice(self, action: str) -> None:
        missing = self._told.missing if self._told else ""
        acts: dict[str, Callable[[], None]] = {
            FETCH: lambda: self.asked.emit("fetch", "", missing, None),
            CHOOSE: lambda: ask_weights(
                self._window, lambda path: self.asked.emit("adopt", path, missing, None)
            ),
        }
        if missing and action in acts:
            acts[action]()
