"""Files of the catalogue that are damaged while the program runs: it answers, and mends them."""

import os
import shutil
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from annoy import AnnoyIndex
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core.catalogue import Catalogue
from core.upkeep import is_usable
from core.vector_file import vectors_beside
from desktop import worker as worker_module
from desktop.app import Vitrine
from tests.window.conftest import SAMPLE, WORKER_MS, drop
from tests.window.test_whole_job import IndexByMenu, matches, ready

MAPS = Path("/proc/self/maps")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not MAPS.exists(), reason="what is mapped is read from /proc"),
]

# The real worker, but for searching even small catalogues through Annoy.
WORKER = """
import sys
from pathlib import Path
from core.index import Index
from desktop.worker_role import run_worker
Index.__init__.__kwdefaults__["exact_below"] = 0
run_worker(Path(sys.argv[1]))
"""
NODE = 4 * (1280 + 3)


@pytest.fixture
def through_annoy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        worker_module,
        "worker_command",
        lambda scratch: [sys.executable, "-c", WORKER, str(scratch)],
    )


@pytest.fixture
def searched(
    qtbot: QtBot,
    through_annoy: None,
    vitrine: Vitrine,
    tmp_path: Path,
    index_by_menu: IndexByMenu,
) -> Vitrine:
    """Six bags, one of them looked for: the worker has mapped the generation."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for photo in sorted((SAMPLE / "catalogue" / "Bags").glob("*_front.jpg"))[:6]:
        shutil.copy(photo, folder)
    index_by_menu(vitrine.window, folder)
    qtbot.waitUntil(ready(vitrine, 6), timeout=WORKER_MS)
    assert len(answer(qtbot, vitrine, folder)) == 6
    assert mapped(vitrine) == [str(generation(vitrine))]
    return vitrine


def answer(qtbot: QtBot, vitrine: Vitrine, photos: Path) -> list[str]:
    """The references that are found for the first photo."""
    vitrine.window.matches_view.set_matches(())
    drop(vitrine.window, min(photos.iterdir()))
    qtbot.waitUntil(lambda: matches(vitrine) > 0, timeout=WORKER_MS)
    model = vitrine.window.matches_view.model
    return [model.index(row).data(Qt.ItemDataRole.DisplayRole) for row in range(matches(vitrine))]


def mapped(vitrine: Vitrine) -> list[str]:
    maps = Path(f"/proc/{vitrine.worker.process_id}/maps").read_text(encoding="utf-8")
    return sorted({line.split()[-1] for line in maps.splitlines() if ".annoy" in line})


def maps_it(qtbot: QtBot, vitrine: Vitrine, photos: Path) -> None:
    """Queries are answered by the generation: by the next one where a job's end let go of it."""

    def check() -> bool:
        is_mapped = mapped(vitrine) == [str(generation(vitrine))]
        if not is_mapped:
            answer(qtbot, vitrine, photos)
        return is_mapped

    qtbot.waitUntil(check, timeout=WORKER_MS)


def generation(vitrine: Vitrine) -> Path:
    with closing(Catalogue(vitrine.controller.catalogue)) as catalogue:
        recipe = catalogue.recipe("active")
        name = catalogue.generation_file(recipe.id)
        return catalogue.index_folder / name


def mended(vitrine: Vitrine, damaged: Path) -> Callable[[], bool]:
    """Whether another generation is published, whole, and nothing is left to do."""

    def check() -> bool:
        with closing(Catalogue(vitrine.controller.catalogue)) as catalogue:
            recipe = catalogue.recipe("active")
            is_new = catalogue.generation_file(recipe.id) != damaged.name
            return is_new and is_usable(catalogue, recipe) and ready(vitrine, 6)()

    return check


def overwrite_unseen(path: Path) -> None:
    """Other bytes in the very file that is mapped, with nothing to see it by: a failing disk."""
    before = path.stat()
    with path.open("rb+") as file:
        file.write(b"\x7f" * before.st_size)  # every node names others far beyond the file
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replace_by_noise(path: Path) -> None:
    other = path.with_suffix(".other")
    other.write_bytes(os.urandom(path.stat().st_size))
    other.replace(path)


def replace_by_annoy(dimension: int, metric: str, path: Path) -> None:
    """A whole file, but one that was built from other vectors."""
    annoy, other = AnnoyIndex(dimension, metric), path.with_suffix(".other")
    for item, vector in enumerate(np.random.default_rng(1).normal(size=(6, dimension))):
        annoy.add_item(item, vector)
    annoy.build(3)
    annoy.save(str(other))
    other.replace(path)


def test_a_worker_that_dies_of_its_index_comes_back_answers_and_mends_it(
    qtbot: QtBot, searched: Vitrine, tmp_path: Path
) -> None:
    expected = answer(qtbot, searched, tmp_path / "photos")
    path, first = generation(searched), searched.worker.process_id
    overwrite_unseen(path)
    with qtbot.waitSignal(searched.worker.lost, timeout=WORKER_MS):
        drop(searched.window, min((tmp_path / "photos").iterdir()))
    searched.window.matches_view.set_matches(())
    qtbot.waitUntil(lambda: matches(searched) > 0, timeout=WORKER_MS)
    assert searched.worker.process_id not in (0, first)
    qtbot.waitUntil(mended(searched, path), timeout=WORKER_MS)
    assert answer(qtbot, searched, tmp_path / "photos") == expected
    maps_it(qtbot, searched, tmp_path / "photos")


def test_an_index_that_is_damaged_while_it_is_mapped_is_not_searched_and_mended(
    qtbot: QtBot, searched: Vitrine, tmp_path: Path
) -> None:
    expected = answer(qtbot, searched, tmp_path / "photos")
    worker = searched.worker.process_id
    for damage in (
        lambda path: os.truncate(path, 0),
        lambda path: os.truncate(path, NODE),
        lambda path: os.truncate(path, path.stat().st_size - 1),
        lambda path: path.write_bytes(os.urandom(path.stat().st_size)),
        replace_by_noise,
        partial(replace_by_annoy, 126, "angular"),
        partial(replace_by_annoy, 1280, "manhattan"),
        Path.unlink,
        lambda path: os.truncate(vectors_beside(path), 100),
        lambda path: vectors_beside(path).write_bytes(os.urandom(50_000)),
        lambda path: vectors_beside(path).unlink(),
    ):
        path = generation(searched)
        damage(path)
        assert answer(qtbot, searched, tmp_path / "photos") == expected
        qtbot.waitUntil(mended(searched, path), timeout=WORKER_MS)
        assert answer(qtbot, searched, tmp_path / "photos") == expected
        maps_it(qtbot, searched, tmp_path / "photos")
    assert searched.worker.process_id == worker


def test_an_index_that_was_damaged_meanwhile_is_mended_after_opening(
    qtbot: QtBot, searched: Vitrine, tmp_path: Path
) -> None:
    path, catalogue = generation(searched), searched.controller.catalogue
    searched.controller.open_catalogue(tmp_path / "another")
    path.write_bytes(b"")
    searched.controller.open_catalogue(catalogue)
    qtbot.waitUntil(mended(searched, path), timeout=WORKER_MS)
    assert not searched.window.findChild(QPushButton, "notice_reopen")
