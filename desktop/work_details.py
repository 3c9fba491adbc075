"""What the status line has no room for: all that is known of the work in progress."""

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QDialog, QFormLayout, QLabel, QVBoxLayout, QWidget

from core.language import _
from core.records import Progress, Stage
from desktop import theme, wording
from desktop.widgets.busy_bar import BusyBar

_WIDTH = 420
_TICK_MS = 1000


class WorkDetails(QDialog):
    """A small window beside the large one; it goes on telling while it is open."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("work_details")
        self.setWindowTitle(_("Work in progress"))
        self.setMinimumWidth(_WIDTH)
        self._since = QElapsedTimer()
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._show_elapsed)
        self._bar = BusyBar("work_bar", _("Progress"))
        form = QFormLayout()
        form.setHorizontalSpacing(20)
        form.setVerticalSpacing(8)
        self._values = {
            name: _row(form, name, text)
            for name, text in (
                ("work_stage", _("Now")),
                ("work_done", _("Done")),
                ("work_pace", _("Pace")),
                ("work_left", _("Time left")),
                ("work_elapsed", _("Time so far")),
                ("work_aside", _("Set aside")),
            )
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(self._bar)
        self.set_busy(False)

    def show_progress(self, progress: Progress) -> None:
        """What the work tells of itself."""
        self.set_busy(progress.stage != Stage.DONE)
        self._say("work_stage", wording.stage(progress.stage))
        self._say("work_done", wording.counted(progress))
        self._say("work_pace", wording.pace(progress))
        self._say("work_left", wording.left(progress))
        self._say("work_aside", wording.photos(progress.set_aside) if progress.set_aside else "")
        self._bar.show_share(progress.done, progress.total)

    def set_busy(self, is_busy: bool) -> None:
        """Whether anything is being done."""
        if is_busy and not self._since.isValid():
            self._since.start()
            self._tick.start()
        elif not is_busy:
            self._since.invalidate()
            self._tick.stop()
            for name in self._values:
                self._say(name, "")
            self._say("work_stage", _("Nothing: all is done"))
            self._bar.show_share(1, 1)

    def _show_elapsed(self) -> None:
        self._say("work_elapsed", wording.time_so_far(self._since.elapsed() // 1000))

    def _say(self, name: str, text: str) -> None:
        self._values[name].setText(text or "–")


def _row(form: QFormLayout, name: str, text: str) -> QLabel:
    label, value = QLabel(text), QLabel()
    theme.set_role(label, "quiet")
    value.setObjectName(name)
    value.setTextFormat(Qt.TextFormat.PlainText)
    form.addRow(label, value)
    return value
