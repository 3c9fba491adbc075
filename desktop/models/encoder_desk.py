"""Which encoder answers: shown and changed in its dialog, told in the notice bar."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.models import Model
from core.records import EncoderState
from core.wire import Request
from desktop.file_dialogs import ask_weights
from desktop.main_window import MainWindow
from desktop.models.dialogs import encoder_dialog
from desktop.models.encoder_form import EncoderForm
from desktop.models.encoder_notice import CHOOSE, FETCH, encoder_actions, encoder_notice
from desktop.models.model_work import ModelWork
from desktop.models.standing_notice import StandingNotice


class EncoderDesk(QObject):
    """Shows what the worker says of encoders, and asks for another one.

    Signals: `asked(do: str, subject: str or Path, model: str)`, a request for the worker.
    """

    asked = Signal(str, object, str)

    def __init__(self, window: MainWindow, models: list[Model], default: str) -> None:
        """`default` is the id of the encoder to have."""
        super().__init__(window)
        self._window, self._default = window, default
        self._titles = {model.id: model.title for model in models}
        self._told: EncoderState | None = None
        self._offered: tuple[str, ...] = ()
        self._notice = StandingNotice(window.notice_bar)
        self._form = EncoderForm(models)
        self._dialog = encoder_dialog(self._form, window)
        self._dialog.applied.connect(self.asked.emit)
        self._dialog.cancel_requested.connect(window.cancel_requested)
        self.work = ModelWork("encoder", models, self._dialog)
        window.encoder_requested.connect(self.work.open)
        self._presets = window.menus.matching
        window.matches_view.thorough_wanted.connect(self._presets.choose_thorough)
        self._presets.chosen.connect(lambda preset: self.asked.emit("preset", preset, ""))
        window.notice_bar.action_triggered.connect(self._follow_notice)

    def offer(self, models: list[Model], here: Collection[str]) -> None:
        """There are these encoders now, and the weights of those in `here`."""
        self._titles = {model.id: model.title for model in models}
        self._offered = tuple(model.id for model in models if model.id in here)
        are_others = self._form.offer(models)
        self.work.offer(models)
        if self._told is not None:
            self._told = replace(self._told, here=self._offered)
            self._form.set_with_text(self._told.with_text)
            if not self._form.wish:
                self._form.show_wish(self._told.wanted)
            self._dialog.show_state(self._told)
        if are_others:
            self._dialog.fit()

    def forget(self) -> None:
        """Another catalogue is opened: nothing is known of its encoder."""
        self._told, self._offered = None, ()
        self._notice.forget()
        self._dialog.forget()
        self._show_preset(None)
        self._window.offer_words("")

    def title(self, encoder: str | None) -> str:
        """An encoder's title, empty for one that is not known."""
        return self._titles.get(encoder or "", "")

    def show(self, request_id: int, state: EncoderState) -> None:
        """Show what is in use, wanted and here, and say what there is to say, once.

        The worker may not know yet of encoders that have been offered since it began.
        """
        state = replace(state, here=tuple(dict.fromkeys(state.here + self._offered)))
        self._told = state
        self._form.set_with_text(state.with_text)
        self._dialog.show_state(state)
        self._show_preset(state.preset)
        self._window.offer_words(self.title(state.in_use) if _speaks(state) else "")
        text = encoder_notice(state, self._titles, self._default)
        self._notice.show(text, encoder_actions(state))

    def _show_preset(self, name: str | None) -> None:
        self._presets.show_preset(name)
        self._window.matches_view.offer_thorough(self._presets.can_be_thorough)

    def actions(self, job: Request | None) -> list[tuple[str, str]]:
        """What a person can do about weights that a job lacks, where they are the default's."""
        if self._told is None or (job and job.model not in ("", self._default)):
            return []
        return encoder_actions(self._told)

    def _follow_notice(self, action: str) -> None:
        if action == FETCH:
            self.asked.emit("fetch", "", self._default)
        elif action == CHOOSE:
            ask_weights(self._window, self._adopt)

    def _adopt(self, path: Path) -> None:
        self.asked.emit("adopt", path, self._default)


def _speaks(state: EncoderState) -> bool:
    return state.in_use in state.with_text
