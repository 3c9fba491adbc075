"""Queries and galleries of products that an encoder was not trained on, as crops."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core import folders, intake
from core.embedding import Embedder
from core.encoders import Encoder
from core.finetuning.augmenting import photographed
from core.finetuning.judging import ranks
from core.removal import WORK_SIDE

Crops = NDArray[np.uint8]
Ids = NDArray[np.int64]

VIEWS, SEED = 2, 99


@dataclass(frozen=True)
class Exam:
    """Crops (n, side, side, 3) to find, others (m, ...) to find them in, their products."""

    queries: Crops
    shown: Ids
    gallery: Crops
    of: Ids

    def ranks(self, encoder: Encoder) -> Ids:
        """The rank of the right product for each query."""
        return ranks(
            encoder.encode(self.queries), self.shown, encoder.encode(self.gallery), self.of
        )


def made_views(photos: Sequence[Path], cutting: Embedder) -> dict[str, Exam]:
    """Each photo a product: made views of it, and made views with its ground against cut-outs."""
    crops = [cutting.prepare(intake.load(path, WORK_SIDE)).crops for path in photos]
    first = np.stack([each[0] for each in crops])
    last = np.stack([each[-1] for each in crops])
    numbers = np.arange(len(photos))
    shown = np.repeat(numbers, VIEWS)
    return {
        "made views": Exam(_views(first), shown, first, numbers),
        "made views with ground, among cut-outs": Exam(_views(last), shown, first, numbers),
    }


def sample(cutting: Embedder) -> Exam:
    """The sample's own queries among all of its products."""
    base = folders.resource("sample")
    with (base / "truth.csv").open(encoding="utf-8") as file:
        truth = [
            (base / row["query"], _product(base / row["match"])) for row in csv.DictReader(file)
        ]
    photos = sorted(path for path in (base / "catalogue").rglob("*") if path.is_file())
    names = sorted({_product(path) for path in photos})
    return Exam(
        _first_crops((query for query, _name in truth), cutting),
        np.array([names.index(name) for _query, name in truth]),
        _first_crops(photos, cutting),
        np.array([names.index(_product(path)) for path in photos]),
    )


def _product(path: Path) -> str:
    return f"{path.parent.name}/{path.stem.split('_')[0]}"


def _first_crops(paths: Iterable[Path], cutting: Embedder) -> Crops:
    return np.stack([cutting.prepare(intake.load(path, WORK_SIDE)).crops[0] for path in paths])


def _views(crops: Crops) -> Crops:
    return np.stack(
        [
            photographed(crop, (SEED, number, view))
            for number, crop in enumerate(crops)
            for view in range(VIEWS)
        ]
    )
