"""Frozen records about products: what is known of them, what to change, which are meant.

As in `records`, they hold values only, never wording.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Product:
    """A product with all that is known of it; tags and columns by name, photos by path.

    `columns` are a catalogue's own: the name of each, and this product's text in it.
    """

    id: int
    reference: str
    category: str
    name: str
    notes: str
    tags: tuple[str, ...]
    columns: Mapping[str, str]
    photos: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class ProductChanges:
    """What to change about products; None and nothing leave as it is.

    An empty text in `columns` takes the column from the product.
    """

    reference: str | None = None
    category: str | None = None
    name: str | None = None
    notes: str | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """What a product looks like among others: `photos` counts them, `cover` is the first by path.

    Without photos `cover_id` is 0 and `cover` is None.
    """

    id: int
    reference: str
    category: str
    name: str
    photos: int
    cover_id: int
    cover: Path | None


@dataclass(frozen=True, slots=True)
class Choices:
    """What a catalogue can be narrowed to, and how many products it has altogether.

    `folders` are the indexed ones and those below them that hold photos, by path.
    """

    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    roots: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    products: int = 0


@dataclass(frozen=True, slots=True)
class Common:
    """What several products have in common; None where they differ.

    `tags` are those of all, `some_tags` the others; `columns` are those that any of them has.
    """

    reference: str | None
    category: str | None
    name: str | None
    notes: str | None
    tags: tuple[str, ...]
    some_tags: tuple[str, ...]
    columns: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which products count; what is None or empty leaves nothing out.

    `words` are looked for as `search` does; `folder` leaves the photos that lie below it;
    `products` are ids.
    """

    words: str = ""
    category: str | None = None
    tag: str | None = None
    folder: Path | None = None
    products: tuple[int, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether everything passes."""
        fields = (self.category, self.tag, self.folder)
        return not (self.words.strip() or self.products) and fields == (None,) * 3


EVERYTHING = Filter()


class Order(StrEnum):
    """In which order products come: best by the words of a filter, without any by reference."""

    BEST = "best"
    REFERENCE = "reference"
    NAME = "name"
    CATEGORY = "category"
    NEWEST = "newest"
    PHOTOS = "photos"
