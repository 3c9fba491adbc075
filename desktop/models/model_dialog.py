"""A model to work with: chosen from a list, fetched or taken from a file, then changed to."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from core.language import _
from core.models import Model
from core.records import EncoderState, Progress, Stage
from core.removal_records import Removal, RemovalState
from desktop import theme, wording
from desktop.file_dialogs import ask_weights
from desktop.models.encoder_form import EncoderForm
from desktop.models.foot import Foot
from desktop.models.removal_form import RemovalForm
from desktop.widgets.buttons import dialog_button

WIDTH = 640


@dataclass(frozen=True, slots=True)
class Wording:
    """What a dialog is called and says; `job` is that of its models and of its request."""

    job: str
    title: str
    intro: str
    apply_tip: str


class ModelDialog(QDialog):
    """Beside the window; it shows what it is told and changes nothing itself.

    Signals: `applied(do: str, subject: str or Path, wish: Removal or str)`, a request for the
    worker: the job, or "fetch" and "adopt" where the weights are not here; `cancel_requested()`.
    """

    applied = Signal(str, object, object)
    cancel_requested = Signal()

    def __init__(
        self, words: Wording, form: RemovalForm | EncoderForm, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{words.job}_dialog")
        self.setWindowTitle(words.title)
        self.setModal(False)
        self.setMinimumWidth(WIDTH)
        self._job = words.job
        self._state: RemovalState | EncoderState | None = None
        self._ordered: Removal | str | None = None
        self._damaged: set[str] = set()
        self._form = form
        form.edited.connect(self._edited)
        self._foot = Foot(f"{words.job}_word")
        self._foot.cancel_requested.connect(self.cancel_requested)
        intro = QLabel(words.intro)
        intro.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(18)
        layout.addWidget(intro)
        layout.addWidget(form)
        layout.addStretch(1)
        layout.addWidget(self._foot)
        layout.addLayout(self._make_buttons(words.apply_tip))
        self._update()

    def begin(self) -> None:
        """Show the state as it is, for a person who comes anew."""
        if self._state and self._ordered is None:
            self._show_wanted(self._state)
        self._edited()
        self._form.focus()
        self.fit()

    def fit(self) -> None:
        """Be as high as the form needs now."""
        self.resize(self.width(), self.heightForWidth(self.width()))

    def show_state(self, state: RemovalState | EncoderState) -> None:
        """Show what is in use and what is here; what a person has chosen meanwhile stays."""
        before, self._state = self._state, state
        if before is None or before.wanted != state.wanted:
            self._show_wanted(state)
        self._edited()

    def forget(self) -> None:
        """Nothing is known of the catalogue that is being opened."""
        self._state = self._ordered = None
        self._update()

    def show_progress(self, progress: Progress) -> None:
        """Say how far a download is; what follows it goes on without this dialog."""
        if self._ordered is None:
            return
        if progress.stage == Stage.FETCHING:
            self._foot.show_progress(progress)
        elif progress.stage != Stage.DONE:
            self._close()

    def finish(self) -> None:
        """The request has ended: there is no more to do here, unless it was cancelled."""
        if self._ordered and self._state and self._state.wanted == self._ordered:
            self._close()
        self._ordered = None
        self._update()

    def show_failure(self, model_id: str, sentence: str) -> None:
        """Say why a model could not be changed to; it can be fetched anew."""
        self._damaged.add(model_id)
        self._ordered = None
        self._update()
        self._foot.say(sentence, "accent")

    def _close(self) -> None:
        self._ordered = None
        self._update()
        self.accept()

    def _show_wanted(self, state: RemovalState | EncoderState) -> None:
        wanted: Any = state.wanted  # of the kind that the form shows
        self._form.show_wish(wanted)

    def _edited(self) -> None:
        state = self._state
        if state and state.wanted != state.in_use:
            text = _("A change is under way; until it is done, matches are as before.")
        else:
            text = _(
                "A change goes through all photos again, in the background; "
                "until it is done, matches are as before."
            )
        self._foot.say(text)
        self._update()

    def _away(self) -> Model | None:
        """The model that is chosen, where its weights are not here."""
        chosen = self._form.model
        return chosen if chosen and chosen.id not in self._here() else None

    def _here(self) -> set[str]:
        return set(self._state.here if self._state else ()) - self._damaged

    def _apply_choice(self) -> None:
        self._order("fetch" if self._away() else self._job, "")

    def _order(self, do: str, subject: str | Path) -> None:
        self._ordered = self._form.wish
        if self._form.model:
            self._damaged.discard(self._form.model.id)
        self._foot.begin()
        self._update()
        self.applied.emit(do, subject, self._ordered)

    def _update(self) -> None:
        is_busy, chosen = self._ordered is not None, self._form.wish
        is_free = self._state is not None and not is_busy
        away = self._away()
        self._form.set_here(self._here())
        self._form.setEnabled(is_free)
        self._foot.set_busy(is_busy)
        self._file.setEnabled(is_free and away is not None)
        wanted = self._state.wanted if self._state else chosen
        self._apply.setEnabled(is_free and chosen != wanted)
        text = _("&Apply")
        if away:
            size = wording.file_size(away.size)
            text = _("&Fetch ({size}) and apply").format(size=size)
        self._apply.setText(text)
        self._apply.setAccessibleName(text.replace("&", ""))

    def _make_buttons(self, apply_tip: str) -> QHBoxLayout:
        self._file = dialog_button(
            f"{self._job}_file", _("&Choose a file…"), _("Take the weights from a file on a disk")
        )
        self._file.clicked.connect(
            lambda: ask_weights(self, lambda path: self._order("adopt", path))
        )
        self._apply = dialog_button(f"{self._job}_apply", _("&Apply"), apply_tip)
        theme.set_role(self._apply, "primary")
        self._apply.setDefault(True)
        self._apply.clicked.connect(self._apply_choice)
        close = dialog_button(f"{self._job}_close", _("C&lose"), _("Close this window (Esc)"))
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self._file)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self._apply)
        return row
