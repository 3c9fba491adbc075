"""The self-check tells what works, and names what does not, by faults that are real."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.cli import main
from core.intake.kinds import Kind
from core.self_check import codecs, keeping, report
from core.self_check.bench import bench
from core.self_check.step import Step, expect, perform

ROOT = Path(__file__).parents[2]
ENCODER = "efficientnet-lite2-9656183e.pth"

Told = tuple[int, dict[str, dict[str, Any]], str]


def test_every_kind_of_photo_is_looked_at_and_read() -> None:
    steps = [perform(check) for check in codecs.checks()]
    assert [step.name for step in steps[:-1]] == [f"codec {kind}" for kind in Kind]
    assert [step for step in steps if not step.passed] == []


def test_what_is_stored_and_indexed_is_found(tmp_path: Path) -> None:
    steps = [perform(check) for check in keeping.checks(tmp_path)]
    assert [(step.name, step.passed) for step in steps] == [
        ("catalogue", True),
        ("search index", True),
    ]


def test_a_folder_that_cannot_hold_a_catalogue_is_a_step_that_fails(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    steps = [perform(check) for check in keeping.checks(in_the_way)]
    assert [step.passed for step in steps] == [False, False]
    assert all("CatalogueError" in step.detail for step in steps)


def test_a_step_says_in_one_line_why_it_failed() -> None:
    step = perform(("sums", lambda: str(1 // 0)))
    assert (step.passed, step.detail) == (
        False,
        "ZeroDivisionError: integer division or modulo by zero",
    )
    step = perform(("lines", lambda: str(expect(False, "one\n  two"))))
    assert step.detail == "one two"


def test_the_failure_names_every_part_that_failed() -> None:
    steps = [Step("a", True, 1, ""), Step("b", False, 1, "gone"), Step("c", False, 1, "cut")]
    assert report.failure(steps[:1]) == ""
    assert report.failure(steps) == "self-check failed: b: gone; c: cut"
    told = json.loads(report.as_json(steps, {"Vitrine": "1"}, 2.04))
    assert told["figures"] == {"steps": 3, "failed": 2, "seconds": 2.0}


def test_the_bench_leaves_nothing_and_puts_the_environment_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VITRINE_HOME", str(tmp_path / "mine"))
    monkeypatch.delenv("VITRINE_RUNTIME")
    with bench() as made:
        assert os.environ["VITRINE_HOME"].startswith(str(made.folder))
        assert made.runtime == ""
    assert not made.folder.exists()
    assert os.environ["VITRINE_HOME"] == str(tmp_path / "mine")
    assert "VITRINE_RUNTIME" not in os.environ


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the program whose files the test may change."""
    root = tmp_path / "program"
    for package in ("core", "resources"):
        shutil.copytree(ROOT / package, root / package, ignore=shutil.ignore_patterns("drawing"))
    return root


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., Told]:
    """Runs `vitrine-cli self-check` in a folder; exit code, steps by name, standard error."""

    def run(root: Path, *path: Path, **values: str) -> Told:
        temporary = tmp_path / "temporary"
        temporary.mkdir(exist_ok=True)
        places = {"TMPDIR": str(temporary), "PYTHONPATH": os.pathsep.join(map(str, (*path, root)))}
        done = subprocess.run(
            [sys.executable, "-m", "core.cli", "self-check", "--json"],
            cwd=root,
            env={**os.environ, **places, **values},
            capture_output=True,
            text=True,
            check=False,
        )
        assert not list(temporary.iterdir())
        steps = {step["name"]: step for step in json.loads(done.stdout)["steps"]}
        return done.returncode, steps, done.stderr

    return run


def failed(steps: dict[str, dict[str, Any]]) -> set[str]:
    return {name for name, step in steps.items() if not step["passed"]}


@pytest.mark.slow
def test_all_is_well_here(sandbox: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["self-check", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert failed({step["name"]: step for step in told["steps"]}) == set()
    assert {"Vitrine", "Python", "numpy", "Pillow", "onnxruntime", "annoy", "SQLite"} <= set(
        told["versions"]
    )
    assert told["versions"]["processor features"]
    assert not (sandbox / "vitrine").exists()


@pytest.mark.slow
def test_a_damaged_model_and_a_missing_codec_stop_nothing_else(
    check: Callable[..., Told], copied: Path, tmp_path: Path
) -> None:
    weights = copied / "resources" / "models" / ENCODER
    data = bytearray(weights.read_bytes())
    data[1000] ^= 1
    weights.write_bytes(data)
    codec = tmp_path / "lacking" / "pi_heif.py"
    codec.parent.mkdir()
    codec.write_text("raise ImportError('no libheif')")
    code, steps, errors = check(copied, codec.parent)
    assert code == 1
    assert failed(steps) == {"codec HEIF", "models", "encoder", "query"}
    assert "no libheif" in steps["codec HEIF"]["detail"]
    assert "wrong-digest" in steps["models"]["detail"]
    assert "codec HEIF" in errors
    assert "encoder" in errors


@pytest.mark.slow
def test_a_damaged_copy_elsewhere_does_not_hide_the_good_one(
    check: Callable[..., Told], tmp_path: Path
) -> None:
    chosen = tmp_path / "chosen"
    chosen.mkdir()
    (chosen / ENCODER).write_bytes(b"cut")
    code, steps, _errors = check(ROOT, VITRINE_MODELS=str(chosen))
    assert (code, failed(steps)) == (0, set())


@pytest.mark.slow
def test_networks_that_are_missing_or_a_sample_that_is_lost_are_named(
    check: Callable[..., Told], copied: Path
) -> None:
    (copied / "resources" / "models" / "u2netp.onnx").unlink()
    (copied / "resources" / "sample" / "catalogue" / "Bags" / "BG1042_side.jpg").unlink()
    code, steps, errors = check(copied)
    assert code == 1
    assert failed(steps) == {"models", "runtimes", "background removal", "encoder", "query"}
    assert "u2netp" in errors.lower() or "U2-Netp" in errors


@pytest.mark.slow
def test_a_runtime_that_serves_in_no_way_is_named(
    check: Callable[..., Told], tmp_path: Path
) -> None:
    broken = tmp_path / "lacking" / "openvino.py"
    broken.parent.mkdir()
    broken.write_text("raise ImportError('no plugin')")
    _code, steps, errors = check(ROOT, broken.parent, VITRINE_RUNTIME="")
    assert failed(steps) == {"runtimes"}
    assert "no plugin" in errors
