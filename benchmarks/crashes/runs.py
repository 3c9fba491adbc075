"""Runs of whole programs that index a folder, killed again and again, and let come to their end.

A run is the indexing of one folder into a new catalogue. It is killed up to `_MOST_KILLS` times in
a row, so that photos which were in hand at one death may be so at the next.
"""

import shutil
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.crashes.programs import Place, Program, kill, start_window, start_worker
from benchmarks.crashes.promises import (
    check_generation,
    check_swept,
    check_vectors,
    grow_old,
    opened,
    promise,
)
from benchmarks.crashes.stand_in import open_stand_in
from core.catalogue import Catalogue
from core.database import FILE_NAME
from core.errors import CatalogueError, PhotoReason
from core.leftovers import stray_files
from core.records import CatalogueInfo

STARTS: dict[str, Callable[[Place], Program]] = {"worker": start_worker, "window": start_window}
PHOTOS = 200
_SIDE = 24
_MOST_KILLS = 4
_LONGEST_SECONDS = 180.0
_GLANCE_SECONDS = 0.05

Known = dict[str, int]


class Runs:
    """Runs of one kind of program, and what has been seen in them."""

    def __init__(self, kind: str, folder: Path, seed: int) -> None:
        self._start = STARTS[kind]
        self._photos, self._folder = folder / "photos", folder
        self._rng = np.random.default_rng(seed)
        self._expected: dict[Path, NDArray[np.float32]] = {}
        self._first = self._whole = 0.0
        self.runs, self.phases = 0, Counter[str]()
        self.innocent, self.violations = 0, list[str]()

    @property
    def kills(self) -> int:
        """How many programs were killed before they had finished."""
        return sum(self.phases.values())

    def calibrate(self) -> None:
        """A run that nothing happens to: how long it takes to its first vector, and to its end."""
        _draw_photos(self._photos)
        place = self._place()
        program, began = self._start(place), time.monotonic()
        promise(_wait(place, _LONGEST_SECONDS, lambda c: c.info().embedded > 0), "nothing happens")
        self._first = time.monotonic() - began
        promise(_wait(place, _LONGEST_SECONDS, _is_whole), "the run does not end")
        self._whole = time.monotonic() - began
        kill(program, place)
        self._expect(place)
        self._verify_end(place, {})

    def run(self, most_kills: int) -> None:
        """One run, killed at most so often before it is let come to its end."""
        self.runs += 1
        place, known = self._place(), Known()
        for _ in range(min(most_kills, int(self._rng.integers(1, _MOST_KILLS + 1)))):
            program, began = self._start(place), time.monotonic()
            is_ended = _wait(place, self._moment(), _is_whole)
            seconds = time.monotonic() - began
            kill(program, place)
            if is_ended:
                if not known:  # the machine was busier when the time was taken
                    self._whole = min(self._whole, seconds)
                break
            phase, known = self._verify(place, known)
            self.phases[phase] += 1
        grow_old(place.catalogue)
        program = self._start(place)
        is_ended = _wait(place, _LONGEST_SECONDS, lambda c: _is_whole(c) and not stray_files(c))
        kill(program, place)
        promise(is_ended, "the run does not end")
        self._verify_end(place, known)

    def _moment(self) -> float:
        """Half of the kills fall anywhere, half of them where photos are embedded."""
        earliest = self._rng.choice([0.0, self._first])
        return float(self._rng.uniform(earliest, self._whole))

    def _place(self) -> Place:
        home = self._folder / "home"
        shutil.rmtree(home, ignore_errors=True)
        return Place(home / "catalogue", self._photos, home)

    def _expect(self, place: Place) -> None:
        """The vectors that the photos have by the recipe that the program chooses."""
        with closing(Catalogue(place.catalogue)) as catalogue:
            recipe = catalogue.recipe("active")
        promise(recipe is not None, "there is no recipe")
        if recipe:
            embedder = open_stand_in(recipe, seconds=0.0)
            for path in sorted(self._photos.iterdir()):
                self._expected[path] = embedder.embed(embedder.prepare(Image.open(path)))

    def _verify(self, place: Place, known: Known) -> tuple[str, Known]:
        """The phase of a kill, and the vectors that there are; on a copy, which is left alone."""
        copy = replace(place, catalogue=place.home / "copy")
        shutil.rmtree(copy.catalogue, ignore_errors=True)
        if not (place.catalogue / FILE_NAME).exists():
            return "starting", known
        shutil.copytree(place.catalogue, copy.catalogue)
        with opened(copy.catalogue) as catalogue:
            now = self._vectors(catalogue)
            promise(known.items() <= now.items(), "vectors are lost, or were made twice")
            return _phase(catalogue.info()), now

    def _vectors(self, catalogue: Catalogue) -> Known:
        recipe = catalogue.recipe("active")
        if recipe is None:
            return {}
        check_vectors(catalogue, recipe, self._expected)
        rows = catalogue.database.rows(
            "SELECT path, vector.id FROM vector JOIN photo ON photo.id = photo_id"
        )
        promise(len(dict(rows)) == len(rows), "a photo has two vectors")
        return dict(rows)

    def _verify_end(self, place: Place, known: Known) -> None:
        with opened(place.catalogue) as catalogue:
            now = self._vectors(catalogue)
            promise(known.items() <= now.items(), "vectors are lost, or were made twice")
            aside = catalogue.photos_aside()
            promise({p.reason for p in aside} <= {PhotoReason.CRASHED}, f"set aside: {aside}")
            self.innocent += len(aside)
            promise(len(now) + len(aside) == PHOTOS, f"{len(now)} photos have a vector at the end")
            promise(catalogue.info().products == PHOTOS - len(aside), "products are not complete")
            recipe = catalogue.recipe("active")
            covered = catalogue.generation(recipe.id) if recipe else None
            promise(covered is not None and len(covered.vector_ids) == len(now), "not all indexed")
            if recipe:
                check_generation(catalogue, recipe)
                check_swept(catalogue, recipe)


