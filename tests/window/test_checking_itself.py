"""`Vitrine --self-check`, as people and build machines start it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from core.self_check.step import Step
from desktop import program
from desktop.self_check import core_part

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CHILD = [sys.executable, "-m", "desktop", "--self-check"]
# The program where a codec ends the process that asks for it.
CRASHES = """
import os, sys
from core import intake
real = intake.decode
def decode(data, *rest):
    if data.startswith(b"GIF8"):
        os.abort()
    return real(data, *rest)
intake.decode = decode
from desktop.self_check.core_role import run_core_checks
run_core_checks(sys.argv[2:])
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Starts a self-check whose temporary files can be looked for."""

    def start(*arguments: str, **values: str) -> subprocess.CompletedProcess[str]:
        temporary = tmp_path / "temporary"
        temporary.mkdir(exist_ok=True)
        done = subprocess.run(
            [*CHILD, *arguments],
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(temporary), **values},
            capture_output=True,
            text=True,
            check=False,
        )
        assert not list(temporary.iterdir())
        return done

    return start


def test_everything_is_looked_at_and_nothing_is_left(run: Run, sandbox: Path) -> None:
    before = psutil.Process().children(recursive=True)
    done = run("--json")
    assert done.returncode == 0
    assert "failed" not in done.stderr
    *lines, last = done.stdout.splitlines()
    told = json.loads(last)
    names = [step["name"] for step in told["steps"]]
    assert names[:5] == ["pictures of Qt", "icons", "languages", "window", "worker"]
    assert {"codec AVIF", "models", "encoder", "search index", "query"} <= set(names)
    assert len(lines) == len(names)
    assert all(line.startswith("ok ") for line in lines)
    assert {"Qt", "PySide6", "Vitrine", "system"} <= set(told["versions"])
    assert psutil.Process().children(recursive=True) == before
    assert not (sandbox / "vitrine").exists()


def test_without_streams_the_report_goes_to_the_log(sandbox: Path, tmp_path: Path) -> None:
    code = (
        "import sys; sys.stdout = sys.stderr = None; sys.argv = ['Vitrine', '--self-check']; "
        "from desktop.__main__ import main; sys.exit(main())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    log = (sandbox / "vitrine" / "logs" / "vitrine.log").read_text(encoding="utf-8")
    assert done.returncode == 0
    assert "ok      window" in log
    assert "ok      query" in log
    assert [path.name for path in (sandbox / "vitrine").iterdir()] == ["logs"]


def test_a_broken_worker_and_models_are_named(run: Run, tmp_path: Path) -> None:
    models = tmp_path / "models.toml"
    models.write_text((ROOT / "resources" / "models.toml").read_text().replace("9656183e", "0" * 8))
    done = run(VITRINE_MODELS_LIST=str(models))
    assert done.returncode == 1
    failed = {line[8:28].strip() for line in done.stdout.splitlines() if line.startswith("FAILED")}
    assert failed == {"worker", "models", "encoder", "query"}
    assert done.stderr.startswith("Vitrine: self-check failed: worker: ")


@pytest.mark.skipif(not hasattr(signal, "SIGABRT") or os.name == "nt", reason="as POSIX dies")
def test_a_check_that_ends_its_process_has_failed_and_the_rest_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        program, "command", lambda *arguments: [sys.executable, "-c", CRASHES, *arguments]
    )
    steps: list[Step] = list(core_part.steps())
    failed = [step for step in steps if not step.passed]
    assert [step.name for step in failed] == ["codec GIF"]
    assert failed[0].detail == "the process ends with -6: Fatal Python error: Aborted"
    assert steps[-1].name == "query"
    assert len({step.name for step in steps}) == len(steps)


def test_a_program_that_cannot_begin_its_checks_ends_the_report(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        program,
        "command",
        lambda *_arguments: [sys.executable, "-c", "raise SystemExit('no core')"],
    )
    assert list(core_part.steps()) == [
        Step("checks", False, 0.0, "the process ends with 1: no core")
    ]
