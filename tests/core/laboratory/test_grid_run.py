"""A grid over drawn photos, with the embedded networks: what is measured, kept and gone on with."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core import intake
from core.catalogue import Catalogue
from core.embedding import Embedder
from core.errors import FolderError, FolderReason, RequestError, RequestReason
from core.evidence import gather
from core.laboratory import gallery, test_sets
from core.laboratory.cells import Grid, recipe_of
from core.laboratory.gallery import GalleryPhoto, vector_of, vectors_of_query
from core.laboratory.looking import look
from core.laboratory.needs import Need, evidence_part
from core.laboratory.networks import Networks
from core.laboratory.parts import PartStore
from core.laboratory.report import as_csv, as_html, report
from core.laboratory.results import results
from core.laboratory.run import run
from core.laboratory.scores import figures
from core.laboratory.stand import known_by, stand
from core.laboratory.test_sets import Labelled
from core.laboratory_records import Cell, CellDone, CellResult, GridOrder, QuerySet, SetSource
from core.listing import list_folder
from core.match import Matcher
from core.pipeline import index_folder
from core.recipe import PARTS
from core.records import Embedded, Progress, SetAside, Stage
from core.removal import WORK_SIDE
from core.weights import EMBEDDED_ENCODER, ModelStore

PLAIN = Cell(encoder=EMBEDDED_ENCODER, removal="none")
FIRST = PLAIN, replace(PLAIN, augmentation="flip-h"), replace(PLAIN, metric="l1")


@pytest.fixture
def listed(catalogue: Catalogue, photos: Path) -> Catalogue:
    """The drawn photos, known but not embedded."""
    list(list_folder(catalogue, photos.resolve()))
    return catalogue


def gallery_of(catalogue: Catalogue) -> list[GalleryPhoto]:
    return [gallery.hashed(photo) for photo in gallery.photos(catalogue)]


def of_photos(catalogue: Catalogue, paths: list[Path]) -> QuerySet:
    """A test set of catalogue photos, each of its own product."""
    known = {photo.path: photo for photo in gallery_of(catalogue)}
    rows = [Labelled(path, known[path].digest, known[path].product_id) for path in paths]
    return test_sets.create(catalogue, "own", SetSource.FOLDER, rows)


def all_of(photos: Path) -> list[Path]:
    return sorted(path.resolve() for path in photos.rglob("*.*"))


def measured(catalogue: Catalogue, store: ModelStore, order: GridOrder) -> list[CellResult]:
    list(run(catalogue, store, order))
    return results(catalogue, order.test_set, stand(catalogue, order.test_set))


def test_photos_of_the_gallery_find_themselves_in_every_cell(
    listed: Catalogue, store: ModelStore, photos: Path
) -> None:
    test_set = of_photos(listed, all_of(photos))
    told = list(run(listed, store, GridOrder(test_set.id, FIRST)))
    assert [each for each in told if isinstance(each, CellDone)] == [
        CellDone(test_set.id, cell) for cell in FIRST
    ]
    assert not any(isinstance(each, SetAside) for each in told)
    last = told[-1]
    assert isinstance(last, Progress)
    assert last.stage == Stage.DONE
    found = results(listed, test_set.id)
    assert [each.cell for each in found] == list(FIRST)
    for each in found:
        top1 = figures(each.outcomes)
        assert top1 is not None
        assert top1.top1.value == 1
        assert top1.queries == 8
        assert each.seconds_a_query > 0
    # a vector in the catalogue takes 2 bytes a value and 4 for its scale; a copy as much again
    assert [each.bytes_a_photo for each in found] == [2564, 5128, 2564]


def test_a_cell_finds_what_the_product_finds_under_its_recipe(
    indexed: Catalogue, plain_embedder: Embedder, store: ModelStore, drawn_photos: Path
) -> None:
    test_set = of_photos(indexed, all_of(drawn_photos))
    (found,) = measured(indexed, store, GridOrder(test_set.id, (PLAIN,)))
    matcher = Matcher(indexed, plain_embedder)
    for query, outcome in zip(test_sets.queries(indexed, test_set.id), found.outcomes, strict=True):
        answer = matcher.match(query.path, 5)
        assert outcome.first == tuple(match.photo_id for match in answer.matches)


def test_a_cell_that_weighs_finds_what_the_product_finds_of_a_photo_of_its_own(
    catalogue: Catalogue,
    plain_embedder: Embedder,
    store: ModelStore,
    photos: Path,
    tmp_path: Path,
) -> None:
    cell = replace(PLAIN, mirrored=True, evidence=PARTS)
    product = plain_embedder.under(recipe_of(cell, store), None)
    list(index_folder(catalogue, photos, product))
    query = tmp_path / "query.png"
    Image.open(photos / "Bags" / "BG2.jpg").rotate(4, fillcolor="white").save(query)
    rows = [Labelled(query, known_by(query), gallery_of(catalogue)[0].product_id)]
    test_set = test_sets.create(catalogue, "turned", SetSource.FOLDER, rows)
    (found,) = measured(catalogue, store, GridOrder(test_set.id, (cell,)))
    answer = Matcher(catalogue, product).match(query, 5)
    assert found.outcomes[0].first == tuple(match.photo_id for match in answer.matches)


@pytest.mark.slow
def test_parts_come_to_the_vector_and_evidence_of_the_product(
    embedder: Embedder, store: ModelStore, photos: Path, catalogue: Catalogue
) -> None:
    list(list_folder(catalogue, photos.resolve()))
    photo = gallery_of(catalogue)[0]
    image = intake.load(photo.path, WORK_SIDE)
    for removal, views, mirrored in (
        ("u2netp", ("cutout", "square"), True),
        ("u2netp", ("square",), False),
        ("none", ("square",), True),
    ):
        cell = Cell(
            encoder=EMBEDDED_ENCODER,
            removal=removal,
            views=views,
            mirrored=mirrored,
            evidence=("regions", "colour", "points"),
        )
        recipe = recipe_of(cell, store)
        needs = [Need(recipe), Need(recipe.of_query)]
        parts = look(photo.path, photo.digest, {}, needs, Networks(store))
        remover = embedder.remover if removal != "none" else None
        product = Embedder(recipe, embedder.encoder, remover)
        prepared = product.prepare(image)
        vector = product.embed(prepared)
        assert float(vector @ vector_of(recipe, parts)) > 0.9999
        asked = product.see(image)[1]
        assert len(asked) == (2 if views == ("cutout", "square") else 1)
        assert np.allclose(vectors_of_query(recipe, parts), asked, atol=2e-3)
        expected = product.look(prepared, vector)
        assert expected is not None
        regions = parts[evidence_part(recipe, "regions")].values
        assert np.allclose(regions, expected.vectors[1:], atol=2e-3)
        known = gather(image, prepared.mask, ("colour",), recipe.crop_side)
        assert np.array_equal(parts[evidence_part(recipe, "colour")].values, known.colours)


def test_what_is_known_is_not_measured_again_until_something_changes(
    listed: Catalogue, store: ModelStore, photos: Path
) -> None:
    test_set = of_photos(listed, all_of(photos)[:2])
    order = GridOrder(test_set.id, (PLAIN,))
    list(run(listed, store, order))
    again = list(run(listed, store, order))
    assert not any(isinstance(each, CellDone) for each in again)
    more = list(run(listed, store, GridOrder(test_set.id, FIRST[1:])))
    assert [each.cell for each in more if isinstance(each, CellDone)] == list(FIRST[1:])
    listed.mark_missing([str(all_of(photos)[-1])])
    (found, *_others) = results(listed, test_set.id, stand(listed, test_set.id))
    assert not found.is_current
    anew = list(run(listed, store, order))
    assert [each.cell for each in anew if isinstance(each, CellDone)] == [PLAIN]


def test_a_run_that_is_left_off_goes_on_with_what_it_has(
    listed: Catalogue, store: ModelStore, photos: Path
) -> None:
    test_set = of_photos(listed, all_of(photos))
    job = run(listed, store, GridOrder(test_set.id, FIRST))
    for _turn in range(8 + 3):  # each is hashed first
        next(job)
    job.close()
    parts = PartStore(listed)
    kept = [photo for photo in gallery_of(listed) if parts.get(photo.digest)]
    assert len(kept) >= 3  # what was under way is finished
    times = {photo.digest: parts.get(photo.digest) for photo in kept}
    assert len(measured(listed, store, GridOrder(test_set.id, FIRST))) == 3
    for digest, before in times.items():
        assert parts.get(digest) == before  # not made anew: the seconds are the same


def test_bad_photos_stop_nothing_and_count_as_missed(
    listed: Catalogue, store: ModelStore, photos: Path
) -> None:
    paths = all_of(photos)
    test_set = of_photos(listed, paths)
    paths[0].write_bytes(b"no picture any more")
    paths[1].unlink()
    told = list(run(listed, store, GridOrder(test_set.id, (PLAIN,))))
    aside = {each.path for each in told if isinstance(each, SetAside)}
    assert aside == set(paths[:2])
    (found,) = results(listed, test_set.id)
    failed = [outcome.failed for outcome in found.outcomes]
    assert all(failed[:2])
    assert not any(failed[2:])
    told_again = figures(found.outcomes)
    assert told_again is not None
    assert (told_again.queries, told_again.failed) == (8, 2)


def test_a_drive_that_is_away_gives_no_figures_and_loses_no_parts(
    listed: Catalogue, store: ModelStore, photos: Path
) -> None:
    test_set = of_photos(listed, all_of(photos))
    list(run(listed, store, GridOrder(test_set.id, (PLAIN,))))
    kept = sorted((listed.folder / "laboratory").rglob("*.parts"))
    photos.rename(photos.with_name("away"))
    with pytest.raises(FolderError) as caught:
        list(run(listed, store, GridOrder(test_set.id, FIRST)))
    assert caught.value.reason == FolderReason.VANISHED
    assert [each.cell for each in results(listed, test_set.id)] == [PLAIN]
    assert sorted((listed.folder / "laboratory").rglob("*.parts")) == kept


def test_figures_without_a_photo_that_may_come_back_are_taken_again(
    listed: Catalogue, store: ModelStore, photos: Path
) -> None:
    test_set = of_photos(listed, all_of(photos)[1:2])
    order = GridOrder(test_set.id, (PLAIN,))
    first = all_of(photos)[0]
    first.rename(photos / "elsewhere")
    (found,) = measured(listed, store, order)
    assert not found.is_current
    (photos / "elsewhere").rename(first)
    (found,) = measured(listed, store, order)
    assert found.is_current


@pytest.mark.parametrize("is_away", [True, False])
def test_a_query_counts_as_missed_for_good_unless_its_folder_is_away(
    listed: Catalogue, store: ModelStore, tmp_path: Path, is_away: bool
) -> None:
    product_id = gallery.photos(listed)[0].product_id
    lost = tmp_path / ("away/q.jpg" if is_away else "q.jpg")
    rows = [Labelled(lost, "a" * 64, product_id)]
    test_set = test_sets.create(listed, "lost", SetSource.CONFIRMED, rows)
    (found,) = measured(listed, store, GridOrder(test_set.id, (PLAIN,)))
    assert found.is_current == (not is_away)
    assert [outcome.failed for outcome in found.outcomes] == ["vanished"]


def test_hashing_and_filling_leave_off_between_photos(
    listed: Catalogue, store: ModelStore, photos: Path
) -> None:
    order = GridOrder(of_photos(listed, all_of(photos)[:1]).id, (PLAIN,))
    told = [each for each in run(listed, store, order) if isinstance(each, Progress)]
    listing = [(each.done, each.total) for each in told if each.stage == Stage.LISTING]
    assert listing == [(done, 8) for done in range(8)]
    many = {n: GalleryPhoto(n, Path(str(n)), Path(), "", 1, "") for n in range(1, 1_202)}
    made = (Embedded(n, np.ones(4, np.float32) / 2, "", (1, 1)) for n in many)
    recipe = recipe_of(PLAIN, store)
    with gallery.gallery(many, 0) as held:
        filling = held.fill(recipe, made)
        assert len(list(filling)) == 3


def test_a_set_that_is_deleted_while_it_is_measured_ends_the_run_in_a_sentence(
    listed: Catalogue, store: ModelStore, photos: Path
) -> None:
    test_set = of_photos(listed, all_of(photos)[:1])
    job = run(listed, store, GridOrder(test_set.id, (PLAIN,)))
    next(job)
    test_sets.delete(listed, test_set.id)
    with pytest.raises(RequestError) as caught:
        list(job)
    assert caught.value.reason == RequestReason.NO_TEST_SET


def test_a_cell_without_weights_says_so_and_gives_no_number(
    listed: Catalogue, store: ModelStore, photos: Path
) -> None:
    test_set = of_photos(listed, all_of(photos)[:1])
    cells = Grid(encoders=("resnet50",), removals=("none", "u2net")).cells()
    told = list(run(listed, store, GridOrder(test_set.id, cells)))
    assert [each.missing for each in told if isinstance(each, CellDone)] == ["resnet50"] * 2
    for found in results(listed, test_set.id):
        assert found.missing == "resnet50"
        assert figures(found.outcomes) is None


def test_parts_that_are_damaged_or_of_nobody_are_done_without(
    listed: Catalogue, store: ModelStore, photos: Path
) -> None:
    test_set = of_photos(listed, all_of(photos))
    order = GridOrder(test_set.id, (PLAIN,))
    list(run(listed, store, order))
    files = sorted((listed.folder / "laboratory").rglob("*.parts"))
    assert len(files) == 8
    files[0].write_bytes(files[0].read_bytes()[:100])
    (files[0].parent / f"{'0' * 64}.parts").write_bytes(b"x")
    (files[0].parent / "left.123.part").write_bytes(b"x")
    changed = GridOrder(test_set.id, FIRST[1:2])
    list(run(listed, store, changed))
    assert sorted((listed.folder / "laboratory").rglob("*.part*")) == files
    assert len(results(listed, test_set.id)) == 2


def test_what_another_version_measured_and_a_set_without_queries_are_no_trouble(
    listed: Catalogue, store: ModelStore, photos: Path
) -> None:
    test_set = of_photos(listed, all_of(photos)[:1])
    order = GridOrder(test_set.id, (PLAIN,))
    list(run(listed, store, order))
    with listed.database.write():
        listed.database.execute(
            "INSERT INTO cell_result(test_set_id, cell, at, missing, recipe, seconds, bytes, stand)"
            " SELECT test_set_id, '{\"encoder\": 7}', at, '', '', 0, 0, stand FROM cell_result"
        )
        listed.database.execute("DELETE FROM test_query")
    found = measured(listed, store, order)
    assert [each.cell for each in found] == [PLAIN]
    assert figures(found[0].outcomes) is None
    told = report(listed, test_set, PLAIN)
    assert "no queries" in as_html(told, store)
    assert as_csv(told).count("\n") == 2


def test_an_empty_catalogue_and_a_set_that_is_gone_are_refused(
    catalogue: Catalogue, store: ModelStore
) -> None:
    with pytest.raises(RequestError) as caught:
        list(run(catalogue, store, GridOrder(7, (PLAIN,))))
    assert caught.value.reason == RequestReason.NO_TEST_SET


KILLED = """
import os, signal, sys
from pathlib import Path
from core.catalogue import Catalogue
from core.laboratory.run import run
from core.laboratory_records import Cell, GridOrder
from core.weights import open_store

