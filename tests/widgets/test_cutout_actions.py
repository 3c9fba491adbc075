"""Saving and copying the cut-out: what the clipboard keeps when the program ends."""

import os
import subprocess
import sys

COPIES = """
from pathlib import Path
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from desktop.query.cutout_actions import CutoutActions

app = QApplication([])
actions = CutoutActions()
cutout = QImage(3, 2, QImage.Format.Format_RGBA8888)
cutout.fill(0)
actions.set_cutout(Path("bag.jpg"), cutout)
actions.copy.trigger()
assert app.clipboard().image().size() == cutout.size()
"""


def test_the_program_ends_well_with_a_cutout_in_the_clipboard() -> None:
    """With this platform the clipboard outlives Python, and so does what Python put there."""
    ended = subprocess.run(
        [sys.executable, "-c", COPIES],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
