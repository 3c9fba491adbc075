"""What the laboratory's view asks of its catalogue, done by a librarian.

The core of the laboratory loads scipy, which takes a second: here it is loaded on that thread.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.augment import Augmentation
from core.laboratory_records import CellResult, QuerySet
from core.recipe import Metric, Part, View
from core.weights import ModelStore
from core.written import write_whole

if TYPE_CHECKING:
    from core.catalogue import Catalogue
    from core.laboratory.browsing import Asked
    from core.laboratory.plan import Plan
    from core.laboratory.report import Report


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen of each of a cell's choices, as `core.laboratory.cells.Grid` has them."""

    encoders: tuple[str, ...]
    texts: tuple[bool, ...]
    removals: tuple[str, ...]
    views: tuple[tuple[View, ...], ...]
    augmentations: tuple[Augmentation, ...]
    metrics: tuple[Metric, ...]
    evidences: tuple[tuple[Part, ...], ...]

    @property
    def is_whole(self) -> bool:
        """Whether there is at least one of each."""
        return all(
            (
                *(self.encoders, self.texts, self.removals, self.views),
                *(self.augmentations, self.metrics, self.evidences),
            )
        )


def models(store: ModelStore) -> "Callable[[Catalogue], tuple[ModelStore, tuple[str, ...]]]":
    """The store with what was fine-tuned meanwhile, and the ids whose weights are here."""

    def job(_catalogue: "Catalogue") -> tuple[ModelStore, tuple[str, ...]]:
        from core.model_use import with_tuned

        now = with_tuned(store)
        return now, tuple(model_id for model_id in now.models if now.is_here(model_id))

    return job


def sets(catalogue: "Catalogue") -> list[QuerySet]:
    """The test sets, by name."""
    from core.laboratory import test_sets

    return test_sets.all_sets(catalogue)


def planning(store: ModelStore, test_set: int, chosen: Chosen) -> "Callable[[Catalogue], Plan]":
    """What the choice comes to over a test set."""

    def job(catalogue: "Catalogue") -> "Plan":
        from core.laboratory.cells import Grid
        from core.laboratory.plan import plan

        grid = Grid(
            encoders=chosen.encoders,
            texts=chosen.texts,
            removals=chosen.removals,
            views=chosen.views,
            augmentations=chosen.augmentations,
            metrics=chosen.metrics,
            evidences=chosen.evidences,
        )
        return plan(catalogue, store, test_set, grid)

    return job


def reporting(store: ModelStore, test_set: QuerySet) -> "Callable[[Catalogue], Report]":
    """What was measured over a test set, compared with the recipe in use."""

    def job(catalogue: "Catalogue") -> "Report":
        from core.laboratory.plan import base_cell
        from core.laboratory.report import report

        return report(catalogue, test_set, base_cell(catalogue, store))

    return job


def browsing(test_set: int, result: CellResult) -> "Callable[[Catalogue], list[Asked]]":
    """A result, query by query."""

    def job(catalogue: "Catalogue") -> "list[Asked]":
        from core.laboratory.browsing import browse

        return browse(catalogue, test_set, result)

    return job


def deleting(test_set: int) -> "Callable[[Catalogue], None]":
    """A test set, gone with what was measured over it."""

    def job(catalogue: "Catalogue") -> None:
        from core.laboratory import test_sets

        test_sets.delete(catalogue, test_set)

    return job


def exporting_set(test_set: int, path: Path) -> "Callable[[Catalogue], Path]":
    """A test set as a CSV in `path`."""

    def job(catalogue: "Catalogue") -> Path:
        from core.laboratory.test_set_sources import export

        export(catalogue, test_set, path)
        return path

    return job


def exporting_report(
    store: ModelStore, test_set: QuerySet, path: Path
) -> "Callable[[Catalogue], Path]":
    """The report in `path`: a table of numbers where its name ends so, else a page."""

    def job(catalogue: "Catalogue") -> Path:
        from core.laboratory.report import as_csv, as_html

        made = reporting(store, test_set)(catalogue)
        text = as_csv(made) if path.suffix.lower() == ".csv" else as_html(made, store)
        write_whole(path, text)
        return path

    return job
