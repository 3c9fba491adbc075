"""What a long job leaves to others."""

import os
import sys
import threading
from collections import namedtuple

import psutil
import pytest

from core import gentleness
from core.gentleness import become_gentle, gentle_process

Battery = namedtuple("Battery", "percent secsleft power_plugged")


@pytest.fixture
def battery(monkeypatch: pytest.MonkeyPatch):
    def put(value: object) -> None:
        def tell() -> object:
            if isinstance(value, Exception):
                raise value
            return value

        monkeypatch.setattr(psutil, "sensors_battery", tell, raising=False)

    put(None)
    monkeypatch.setattr(gentleness, "_seen", float("-inf"))
    return put


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (None, 8),
        (Battery(40, 3600, False), 4),
        (Battery(99.7, 3600, False), 8),
        (Battery(40, -2, True), 8),
        (Battery(40, -1, None), 8),
        (FileNotFoundError("no such sensor"), 8),
        (NotImplementedError(), 8),
    ],
)
def test_on_battery_half_the_cores_work(battery, state: object, expected: int) -> None:
    battery(state)
    assert gentleness.lanes(8) == expected


@pytest.mark.parametrize(("cores", "expected"), [(8, 4), (3, 1), (2, 1), (1, 1)])
def test_while_a_person_works_half_the_cores_work(
    battery, monkeypatch: pytest.MonkeyPatch, cores: int, expected: int
) -> None:
    assert gentleness.lanes(cores) == cores
    gentleness.note_work()
    assert gentleness.lanes(cores) == expected
    monkeypatch.setattr(gentleness, "BUSY_SECONDS", 0.0)
    assert gentleness.lanes(cores) == cores


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a niceness for each thread")
def test_a_gentle_thread_is_behind_and_the_others_are_not() -> None:
    before, seen = os.getpriority(os.PRIO_PROCESS, 0), []

    def work() -> None:
        become_gentle()
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [max(before, 10)]
    assert os.getpriority(os.PRIO_PROCESS, 0) == before


def test_the_process_has_its_priority_again_after_a_job() -> None:
    before = psutil.Process().nice()
    with gentle_process():
        if sys.platform == "win32":
            assert psutil.Process().nice() == psutil.BELOW_NORMAL_PRIORITY_CLASS
    assert psutil.Process().nice() == before
