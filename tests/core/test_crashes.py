"""Real processes killed while they work; the long run is `python -m benchmarks.crashes`."""

import signal
from pathlib import Path

import pytest

from benchmarks.crashes.__main__ import kill_many

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL"),
]

KILLS = 20


def test_nothing_committed_is_lost_and_nothing_is_half_there(tmp_path: Path) -> None:
    figures = kill_many(KILLS, 11, tmp_path)
    assert figures["broken"] == []
    assert figures["kills"] == KILLS
