"""Starts of the program: what they ask for, a second one, another language."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale
from PySide6.QtGui import QAction
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from core import folders, language
from desktop import one_window, starting
from desktop.errand import Errand, from_line, to_line
from desktop.settings import Settings

ROOT = Path(__file__).parents[2]
PATIENCE_MS = 20_000
names = st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1)


@given(st.lists(names), st.booleans())
def test_an_errand_is_told_in_one_line(paths: list[str], sample: bool) -> None:
    errand = Errand(tuple(Path(path) for path in paths), Path("/c"), sample)
    line = to_line(errand)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert from_line(line) == errand


@pytest.mark.parametrize("line", [b"", b"\n", b"[]\n", b"\xff\n", b'{"paths": 3}\n'])
def test_anything_else_is_no_errand(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        from_line(line)


def test_nobody_takes_an_errand_where_no_vitrine_runs(tmp_path: Path) -> None:
    assert not one_window.hand_over(one_window.meeting_place(tmp_path), Errand())


SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from desktop import one_window
from desktop.errand import Errand
app = QCoreApplication([])
errand = Errand((Path("/photos/été.jpg"),))
sys.exit(0 if one_window.hand_over(one_window.meeting_place(Path(sys.argv[1])), errand) else 1)
"""


FIRST = """
import sys
from PySide6.QtCore import QCoreApplication
from desktop.one_window import Doorkeeper
app = QCoreApplication([])
doorkeeper = Doorkeeper(sys.argv[1])
print("listens", flush=True)
app.exec()
"""


def second(home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", SECOND, str(home)], cwd=ROOT)


def test_a_second_start_hands_its_errand_to_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    doorkeeper = one_window.Doorkeeper(one_window.meeting_place(tmp_path))
    with qtbot.waitSignal(doorkeeper.asked, timeout=PATIENCE_MS) as asked:
        child = second(tmp_path)
    assert asked.args == [Errand((Path("/photos/été.jpg"),))]
    assert child.wait() == 0


def test_one_that_was_killed_leaves_the_place_to_the_next(qtbot: QtBot, tmp_path: Path) -> None:
    place = one_window.meeting_place(tmp_path)
    killed = subprocess.Popen(
        [
            *(sys.executable, "-c"),
            FIRST,
            place,
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert killed.stdout
    killed.stdout.readline()
    killed.kill()
    killed.wait()
    doorkeeper = one_window.Doorkeeper(place)
    with qtbot.waitSignal(doorkeeper.asked, timeout=PATIENCE_MS):
        child = second(tmp_path)
    assert child.wait() == 0


def test_what_is_no_errand_is_not_answered(qtbot: QtBot, tmp_path: Path) -> None:
    place = one_window.meeting_place(tmp_path)
    doorkeeper = one_window.Doorkeeper(place)
    socket = QLocalSocket()
    with qtbot.assertNotEmitted(doorkeeper.asked, wait=300):
        socket.connectToServer(place)
        socket.write(b"GET / HTTP/1.1\r\n")
        socket.flush()
    assert socket.bytesAvailable() == 0


@pytest.fixture
def program(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("VITRINE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANGUAGE", "en")
    folders.log_file().parent.mkdir(parents=True)
    language.use("en")
    assert isinstance(qapp, QApplication)
    place = one_window.meeting_place(tmp_path)
    made = starting.Program(
        qapp, Settings(tmp_path / "home" / "settings.ini"), one_window.Doorkeeper(place, qapp)
    )
    made.begin(Errand())
    yield made
    made.vitrine.window.close()
    language.use("en")
    starting.speak(qapp)


def action(program: starting.Program, name: str) -> QAction:
    found: QAction = program.vitrine.window.findChild(QAction, name)
    return found


@pytest.mark.slow
def test_the_language_is_switched_while_it_runs(
    qtbot: QtBot, program: starting.Program, tmp_path: Path
) -> None:
    english = program.vitrine
    english.window.workspace.show_view(1)
    assert action(program, "action_open").text() == "Open &photo…"
    action(program, "language_fr").trigger()
    qtbot.waitUntil(lambda: program.vitrine is not english, timeout=PATIENCE_MS)
    french = program.vitrine
    assert french.window.isVisible()
    assert not english.window.isVisible()
    assert action(program, "language_fr").isChecked()
    assert french.window.workspace.view == 1
    assert french.window.findChild(QPushButton, "view_catalogue").text() == "Catalog&ue"
    assert "photo" in action(program, "action_open").text()
    assert action(program, "action_open").text() != "Open &photo…"
    assert QLocale().name()[:2] == "fr"
    assert Settings(tmp_path / "home" / "settings.ini").language == "fr"
    qtbot.waitUntil(lambda: french.worker.is_ready, timeout=PATIENCE_MS)
    action(program, "language_system").trigger()
    qtbot.waitUntil(lambda: program.vitrine is not french, timeout=PATIENCE_MS)
    assert action(program, "action_open").text() == "Open &photo…"
    assert [menu.title() for menu in program.vitrine.window.findChildren(QMenu)]


def test_help_and_the_command_line() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "desktop", "--help"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "a photo to look for, or a folder to index" in told.stdout
