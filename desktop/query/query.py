"""One query: what was asked, and how far its answer has come."""

from dataclasses import dataclass
from pathlib import Path

from core.errors import PhotoError, PhotoReason, RequestError, RequestReason, VitrineError
from core.wire import Request


@dataclass
class Query:
    """One photo, or words alone, as far as the answer has come.

    A photo is decoded once, under the number of the first request (`token`); the newest asks for
    the matches that pass the filter in use, with the words that are said. `photos` are all of the
    product that are looked for together, `photo` the one of them that is seen.
    """

    photo: Path | None
    token: int
    request: Request
    is_answered: bool = False
    failed: bool = False
    photos: tuple[Path, ...] = ()

    def without(self, error: VitrineError) -> tuple[Path, ...]:
        """The other photos, where `error` is about one of several; else none."""
        if not isinstance(error, PhotoError):
            return ()
        rest = tuple(photo for photo in self.photos if str(photo) != error.subject)
        return rest if len(rest) < len(self.photos) else ()

    def trouble(self, reason: PhotoReason) -> VitrineError:
        """Why there is no answer, where the worker is gone with it."""
        if self.photo is not None:
            return PhotoError(self.photo, reason)
        said = self.request.words
        return RequestError(said.text if said else "", RequestReason.UNEXPECTED)
