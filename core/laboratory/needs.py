"""Which parts of a photo a recipe needs, by names that recipes share wherever they can."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.augment import AS_IT_IS, COPIES, Augmentation
from core.laboratory.parts import Parts
from core.laboratory_records import Cell
from core.recipe import NO_REMOVAL, Recipe

PHOTO = "photo"
WHOLE = "whole"
_MIRROR = "flip-h"


@dataclass(frozen=True, slots=True)
class Need:
    """A photo under a recipe, and which copies of it (`core.augment.copy`)."""

    recipe: Recipe
    copies: tuple[str, ...] = (AS_IT_IS,)


def copies_of(augmentation: Augmentation) -> tuple[str, ...]:
    """The photo itself and the copies that an augmentation adds."""
    return (AS_IT_IS, *COPIES[augmentation])


def of_cells(recipes: dict[Cell, Recipe], *, copies: bool) -> tuple[Need, ...]:
    """What cells need of a gallery's photo, with its copies, or of a query; each once."""
    wanted: dict[Recipe, dict[str, None]] = {}
    for cell, recipe in recipes.items():
        seen = replace(recipe, metric="cosine", text="", text_weight=0.0)
        seen = seen if copies else seen.of_query
        shown = copies_of(cell.augmentation) if copies else (AS_IT_IS,)
        wanted.setdefault(seen, {}).update(dict.fromkeys(shown))
    return tuple(Need(recipe, tuple(shown)) for recipe, shown in wanted.items())


def ground(recipe: Recipe) -> str:
    """The name of how the product is found."""
    if recipe.removal == NO_REMOVAL:
        return NO_REMOVAL
    plain = "plain" if recipe.plain_ground else "network"
    return f"{recipe.removal} {recipe.removal_digest[:16]} {plain}"


def encoder(recipe: Recipe) -> str:
    """The name of what makes a vector of a crop."""
    return f"{recipe.encoder} {recipe.encoder_digest[:16]} {recipe.pooling}"


def mask_part(recipe: Recipe) -> str:
    """The mask (PNG), empty where the ground was kept."""
    return f"mask/{ground(recipe)}"


def vector_part(recipe: Recipe, view: str, copy: str) -> str:
    """The vector of one view of one copy; the whole photo is the same however none was found."""
    seen = view if view == WHOLE else f"{ground(recipe)}/{view}"
    return f"vector/{encoder(recipe)}/{seen}/{copy}"


def evidence_part(recipe: Recipe, part: str) -> str:
    """What is known of the product beside; `regions` are vectors, too."""
    maker = f"{encoder(recipe)}/" if part == "regions" else ""
    return f"{part}/{maker}{ground(recipe)}"


def views_of(recipe: Recipe, parts: Parts) -> tuple[str, ...]:
    """The views that the encoder sees of a photo whose mask is known."""
    return recipe.views if parts[mask_part(recipe)].data else (WHOLE,)


def shown_copies(recipe: Recipe, copy: str) -> tuple[str, ...]:
    """The copies whose vectors' mean is that of `copy`: its mirror, too, where the recipe says."""
    return (copy, _mirrored(copy)) if recipe.flip else (copy,)


def missing(needs: Iterable[Need], parts: Parts) -> list[Need]:
    """The needs that are not all there yet."""
    return [need for need in needs if not names(need, parts) <= parts.keys()]


def names(need: Need, parts: Parts) -> set[str]:
    """The names of all parts that a need comes to; without its mask, of those before it."""
    recipe = need.recipe
    if mask_part(recipe) not in parts:
        return {PHOTO, mask_part(recipe)}
    vectors = {
        vector_part(recipe, view, shown)
        for view in views_of(recipe, parts)
        for copy in need.copies
        for shown in shown_copies(recipe, copy)
    }
    evidence = {evidence_part(recipe, part) for part in recipe.evidence}
    return {PHOTO, mask_part(recipe)} | vectors | evidence


def seconds(recipe: Recipe, parts: Parts) -> float:
    """How long a query takes under a recipe, up to the search, by its parts."""
    return sum(parts[name].seconds for name in names(Need(recipe.of_query), parts))


def _mirrored(copy: str) -> str:
    """Colours and mirrors come to the same in any order; turns do not."""
    steps = [step for step in copy.split("+") if step != AS_IT_IS]
    if _MIRROR in steps:
        steps.remove(_MIRROR)
    elif steps == ["colour"]:
        steps.insert(0, _MIRROR)
    else:
        steps.append(_MIRROR)
    return "+".join(steps) or AS_IT_IS
