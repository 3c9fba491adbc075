"""Two thousand damaged files: no crash, no hang, and no more memory than is said."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from core.intake import limits

ROOT = Path(__file__).parents[2]
FILES = 2000


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="limits a process's memory as POSIX does")
def test_damaged_files_end_in_a_picture_or_a_reason() -> None:
    done, faults, first = [], [], 0
    while first < FILES:
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "tests.core.mutating",
            str(first),
            str(FILES),
        ]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        lines = [line.split("\t") for line in run.stdout.splitlines()]
        assert lines, run.stderr
        done += [line for line in lines if len(line) == 5]
        if len(lines[-1]) < 5:  # a crash, or five seconds without an end
            faults.append((*lines[-1], run.returncode, run.stderr[-2000:]))
        first = int(lines[-1][0]) + 1
    faults += [line for line in done if line[2].startswith("FAULT")]
    faults += [line for line in done if float(line[4]) > limits.MAX_MEMORY]
    assert not faults, faults
    ends = Counter(line[2] for line in done)
    assert ends["picture"] > FILES / 10
    assert ends["incomplete"] > FILES / 10