def kill_runs(kind: str, kills: int, seed: int, folder: Path) -> dict[str, Any]:
    """Runs until `kills` programs have been killed; what was seen in them."""
    runs = Runs(kind, folder, seed)
    runs.calibrate()
    while runs.kills < kills and len(runs.violations) < kills:
        try:
            runs.run(kills - runs.kills)
        except Exception as broken:  # noqa: BLE001  whatever a catalogue refuses now, it promised
            runs.violations.append(f"run {runs.runs}: {broken!r}")
    return {
        "kills": runs.kills,
        "runs": runs.runs,
        "seed": seed,
        "phases": {kind: dict(runs.phases.most_common())},
        "set_aside_innocent": runs.innocent,
        "violations": len(runs.violations),
        "broken": runs.violations,
    }


def _phase(info: CatalogueInfo) -> str:
    if not info.photos:
        return "before listing"
    if not info.embedded:
        return "before the first photo"
    if info.embedded < info.photos:
        return "embedding"
    return "done" if info.generation else "building"


def _is_whole(catalogue: Catalogue) -> bool:
    info = catalogue.info()
    return info.embedded + info.set_aside == PHOTOS and info.generation is not None


def _wait(place: Place, seconds: float, is_so: Callable[[Catalogue], bool]) -> bool:
    """Whether the catalogue comes to be so in time, looked at as another window would."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with closing(Catalogue(place.catalogue, writable=False)) as catalogue:
                if is_so(catalogue):
                    return True
        except CatalogueError:  # it is being made
            pass
        time.sleep(_GLANCE_SECONDS)
    return False


def _draw_photos(folder: Path) -> None:
    folder.mkdir()
    for number in range(PHOTOS):
        rng = np.random.default_rng(number)
        pixels = rng.integers(0, 256, (_SIDE, _SIDE, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / f"P{number:04}x.png", compress_level=1)
