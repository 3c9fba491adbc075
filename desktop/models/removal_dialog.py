"""How backgrounds are removed: with which network, and whether a plain ground needs one."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.language import _
from core.models import Model
from core.records import Progress, Stage
from core.removal_records import Removal, RemovalState
from desktop import theme, wording
from desktop.file_dialogs import ask_weights
from desktop.models.removal_form import RemovalForm
from desktop.tools.progress_panel import ProgressPanel
from desktop.widgets.buttons import dialog_button
from desktop.widgets.panes import quiet_sentence

WIDTH = 640


class RemovalDialog(QDialog):
    """Beside the window; it shows what it is told and changes nothing itself.

    Signals: `applied(do: str, subject: str or Path, removal: Removal)`, a request for the worker:
    "removal", or "fetch" and "adopt" where the weights are not here; `cancel_requested()`.
    """

    applied = Signal(str, object, object)
    cancel_requested = Signal()

    def __init__(self, models: list[Model], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("removal_dialog")
        self.setWindowTitle(_("Background removal"))
        self.setModal(False)
        self.setMinimumWidth(WIDTH)
        self._models = {model.id: model for model in models}
        self._state: RemovalState | None = None
        self._ordered: Removal | None = None
        self._damaged: set[str] = set()
        self._form = RemovalForm(models)
        self._form.edited.connect(self._edited)
        self._word = quiet_sentence("removal_word")
        self._progress = ProgressPanel()
        self._progress.cancel_requested.connect(self.cancel_requested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(18)
        intro = QLabel(
            _("Before photos are compared, the product is cut out of them. Choose what finds it:")
        )
        intro.setWordWrap(True)
        layout.addWidget(intro)
        layout.addWidget(self._form)
        layout.addStretch(1)
        self._foot = QStackedWidget()
        self._foot.addWidget(self._word)
        self._foot.addWidget(self._progress)
        layout.addWidget(self._foot)
        layout.addLayout(self._make_buttons())
        self._update()

    def begin(self) -> None:
        """Show the state as it is, for a person who comes anew."""
        if self._state and self._ordered is None:
            self._form.set_removal(self._state.wanted)
        self._edited()
        self._form.focus()
        self.resize(self.width(), self.heightForWidth(self.width()))

    def show_state(self, state: RemovalState) -> None:
        """Show what is in use and what is here; what a person has chosen meanwhile stays."""
        before, self._state = self._state, state
        if before is None or before.wanted != state.wanted:
            self._form.set_removal(state.wanted)
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
            self._progress.show_progress(progress)
        elif progress.stage != Stage.DONE:
            self._close()

    def finish(self) -> None:
        """The request has ended: there is no more to do here, unless it was cancelled."""
        if self._ordered and self._state and self._state.wanted == self._ordered:
            self._close()
        self._ordered = None
        self._update()

    def show_failure(self, network: str, sentence: str) -> None:
        """Say why a network could not be changed to; it can be fetched anew."""
        self._damaged.add(network)
        self._ordered = None
        self._update()
        self._say(sentence, "accent")

    def _close(self) -> None:
        self._ordered = None
        self._update()
        self.accept()

    def _edited(self) -> None:
        state = self._state
        if state and state.wanted != state.in_use:
            text = _("A change is under way; until it is done, matches are as before.")
        else:
            text = _(
                "A change goes through all photos again, in the background; "
                "until it is done, matches are as before."
            )
        self._say(text, "quiet")
        self._update()

    def _say(self, text: str, role: str) -> None:
        self._word.setText(text)
        theme.set_role(self._word, role)

    def _is_away(self) -> bool:
        """Whether the weights of what is chosen are not here."""
        network = self._form.removal.network
        return network in self._models and network not in self._here()

    def _here(self) -> set[str]:
        return set(self._state.here if self._state else ()) - self._damaged

    def _apply_choice(self) -> None:
        self._order("fetch" if self._is_away() else "removal", "")

    def _order(self, do: str, subject: str | Path) -> None:
        self._ordered = self._form.removal
        self._damaged.discard(self._ordered.network)
        self._progress.begin(_("Waiting"))
        self._update()
        self.applied.emit(do, subject, self._ordered)

    def _update(self) -> None:
        is_busy, chosen = self._ordered is not None, self._form.removal
        is_free = self._state is not None and not is_busy
        is_away = self._is_away()
        self._form.set_here(self._here())
        self._form.setEnabled(is_free)
        self._foot.setCurrentWidget(self._progress if is_busy else self._word)
        self._file.setEnabled(is_free and is_away)
        wanted = self._state.wanted if self._state else chosen
        self._apply.setEnabled(is_free and chosen != wanted)
        text = _("&Apply")
        if is_away:
            size = wording.file_size(self._models[chosen.network].size)
            text = _("&Fetch ({size}) and apply").format(size=size)
        self._apply.setText(text)
        self._apply.setAccessibleName(text.replace("&", ""))

    def _make_buttons(self) -> QHBoxLayout:
        self._file = dialog_button(
            "removal_file", _("&Choose a file…"), _("Take the weights from a file on a disk")
        )
        self._file.clicked.connect(
            lambda: ask_weights(self, lambda path: self._order("adopt", path))
        )
        self._apply = dialog_button("removal_apply", _("&Apply"), _("Cut all products out so"))
        theme.set_role(self._apply, "primary")
        self._apply.setDefault(True)
        self._apply.clicked.connect(self._apply_choice)
        close = dialog_button("removal_close", _("C&lose"), _("Close this window (Esc)"))
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self._file)
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self._apply)
        return row
