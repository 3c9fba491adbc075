"""Is the catalogue whole? What was found in plain words, and a button that mends what can be."""

from collections.abc import Callable, Generator

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from core import check, repair
from core.catalogue import Catalogue
from core.errors import VitrineError
from core.language import _, ngettext
from core.messages import about_problem, sentence
from core.records import Problem, ProblemKind, Progress
from desktop.librarian import Librarian, Task
from desktop.tools.progress_panel import ProgressPanel
from desktop.widgets.buttons import push_button
from desktop.widgets.panes import pane, quiet_word

Job = Callable[[Catalogue], Generator[Progress, None, list[Problem]]]


class CheckDialog(QDialog):
    """Checks the catalogue of a librarian, and repairs it when asked to.

    Signals: `mended()` after a repair.
    """

    mended = Signal()

    def __init__(self, librarian: Librarian, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("check_dialog")
        self.setWindowTitle(_("Check the catalogue"))
        self.setModal(False)
        self.resize(720, 420)
        self._librarian = librarian
        self._task = Task()
        self._found: list[Problem] = []
        self._summary = QLabel()
        self._summary.setObjectName("check_summary")
        self._summary.setWordWrap(True)
        self._list = QListWidget()
        self._list.setObjectName("check_list")
        self._list.setAccessibleName(_("What was found"))
        self._list.setWordWrap(True)
        self._list.setSpacing(4)
        self._progress = ProgressPanel()
        self._progress.cancel_requested.connect(self._leave_off)
        self._whole = quiet_word("check_whole")
        self._pages = pane(self._list, self._whole)
        self._make_buttons()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(14)
        for widget in (self._summary, self._pages, self._progress, self._buttons):
            column.addWidget(widget, 1 if widget is self._pages else 0)
        self._again.setDefault(True)  # a button without a dialog cannot be the default of one

    def check(self) -> None:
        """Look for faults."""
        self._start(_("Checking the catalogue"), check.check, self._show_found)

    def reject(self) -> None:
        """Close, and leave off what is under way."""
        self._leave_off()
        super().reject()

    def _repair(self) -> None:
        before = self._found
        self._start(
            _("Mending the catalogue"),
            repair.repair,
            lambda left: self._show_mended(before, left),
        )

    def _start(self, text: str, job: Job, done: Callable[[list[Problem]], None]) -> None:
        self._sum_up("")
        self._show_lines([])
        self._whole.clear()
        self._set_busy(True)
        self._progress.begin(text)
        self._task = self._librarian.follow(job, self._progress.show_progress, done, self._fail)

    def _show_found(self, found: list[Problem]) -> None:
        self._whole.setText(_("The catalogue is whole: nothing is damaged."))
        self._sum_up(_told(found))
        self._show_lines([about_problem(problem) for problem in found])
        self._set_found(found)

    def _show_mended(self, before: list[Problem], left: list[Problem]) -> None:
        mended = [problem for problem in before if problem not in left]
        self._sum_up(_after(mended, left))
        self._show_lines(
            [_("Mended: {what}").format(what=about_problem(problem)) for problem in mended]
            + [_("Left: {what}").format(what=about_problem(problem)) for problem in left]
        )
        self._set_found(left)
        self.mended.emit()

    def _sum_up(self, text: str) -> None:
        self._summary.setText(text)
        self._summary.setVisible(bool(text))

    def _set_found(self, found: list[Problem]) -> None:
        self._found = found
        self._set_busy(False)

    def _fail(self, error: VitrineError) -> None:
        self._set_found([])
        self._whole.setText(sentence(error))

    def _leave_off(self) -> None:
        self._task.cancel()
        self._set_found([])
        self._whole.setText(_("The check was left off: nothing is known of the catalogue."))

    def _show_lines(self, lines: list[str]) -> None:
        self._list.clear()
        self._list.addItems(lines)
        self._list.setCurrentRow(0)
        self._pages.setCurrentWidget(self._list if lines else self._whole)

    def _set_busy(self, busy: bool) -> None:
        self._progress.setVisible(busy)
        self._again.setEnabled(not busy)
        self._copy.setEnabled(not busy and self._list.count() > 0)
        self._mend.setEnabled(not busy and any(map(check.is_mendable, self._found)))

    def _copy_list(self) -> None:
        lines = [self._list.item(row).text() for row in range(self._list.count())]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _make_buttons(self) -> None:
        self._mend = push_button(
            "check_repair", _("&Repair"), _("Remove or rebuild what Vitrine made itself")
        )
        self._again = push_button("check_again", _("Check &again"), _("Look once more"))
        self._copy = push_button("check_copy", _("&Copy list"), _("Copy every line of the list"))
        close = push_button("check_close", _("C&lose"), _("Close this window (Esc)"))
        self._mend.clicked.connect(self._repair)
        self._again.clicked.connect(self.check)
        self._copy.clicked.connect(self._copy_list)
        self._buttons = QDialogButtonBox()
        for button in (self._copy, self._again, self._mend):
            self._buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self._buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons.rejected.connect(self.reject)


def _told(found: list[Problem]) -> str:
    """Sum up what a check found."""
    faults = sum(map(check.is_fault, found))
    mendable = sum(map(check.is_mendable, found))
    if not found:
        return ""
    if not faults:
        return _("The catalogue is whole. What follows is no fault:")
    counted = ngettext(
        "{count} thing is not as it should be.", "{count} things are not as they should be.", faults
    ).format(count=faults)
    if mendable == faults:
        hint = _("Repair mends it; what you entered is not touched.")
    elif mendable:
        hint = _("Repair mends a part; what you entered is not touched.")
    else:
        hint = _("Vitrine does not touch what you entered: restore a copy.")
    return f"{counted} {hint}"


def _after(mended: list[Problem], left: list[Problem]) -> str:
    """Sum up what a repair did."""
    faults = sum(map(check.is_fault, left))
    parts = [_("Everything is mended.") if not faults else _("Not everything could be mended.")]
    lost = {ProblemKind.VECTORS, ProblemKind.LINKS, ProblemKind.GENERATION}
    if lost & {problem.kind for problem in mended}:
        parts.append(_("Index your folders again: what was removed is made anew."))
    if faults:
        parts.append(_("What is left was entered by you, or needs a copy of the catalogue."))
    return " ".join(parts)
