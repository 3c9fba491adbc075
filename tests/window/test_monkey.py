"""A thousand random events: nothing is raised, and the window is never held."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from benchmarks.monkey.playing import Monkey
from benchmarks.monkey.program import drops, running

EVENTS = 1000


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_thousand_random_events_raise_nothing(qtbot: QtBot, tmp_path: Path, seed: int) -> None:
    with qtbot.captureExceptions() as raised, running(tmp_path) as vitrine:
        played = Monkey(vitrine.window, drops(tmp_path), seed).play(EVENTS)
    assert played.counts.total() == EVENTS
    assert raised == []
