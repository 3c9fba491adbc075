"""A query photo to ranked products."""

import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from core import confirmed, cutout
from core.catalogue import Catalogue
from core.embedding import Embedder
from core.errors import RequestError, RequestReason
from core.product_records import EVERYTHING, Filter
from core.query_records import AS_IT_IS, Look
from core.query_vector import query_vector
from core.ranking import Ranking
from core.recipe import Recipe
from core.records import Answer, Background, LikeAnswer, Words, WordsAnswer
from core.removal_records import Ground
from core.sights import Sights
from core.weighing import Seen, Weights


class Matcher:
    """Finds products of one catalogue under one recipe; belongs to the catalogue's thread."""

    def __init__(
        self, catalogue: Catalogue, embedder: Embedder, weights: Weights | None = None
    ) -> None:
        """Where the recipe has evidence it counts by `weights`, or as was learned."""
        self._catalogue = catalogue
        self._embedder = embedder
        self._ranking = Ranking(catalogue, embedder.recipe, weights)
        self._sights = Sights(embedder)

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue that is searched."""
        return self._catalogue

    @property
    def recipe(self) -> Recipe:
        """The recipe that photos are compared by."""
        return self._embedder.recipe

    def refresh(self) -> None:
        """See what was indexed meanwhile."""
        self._ranking.refresh()

    def match(
        self,
        photos: Path | Sequence[Path],
        count: int,
        wanted: Filter = EVERYTHING,
        words: Words | None = None,
        look: Look = AS_IT_IS,
        *,
        judged: bool = False,
    ) -> Answer:
        """The `count` products nearest to the one in the photos, of those that pass a filter.

        Several are of one product, its front and its back: the order of what is found does not
        depend on theirs, all else in the answer is about the first, and `look` is how that one is
        looked at.

        With `judged`, what a person has said of the photo counts: what it shows comes first, what
        it does not is marked, and comes beside the `count`.

        `words` say how the product differs from the one in the photo: "in red leather". A photo
        that is looked at again in the same way, under another filter perhaps, is not looked at
        anew; the seconds that it took are counted again. Raises `PhotoError` when a photo cannot
        be used and `RequestError` when the catalogue is empty, the encoder understands no words or
        the square of `look` does not fit the photo.
        """
        if not len(self._ranking):
            raise RequestError(self._catalogue.folder, RequestReason.EMPTY_CATALOGUE)
        first, *others = [photos] if isinstance(photos, Path) else photos
        looked = [self._sights.see(first, look), *(self._sights.see(o, AS_IT_IS) for o in others)]
        began = time.monotonic()
        products = [seen.vectors[0] for seen in looked]
        told = [query_vector(self._embedder, product, words) for product in products]
        queries = [self._embedder.projected(vector) for vector in told]
        with_words = told[0] is not products[0]
        asked = self._ranking.asked(queries, wanted, with_words=with_words)
        if not with_words:
            known = [Seen(seen.vectors, seen.gathered) for seen in looked if seen.gathered]
            asked = self._ranking.with_known(asked, known)
        digest = confirmed.judged(looked[0].digest, look)
        said = confirmed.verdicts(self._catalogue, digest) if judged else {}
        matches = self._ranking.judged(asked, count, said)
        return Answer(
            photo=first,
            size=looked[0].size,
            crop=looked[0].box,
            background=looked[0].background,
            matches=matches,
            encoder=self._embedder.recipe.encoder,
            seconds=sum(seen.seconds for seen in looked) + time.monotonic() - began,
            others=tuple(others),
            is_confident=self._ranking.is_confident(asked, matches),
            digest=digest,
            hidden=self._ranking.hidden(asked, matches, said),
        )

    def match_words(self, words: Words, count: int, wanted: Filter = EVERYTHING) -> WordsAnswer:
        """The `count` products nearest to what is said, of those that pass a filter.

        Raises `RequestError` when the catalogue is empty or the encoder understands no words, and
        `ValueError` when nothing is said.
        """
        if not len(self._ranking):
            raise RequestError(self._catalogue.folder, RequestReason.EMPTY_CATALOGUE)
        began = time.monotonic()
        query = self._embedder.projected(query_vector(self._embedder, None, words))
        asked = self._ranking.asked([query], wanted, with_words=True)
        matches = self._ranking.nearest(asked, count)
        seconds = time.monotonic() - began
        return WordsAnswer(words.text, tuple(matches), self.recipe.encoder, seconds)

    def match_like(self, photo_id: int, count: int, wanted: Filter = EVERYTHING) -> LikeAnswer:
        """The `count` products nearest to a catalogue photo, by its vector, without its own.

        Raises `RequestError` when the photo is not compared yet, or no longer.
        """
        began = time.monotonic()
        ids = self._catalogue.vector_ids_of(photo_id, self.recipe.embedding_id)
        found = list(self._catalogue.shown_by(ids).values())
        if not found:
            raise RequestError(str(photo_id), RequestReason.NOT_COMPARED)
        photo, query = found[0], self._catalogue.vectors_by_id(np.array(ids))[1][0]
        asked = self._ranking.asked([query], wanted, with_words=False)
        ranked = self._ranking.nearest(asked, count + 1)
        others = [match for match in ranked if match.product_id != photo.product_id]
        seconds = time.monotonic() - began
        return LikeAnswer(photo, tuple(others[:count]), self.recipe.encoder, seconds)

    def cut_out(
        self, photo: Path, path: Path, ground: Ground, side: int, look: Look = AS_IT_IS
    ) -> Background:
        """Write the product of `photo` to `path` as a PNG at most `side` pixels wide and high.

        It is as large as the photo, or as what of the photo lies in the square of `look`. A photo
        that was looked at in that way goes by its mask of then. Nothing is written where its
        background was kept. Raises `PhotoError` and `RequestError` as `cutout.write`, and as
        `match` for a square.
        """
        seen = self._sights.see(photo, look)
        if seen.mask is not None:
            picture = self._sights.picture(photo, look, side)
            cutout.save(cutout.make(picture, seen.mask, ground), photo, path)
        return seen.background
