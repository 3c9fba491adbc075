"""From an upright photo to its vector: removal, crop, encoder.

Catalogue photos and queries both come through here, so that what is done to them cannot differ.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core import augment, boxes, crop, subject
from core.encoders import Encoder, TextEncoder, kind
from core.encoding import open_fastest_encoder
from core.errors import (
    RequestError,
    RequestReason,
    VitrineError,
    WeightsError,
    WeightsReason,
)
from core.evidence import Gathered, Look, gather
from core.recipe import NO_REMOVAL, PIXELS_VERSION, Recipe, View
from core.records import Background, Box
from core.removal import Remover
from core.removal_network import open_network
from core.weights import ModelStore
from core.whitening import Whitening


@dataclass(frozen=True)
class Prepared:
    """A photo ready for the encoder.

    `crops` (views, side, side, 3) uint8 show the square `box` of the photo in the recipe's views;
    `mask` is None, and there is one view, where the background was kept. `gathered` is what the
    recipe wants to know beside.
    """

    crops: NDArray[np.uint8]
    box: Box
    mask: Image.Image | None
    gathered: Gathered | None = None

    @property
    def background(self) -> Background:
        """What became of the ground."""
        return Background.KEPT if self.mask is None else Background.REMOVED


@dataclass(frozen=True)
class Embedder:
    """A recipe with its networks open, and with what it projects by.

    Raises `ValueError` for another `whitening` than the one that the recipe names.
    """

    recipe: Recipe
    encoder: Encoder
    remover: Remover | None
    whitening: Whitening | None = None
    _categories: dict[str, NDArray[np.float32]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        named = self.whitening.digest if self.whitening else ""
        if named != self.recipe.projection_digest:
            raise ValueError(f"{named or 'no projection'} under {self.recipe.to_json()}")

    def under(self, recipe: Recipe, whitening: Whitening | None) -> "Embedder":
        """The same networks under another recipe, of the same base, and its projection."""
        return replace(self, recipe=recipe, whitening=whitening)

    def prepare(
        self, image: Image.Image, within: Box | None = None, *, removes: bool = True
    ) -> Prepared:
        """The product's crops of an upright RGB image; the whole photo when none is found.

        `within` is a square of the image, for which what lies around it is only seen to tell
        product and ground apart. Without `removes` the background is kept.
        """
        return prepared(image, self._mask(image, within, removes=removes), self.recipe, within)

    def see(
        self, image: Image.Image, within: Box | None = None, *, removes: bool = True
    ) -> tuple[Prepared, NDArray[np.float32]]:
        """As `prepare`, of a query, and its vectors (1 or 2, dimension), not projected yet.

        The first is the product's; the second, where the recipe asks for it and the product was cut
        out, the whole photo's, or its square's where that shows nearly all of it. What is known of
        the photo without the encoder is found while the encoder is at work.
        """
        mask = self._mask(image, within, removes=removes)
        views = query_views(self.recipe, image, mask, within)
        asked = replace(self, recipe=replace(self.recipe.of_query, views=views))
        with ThreadPoolExecutor(1) as beside:
            known = beside.submit(_known, image, mask, asked.recipe, within)
            shown = _shown(image, mask, asked.recipe, within)
            apart = len(shown.crops) if self.recipe.asks_whole else 1
            crops = np.split(shown.crops, apart)
            seen = asked.embed_all([(replace(shown, crops=own), "") for own in crops])
            gathered = known.result() if self.recipe.evidence else None
            return replace(shown, gathered=gathered), query_vectors(seen, self.recipe)

    def _mask(self, image: Image.Image, within: Box | None, *, removes: bool) -> Image.Image | None:
        mask = self.remover.mask(image) if self.remover and removes else None
        return subject.inside(mask, within) if mask and within else mask

    def embed(self, prepared: Prepared, category: str = "") -> NDArray[np.float32]:
        """The vector (dimension,) of unit length, not projected yet.

        A catalogue photo has a `category`, which counts where the recipe says so; a query has none.
        """
        return self.embed_all([(prepared, category)])[0]

    def embed_all(self, photos: Sequence[tuple[Prepared, str]]) -> list[NDArray[np.float32]]:
        """As `embed`, for several photos and their categories, through the network together."""
        if not photos:
            return []
        recipe = self.recipe
        shown = [
            augment.variants(prepared.crops, recipe.rotations, recipe.scales, flip=recipe.flip)
            for prepared, _category in photos
        ]
        embeddings = self.encoder.encode(np.concatenate(shown))
        ends = np.cumsum([len(crops) for crops in shown])[:-1]
        units = [unit_of(own.mean(axis=0)) for own in np.split(embeddings, ends)]
        return [
            self._with_category(unit, category)
            for unit, (_prepared, category) in zip(units, photos, strict=True)
        ]

    def look(self, prepared: Prepared, vector: NDArray[np.float32]) -> Look | None:
        """What a catalogue photo, of `vector`, is known by; None where nothing is wanted."""
        known = prepared.gathered
        if known is None:
            return None
        parts = self.encoder.encode(known.parts) if len(known.parts) else known.parts
        rows = [vector[np.newaxis], parts.reshape(len(parts), len(vector))]
        return Look(np.concatenate(rows).astype(np.float32), known.colours)

    def _with_category(self, unit: NDArray[np.float32], category: str) -> NDArray[np.float32]:
        if not (self.recipe.text and category):
            return unit
        if category not in self._categories:
            self._categories[category] = self.embed_words(category)
        return blend(unit, self._categories[category], self.recipe.text_weight)

    def embed_words(self, words: str) -> NDArray[np.float32]:
        """The vector (dimension,) of unit length of a text, not projected yet.

        Raises `RequestError` where the encoder has no text.
        """
        name = self.recipe.encoder
        if not kind(name).has_text:
            raise RequestError(name, RequestReason.NO_TEXT)
        unit: NDArray[np.float32] = cast("TextEncoder", self.encoder).encode_text([words])[0]
        return unit

    def projected(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """What the recipe compares: a vector of `embed` projected, where it says so."""
        return self.whitening.whiten(vector) if self.whitening else vector


def prepared(
    image: Image.Image, mask: Image.Image | None, recipe: Recipe, within: Box | None = None
) -> Prepared:
    """What a recipe's encoder gets of an upright RGB image whose product's mask is known.

    Without a mask it is the whole photo, or what is `within` a square of it.
    """
    shown = _shown(image, mask, recipe, within)
    gathered = _known(image, mask, recipe, within) if recipe.evidence else None
    return replace(shown, gathered=gathered)


def _shown(
    image: Image.Image, mask: Image.Image | None, recipe: Recipe, within: Box | None
) -> Prepared:
    """The crops; nothing is gathered."""
    whole, side = within or crop.whole(image), recipe.crop_side
    if mask is None:
        return Prepared(_cut([(image, whole)], side), whole, None)
    square = crop.square(crop.product_box(mask), recipe.crop_margin)
    drawn = {
        "cutout": lambda: (crop.on_white(image, mask), square),
        "square": lambda: (image, square),
        "whole": lambda: (image, whole),
    }
    return Prepared(_cut([drawn[view]() for view in recipe.views], side), square, mask)


def query_views(
    recipe: Recipe, image: Image.Image, mask: Image.Image | None, within: Box | None = None
) -> tuple[View, ...]:
    """What the encoder sees of a query (`Recipe.of_query`) whose mask is known.

    A square with its ground that shows nearly the whole photo stands for it, and is the last.
    """
    if mask and recipe.asks_whole and "square" in recipe.views:
        square = crop.square(crop.product_box(mask), recipe.crop_margin)
        if boxes.alike(square, within or crop.whole(image)):
            return (*(view for view in recipe.views if view != "square"), "square")
    return recipe.of_query.views


def query_vectors(seen: Sequence[NDArray[np.float32]], recipe: Recipe) -> NDArray[np.float32]:
    """A query's vectors (1 or 2, d) under a recipe by what was seen of it.

    Where the whole photo is asked for, that are those (d,) of its `query_views`: the product's are
    as many as the recipe has views, the last stands for the whole photo. Else it is one, of all.
    """
    product = unit_of(np.mean(seen[: len(recipe.views)], axis=0))
    is_asked = recipe.asks_whole and len(seen) > 1
    return np.stack([product, seen[-1]] if is_asked else [product])


def _known(
    image: Image.Image, mask: Image.Image | None, recipe: Recipe, within: Box | None
) -> Gathered:
    """What is known of it without the encoder, as far as the recipe wants it."""
    if mask is None and within:
        image = crop.cut_square(image, within, within.width)
    return gather(image, mask, recipe.evidence, recipe.crop_side)


def _cut(shown: list[tuple[Image.Image, Box]], side: int) -> NDArray[np.uint8]:
    return np.stack([np.asarray(crop.cut_square(image, box, side)) for image, box in shown])


def blend(
    photo: NDArray[np.float32], text: NDArray[np.float32], weight: float
) -> NDArray[np.float32]:
    """A photo's vector (dimension,) moved by `weight` (0..1) towards a text's, at unit length."""
    return unit_of((1 - weight) * photo + weight * text)


def unit_of(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """A vector (d,) at unit length."""
    unit: NDArray[np.float32] = (vector / np.linalg.norm(vector)).astype(np.float32)
    return unit


def plain_recipe(store: ModelStore, encoder: str, removal: str) -> Recipe:
    """Likeness alone: two views, mirrored too; a plain ground goes without the network.

    `encoder` and `removal` are ids of the store's list; removal may be "none". Raises
    `WeightsError` for an id that the list does not have.
    """
    digest = "" if removal == NO_REMOVAL else store.model(removal).sha256
    return Recipe(
        encoder=encoder,
        encoder_digest=store.model(encoder).sha256,
        removal=removal,
        removal_digest=digest,
        plain_ground=removal != NO_REMOVAL,
        pooling=kind(encoder).poolings[0],
    )


def with_encoder(recipe: Recipe, store: ModelStore, encoder: str) -> Recipe:
    """The same choices with another encoder, and with the weights and pixels of today."""
    return _of_today(replace(recipe, encoder=encoder), store)


def with_removal(recipe: Recipe, store: ModelStore, removal: str, *, plain_ground: bool) -> Recipe:
    """The same choices with another removal, and with the weights and pixels of today.

    `removal` is an id of the store's list or "none", which leaves nothing for `plain_ground`.
    """
    is_plain = plain_ground and removal != NO_REMOVAL
    return _of_today(replace(recipe, removal=removal, plain_ground=is_plain), store)


def _of_today(recipe: Recipe, store: ModelStore) -> Recipe:
    """What a recipe asks of an encoder that cannot do it, is asked as the encoder can.

    A projection was learned from the vectors of before, and is left out.
    """
    today, able = plain_recipe(store, recipe.encoder, recipe.removal), kind(recipe.encoder)
    return replace(
        recipe.base,
        encoder_digest=today.encoder_digest,
        removal_digest=today.removal_digest,
        pooling=recipe.pooling if recipe.pooling in able.poolings else today.pooling,
        text=recipe.text if able.has_text else "",
        text_weight=recipe.text_weight if able.has_text else 0.0,
        pixels=today.pixels,
    )


def open_embedder(
    recipe: Recipe, store: ModelStore, whitening: Whitening | None = None
) -> Embedder:
    """Open the networks of a recipe; `whitening` is what it projects by.

    Raises `WeightsError` when weights are missing, damaged, or not those that the recipe names, and
    `RequestError` for a recipe that this version cannot follow to the letter.
    """
    weights, removal = _weights_of(recipe, store)
    remover = None
    if removal:
        remover = Remover(open_network(recipe.removal, removal), recipe.plain_ground)
    encoder = open_fastest_encoder(recipe.encoder, weights, recipe.pooling, recipe.encoder_digest)
    return Embedder(recipe, encoder, remover, whitening)


def can_serve(recipe: Recipe, store: ModelStore) -> bool:
    """Whether `open_embedder` would find what the recipe names."""
    try:
        _weights_of(recipe, store)
    except VitrineError:
        return False
    return True


def _weights_of(recipe: Recipe, store: ModelStore) -> tuple[Path, Path | None]:
    """The files of the encoder and of the removal network."""
    if recipe.pixels != PIXELS_VERSION:
        raise RequestError("recipe", RequestReason.BAD_RECIPE, "of another version")
    removal = None
    if recipe.removal != NO_REMOVAL:
        removal = _weights(store, "removal", recipe.removal, recipe.removal_digest)
    encoder = _weights(store, "encoder", recipe.encoder, recipe.encoder_digest)
    able = kind(recipe.encoder)
    if recipe.pooling not in able.poolings or (recipe.text and not able.has_text):
        raise RequestError(recipe.encoder, RequestReason.NOT_OF_ENCODER, recipe.to_json())
    return encoder, removal


def _weights(store: ModelStore, job: str, model_id: str, digest: str) -> Path:
    path = store.verified_for(job, model_id)
    if store.model(model_id).sha256 != digest:
        raise WeightsError(path, WeightsReason.WRONG_DIGEST, f"the recipe names {digest}")
    return path
