"""The vector of a query: of a photo, of words, or of both ("this, in red leather")."""

import numpy as np
from numpy.typing import NDArray

from core.embedding import Embedder, blend
from core.records import Words


def query_vector(
    embedder: Embedder, photo: NDArray[np.float32] | None, words: Words | None
) -> NDArray[np.float32]:
    """The vector (dimension,) of unit length; words that say nothing do not count beside a photo.

    It is not projected yet. Raises `RequestError` for words where the encoder has no text, and
    `ValueError` without both.
    """
    text = words.text.strip() if words else ""
    if photo is not None and not (words and text):
        return photo
    if not (words and text):
        raise ValueError("neither photo nor words")
    said = embedder.embed_words(text)
    return said if photo is None else blend(photo, said, words.weight)
