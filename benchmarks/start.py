"""How soon the window can be used: from process start to first paint, and to an answered click.

A child process is the real program with its real worker. It notes its first paint, then clicks on
the Help menu by real mouse events and waits for the menu to be painted: by then input has been
taken and acted on. Times count from just before the child process is started.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from unittest.mock import patch

RUNS = 5
LONGEST_SECONDS = 60


def measure(home: str) -> dict[str, float]:
    """Seconds of one start with its data in `home`."""
    began = time.time()
    run = subprocess.run(  # noqa: S603  this module again
        [sys.executable, "-m", "benchmarks.start", "--child", str(began)],
        env={**os.environ, "VITRINE_HOME": home},
        capture_output=True,
        text=True,
        check=True,
        timeout=LONGEST_SECONDS,
    )
    times: dict[str, float] = json.loads(run.stdout.splitlines()[-1])
    return times


def child(began: float) -> None:
    """Be the program; print the times and quit."""
    from PySide6.QtCore import QEvent, QObject, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QWidget

    from desktop import app, starting
    from desktop.main_window import MainWindow
    from desktop.photos.thumbnails import ThumbnailLoader

    times: dict[str, float] = {}

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
                self.note(watched.window().objectName(), watched.window())
            return False

        def note(self, name: str, window: QWidget) -> None:
            if isinstance(window, MainWindow) and "first_paint" not in times:
                times["first_paint"] = time.time() - began
                QApplication.postEvent(self, QEvent(QEvent.Type.User))
                self.window = window
            elif name == "menu_help" and "input_answered" not in times:
                times["input_answered"] = time.time() - began
                QApplication.quit()

        def customEvent(self, event: QEvent) -> None:  # noqa: N802
            bar = self.window.menuBar()
            help_menu = bar.actionGeometry(bar.actions()[-1]).center()
            QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=help_menu)

    class Watched(MainWindow):
        def __init__(self, *args: ThumbnailLoader) -> None:
            super().__init__(*args)
            self.watch = Watch()
            application = QApplication.instance()
            if application is not None:
                application.installEventFilter(self.watch)

    with patch.object(app, "MainWindow", Watched):
        starting.run(["vitrine", "--sample"])
    print(json.dumps(times), flush=True)
    os._exit(0)


def main() -> None:
    """Measure `RUNS` starts after one that is not counted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", type=float)
    options = parser.parse_args()
    if options.child:
        child(options.child)
    with tempfile.TemporaryDirectory() as home:
        runs = [measure(home) for _ in range(RUNS + 1)][1:]
    figures = {
        key: round(statistics.median(run[key] for run in runs), 3)
        for key in ("first_paint", "input_answered")
    }
    if not options.json:
        print("median of", RUNS, "starts, in seconds")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
