"""A disk that fails as it is told to, under a program that is run on it (`tests/faulty/disk.c`)."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parents[1] / "faulty" / "disk.c"
ROOT = SOURCE.parents[2]
PATIENCE_SECONDS = 120
# The real program but for its networks; what takes longer to be read than this is given up.
SLOW_SECONDS = 1.5
PROGRAM = f"""
import sys
from benchmarks.crashes.stand_in import main
from core import embedding_run
embedding_run._SLOW_SECONDS = {SLOW_SECONDS}
sys.exit(main())
"""


def compiled(folder: Path) -> Path | None:
    """The library to preload; None where it cannot be made."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if sys.platform != "linux" or compiler is None:
        return None
    library = folder / "disk.so"
    options = ["-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", "-o", str(library)]
    subprocess.run([compiler, *options, str(SOURCE), "-ldl"], check=True)
    return library


@dataclass(frozen=True)
class Ended:
    """What a command said."""

    code: int
    values: Any
    said: list[str]


@dataclass(frozen=True)
class FaultyDisk:
    """`rules` is the file in which the library looks, before each call, for what is to fail."""

    library: Path
    rules: Path

    def fail(self, *rules: str) -> None:
        """From now on these rules count, and no others; without any the disk is well."""
        partial = self.rules.with_suffix(".part")
        partial.write_text("".join(f"{rule}\n" for rule in rules))
        partial.replace(self.rules)

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "LD_PRELOAD": str(self.library),
            "FAULTY_DISK": str(self.rules),
            "OMP_NUM_THREADS": "4",
        }

    def command(self, *arguments: object) -> Ended:
        """`vitrine-cli` with --json, on this disk; a new process counts its calls from 1."""
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, "--cli", *map(str, arguments), "--json"],
            check=False,
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
        assert "Traceback" not in done.stderr, done.stderr
        # Annoy says by itself what it could not do.
        said = [line for line in done.stderr.splitlines() if not line.startswith("Unable to ")]
        return Ended(done.returncode, json.loads(done.stdout), said)
