"""Photos that are there twice, or nearly: shown side by side, never deleted."""

from collections.abc import Callable, Generator

from PySide6.QtWidgets import (
    QDialog,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from core import duplicates
from core.catalogue import Catalogue
from core.errors import VitrineError
from core.language import _, ngettext
from core.messages import sentence
from core.records import DuplicateGroup, Progress
from desktop import theme, wording
from desktop.librarian import Librarian, Task
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.tools.duplicates_actions import DuplicateActions
from desktop.tools.duplicates_model import DuplicatesModel
from desktop.tools.duplicates_tree import DuplicatesTree
from desktop.tools.progress_panel import ProgressPanel
from desktop.widgets.buttons import action_button, push_button
from desktop.widgets.elided import ElidedLabel
from desktop.widgets.panes import pane, quiet_word

_LEAST, _MOST, _STEP = 90.0, 99.9, 0.5  # percent; below, most photos of a kind are nearly alike

Record = Progress | list[DuplicateGroup]
Job = Generator[Record, None, list[DuplicateGroup]]


class DuplicatesDialog(QDialog):
    """Compares the photos of a catalogue; what people do with a group is done by `quick`."""

    def __init__(
        self,
        quick: Librarian,
        slow: Librarian,
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("duplicates_dialog")
        self.setWindowTitle(_("Duplicates"))
        self.setModal(False)
        self.resize(1080, 680)
        self._slow, self._thumbnails = slow, thumbnails
        self._task: Task | None = None
        self._groups: list[DuplicateGroup] = []
        self._model = DuplicatesModel(self)
        self._tree = DuplicatesTree(self._model, thumbnails)
        self._nearness = self._make_nearness()
        self._summary, self._note = QLabel(), ElidedLabel()
        self._summary.setObjectName("duplicates_summary")
        self._note.setObjectName("duplicates_note")
        self._progress = ProgressPanel()
        self._progress.cancel_requested.connect(self._leave_off)
        self._nothing = quiet_word("duplicates_nothing")
        self._pages = pane(self._nothing, self._tree)
        self._compare = push_button("duplicates_compare", _("&Compare"), _("Compare all photos"))
        self._compare.clicked.connect(self.compare)
        self._actions = DuplicateActions(self._tree, self._model, quick)
        self._actions.said.connect(self._note.setText)
        self._lay_out()
        self._set_busy(False)

    def compare(self) -> None:
        """Look for duplicates: exact ones are shown at once, near ones in the end."""
        self._leave_off()
        self._thumbnails.restart()
        self._groups = []
        self._model.set_groups([])
        self._summary.clear()
        self._nothing.clear()
        self._progress.begin(_("Comparing photos"))
        self._set_busy(True)
        job = _job(self._nearness.value() / 100)
        self._task = self._slow.follow(job, self._hear, self._finish, self._fail)

    def reject(self) -> None:
        """Close, and leave off the comparison."""
        self._leave_off()
        super().reject()

    def _hear(self, record: Record) -> None:
        if isinstance(record, Progress):
            self._progress.show_progress(record)
        else:
            self._show_more(record)

    def _finish(self, near: list[DuplicateGroup]) -> None:
        self._set_busy(False)
        self._show_more(near)
        if not self._groups:
            self._nothing.setText(_("No photo is there twice, and none is nearly another."))

    def _show_more(self, groups: list[DuplicateGroup]) -> None:
        self._groups += groups
        self._model.add_groups(groups)
        self._pages.setCurrentWidget(self._tree if self._groups else self._nothing)
        self._summary.setText(_told(self._groups))
        self._actions.follow()

    def _fail(self, error: VitrineError) -> None:
        self._set_busy(False)
        self._summary.setText(sentence(error))

    def _leave_off(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._set_busy(False)
            text = _("The comparison was left off: near duplicates are missing here.")
            self._summary.setText(text)

    def _set_busy(self, busy: bool) -> None:
        if not busy:
            self._task = None
        self._progress.setVisible(busy)
        self._compare.setEnabled(not busy)
        self._nearness.setEnabled(not busy)

    def _make_nearness(self) -> QDoubleSpinBox:
        made = QDoubleSpinBox()
        made.setObjectName("duplicates_nearness")
        made.setRange(_LEAST, _MOST)
        made.setSingleStep(_STEP)
        made.setDecimals(1)
        made.setSuffix("\u00a0%")
        made.setValue(100 * duplicates.NEAR)
        made.setToolTip(_("How alike two photos must be; the same picture has 100\u00a0%"))
        return made

    def _lay_out(self) -> None:
        promise = QLabel(
            _("Vitrine deletes nothing: open a photo or show it in its folder to tidy up there.")
        )
        label = QLabel(_("&Nearly alike from"))
        label.setBuddy(self._nearness)
        for quiet in (promise, self._note):
            theme.set_role(quiet, "quiet")
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._summary, 1)
        for widget in (label, self._nearness, self._compare):
            top.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(14)
        column.addLayout(top)
        column.addWidget(self._pages, 1)
        for below in (self._progress, self._note, promise):
            column.addWidget(below)
        column.addLayout(self._make_buttons())
        self._compare.setDefault(True)  # a button without a dialog cannot be the default of one

    def _make_buttons(self) -> QHBoxLayout:
        close = push_button("duplicates_close", _("C&lose"), _("Close this window (Esc)"))
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        for action in self._actions.all():
            row.addWidget(action_button(action, f"{action.objectName()}_button"))
        row.addStretch()
        row.addWidget(close)
        return row


def _job(threshold: float) -> Callable[[Catalogue], Job]:
    def job(catalogue: Catalogue) -> Job:
        yield duplicates.exact(catalogue)
        return (yield from duplicates.near(catalogue, threshold))

    return job


def _told(groups: list[DuplicateGroup]) -> str:
    exact = sum(group.exact for group in groups)
    near = len(groups) - exact
    parts = []
    if exact:
        same = ngettext(
            "{count} file is there more than once", "{count} files are there more than once", exact
        )
        parts.append(same.format(count=wording.number(exact)))
    if near:
        alike = ngettext(
            "{count} group of photos nearly alike", "{count} groups of photos nearly alike", near
        )
        parts.append(alike.format(count=wording.number(near)))
    return ", ".join(parts)
