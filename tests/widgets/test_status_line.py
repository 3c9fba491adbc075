"""The status line puts progress in words."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from core.records import Progress, Stage
from desktop.widgets.status_line import StatusLine
from desktop.wording import percent, time_left


@pytest.fixture
def line(qtbot: QtBot) -> StatusLine:
    """An idle status line."""
    made = StatusLine()
    qtbot.addWidget(made)
    made.resize(900, 40)
    made.show()
    qtbot.waitExposed(made)
    return made


def said(line: StatusLine) -> tuple[str, str]:
    """The line's text and its count."""
    return (
        line.findChild(QLabel, "status_text").text(),
        line.findChild(QLabel, "status_count").text(),
    )


def test_progress_is_told_with_count_bar_and_time(line: StatusLine) -> None:
    line.show_progress(Progress(Stage.EMBEDDING, 123, 372, 0, 125.0))
    assert said(line) == ("Indexing photos", "123 of 372 · about 2 minutes left")
    bar = line.findChild(QProgressBar, "status_bar")
    assert bar.isVisible()
    assert bar.value() / bar.maximum() == pytest.approx(123 / 372, abs=0.002)


def test_a_job_of_unknown_length_shows_a_moving_bar_and_no_count(line: StatusLine) -> None:
    line.show_progress(Progress(Stage.LISTING))
    assert said(line) == ("Looking for photos", "")
    assert line.findChild(QProgressBar, "status_bar").maximum() == 0


def test_weights_are_counted_in_bytes(line: StatusLine) -> None:
    line.show_progress(Progress(Stage.FETCHING, 49_000_000, 98_000_000))
    assert said(line)[1] == "49.0 MB of 98.0 MB"


def test_the_speed_of_a_fetch_is_told(line: StatusLine) -> None:
    line.show_progress(
        Progress(Stage.FETCHING, 49_000_000, 98_000_000, seconds_left=130, a_second=3_210_000.7)
    )
    assert said(line)[1] == "49.0 MB of 98.0 MB · 3.2 MB/s · about 2 minutes left"


def test_every_stage_has_its_words(line: StatusLine) -> None:
    words = set()
    for stage in Stage:
        line.show_progress(Progress(stage))
        words.add(said(line)[0])
    assert len(words) == len(Stage)


def test_cancel_is_offered_only_while_something_runs(qtbot: QtBot, line: StatusLine) -> None:
    cancel = line.findChild(QPushButton, "status_cancel")
    assert not cancel.isVisible()
    line.show_progress(Progress(Stage.EMBEDDING, 1, 2))
    assert cancel.isVisible()
    with qtbot.waitSignal(line.cancel_requested):
        qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    line.show_progress(Progress(Stage.DONE, 2, 2))
    assert not cancel.isVisible()


def test_photos_set_aside_are_counted_and_lead_to_their_list(
    qtbot: QtBot, line: StatusLine
) -> None:
    link = line.findChild(QPushButton, "status_set_aside")
    assert not link.isVisible()
    line.show_progress(Progress(Stage.EMBEDDING, 1, 9, set_aside=1))
    assert link.accessibleName() == "1 photo set aside"
    line.set_set_aside(3)
    assert link.accessibleName() == "3 photos set aside"
    line.show_progress(Progress(Stage.BUILDING, 1, 9))
    assert link.isVisible()
    with qtbot.waitSignal(line.set_aside_requested):
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    line.set_set_aside(0)
    assert not link.isVisible()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "a few seconds left"),
        (30, "less than a minute left"),
        (50, "about 1 minute left"),
        (100, "about 2 minutes left"),
        (3000, "about 50 minutes left"),
        (3500, "about 1 hour left"),
        (9000, "about 2 hours left"),
    ],
)
def test_remaining_time_is_told_roughly(seconds: float, words: str) -> None:
    assert time_left(seconds) == words


def test_percent_stays_between_nothing_and_all() -> None:
    assert [percent(share) for share in (-0.2, 0.004, 0.876, 1.3)] == [
        "0\u00a0%",
        "0\u00a0%",
        "88\u00a0%",
        "100\u00a0%",
    ]


def test_a_run_is_paused_and_goes_on_by_the_same_button(qtbot: QtBot, line: StatusLine) -> None:
    pause = line.findChild(QToolButton, "status_pause")
    line.show_progress(Progress(Stage.LISTING, 5))
    assert not pause.isVisible()
    line.show_progress(Progress(Stage.EMBEDDING, 5, 9, 0, 125.0, 2.44))
    assert said(line) == ("Indexing photos", "5 of 9 · 2.4 photos/s · about 2 minutes left")
    with qtbot.waitSignal(line.pause_requested) as asked:
        qtbot.mouseClick(pause, Qt.MouseButton.LeftButton)
    assert asked.args == [True]
    line.show_progress(Progress(Stage.PAUSED, 5, 9, 0, 125.0, 2.44))
    assert said(line) == ("Paused", "5 of 9")
    with qtbot.waitSignal(line.pause_requested) as asked:
        qtbot.mouseClick(pause, Qt.MouseButton.LeftButton)
    assert asked.args == [False]
    line.set_busy(False)
    assert not pause.isVisible()
