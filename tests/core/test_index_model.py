"""Whatever happens to a catalogue, its index answers as going through all vectors would."""

import contextlib
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from core import index as index_module
from core import products, views
from core.catalogue import Catalogue
from core.errors import RequestError
from core.generation import build
from core.index import Index
from core.product_records import EVERYTHING, Filter, ProductChanges
from core.recipe import NO_REMOVAL, Recipe
from core.records import Embedded, FileStamp
from core.search import search
from core.view_rule import ViewRule

ROOT = Path("/photos")
FOLDERS = ("Sacs", "Sacs_2", "100%", "e\u0301te\u0301", "[a]*", "Sacs/Mini")
PATHS = [
    ROOT / folder / f"P{number}{view}.jpg"
    for folder in FOLDERS
    for number in (1, 2)
    for view in ("", "_back")
]
RECIPE = Recipe(encoder="made", encoder_digest="", removal=NO_REMOVAL, removal_digest="")
DIMENSION = 8
PATH = st.sampled_from(PATHS)
SEVERAL = st.lists(PATH, max_size=8)
FILTERS = st.builds(
    Filter,
    words=st.sampled_from(("", "", "p1", 'sacs "', "100%", "ete", "- sacs")),
    category=st.none() | st.sampled_from(("", "Sacs", "100%", "e\u0301te\u0301", "All categories")),
    tag=st.none() | st.sampled_from(("neu", 'a "b"')),
    folder=st.none() | st.sampled_from([ROOT, *(ROOT / name for name in FOLDERS)]),
)


class Searched(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(index_module, "_FEW", 3)
        self.patch.setattr(index_module, "_LEAST_SPARE", 4)
        self.patch.setattr(index_module, "_SAMPLE", 5)
        self.folder = TemporaryDirectory()
        self.catalogue = Catalogue(Path(self.folder.name))
        self.random = np.random.default_rng(4)
        self.time = 0
        self.index_photos(PATHS[::2])
        self.opened = Index(self.catalogue, RECIPE, exact_below=0)

    def teardown(self) -> None:
        self.catalogue.close()
        self.folder.cleanup()
        self.patch.undo()

    def unit(self) -> np.ndarray:
        vector = self.random.normal(size=DIMENSION)
        return (vector / np.linalg.norm(vector)).astype(np.float32)

    def ids(self, paths: list[Path]) -> list[int]:
        return sorted({self.catalogue.product_of(path) or 0 for path in paths} - {0})

    @rule(paths=SEVERAL)
    def index_photos(self, paths: list[Path]) -> None:
        self.time += 1
        stamps = [FileStamp(path, self.time, 1) for path in paths]
        self.catalogue.add_files(self.catalogue.root_id(ROOT), ROOT, stamps)
        for photo in self.catalogue.waiting(RECIPE.embedding_id):
            self.catalogue.store(RECIPE, [Embedded(photo.id, self.unit(), "d", (1, 1))])

    @rule(paths=SEVERAL)
    def lose(self, paths: list[Path]) -> None:
        self.catalogue.mark_missing(map(str, paths))

    @rule(paths=SEVERAL)
    def find_again(self, paths: list[Path]) -> None:
        rows = self.catalogue.database.rows("SELECT path, size, mtime_ns FROM photo")
        stamps = [FileStamp(Path(p), size, t) for p, size, t in rows if Path(p) in paths]
        self.catalogue.add_files(self.catalogue.root_id(ROOT), ROOT, stamps)

    @rule(path=PATH)
    def set_aside(self, path: Path) -> None:
        for row in self.catalogue.database.rows(
            "SELECT id FROM photo WHERE path = ? AND status = 'present'", [str(path)]
        ):
            self.catalogue.set_aside(row[0], "damaged")

    @rule()
    def retry(self) -> None:
        self.catalogue.retry_set_aside()

    @rule(paths=SEVERAL, category=st.none() | st.sampled_from(("", "Sacs", "All categories")))
    def change(self, paths: list[Path], category: str | None) -> None:
        changes = ProductChanges(category=category, add_tags=("Neu", 'a "b"'))
        with contextlib.suppress(RequestError):
            products.change(self.catalogue, self.ids(paths), changes)

    @rule(paths=SEVERAL)
    def merge(self, paths: list[Path]) -> None:
        ids = self.ids(paths)
        if ids:
            products.merge(self.catalogue, ids[0], ids)

    @rule(path=PATH)
    def split(self, path: Path) -> None:
        rows = self.catalogue.database.rows("SELECT id FROM photo WHERE path = ?", [str(path)])
        with contextlib.suppress(RequestError):
            products.split(self.catalogue, [row[0] for row in rows], path.stem, "split")

    @rule(words=st.sampled_from([(), ("back",)]))
    def file_anew(self, words: tuple[str, ...]) -> None:
        views.apply(self.catalogue, ViewRule(words=words))

    @rule(reopen=st.booleans())
    def build(self, reopen: bool) -> None:
        build(self.catalogue, RECIPE)
        if reopen:
            self.opened = Index(self.catalogue, RECIPE, exact_below=0)

    @rule(wanted=st.just(EVERYTHING) | FILTERS, count=st.integers(1, 30))
    def ask(self, wanted: Filter, count: int) -> None:
        query = self.unit()
        passing, below = set(search(self.catalogue, wanted)), wanted.folder or ROOT
        ids, vectors = self.catalogue.vectors(RECIPE.embedding_id)
        shown = self.catalogue.shown_by(ids.tolist())
        near = sorted(
            (1 - float(vector @ query), int(i))
            for i, vector in zip(ids, vectors, strict=True)
            if shown[int(i)].product_id in passing
            and shown[int(i)].photo_path.is_relative_to(below)
        )
        self.opened.refresh()
        found = self.opened.search(query, count, wanted)
        assert [n.vector_id for n in found] == [i for _, i in near[:count]]

    @invariant()
    def all_are_counted(self) -> None:
        self.opened.refresh()
        assert len(self.opened) >= self.catalogue.count_vectors(RECIPE.embedding_id)


TestSearched = Searched.TestCase
TestSearched.settings = settings(max_examples=25, stateful_step_count=20)
