"""Work: what people enter: join a sheet, change many products, rename, merge, split."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.crashes.building import ROOT
from benchmarks.crashes.killing import Job, Message, Tell
from benchmarks.crashes.promises import opened, promise
from core import products, sheets
from core.catalogue import Catalogue
from core.product_records import Product, ProductChanges
from core.records import FileStamp
from core.sheets import Row, Sheet, Target

_TURNS = 5
Act = tuple[str, ...]
_TAG = "season"


def enter(tell: Tell, folder: Path, seed: int) -> None:
    """What the child does: each act is told before it and after it."""
    rng = np.random.default_rng(abs(seed))
    with closing(Catalogue(folder)) as catalogue:
        for turn in range(_TURNS):
            mark = f"{seed}-{turn}"
            for act in (_join, _change, _tag, _untag, _rename, _merge, _split):
                act(tell, catalogue, mark, rng)


class Entering:
    """Products of two photos each, in a catalogue that its kills share."""

    name = "entering"
    delicate = ""
    seconds = 1.0

    def __init__(self, folder: Path, count: int = 200) -> None:
        self.folder, self._photos = folder / "entering", 2 * count
        names = [f"B{n}_{view}.jpg" for n in range(count) for view in ("front", "back")]
        stamps = [FileStamp(ROOT / "Bags" / name, 1, 1) for name in names]
        with closing(Catalogue(self.folder)) as catalogue:
            catalogue.add_files(catalogue.root_id(ROOT), ROOT, stamps)
        self._last: dict[str, str | None] = {"join": None, "change": None}
        self._finished = 0

    def prepare(self, seed: int) -> tuple[Job, tuple[Any, ...]]:
        """Nothing to be done."""
        return enter, (self.folder, seed)

    def verify(self, told: list[Message]) -> str:
        """Each act is there if it was reported, all of it or nothing."""
        begun = [message[1:] for message in told if message[0] == "begin"]
        done = [message[1:] for message in told if message[0] == "done"]
        in_hand = begun[-1] if len(begun) > len(done) else None
        with opened(self.folder) as catalogue:
            everything = products.products(catalogue, _ids(catalogue))
            promise(sum(len(p.photos) for p in everything) == self._photos, "photos were lost")
            marks = {p.columns["Round"] for p in everything if "Round" in p.columns}
            self._check_mark("join", marks, done, in_hand)
            self._check_mark("change", {p.name for p in everything} - {""}, done, in_hand)
            tagged = sum(_TAG in p.tags for p in everything)
            _check_tags(tagged, len(everything), done, in_hand)
            promise(all(p.photos for p in everything), "a product has no photo")
            references = {product.reference for product in everything}
            aliases = {row[0] for row in catalogue.database.rows("SELECT reference FROM alias")}
            for act in [*done, *([in_hand] if in_hand else [])]:
                if act[0] in ("rename", "merge", "split"):
                    _check_names(references, aliases, act, act in done)
        return str(in_hand[0]) if in_hand else "between two acts"

    def finish(self) -> None:
        """The next person's acts all work, and are all there."""
        told: list[Message] = []
        self._finished += 1
        enter(lambda *message: told.append(message), self.folder, -self._finished)
        self.verify(told)

    def _check_mark(self, act: str, found: set[str], done: list[Act], in_hand: Act | None) -> None:
        """One transaction gave all products the same mark: there is but one, the last's."""
        for entered in done:
            if entered[0] == act:
                self._last[act] = entered[1]
        allowed = [self._last[act]]
        if in_hand and in_hand[0] == act:
            allowed.append(in_hand[1])
        promise(len(found) <= 1, f"{act} is there in part: {found}")
        mark = next(iter(found), None)
        promise(mark in allowed, f"{act} left {mark} of {allowed}")
        self._last[act] = mark


def _join(tell: Tell, catalogue: Catalogue, mark: str, rng: np.random.Generator) -> None:
    rows = catalogue.database.rows("SELECT reference, category FROM product ORDER BY id")
    cells = [Row(n, (*names, mark)) for n, names in enumerate(rows, start=2)]
    sheet = Sheet(Path("rounds.csv"), ("Reference", "Category", "Round"), tuple(cells))
    with _told(tell, "join", mark):
        sheets.join(catalogue, sheet, (Target.REFERENCE, Target.CATEGORY, Target.OWN))


def _change(tell: Tell, catalogue: Catalogue, mark: str, rng: np.random.Generator) -> None:
    with _told(tell, "change", mark):
        products.change(catalogue, _ids(catalogue), ProductChanges(name=mark))


def _tag(tell: Tell, catalogue: Catalogue, mark: str, rng: np.random.Generator) -> None:
    with _told(tell, "tag"):
        products.change(catalogue, _ids(catalogue), ProductChanges(add_tags=(_TAG,)))


def _untag(tell: Tell, catalogue: Catalogue, mark: str, rng: np.random.Generator) -> None:
    with _told(tell, "untag"):
        products.change(catalogue, _ids(catalogue), ProductChanges(remove_tags=(_TAG,)))


def _rename(tell: Tell, catalogue: Catalogue, mark: str, rng: np.random.Generator) -> None:
    [product] = _some(catalogue, rng, 1)
    with _told(tell, "rename", product.reference, f"R{mark}"):
        products.change(catalogue, [product.id], ProductChanges(reference=f"R{mark}"))


def _merge(tell: Tell, catalogue: Catalogue, mark: str, rng: np.random.Generator) -> None:
    into, other = _some(catalogue, rng, 2)
    with _told(tell, "merge", into.reference, other.reference):
        products.merge(catalogue, into.id, [other.id])


def _split(tell: Tell, catalogue: Catalogue, mark: str, rng: np.random.Generator) -> None:
    photo, reference = catalogue.database.rows(
        "SELECT max(photo.id), reference FROM photo JOIN product ON product.id = product_id "
        "GROUP BY product_id HAVING count(*) > 1 ORDER BY product_id LIMIT 1"
    )[0]
    with _told(tell, "split", reference, f"S{mark}"):
        products.split(catalogue, [photo], f"S{mark}", "Bags")


@contextmanager
def _told(tell: Tell, act: str, *entered: str) -> Iterator[None]:
    tell("begin", act, *entered)
    yield
    tell("done", act, *entered)


def _ids(catalogue: Catalogue) -> list[int]:
    return [row[0] for row in catalogue.database.rows("SELECT id FROM product ORDER BY id")]


def _some(catalogue: Catalogue, rng: np.random.Generator, count: int) -> list[Product]:
    chosen = rng.choice(_ids(catalogue), count, replace=False)
    return products.products(catalogue, chosen.tolist())


def _check_tags(tagged: int, total: int, done: list[Act], in_hand: Act | None) -> None:
    last = in_hand or (done[-1] if done else ("none",))
    allowed = {total} if last[0] == "tag" else {0}
    if in_hand and last[0] in ("tag", "untag"):
        allowed = {0, total}
    promise(tagged in allowed, f"{tagged} of {total} products are tagged")


def _check_names(references: set[str], aliases: set[str], act: Act, is_done: bool) -> None:
    """Old names stand for something still; new ones do as soon as they were reported."""
    kind, old, new = act
    promise(old in references | aliases, f"{old} stands for nothing after {kind}")
    if kind == "merge":
        promise((new in references) != (new in aliases), f"{new} is merged in part")
        promise(new in aliases or not is_done, f"the reported merge of {new} is undone")
    elif is_done:
        promise(new in references | aliases, f"the reported {kind} to {new} is undone")
