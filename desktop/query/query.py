"""One query: what was asked, and how far its answer has come."""

from dataclasses import dataclass
from pathlib import Path

from core.errors import PhotoError, PhotoReason, RequestError, RequestReason, VitrineError
from core.query_records import AS_IT_IS, Look
from core.records import Background, Match, Shown
from core.wire import Request


@dataclass
class Query:
    """One photo, words alone, or a catalogue photo whose like is wanted; and how far the answer is.

    A photo is decoded once, under the number of the first request (`token`); the newest asks for
    the matches that pass the filter in use, with the words that are said, for the photo in the
    `look` that is wanted. `background` is what became of it by the last answer.
    """

    photo: Path | None
    token: int
    request: Request
    like: Match | Shown | None = None
    look: Look = AS_IT_IS
    background: Background | None = None
    is_answered: bool = False
    failed: bool = False

    def trouble(self, reason: PhotoReason) -> VitrineError:
        """Why there is no answer, where the worker is gone with it."""
        if self.photo is not None:
            return PhotoError(self.photo, reason)
        if self.like is not None:
            return PhotoError(self.like.photo_path, reason)
        said = self.request.words
        return RequestError(said.text if said else "", RequestReason.UNEXPECTED)
