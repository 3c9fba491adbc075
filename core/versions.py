"""What this copy of Vitrine is made of, and the machine that it runs on."""

import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

_PACKAGES = ("numpy", "Pillow", "onnxruntime", "openvino", "annoy")


def version_of(package: str) -> str:
    """The version of an installed package; "-" where there is none, or none is told."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"


def processor() -> str:
    """The processor's name as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def versions(vitrine: str) -> dict[str, str]:
    """Everything that a report of a fault should name; `vitrine` is the program's own version."""
    return {
        "Vitrine": vitrine,
        "Python": platform.python_version(),
        **{package: version_of(package) for package in _PACKAGES},
        "SQLite": sqlite3.sqlite_version,
        "system": platform.platform(),
        "processor": processor(),
        "processor features": " ".join(_features()),
    }


def _features() -> list[str]:
    """What the processor can do beyond its architecture, in NumPy's words."""
    found = np.show_config(mode="dicts") or {}
    told = found.get("SIMD Extensions", {})
    return [*told.get("baseline", []), *told.get("found", [])]
