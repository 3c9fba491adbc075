"""Did the last run over a catalogue die? One that ends by itself takes its mark away.

The mark is a file, which can be removed where nothing can be written any more: on a full disk the
database cannot take back that photos are in hand, and none of them is to blame.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from core.catalogue import Catalogue

FILE_NAME = "run.mark"


@contextmanager
def marked(catalogue: Catalogue) -> Iterator[None]:
    """A run is in here; what the last one had in hand is forgiven unless it died.

    Raises `CatalogueError`.
    """
    mark = catalogue.folder / FILE_NAME
    with catalogue.errors():
        if not mark.exists():
            catalogue.forgive()
            mark.touch()
    try:
        yield
    finally:
        with suppress(OSError):
            mark.unlink(missing_ok=True)
