"""What work on one photo raises, as the one error that sets this photo aside."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import PhotoError, PhotoReason

_log = logging.getLogger(__name__)


@contextmanager
def of_photo(path: Path) -> Iterator[None]:
    """Whatever the photo in `path` brings about in here becomes a `PhotoError`."""
    try:
        yield
    except PhotoError:
        raise
    except MemoryError as error:
        raise PhotoError(path, PhotoReason.TOO_MUCH_MEMORY, repr(error)) from error
    except (ValueError, ArithmeticError, OSError, RuntimeError) as error:
        _log.exception("%s could not be worked on", path)
        raise PhotoError(path, PhotoReason.FAILED, repr(error)) from error
