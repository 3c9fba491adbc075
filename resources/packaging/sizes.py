"""How large a built folder is, in all and by component."""

from collections import Counter
from pathlib import Path

# Unpacked, in bytes. With torch for GPUs it would be ten times that.
MOST = 700_000_000


def by_component(folder: Path) -> dict[str, int]:
    """Bytes below `folder` by first folder of `_internal`, the largest first.

    Libraries that a wheel keeps beside its package (`numpy.libs`) count with it.
    """
    inside = folder / "_internal"
    sizes: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            sizes[_component(path, inside)] += path.stat().st_size
    return dict(sizes.most_common())


def refuse_large(folder: Path) -> None:
    """Raise `SystemExit` when `folder` holds more than `MOST` bytes."""
    sizes = by_component(folder)
    if sum(sizes.values()) > MOST:
        largest = ", ".join(f"{name} {size // 1_000_000}" for name, size in list(sizes.items())[:5])
        raise SystemExit(
            f"{folder} has {sum(sizes.values()) // 1_000_000} MB, and {MOST // 1_000_000} are "
            f"allowed; the largest: {largest}."
        )


def _component(path: Path, inside: Path) -> str:
    if not path.is_relative_to(inside):
        return "programs"
    parts = path.relative_to(inside).parts
    if len(parts) == 1:
        return "system libraries"
    return _WHOLE.get(parts[0], parts[0].split("-")[0].removesuffix(".libs"))


_WHOLE = {"opencv_python_headless.libs": "cv2", "shiboken6": "PySide6"}
