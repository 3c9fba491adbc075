"""A fine-tuning from photos to a new encoder, with the embedded networks."""

import errno
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from core import finetuning, model_use
from core.catalogue import Catalogue
from core.confirmed import Verdict, judge, judged
from core.embedding import Embedder, open_embedder, plain_recipe
from core.encoders import open_encoder
from core.errors import RequestError, RequestReason, WeightsError, WeightsReason
from core.finetuning.photos import labelled, photos_of
from core.finetuning.run import FOLDER, Job, Place, finetune
from core.listing import list_folder
from core.query_records import Look
from core.records import Box, Progress, SetAside, Stage
from core.tuned_names import base_of
from core.tuning_records import Tuned, TuningEpoch, TuningOrder
from core.weights import EMBEDDED_ENCODER, ModelStore

Tune = Callable[..., Job]
ROOT = Path(finetuning.__file__).parents[2]


def told(job: Job) -> tuple[list[TuningEpoch], Tuned]:
    records = list(job)
    assert isinstance(records[-1], Tuned)
    return [each for each in records if isinstance(each, TuningEpoch)], records[-1]


def left_off(job: Job, catalogue: Catalogue) -> set[str]:
    """The names of the shelves that there are when a job is left off at its third photo."""
    for record in job:
        if isinstance(record, Progress) and (record.stage, record.done) == (Stage.LOOKING, 2):
            break
    job.close()
    return {each.name for each in (catalogue.folder / FOLDER).iterdir()}


@pytest.mark.slow
def test_marks_that_the_base_hardly_sees_are_learned(
    shirts: Path, tmp_path: Path, own_store: ModelStore, plain_embedder: Embedder
) -> None:
    """96 shirts that differ in a small mark: on those never seen, many more are found."""
    catalogue = Catalogue(tmp_path / "catalogue")
    list(list_folder(catalogue, shirts))
    job = finetune(
        TuningOrder(epochs=8),
        Place(catalogue.folder, own_store),
        photos_of(catalogue),
        plain_embedder,
    )
    epochs, tuned = told(job)
    assert tuned.gain is not None
    assert epochs[1].loss is not None
    assert epochs[-1].loss is not None
    assert epochs[-1].loss < epochs[1].loss * 0.75
    assert tuned.gain.products == 24
    assert tuned.gain.low > 0.05
    assert tuned.gain.tuned > tuned.gain.base + 0.2
    assert tuned.recommended


@pytest.mark.slow
@pytest.mark.parametrize("with_category", [False, True])
def test_a_new_encoder_serves_as_any_other(
    few: Catalogue, tune: Tune, own_store: ModelStore, with_category: bool
) -> None:
    epochs, tuned = told(tune(few, epochs=2, with_category=with_category))
    assert [each.epoch for each in epochs] == [0, 1, 2]
    assert tuned.best > 0
    assert (base_of(tuned.model), tuned.base) == (EMBEDDED_ENCODER, EMBEDDED_ENCODER)
    assert not (few.folder / FOLDER).exists()
    here = model_use.with_tuned(own_store)
    model = here.model(tuned.model)
    assert model.sha256 != here.model(EMBEDDED_ENCODER).sha256
    assert here.verified(tuned.model).parent == own_store.target
    recipe = plain_recipe(here, tuned.model, "none")
    opened = open_embedder(recipe, here)
    crops = np.random.default_rng(0).integers(0, 255, (2, 256, 256, 3), np.uint8)
    made = opened.encoder.encode(crops)
    by_torch = open_encoder(tuned.model, here.verified(tuned.model)).encode(crops)
    before = open_encoder(EMBEDDED_ENCODER, here.verified(EMBEDDED_ENCODER)).encode(crops)
    assert np.allclose(made, by_torch, atol=0.02)
    assert not np.allclose(by_torch, before, atol=1e-3)

    few.set_recipe("active", recipe)
    with pytest.raises(WeightsError) as caught:
        model_use.remove(here, tuned.model, [few.folder])
    assert caught.value.reason == WeightsReason.IN_USE
    few.set_recipe("active", plain_recipe(here, EMBEDDED_ENCODER, "none"))
    model_use.remove(here, tuned.model, [few.folder])
    assert tuned.model not in model_use.with_tuned(own_store).models
    assert not list(own_store.target.iterdir())


