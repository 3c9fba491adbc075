"""The catalogue against a dictionary: any order of calls leaves both with the same content."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core.catalogue import MOST_ATTEMPTS, Catalogue
from core.recipe import Recipe
from core.records import Embedded, FileStamp
from core.view_rule import ViewRule

ROOT = Path("/photos")
PATHS = st.sampled_from([ROOT / name for name in ("A.jpg", "A_2.jpg", "B.jpg", "C/B.jpg")])
RECIPES = {
    name: Recipe(encoder=name, encoder_digest="", removal="none", removal_digest="")
    for name in ("one", "two")
}


@dataclass
class Known:
    """What the model remembers of one photo."""

    stamp: FileStamp
    status: str
    attempts: int
    vectors: dict[str, float]


class CatalogueMachine(RuleBasedStateMachine):
    """Every rule does the same to the catalogue and to a dictionary."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.catalogue = Catalogue(self.folder)
        self.known: dict[Path, Known] = {}

    def teardown(self) -> None:
        self.catalogue.close()
        shutil.rmtree(self.folder)

    def number(self, path: Path) -> int:
        row = self.catalogue._db.execute("SELECT id FROM photo WHERE path = ?", [str(path)])
        return int(row.fetchone()[0])

    @rule(path=PATHS, size=st.integers(1, 3))
    def add(self, path: Path, size: int) -> None:
        stamp = FileStamp(path, size, size)
        self.catalogue.add_files(self.catalogue.root_id(ROOT), ROOT, [stamp])
        before = self.known.get(path)
        kept = before.vectors if before and before.stamp == stamp else {}
        self.known[path] = Known(stamp, "present", 0, kept)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), name=st.sampled_from(list(RECIPES)), value=st.floats(1, 9, width=32))
    def store(self, data: st.DataObject, name: str, value: float) -> None:
        path = data.draw(st.sampled_from(sorted(self.known)))
        vector = np.float32([value, 1])
        self.catalogue.store(RECIPES[name], [Embedded(self.number(path), vector, "d", (1, 1))])
        self.known[path].vectors[name] = value
        self.known[path].attempts = 0

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def take(self, data: st.DataObject) -> None:
        known = self.known[path := data.draw(st.sampled_from(sorted(self.known)))]
        assert bool(self.catalogue.take_in_hand([self.number(path)])) == (
            known.attempts < MOST_ATTEMPTS
        )
        known.attempts = min(known.attempts + 1, MOST_ATTEMPTS)

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def set_aside(self, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(sorted(self.known)))
        self.catalogue.set_aside(self.number(path), "incomplete")
        self.known[path].status = "aside"

    @rule()
    def retry(self) -> None:
        self.catalogue.retry_set_aside()
        for known in self.known.values():
            if known.status == "aside":
                known.status, known.attempts = "present", 0

    @rule(paths=st.sets(PATHS))
    def lose(self, paths: set[Path]) -> None:
        self.catalogue.mark_missing(str(path) for path in paths)
        for path in paths & self.known.keys():
            self.known[path].status = "missing"

    @rule()
    def reopen(self) -> None:
        self.catalogue.close()
        self.catalogue = Catalogue(self.folder, create=False)

    @invariant()
    def matchable_photos_agree(self) -> None:
        for name, recipe in RECIPES.items():
            ids, vectors = self.catalogue.vectors(recipe.embedding_id)
            shown = self.catalogue.shown_by(ids)
            found = {
                shown[int(i)].photo_path: float(v[0]) for i, v in zip(ids, vectors, strict=True)
            }
            assert found == pytest.approx(
                {
                    path: known.vectors[name]
                    for path, known in self.known.items()
                    if known.status == "present" and name in known.vectors
                }
            )
            assert self.catalogue.count_vectors(recipe.embedding_id) == len(found)
            waiting = [photo.path for photo in self.catalogue.waiting(recipe.embedding_id)]
            assert waiting == sorted(
                (
                    p
                    for p, k in self.known.items()
                    if k.status == "present" and name not in k.vectors
                ),
                key=lambda p: (-self.known[p].attempts, str(p)),
            )
            assert all(
                photo.reference == ViewRule().reference_of(photo.photo_path)
                for photo in shown.values()
            )

    @invariant()
    def counts_agree(self) -> None:
        info = self.catalogue.info()
        counts = [k.status for k in self.known.values()]
        assert info.photos == counts.count("present")
        assert info.set_aside == counts.count("aside") == len(self.catalogue.photos_aside())
        assert info.missing == counts.count("missing")
        stamps = {str(p): k.stamp for p, k in self.known.items() if k.status != "missing"}
        assert self.catalogue.stamps(ROOT) == stamps


TestCatalogueModel = CatalogueMachine.TestCase
TestCatalogueModel.settings = settings(max_examples=25, stateful_step_count=25)
