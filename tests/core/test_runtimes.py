"""Ways to run a graph, and the choice among them: measured once, remembered, never in the way."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import msgspec
import numpy as np
import psutil
import pytest

from core import fastest, folders, runtimes
from core.fastest import Steady, open_fastest, open_fastest_of
from core.runtimes import Array, Open, Run
from tests.core.small_networks import network

ROOT = Path(__file__).parents[2]
needs_openvino = pytest.mark.skipif(not find_spec("openvino"), reason="no openvino here")
SAMPLE = np.ones(3, np.float32)


def same(expected: Array, output: Array) -> bool:
    return bool(np.allclose(expected, output))


class Ways:
    """Ways that take a given time, and what was asked of them."""

    def __init__(self, **milliseconds: float) -> None:
        self.opened: list[str] = []
        self.ways: dict[str, Open] = {
            name: self.way(name, lambda array, ms=ms: time.sleep(ms / 1000) or array)
            for name, ms in milliseconds.items()
        }

    def way(self, name: str, run: Callable[[Array], Array]) -> Open:
        def open_it() -> Run:
            self.opened.append(name)
            return run

        return open_it

    def choose(self) -> Steady:
        self.opened.clear()
        return open_fastest_of(self.ways, "the digest", SAMPLE, same)


def fails(_array: Array) -> Array:
    raise RuntimeError("no kernel")


def cannot_open() -> Run:
    raise ImportError("a library is missing")


def file() -> Path:
    return folders.data_folder() / "runtimes.json"


@pytest.fixture(autouse=True)
def _measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(runtimes.ONLY_VARIABLE)


def test_the_quicker_wins_and_is_opened_alone_the_next_time() -> None:
    ways = Ways(reference=30, slow=90, quick=5)
    assert ways.choose().name == "quick"
    assert ways.opened == ["reference", "slow", "quick"]
    assert ways.choose().name == "quick"
    assert ways.opened == ["quick"]
    assert (ways.choose()(SAMPLE) == SAMPLE).all()


@pytest.mark.parametrize("milliseconds", [30, 60, 300])
def test_what_is_no_quicker_changes_nothing(milliseconds: float) -> None:
    ways = Ways(reference=30, other=milliseconds)
    assert ways.choose().name == "reference"
    assert ways.choose().name == "reference"
    assert ways.opened == ["reference"]


@pytest.mark.parametrize(
    "run", [fails, lambda array: array + 1, lambda array: array[:2], lambda array: array * np.nan]
)
def test_another_result_or_none_is_not_taken(run: Callable[[Array], Array]) -> None:
    ways = Ways(reference=20)
    ways.ways["other"] = ways.way("other", run)
    assert ways.choose().name == "reference"


def test_a_way_that_cannot_be_opened_is_passed_over() -> None:
    ways = Ways(reference=30, quick=2)
    ways.ways = {"reference": ways.ways["reference"], "broken": cannot_open, **ways.ways}
    assert ways.choose().name == "quick"


def test_what_the_reference_raises_is_raised() -> None:
    ways = Ways(quick=1)
    ways.ways = {"reference": cannot_open, **ways.ways}
    with pytest.raises(ImportError):
        ways.choose()


def test_measuring_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fastest, "_SECONDS", 0.0)
    ways = Ways(reference=10, quick=1)
    assert ways.choose().name == "reference"
    assert ways.opened == ["reference"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b"[]", b'{"x": 1}', b'{"x": {"way": 3}}', b"[" * 99999]
)
def test_a_damaged_note_is_written_anew(content: bytes) -> None:
    ways = Ways(reference=20, quick=2)
    ways.choose()
    whole = file().read_bytes()
    file().write_bytes(content)
    assert ways.choose().name == "quick"
    assert len(ways.opened) == 2
    assert msgspec.json.decode(file().read_bytes()).keys() == msgspec.json.decode(whole).keys()
    assert [path.name for path in file().parent.iterdir()] == ["runtimes.json"]


def test_a_note_that_names_what_is_not_here_is_measured_again() -> None:
    ways = Ways(reference=20, quick=2)
    ways.choose()
    del ways.ways["quick"]
    ways.ways["other"] = ways.way("other", lambda array: array)
    assert ways.choose().name == "other"


def test_a_machine_with_other_threads_is_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    ways = Ways(reference=20, quick=2)
    monkeypatch.setattr(psutil, "cpu_count", lambda logical: 8)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: range(8), raising=False)
    for threads in ("3", "2"):
        monkeypatch.setenv(runtimes.THREADS_VARIABLE, threads)
        ways.choose()
        assert len(ways.opened) == 2
    assert len(msgspec.json.decode(file().read_bytes())) == 2


def test_the_note_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fastest, "_ENTRIES_KEPT", 3)
    ways = Ways(reference=1, other=1)
    for number in range(6):
        open_fastest_of(ways.ways, str(number), SAMPLE, same)
    kept = msgspec.json.decode(file().read_bytes())
    assert [key.split(" | ")[0] for key in kept] == ["2", "3", "4", "5"]


def test_a_folder_that_cannot_be_written_costs_only_the_memory(sandbox: Path) -> None:
    folders.data_folder().touch()
    ways = Ways(reference=20, quick=2)
    assert ways.choose().name == "quick"
    assert ways.choose().name == "quick"
    assert len(ways.opened) == 2


def test_a_measuring_that_kills_the_process_is_tried_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    ways = Ways(reference=10)

    def kills() -> Run:
        raise KeyboardInterrupt

    ways.ways["deadly"] = kills
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            ways.choose()
    assert ways.choose().name == "reference"


def test_a_way_that_fails_later_gives_way_to_the_reference(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ways = Ways(reference=20)
    broken = False

    def run(array: Array) -> Array:
        return fails(array) if broken else array

    ways.ways["quick"] = ways.way("quick", run)
    chosen = ways.choose()
    assert chosen.name == "quick"
    broken = True
    assert (chosen(SAMPLE) == SAMPLE).all()
    broken = False
    chosen(SAMPLE)
    assert ways.opened == ["reference", "quick", "reference"]
    assert [record.getMessage() for record in caplog.records] == [
        "quick failed, going on with the reference: no kernel"
    ]


def test_what_the_reference_fails_at_is_raised_too() -> None:
    ways = Ways(reference=1)
    ways.ways["reference"] = ways.way("reference", fails)
    with pytest.raises(RuntimeError):
        ways.choose()(SAMPLE)


def test_a_remembered_way_that_cannot_be_opened_any_more_gives_way() -> None:
    ways = Ways(reference=20, quick=2)
    ways.choose()
    ways.ways["quick"] = cannot_open
    assert (ways.choose()(SAMPLE) == SAMPLE).all()
    assert ways.opened == ["reference"]


@pytest.mark.parametrize(
    ("wanted", "threads"),
    [("1", 1), ("2", 2), ("2,1", 2), ("99", 4), ("0", 4), ("-1", 4), ("many", 4), ("", 4)],
)
def test_threads_are_no_more_than_cores_or_than_the_setting(
    monkeypatch: pytest.MonkeyPatch, wanted: str, threads: int
) -> None:
    monkeypatch.setattr(psutil, "cpu_count", lambda logical: 8 if logical else 4)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: range(8), raising=False)
    monkeypatch.setenv(runtimes.THREADS_VARIABLE, wanted)
    assert runtimes.thread_limit() == threads


def test_a_process_that_may_use_one_core_uses_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(runtimes.THREADS_VARIABLE)
    monkeypatch.setattr(psutil, "cpu_count", lambda logical: None)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {3}, raising=False)
    assert runtimes.thread_limit() == 1


def test_many_cores_are_also_tried_by_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtimes, "thread_limit", lambda: 8)
    names = list(runtimes.ways(bytes))
    assert names[0] == "onnxruntime, threads: 8"
    assert {"onnxruntime, threads: 4", "onnxruntime spinning, threads: 8"} <= set(names)
    monkeypatch.setattr(runtimes, "thread_limit", lambda: 2)
    assert not [name for name in runtimes.ways(bytes) if "spinning" in name]


def test_a_setting_keeps_to_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(runtimes.ONLY_VARIABLE, "onnxruntime")
    graph = network(16)
    chosen = open_fastest(graph, np.zeros((1, 3, 16, 16), np.float32), same)
    assert [chosen.name] == list(runtimes.ways(lambda: graph))
    assert not file().exists()


def test_every_way_of_this_machine_gives_the_first_output() -> None:
    sample = np.random.default_rng(0).standard_normal((1, 3, 64, 64), np.float32)
    outputs = []
    for name, open_it in runtimes.ways(lambda: network(64)).items():
        try:
            run = open_it()
        except RuntimeError:
            assert "bf16" in name
            continue
        outputs.append(run(sample))
        kept = outputs[-1].copy()
        run(sample * 2)
        assert (outputs[-1] == kept).all()
    for output in outputs:
        np.testing.assert_allclose(output, sample.mean(1, keepdims=True), atol=2e-2)
    assert len(outputs) >= (2 if find_spec("openvino") else 1)


def run_script(script: str, home: Path, *paths: Path) -> list[str]:
    """What a script prints in a fresh process, whose packages are looked for in `paths` first."""
    kept = {name: value for name, value in os.environ.items() if name != "CI"}
    path = os.pathsep.join([*map(str, paths), str(ROOT), os.environ.get("PYTHONPATH", "")])
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={**kept, "HOME": str(home), "USERPROFILE": str(home), "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


CHOOSES = """
import numpy as np
from core.fastest import open_fastest
from tests.core.small_networks import network
chosen = open_fastest(network(64), np.zeros((1, 3, 64, 64), np.float32), lambda a, b: True)
print(chosen.name.split(",")[0])
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [
        "raise ImportError('libopenvino.so: cannot open shared object file')",
        "",
        "class Core:\n def get_property(self, *a): raise RuntimeError('no device CPU')",
    ],
    ids=["broken", "empty", "no CPU plugin"],
)
def test_onnxruntime_is_enough(tmp_path: Path, content: str) -> None:
    (tmp_path / "openvino").mkdir()
    (tmp_path / "openvino" / "__init__.py").write_text(content)
    (name,) = run_script(CHOOSES, tmp_path, tmp_path)
    assert name.startswith("onnxruntime")


def test_without_openvino_there_is_one_way_less(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    assert not [name for name in runtimes.ways(bytes) if "openvino" in name]


TELLS = """
import socket, sys
asked = []
def refused(*args, **kwargs):
    asked.append(args)
    raise OSError("no network")
socket.socket.connect = socket.getaddrinfo = refused
import numpy as np
from core import runtimes
from tests.core.small_networks import network
ways = runtimes.ways(lambda: network(64))
run = next(ways[name] for name in ways if "openvino f32" in name)()
run(np.zeros((1, 3, 64, 64), np.float32))
print([name for name in sys.modules if "telemetry" in name], asked)
"""


@pytest.mark.slow
@needs_openvino
def test_openvino_tells_nobody_that_it_is_used(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    assert run_script(TELLS, home) == ["[] []"]
    assert list(home.iterdir()) == []