cells = tuple(
    Cell(encoder="efficientnet-lite2", removal="none", augmentation=name)
    for name in ("none", "flip-h")
)
job = run(Catalogue(Path(sys.argv[1])), open_store(), GridOrder(1, cells))
for turn, _record in enumerate(job):
    if turn == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
@pytest.mark.parametrize("turns", [11, 20, 29])
def test_a_run_that_was_killed_goes_on(
    listed: Catalogue, store: ModelStore, photos: Path, turns: int
) -> None:
    test_set = of_photos(listed, all_of(photos))
    listed.close()
    code = [sys.executable, "-c", KILLED, str(listed.folder), str(turns)]
    killed = subprocess.run(code, cwd=Path(__file__).parents[3], env=dict(os.environ), check=False)
    assert killed.returncode == -signal.SIGKILL
    opened = Catalogue(listed.folder)
    parts = PartStore(opened)
    known = {photo.digest: parts.get(photo.digest) for photo in gallery_of(opened)}
    assert sum(map(bool, known.values())) >= min(turns - 7, 8)
    assert len(results(opened, test_set.id)) == (turns > 25)
    cells = (PLAIN, replace(PLAIN, augmentation="flip-h"))
    found = measured(opened, store, GridOrder(test_set.id, cells))
    opened.close()
    assert [each.cell for each in found] == list(cells)
    for each in found:
        told = figures(each.outcomes)
        assert told is not None
        assert (told.queries, told.top1.value) == (8, 1.0)
