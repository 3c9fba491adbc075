"""One query: what was asked, and how far its answer has come."""

from dataclasses import dataclass
from pathlib import Path

from core.errors import PhotoError, PhotoReason, RequestError, RequestReason, VitrineError
from core.query_records import AS_IT_IS, Look
from core.records import Background, Match, Shown
from core.wire import Request

NOTHING = Request(0, "")


@dataclass
class Query:
    """One photo, words alone, or a catalogue photo whose like is wanted; and how far the answer is.

    A photo is decoded once, under the number of the first request (`token`); the newest asks for
    the matches that pass the filter in use, with the words that are said, for the photo in the
    `look` that is wanted. `background` is what became of it by the last answer. `photos` are all of
    the product that are looked for together, `photo` the one of them that is seen.
    """

    photo: Path | None = None
    token: int = 0
    request: Request = NOTHING
    like: Match | Shown | None = None
    look: Look = AS_IT_IS
    background: Background | None = None
    is_answered: bool = False
    failed: bool = False
    photos: tuple[Path, ...] = ()

    @property
    def others(self) -> tuple[Path, ...]:
        """The photos that are not seen."""
        return tuple(photo for photo in self.photos if photo != self.photo)

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
        if self.like is not None:
            return PhotoError(self.like.photo_path, reason)
        said = self.request.words
        return RequestError(said.text if said else "", RequestReason.UNEXPECTED)
