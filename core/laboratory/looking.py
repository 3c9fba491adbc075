"""A photo to all the parts that cells need of it: decoded once, and cut out once in each way."""

import hashlib
import io
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core import augment, intake, local_features
from core.embedding import prepared
from core.errors import PhotoError, PhotoReason
from core.evidence import gather
from core.laboratory.needs import (
    PHOTO,
    Need,
    encoder,
    evidence_part,
    ground,
    mask_part,
    shown_copies,
    vector_part,
    views_of,
)
from core.laboratory.networks import Networks
from core.laboratory.parts import Part, Parts, of_values
from core.photo_mishaps import of_photo
from core.recipe import Part as EvidencePart
from core.recipe import Recipe, View
from core.removal import WORK_SIDE


def look(path: Path, digest: str, known: Parts, needs: Iterable[Need], networks: Networks) -> Parts:
    """`known` and all that the needs lack.

    Raises `PhotoError` where the photo cannot be used, or its file is not the one of `digest`.
    """
    with of_photo(path):
        return _Sight(path, digest, dict(known), networks).all_of(needs)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Crops (side, side, 3) of a part that are to be embedded, and the seconds they took."""

    crops: list[NDArray[np.uint8]]
    seconds: float


@dataclass
class _Sight:
    """One photo while it is looked at; what `waits` is keyed by encoder and by part."""

    path: Path
    digest: str
    parts: Parts
    networks: Networks
    waits: dict[str, dict[str, _Waiting]] = field(default_factory=dict)
    _image: Image.Image | None = None
    _masks: dict[str, Image.Image | None] = field(default_factory=dict)

    def all_of(self, needs: Iterable[Need]) -> Parts:
        recipes: dict[str, Recipe] = {}
        for need in needs:
            recipes.setdefault(encoder(need.recipe), need.recipe)
            waiting = self.waits.setdefault(encoder(need.recipe), {})
            self._find_mask(need.recipe)
            for view in views_of(need.recipe, self.parts):
                self._cut(need, view, waiting)
            for part in need.recipe.evidence:
                self._gather(need.recipe, part, waiting)
        for key, waiting in self.waits.items():
            self._embed(recipes[key], waiting)
        return self.parts

    def _decoded(self) -> Image.Image:
        if self._image is None:
            began = time.monotonic()
            data = intake.read(self.path)
            if hashlib.sha256(data).hexdigest() != self.digest:
                raise PhotoError(self.path, PhotoReason.VANISHED, "another file is in its place")
            self._image = intake.decode(data, self.path, WORK_SIDE)
            self.parts[PHOTO] = Part(seconds=time.monotonic() - began)
        return self._image

    def _find_mask(self, recipe: Recipe) -> None:
        if mask_part(recipe) in self.parts:
            return
        image, remover = self._decoded(), self.networks.remover(recipe)
        began = time.monotonic()
        mask = remover.mask(image) if remover else None
        took = time.monotonic() - began
        self._masks[ground(recipe)] = mask
        self.parts[mask_part(recipe)] = Part(_png(mask) if mask else b"", seconds=took)

    def _mask(self, recipe: Recipe) -> Image.Image | None:
        if ground(recipe) not in self._masks:
            data = self.parts[mask_part(recipe)].data
            self._masks[ground(recipe)] = Image.open(io.BytesIO(data)) if data else None
        return self._masks[ground(recipe)]

    def _cut(self, need: Need, view: str, waiting: dict[str, _Waiting]) -> None:
        """Have those copies of a view wait that are not known yet."""
        copies = {shown for copy in need.copies for shown in shown_copies(need.recipe, copy)}
        lacking = {vector_part(need.recipe, view, shown): shown for shown in sorted(copies)}
        lacking = {n: s for n, s in lacking.items() if n not in self.parts and n not in waiting}
        if not lacking:
            return
        image, mask, began = self._decoded(), self._mask(need.recipe), time.monotonic()
        seen = replace(need.recipe, views=(cast("View", view),), evidence=())
        crops = prepared(image, mask, seen).crops
        cutting = time.monotonic() - began
        for name, shown in lacking.items():
            began = time.monotonic()
            crop = np.ascontiguousarray(augment.copy(crops, shown)[0])
            waiting[name] = _Waiting([crop], cutting + time.monotonic() - began)

    def _gather(self, recipe: Recipe, part: EvidencePart, waiting: dict[str, _Waiting]) -> None:
        """Keep a part of the evidence; the product's regions wait for the encoder."""
        name = evidence_part(recipe, part)
        if name in self.parts or name in waiting:
            return
        image, mask, began = self._decoded(), self._mask(recipe), time.monotonic()
        known = gather(image, mask, (part,), recipe.crop_side)
        took = time.monotonic() - began
        if part == "regions":
            waiting[name] = _Waiting(list(known.parts), took)
        elif part == "colour":
            self.parts[name] = of_values(known.colours, took)
        elif known.points is not None:
            self.parts[name] = Part(local_features.pack(known.points), seconds=took)

    def _embed(self, recipe: Recipe, waiting: dict[str, _Waiting]) -> None:
        if not waiting:
            return
        shown = [crop for each in waiting.values() for crop in each.crops]
        opened = self.networks.encoder(recipe)
        with self.networks.encoding:
            began = time.monotonic()
            vectors = opened.encode(np.stack(shown))
            took = (time.monotonic() - began) / len(shown)
        start = 0
        for name, each in waiting.items():
            end = start + len(each.crops)
            values = vectors[start:end] if name.startswith("regions/") else vectors[start]
            self.parts[name] = of_values(values, each.seconds + took * len(each.crops))
            start = end


def _png(mask: Image.Image) -> bytes:
    made = io.BytesIO()
    mask.save(made, "PNG", compress_level=1)
    return made.getvalue()
