"""Cells as recipes, and grids of cells: every combination of what is chosen of each."""

from dataclasses import dataclass, replace
from itertools import product

from core.augment import AUGMENTATIONS, Augmentation
from core.embedding import plain_recipe
from core.encoders import NAMES, kind
from core.laboratory_records import Cell
from core.recipe import METRICS, NO_REMOVAL, Metric, Part, Recipe, View
from core.weights import DEFAULT_REMOVAL, ModelStore

# "CLIP image + text" of the study: a product's photo and its category's name count the same.
TEXT_WEIGHT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """What is chosen of each of a cell's choices; see `Cell`."""

    encoders: tuple[str, ...]
    removals: tuple[str, ...] = (DEFAULT_REMOVAL,)
    plain_ground: bool = False
    views: tuple[tuple[View, ...], ...] = (("cutout",),)
    mirrored: bool = False
    augmentations: tuple[Augmentation, ...] = ("none",)
    metrics: tuple[Metric, ...] = ("cosine",)
    evidences: tuple[tuple[Part, ...], ...] = ((),)
    texts: tuple[bool, ...] = (False,)

    def cells(self) -> tuple[Cell, ...]:
        """The cells, each once; those with text only of encoders that have it."""
        chosen = product(
            self.encoders,
            self.texts,
            self.removals,
            self.views,
            self.metrics,
            self.evidences,
            self.augmentations,
        )
        cells = (
            Cell(
                encoder=encoder,
                removal=removal,
                plain_ground=self.plain_ground,
                views=views,
                mirrored=self.mirrored,
                augmentation=augmentation,
                metric=metric,
                evidence=evidence,
                text=text,
            )
            for encoder, text, removal, views, metric, evidence, augmentation in chosen
            if not text or kind(encoder).has_text
        )
        return tuple(dict.fromkeys(cells))


def study_grid(encoders: tuple[str, ...] = NAMES) -> Grid:
    """The study's table: each embedding, with each augmentation, by each distance."""
    return Grid(
        encoders=encoders,
        augmentations=AUGMENTATIONS,
        metrics=METRICS,
        texts=(False, True),
    )


def recipe_of(cell: Cell, store: ModelStore) -> Recipe:
    """The recipe of a cell, which says nothing of copies in the gallery.

    Raises `WeightsError` for ids that the store does not know.
    """
    recipe = plain_recipe(store, cell.encoder, cell.removal)
    return replace(
        recipe,
        views=cell.views if cell.removal != NO_REMOVAL else recipe.views,
        flip=cell.mirrored,
        plain_ground=cell.plain_ground,
        metric=cell.metric,
        evidence=cell.evidence,
        text="category" if cell.text else "",
        text_weight=TEXT_WEIGHT if cell.text else 0.0,
    )


def cell_of(recipe: Recipe, store: ModelStore) -> Cell | None:
    """The cell that measures a recipe's base; None where it has choices that cells have not."""
    cell = Cell(
        encoder=recipe.encoder,
        removal=recipe.removal,
        plain_ground=recipe.plain_ground,
        views=recipe.views,
        mirrored=recipe.flip,
        metric=recipe.metric,
        evidence=recipe.evidence,
        text=bool(recipe.text),
    )
    if recipe.encoder not in store.models:
        return None
    return cell if recipe_of(cell, store) == recipe.base else None
