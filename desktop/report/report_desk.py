"""Help > Report a problem: joins the dialog to what gathers the report."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.report.problem_report import ProblemReport
from desktop.report.report_dialog import ReportDialog


class ReportDesk(QObject):
    """One dialog at a time; closing it leaves the self-check to end by itself."""

    def __init__(self, window: QWidget, scratch: Path) -> None:
        super().__init__(window)
        self._window = window
        self._report = ProblemReport(scratch, self)
        self._dialog: ReportDialog | None = None

    def show(self) -> None:
        """Show the dialog, and gather anew what it shows unless it is on the screen already."""
        if self._dialog is not None and self._dialog.isVisible():
            self._dialog.raise_()
            self._dialog.activateWindow()
            return
        self._drop()
        dialog = self._dialog = ReportDialog(self._window)
        self._report.gathered.connect(dialog.show_report)
        self._report.saved.connect(dialog.show_saved)
        self._report.failed.connect(dialog.show_failure)
        dialog.save_requested.connect(self._report.save)
        dialog.show()
        self._report.gather()

    def close(self) -> None:
        """Leave off everything."""
        self._drop()
        self._report.close()

    def _drop(self) -> None:
        if self._dialog is not None:
            self._dialog.close()
            self._dialog.deleteLater()
            self._dialog = None
