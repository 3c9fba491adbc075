"""Files that a person has asked for: whole, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.errors import RequestError, RequestReason


@contextmanager
def arriving(path: Path) -> Iterator[Path]:
    """Where to write what is to lie at `path`: it has that name once the block has ended well.

    Nothing is left beside it. Raises `OSError` where it cannot have its name.
    """
    partial = path.with_name(f"{path.name}.part")
    try:
        yield partial
        partial.replace(path)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write `text` as UTF-8, its lines ending as they do.

    Raises `RequestError` where it cannot be written.
    """
    try:
        with arriving(path) as partial:
            partial.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise RequestError(path, RequestReason.CANNOT_WRITE, str(error)) from error
