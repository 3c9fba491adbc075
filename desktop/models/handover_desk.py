"""Weights carried from machine to machine: out to a folder, in from one; then told."""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.errors import WeightsReason
from core.language import _, ngettext
from core.messages import words
from core.model_records import HandedOver
from core.models import Model
from desktop.file_dialogs import ask_models_folder
from desktop.main_window import MainWindow

_log = logging.getLogger(__name__)


class HandoverDesk(QObject):
    """Asks which folder, has the worker carry, and says what came through.

    Signals: `asked(do: str, folder: Path)`, a request for the worker.
    """

    asked = Signal(str, object)

    def __init__(self, window: MainWindow, models: list[Model]) -> None:
        super().__init__(window)
        self._window = window
        self._titles = {model.id: model.title for model in models}
        window.import_models_requested.connect(partial(self._ask, "import"))
        window.export_models_requested.connect(partial(self._ask, "export"))

    def take(self, request_id: int, done: HandedOver) -> None:
        """Say which models came through, and which did not and why."""
        names = ", ".join(self._titles.get(model_id, model_id) for model_id in done.models)
        said = [self._success(done, names)] if names else []
        refusals = [words(WeightsReason(r.reason), r.subject) for r in done.refused]
        for refusal in refusals:
            _log.warning("refused: %s", refusal)
        said += refusals[:1]
        if more := len(refusals) - 1 if refusals else 0:
            text = ngettext(
                "{count} more was refused: Help > Open log says why.",
                "{count} more were refused: Help > Open log says why.",
                more,
            )
            said.append(text.format(count=more))
        self._window.notice_bar.show_notice(" ".join(said), [], "warning" if refusals else "info")

    def _success(self, done: HandedOver, names: str) -> str:
        if done.folder is not None:
            text = _("Copied to “{folder}”: {names}.")
            return text.format(folder=done.folder, names=names)
        return _("Now on this computer: {names}.").format(names=names)

    def _ask(self, do: str) -> None:
        titles = {
            "import": _("Import weights from a folder"),
            "export": _("Export weights to a folder"),
        }
        then: Callable[[Path], None] = partial(self.asked.emit, do)
        ask_models_folder(self._window, titles[do], then)
