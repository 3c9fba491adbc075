"""Whatever is done to a folder between two runs, the catalogue knows what is there, and by whom."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from core import compact
from core.catalogue import Catalogue
from core.check import check
from core.errors import FolderError, FolderReason
from core.jobs import result
from core.listing import list_folder
from core.recipe import Recipe
from tests.core.listed import Row, bring_up_to_date, rows, vector_of, write

RECIPE = Recipe(encoder="made", encoder_digest="", removal="none", removal_digest="")
NAMES = ("a.jpg", "a.jpeg", "Z.jpg", "é.jpg", "B/a.jpg", "B/z.jpg", "B-/a.jpg", "B/C/a.jpg")
NAME = st.sampled_from(NAMES)
# Many are of one size, so that a size alone tells nothing.
CONTENT = st.sampled_from(["", *map(str, range(14))])
PART = st.sampled_from(["B", "B/C"])


class Folder(RuleBasedStateMachine):
    """`before` is what was known when a run last ended, `moved` where those photos lie by now."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.root = Path(self.folder.name, "photos")
        self.root.mkdir()
        self.catalogue = Catalogue(Path(self.folder.name, "catalogue"))
        self.catalogue.set_recipe("active", RECIPE)
        self.before: dict[Path, Row] = {}
        self.moved: dict[Path, Path] = {}
        self.time = 0

    def teardown(self) -> None:
        assert result(check(self.catalogue)) == []
        self.catalogue.close()
        self.folder.cleanup()

    def stamp(self, path: Path) -> None:
        """No two files of these tests are of one time, as none are that people make."""
        self.time += 1_000_000_000
        os.utime(path, ns=(self.time, self.time))

    def lose(self, path: Path) -> None:
        """Whatever known photo was here has lost its file."""
        self.moved = {old: now for old, now in self.moved.items() if now != path}

    @rule(name=NAME, content=CONTENT)
    def put(self, name: str, content: str) -> None:
        """Create a file, or change what it holds."""
        self.lose(self.root / name)
        self.stamp(write(self.root / name, content))

    @initialize(contents=st.lists(CONTENT, min_size=2, max_size=len(NAMES) - 2))
    def begin(self, contents: list[str]) -> None:
        for name, content in zip(NAMES, contents, strict=False):
            self.put(name, content)
        self.index()

    @precondition(lambda self: self.files())
    @rule(data=st.data())
    def touch(self, data: st.DataObject) -> None:
        self.stamp(self.one(data))

    @precondition(lambda self: self.files())
    @rule(data=st.data(), to=NAME)
    def move(self, data: st.DataObject, to: str) -> None:
        path, target = self.one(data), self.root / to
        if path != target:
            self.lose(target)
            self.moved = {old: target if now == path else now for old, now in self.moved.items()}
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)

    @precondition(lambda self: self.files())
    @rule(data=st.data(), to=NAME)
    def copy(self, data: st.DataObject, to: str) -> None:
        path, target = self.one(data), self.root / to
        if path != target:
            self.lose(target)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)

    @precondition(lambda self: self.files())
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        path = self.one(data)
        self.lose(path)
        path.unlink()

    @rule()
    def move_all(self) -> None:
        """The indexed folder gets another name, and is indexed under it."""
        old, new = self.root, self.root.with_name(f"{self.root.name}x")
        self.root = old.rename(new)
        self.moved = {before: new / now.relative_to(old) for before, now in self.moved.items()}

    @precondition(lambda self: self.files())
    @rule()
    def leave_off(self) -> None:
        """A run that is cancelled at once changes nothing that the next one needs."""
        next(list_folder(self.catalogue, self.root))

    @precondition(lambda self: not self.files())
    @rule()
    def index_nothing(self) -> None:
        with pytest.raises(FolderError) as caught:
            list(list_folder(self.catalogue, self.root))
        assert caught.value.reason == FolderReason.NO_PHOTOS
        assert rows(self.catalogue, RECIPE) == self.before

    @precondition(lambda self: self.files())
    @rule()
    def index(self) -> None:
        bring_up_to_date(self.catalogue, RECIPE, self.root)
        after, there = rows(self.catalogue, RECIPE), self.files()
        present = {path for path, row in after.items() if row.status == "present"}
        # What was known in a folder that is away, and did not come with it, is not said to be gone.
        assert {path for path in present if self.root in path.parents} == there
        for path in there:
            assert after[path].vector == compact.pack(vector_of(path.read_bytes()))
        for old, now in self.moved.items():
            if old == now or self.is_known_again(old, now):
                assert after[now] == self.before[old]
        below_root = all(self.root in path.parents for path in after)
        assert (self.catalogue.roots() == [self.root]) == below_root
        self.before, self.moved = after, {path: path for path in there}

    @precondition(lambda self: self.files())
    @rule(part=PART)
    def index_part(self, part: str) -> None:
        """A part alone is compared; the whole is right after the next whole run."""
        list(list_folder(self.catalogue, self.root, self.root / part))
        below = self.root / part
        present = {p for p, row in rows(self.catalogue, RECIPE).items() if row.status == "present"}
        in_part = {path for path in self.files() if below in path.parents}
        assert {path for path in present if below in path.parents} == in_part
        self.index()

    def is_known_again(self, old: Path, now: Path) -> bool:
        """Whether a photo was only moved, to a name that none had, and there is no other such."""
        vector = self.before[old].vector
        vectors = [compact.pack(vector_of(path.read_bytes())) for path in self.files()]
        once = vectors.count(vector) == [r.vector for r in self.before.values()].count(vector) == 1
        return once and not old.exists() and now not in self.before

    def one(self, data: st.DataObject) -> Path:
        return data.draw(st.sampled_from(sorted(self.files())))

    def files(self) -> set[Path]:
        return {path for path in self.root.rglob("*") if path.is_file()}


TestFolder = Folder.TestCase
TestFolder.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
