"""Which removal answers: shown and changed in its dialog, told in the notice bar."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.language import _
from core.models import Model
from core.removal_records import Removal, RemovalState
from desktop.file_dialogs import ask_weights
from desktop.main_window import MainWindow
from desktop.models.dialogs import removal_dialog
from desktop.models.model_work import ModelWork, is_damaged, ways_to_weights
from desktop.models.standing_notice import StandingNotice

FETCH, CHOOSE = "fetch_removal", "choose_removal"


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
        self._notice = StandingNotice(window.notice_bar)
        self._dialog = removal_dialog(models, window)
        self._dialog.applied.connect(self._apply)
        self._dialog.cancel_requested.connect(window.cancel_requested)
        self.work = ModelWork("removal", models, self._dialog)
        window.removal_requested.connect(self.work.open)
        window.notice_bar.action_triggered.connect(self._follow_notice)

    def forget(self) -> None:
        """Another catalogue is opened: nothing is known of its removal."""
        self._told = None
        self._notice.forget()
        self._dialog.forget()

    def show(self, request_id: int, state: RemovalState) -> None:
        """Show what is in use and wanted, and say what there is to say, once."""
        before, self._told = self._told, state
        self._dialog.show_state(state)
        if before and before.in_use != state.in_use:
            self.changed.emit()
        self._notice.show(self._sentence(state), self._actions(state))

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
        if is_damaged(state.why):
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
        return ways_to_weights(FETCH, CHOOSE, model.size)

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
