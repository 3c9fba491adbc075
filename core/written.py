"""Text files that a person has asked for: whole, or not at all."""

from contextlib import suppress
from pathlib import Path

from core.errors import RequestError, RequestReason


def write_whole(path: Path, text: str) -> None:
    """Write `text` as UTF-8, its lines ending as they do; complete before it has its name.

    Raises `RequestError` where it cannot be written.
    """
    partial = path.with_name(f"{path.name}.part")
    try:
        partial.write_text(text, encoding="utf-8", newline="")
        partial.replace(path)
    except OSError as error:
        raise RequestError(path, RequestReason.CANNOT_WRITE, str(error)) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