@pytest.mark.slow
def test_what_is_left_off_is_gone_on_with_and_ends_alike(
    few: Catalogue, tune: Tune, own_store: ModelStore
) -> None:
    whole, expected = told(tune(few, epochs=3))
    job = tune(few, epochs=3)
    for record in job:
        if isinstance(record, TuningEpoch) and record.epoch == 1:
            break
    assert isinstance(next(job), Progress)
    job.close()
    assert (few.folder / FOLDER).exists()
    records = list(tune(few, epochs=3, resume=True))
    epochs = [each for each in records if isinstance(each, TuningEpoch)]
    assert [each.recall for each in epochs] == [each.recall for each in whole]
    losses, before = ([each.loss or 0 for each in some] for some in (epochs, whole))
    assert losses == pytest.approx(before, rel=1e-4)
    tuned = records[-1]
    assert isinstance(tuned, Tuned)
    assert (tuned.best, tuned.gain) == (expected.best, expected.gain)
    assert tuned.model == f"{expected.model}-2"


@pytest.mark.slow
def test_a_killed_process_loses_one_epoch_at_the_most(few: Catalogue, tmp_path: Path) -> None:
    command = [
        *(sys.executable, "-m", "core.cli", "finetune", "--catalogue", str(few.folder)),
        *("--epochs", "40", "--resume"),
    ]
    few.set_recipe("active", _plain_recipe())
    environment = {"VITRINE_HOME": str(tmp_path / "home"), "PATH": "", "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    stands = few.folder / FOLDER
    until = time.monotonic() + 120
    while not list(stands.rglob("stand-*.safetensors")) and time.monotonic() < until:
        time.sleep(0.1)
    process.kill()
    process.wait()
    assert list(stands.rglob("stand-*.safetensors"))
    embedder = open_embedder(_plain_recipe(), _store())
    place = Place(few.folder, replace(_store(), target=tmp_path / "models"))
    job = finetune(TuningOrder(epochs=40, resume=True), place, photos_of(few), embedder)
    first = next(each for each in job if isinstance(each, TuningEpoch) and each.epoch == 1)
    assert first.loss is not None
    job.close()


def _store() -> ModelStore:
    from core.weights import open_store

    return open_store()


def _plain_recipe():  # type: ignore[no-untyped-def]
    return plain_recipe(_store(), EMBEDDED_ENCODER, "none")


@pytest.mark.slow
def test_a_photo_that_cannot_be_read_is_set_aside(few: Catalogue, tune: Tune) -> None:
    broken = Path(photos_of(few)[0].path)
    broken.unlink()
    broken.write_bytes(b"no picture")
    job = tune(few, epochs=1)
    aside = [each for each in job if isinstance(each, SetAside)]
    assert [each.path for each in aside] == [broken]


@pytest.mark.slow
def test_without_its_drive_it_says_so_and_can_be_begun_again(
    few: Catalogue, tune: Tune, tmp_path: Path
) -> None:
    (tmp_path / "few").rename(tmp_path / "away")
    with pytest.raises(RequestError) as caught:
        list(tune(few, epochs=1, resume=True))
    assert caught.value.reason == RequestReason.TOO_FEW_PRODUCTS
    (tmp_path / "away").rename(tmp_path / "few")
    records = list(tune(few, epochs=1, resume=True))
    assert not any(isinstance(each, SetAside) for each in records)
    assert isinstance(records[-1], Tuned)


@pytest.mark.slow
def test_of_a_photo_that_was_replaced_nothing_is_kept(few: Catalogue, tune: Tune) -> None:
    before = left_off(tune(few, resume=True), few)
    assert left_off(tune(few, resume=True), few) == before
    path, another = (Path(each.path) for each in photos_of(few)[:2])
    path.unlink()
    path.write_bytes(another.read_bytes())
    assert left_off(tune(few, resume=True), few) != before


@pytest.mark.slow
def test_one_shelf_at_the_most_is_left_and_none_on_a_full_disk(
    few: Catalogue, tune: Tune, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = left_off(tune(few, seed=1), few)
    (second,) = left_off(tune(few, seed=2, resume=True), few)
    assert first != second

    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("core.finetuning.shelf.Shelf.put", full)
    with pytest.raises(WeightsError) as caught:
        list(tune(few, seed=2, resume=True))
    assert caught.value.reason == WeightsReason.NO_SPACE
    assert not (few.folder / FOLDER).exists()


@pytest.mark.slow
def test_a_second_one_waits_until_the_first_has_ended(few: Catalogue, tune: Tune) -> None:
    first = tune(few)
    for record in first:
        if isinstance(record, Progress) and (record.stage, record.done) == (Stage.LOOKING, 2):
            break
    second = tune(few, resume=True)
    stages = [record.stage for record in islice(second, 3) if isinstance(record, Progress)]
    assert stages == [Stage.LOADING] * 3
    first.close()
    assert next(second) == Progress(Stage.LOOKING, 0, 24)
    second.close()
    assert [each.name for each in few.folder.glob("*.lock")] == []


def test_too_few_products_are_refused_in_a_sentence(
    photos: Path, catalogue: Catalogue, tune: Tune
) -> None:
    list(list_folder(catalogue, photos))
    with pytest.raises(RequestError) as caught:
        next(tune(catalogue))
    assert caught.value.reason == RequestReason.TOO_FEW_PRODUCTS


def test_confirmed_matches_are_queries_and_no_lesson(
    few: Catalogue, photos: Path, tmp_path: Path
) -> None:
    own = photos_of(few)
    assert len(own) == 24
    assert {each.category for each in own} == {"square", "disc", "triangle", "cross"}
    query = photos / "Bags/BG2.jpg"
    judge(few, Verdict("a" * 64, own[3].product, True, query))
    judge(few, Verdict("b" * 64, own[4].product, False, photos / "Bags/BG1_front.jpg"))
    judge(few, Verdict("c" * 64, own[5].product, True, Path(own[6].path)))
    asked = [each for each in photos_of(few) if each.is_query]
    assert [(each.path, each.product, each.category, each.digest) for each in asked] == [
        (str(query), own[3].product, own[3].category, "a" * 64)
    ]
    assert labelled(own, [(query, 10_000)]) == []


def test_what_shows_more_than_its_product_is_no_query(few: Catalogue, photos: Path) -> None:
    first, second = photos_of(few)[:2]
    squared = judged("a" * 64, Look(square=Box(0, 0, 100, 100)))
    judge(few, Verdict(squared, first.product, True, photos / "Bags/BG1_front.jpg"))
    both = photos / "Bags/BG2.jpg"
    judge(few, Verdict("b" * 64, first.product, True, both))
    judge(few, Verdict("b" * 64, second.product, True, photos / "moved.jpg"))
    assert not [each for each in photos_of(few) if each.is_query]
    assert labelled([first, second], [(both, first.product), (both, second.product)]) == []
    assert len(labelled([first, second], [(both, first.product)] * 2)) == 1


def test_a_photo_of_the_catalogue_is_no_query_by_another_path(
    few: Catalogue, tmp_path: Path
) -> None:
    (own, *_others) = photos_of(few)
    folder = Path(own.path).parent
    around = folder / ".." / folder.name / Path(own.path).name
    link = tmp_path / "link"
    link.symlink_to(folder)
    for path in (around, link / around.name):
        assert labelled([own], [(path, own.product)]) == []
    through_link = replace(own, path=str(link / around.name))
    assert labelled([through_link], [(Path(own.path), own.product)]) == []
