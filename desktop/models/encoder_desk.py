"""Which encoder answers: shown in the menu and in the notice bar, changed there too."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from core.records import EncoderState
from desktop.main_window import MainWindow
from desktop.models.encoder_notice import CHOOSE, FETCH, encoder_actions, encoder_notice


class EncoderDesk(QObject):
    """Shows what the worker says of encoders, and asks for another one.

    Signals: `asked(do: str, subject: str or Path, model: str)`, a request for the worker.
    """

    asked = Signal(str, object, str)

    def __init__(self, window: MainWindow, titles: dict[str, str], default: str) -> None:
        """`titles` are those of the encoders, by id; `default` is the id of the one to have."""
        super().__init__(window)
        self._window, self._titles, self._default = window, titles, default
        self._told: EncoderState | None = None
        window.encoder_chosen.connect(partial(self.asked.emit, "encoder", ""))
        window.fetch_requested.connect(self._fetch)
        window.weights_file_chosen.connect(lambda path: self.asked.emit("adopt", path, default))
        window.notice_bar.action_triggered.connect(self._follow_notice)

    def forget(self) -> None:
        """Another catalogue is opened: nothing is known of its encoder."""
        self._told = None

    def title(self, encoder: str | None) -> str:
        """An encoder's title, empty for one that is not known."""
        return self._titles.get(encoder or "", "")

    def show(self, request_id: int, state: EncoderState) -> None:
        """Check the encoder that is wanted, and say what there is to say, once."""
        self._list(state.wanted)
        if state == self._told:
            return
        self._told = state
        text = encoder_notice(state, self._titles, self._default)
        if text:
            self._window.notice_bar.show_notice(text, encoder_actions(state))
        else:
            self._window.notice_bar.hide_notice()

    def show_again(self) -> None:
        """A change was refused: the menu's check goes back."""
        if self._told:
            self._list(self._told.wanted)

    def actions(self) -> list[tuple[str, str]]:
        """What a person can do about missing weights."""
        return encoder_actions(self._told) if self._told else []

    def _list(self, checked: str) -> None:
        rows = [(name, title, name == checked) for name, title in self._titles.items()]
        self._window.set_encoders(rows)

    def _fetch(self) -> None:
        self.asked.emit("fetch", "", self._default)

    def _follow_notice(self, action: str) -> None:
        if action == FETCH:
            self._fetch()
        elif action == CHOOSE:
            self._window.ask_weights()
