"""When a worker is taken to hang, and which request is to blame for its death."""

import pytest
from pytestqt.qtbot import QtBot

from core.heartbeat import Beat
from core.wire import Reply
from desktop import watch
from desktop.blame import Blame
from desktop.watch import Watch


@pytest.fixture
def seen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> tuple[Watch, list[str]]:
    """A watch whose seconds are short, and what it has said."""
    monkeypatch.setattr(watch, "TICK_MS", 10)
    monkeypatch.setattr(watch, "MOST_SILENT", 0.2)
    monkeypatch.setattr(watch, "MOST_STARTING", 0.6)
    made, said = Watch(), []
    made.hung.connect(said.append)
    return made, said


def test_silence_is_told_once_and_the_start_may_take_longer(
    qtbot: QtBot, seen: tuple[Watch, list[str]]
) -> None:
    made, said = seen
    made.begin()
    qtbot.wait(300)
    assert not said
    made.hear(Beat(0.0, busy=False))
    qtbot.waitUntil(lambda: len(said) == 1)
    assert "not beaten" in said[0]
    qtbot.wait(400)
    assert len(said) == 1
    made.begin()
    qtbot.waitUntil(lambda: len(said) == 2)


def test_a_worker_that_beats_is_left_alone(qtbot: QtBot, seen: tuple[Watch, list[str]]) -> None:
    made, said = seen
    made.begin()
    for _beat in range(20):
        made.hear(Beat(watch.MOST_STUCK - 1.0, busy=True))
        made.hear(Beat(watch.MOST_STUCK + 1.0, busy=False))
        qtbot.wait(20)
    made.end()
    qtbot.wait(800)
    assert not said


def test_a_main_loop_that_is_stuck_is_told(seen: tuple[Watch, list[str]]) -> None:
    made, said = seen
    made.begin()
    made.hear(Beat(float(watch.MOST_STUCK), busy=True))
    assert said == ["its main loop has been stuck for 180 s"]


def hear(blame: Blame, *events: str) -> None:
    for event in events:
        what, _, number = event.partition(" ")
        blame.hear(Reply(int(number), what))


def test_of_a_query_within_a_job_the_query_is_to_blame() -> None:
    blame = Blame()
    hear(blame, "begun 1", "progress 1", "begun 2")
    blame.died()
    assert (blame.deaths(1), blame.deaths(2)) == (0, 1)
    hear(blame, "begun 1", "begun 2", "finished 2", "begun 3", "failed 3")
    blame.died()
    assert [blame.deaths(number) for number in (1, 2, 3)] == [1, 1, 0]


def test_nobody_is_to_blame_for_a_death_at_rest_and_progress_is_forgiven() -> None:
    blame = Blame()
    hear(blame, "hello 0", "begun 1", "finished 1")
    blame.died()
    assert blame.deaths(1) == 0
    hear(blame, "begun 4")
    blame.died()
    blame.forgive(4)
    blame.forgive(5)
    assert blame.deaths(4) == 0
