"""Real processes killed while they work; the long run is `python -m benchmarks.crashes`."""

import signal
from pathlib import Path

import pytest

from benchmarks.crashes.__main__ import kill_many
from benchmarks.crashes.runs import kill_runs

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL"),
]

KILLS = 20


def test_nothing_committed_is_lost_and_nothing_is_half_there(tmp_path: Path) -> None:
    figures = kill_many(KILLS, 11, tmp_path)
    assert figures["broken"] == []
    assert figures["kills"] == KILLS


@pytest.mark.parametrize(("program", "kills"), [("worker", 6), ("window", 3)])
def test_runs_that_are_killed_end_complete_with_nothing_twice_and_nobody_blamed(
    tmp_path: Path, program: str, kills: int
) -> None:
    figures = kill_runs(program, kills, 5, tmp_path)
    assert figures["broken"] == []
    assert (figures["kills"], figures["set_aside_innocent"]) == (kills, 0)
