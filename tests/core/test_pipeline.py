"""Indexing drawn photos with the real encoder: cancel, resume, bad files, vanishing folders."""

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from annoy import AnnoyIndex
from PIL import Image

from core import candidates as index_module
from core import run_mark
from core.catalogue import Catalogue
from core.embedding import Embedder, Prepared
from core.errors import FolderError, FolderReason
from core.listing import list_folder
from core.pipeline import change_recipe, index_folder
from core.records import Progress, SetAside, Stage

pytestmark = pytest.mark.slow


def names(catalogue: Catalogue, embedder: Embedder) -> list[str]:
    """The photos that can match, by name."""
    ids, _ = catalogue.vectors(embedder.recipe.embedding_id)
    return sorted(photo.photo_path.name for photo in catalogue.shown_by(ids).values())


def embedded(records: Iterable[object]) -> int:
    """How many photos a run took in hand."""
    steps = [r for r in records if isinstance(r, Progress) and r.stage == Stage.EMBEDDING]
    return steps[-1].done if steps else 0


def run(job: Iterable[object], when: Callable[[Progress], bool], act: Callable[[], object]) -> None:
    """Runs a job to its end, and does `act` after each record that `when` picks."""
    for record in job:
        if isinstance(record, Progress) and when(record):
            act()


def is_under_way(step: Progress) -> bool:
    """Whether some photos were embedded, and not all."""
    return step.stage == Stage.EMBEDDING and 0 < step.done < step.total


ALL = [
    *("BG1_back.jpg", "BG1_front.jpg", "BG2.jpg", "SH1.webp"),
    *("SH2.jpg", "SH3.jpg", "WT1.png", "WT2.jpg"),
]


def test_a_folder_is_indexed_once_and_told_in_order(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path
) -> None:
    records = list(index_folder(catalogue, photos, plain_embedder))
    stages = [record.stage for record in records if isinstance(record, Progress)]
    assert list(dict.fromkeys(stages)) == [
        Stage.LISTING,
        Stage.EMBEDDING,
        Stage.BUILDING,
        Stage.DONE,
    ]
    last = records[-1]
    assert isinstance(last, Progress)
    # How many a second is known where it took some seconds.
    assert replace(last, a_second=0.0) == Progress(Stage.DONE, 8, 8, 0, 0.0)
    assert names(catalogue, plain_embedder) == ALL
    info = catalogue.info()
    assert (info.products, info.embedded, info.encoder) == (7, 8, "efficientnet-lite2")
    assert info.categories == ("Bags", "Shoes", "Watches")
    assert info.roots == (photos.resolve(),)
    assert info.generation is not None
    assert embedded(index_folder(catalogue, photos, plain_embedder)) == 0
    assert catalogue.info() == info


def test_a_cancelled_run_keeps_what_it_did_and_the_next_does_the_rest(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path
) -> None:
    job = index_folder(catalogue, photos, plain_embedder)
    for record in job:
        if isinstance(record, Progress) and is_under_way(record):
            break
    job.close()
    assert isinstance(record, Progress)
    first = catalogue.vectors(plain_embedder.recipe.embedding_id)[0].tolist()
    assert record.done <= len(first) < len(ALL)
    assert embedded(index_folder(catalogue, photos, plain_embedder)) == len(ALL) - len(first)
    assert names(catalogue, plain_embedder) == ALL
    ids = catalogue.vectors(plain_embedder.recipe.embedding_id)[0]
    assert ids[: len(first)].tolist() == first


def test_a_photo_in_hand_is_not_blamed_for_cancelled_runs(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path
) -> None:
    for _ in range(3):
        job = index_folder(catalogue, photos, Interrupted(plain_embedder))
        with pytest.raises(KeyboardInterrupt):
            list(job)
    list(index_folder(catalogue, photos, plain_embedder))
    assert catalogue.photos_aside() == []
    assert names(catalogue, plain_embedder) == ALL


class Interrupted(Embedder):
    """Ctrl-C while the first photo is in hand."""

    def __init__(self, real: Embedder) -> None:
        super().__init__(real.recipe, real.encoder, real.remover)

    def prepare(self, image: object) -> None:
        raise KeyboardInterrupt


def test_bad_files_are_set_aside_with_their_reason_and_the_rest_is_indexed(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path
) -> None:
    (photos / "empty.jpg").touch()
    (photos / "text.jpg").write_text("no picture")
    whole = (photos / "Bags" / "BG2.jpg").read_bytes()
    (photos / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    records = list(index_folder(catalogue, photos, plain_embedder))
    told = {r.path.name: r.reason for r in records if isinstance(r, SetAside)}
    assert told == {"empty.jpg": "empty", "text.jpg": "not-an-image", "cut.jpg": "incomplete"}
    assert {p.path.name: p.reason for p in catalogue.photos_aside()} == told
    assert records[-1] == Progress(Stage.DONE, 11, 11, 3, 0.0)
    assert names(catalogue, plain_embedder) == ALL
    assert embedded(index_folder(catalogue, photos, plain_embedder)) == 0
    (photos / "cut.jpg").write_bytes(whole)
    assert embedded(index_folder(catalogue, photos, plain_embedder)) == 1
    assert "cut.jpg" in names(catalogue, plain_embedder)


class Failing(Embedder):
    """Networks that fail over one photo, as they do when memory runs out."""

    def __init__(self, real: Embedder, failing: tuple[int, int]) -> None:
        super().__init__(real.recipe, real.encoder, real.remover)
        object.__setattr__(self, "failing", failing)

    def prepare(self, image: Image.Image) -> Prepared:
        if image.size == self.failing:
            raise RuntimeError("not enough memory")
        return super().prepare(image)


def test_a_photo_that_a_network_fails_over_never_stops_the_run(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path
) -> None:
    Image.new("RGB", (33, 77), "red").save(photos / "odd.png")
    records = list(index_folder(catalogue, photos, Failing(plain_embedder, (33, 77))))
    assert [(r.path.name, r.reason) for r in records if isinstance(r, SetAside)] == [
        ("odd.png", "failed")
    ]
    assert names(catalogue, plain_embedder) == ALL
    catalogue.retry_set_aside()
    list(index_folder(catalogue, photos, plain_embedder))
    assert "odd.png" in names(catalogue, plain_embedder)


def test_a_photo_that_could_not_be_read_is_tried_again_by_the_next_run(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path
) -> None:
    list(list_folder(catalogue, photos.resolve()))
    photo = catalogue.waiting("")[0]
    catalogue.set_aside(photo.id, "unreadable")
    list(index_folder(catalogue, photos, plain_embedder))
    assert catalogue.photos_aside() == []
    assert names(catalogue, plain_embedder) == ALL


def test_a_photo_that_brought_the_process_down_three_times_is_left_out(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path
) -> None:
    list(list_folder(catalogue, photos.resolve()))
    culprit = catalogue.waiting("")[2]
    for _ in range(3):
        assert catalogue.take_in_hand([culprit.id])
    (catalogue.folder / run_mark.FILE_NAME).touch()
    list(index_folder(catalogue, photos, plain_embedder))
    assert [(p.path, p.reason) for p in catalogue.photos_aside()] == [(culprit.path, "crashed")]
    assert len(names(catalogue, plain_embedder)) == 7


def test_a_folder_that_vanishes_during_the_run_stops_it_and_keeps_what_was_done(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path, tmp_path: Path
) -> None:
    away = tmp_path / "away"
    for number in range(8):
        shutil.copytree(photos / "Bags", photos / f"More {number}")
    everything = sorted(path.name for path in photos.rglob("*.*"))
    job = index_folder(catalogue, photos, plain_embedder)
    with pytest.raises(FolderError) as caught:
        run(job, is_under_way, lambda: photos.rename(away) if photos.exists() else None)
    assert caught.value.reason == FolderReason.VANISHED
    assert caught.value.subject == str(photos)
    done = len(names(catalogue, plain_embedder))
    assert 0 < done < len(everything)
    assert (catalogue.info().missing, catalogue.info().set_aside) == (0, 0)
    away.rename(photos)
    assert embedded(index_folder(catalogue, photos, plain_embedder)) == len(everything) - done
    assert names(catalogue, plain_embedder) == everything


def test_no_photo_is_blamed_when_its_folder_keeps_vanishing(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path, tmp_path: Path
) -> None:
    away = tmp_path / "away"
    for _ in range(3):
        job = index_folder(catalogue, photos, plain_embedder)
        with pytest.raises(FolderError):
            run(job, lambda step: step.stage == Stage.EMBEDDING, lambda: photos.rename(away))
        away.rename(photos)
    list(index_folder(catalogue, photos, plain_embedder))
    assert catalogue.photos_aside() == []
    assert names(catalogue, plain_embedder) == ALL


def test_a_folder_that_vanishes_while_it_is_listed_loses_nothing(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    root = tmp_path / "many"
    for number in range(240):
        path = root / f"{number % 3}" / f"{number}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    list(list_folder(catalogue, root))
    assert catalogue.info().photos == 240
    with pytest.raises(FolderError) as caught:
        run(
            list_folder(catalogue, root),
            lambda step: step.done == 100,
            lambda: shutil.rmtree(root),
        )
    assert caught.value.reason == FolderReason.VANISHED
    assert (catalogue.info().photos, catalogue.info().missing) == (240, 0)


def test_a_folder_that_is_away_does_not_keep_another_from_being_indexed(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path, tmp_path: Path
) -> None:
    other = tmp_path / "a-folder-before-the-others"
    shutil.copytree(photos / "Bags", other)
    list(list_folder(catalogue, other.resolve()))
    other.rename(tmp_path / "away")
    records = list(index_folder(catalogue, photos, plain_embedder))
    assert isinstance(records[-1], Progress)
    assert records[-1].stage == Stage.DONE
    assert names(catalogue, plain_embedder) == ALL
    assert len(catalogue.waiting(plain_embedder.recipe.embedding_id)) == 3
    changed = Embedder(replace(plain_embedder.recipe, flip=True), plain_embedder.encoder, None)
    with pytest.raises(FolderError) as caught:
        list(change_recipe(catalogue, changed))
    assert caught.value.subject == str(other)
    assert catalogue.recipe("active") == plain_embedder.recipe
    (tmp_path / "away").rename(other)
    list(change_recipe(catalogue, changed))
    assert catalogue.recipe("active") == changed.recipe
    assert len(names(catalogue, changed)) == 11


@pytest.mark.parametrize("exists", [True, False])
def test_a_folder_without_photos_or_none_at_all_is_refused(
    catalogue: Catalogue, plain_embedder: Embedder, tmp_path: Path, exists: bool
) -> None:
    folder = tmp_path / "folder"
    if exists:
        folder.mkdir()
        (folder / "notes.txt").write_text("nothing here")
    with pytest.raises(FolderError) as caught:
        list(index_folder(catalogue, folder, plain_embedder))
    assert caught.value.reason == (FolderReason.NO_PHOTOS if exists else FolderReason.MISSING)
    assert catalogue.info().photos == 0


def test_renamed_removed_and_changed_photos_are_followed(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path
) -> None:
    list(index_folder(catalogue, photos, plain_embedder))
    (photos / "Bags" / "BG2.jpg").rename(photos / "Bags" / "BG3.jpg")
    (photos / "Watches" / "WT1.png").unlink()
    shutil.copy(photos / "Shoes" / "SH2.jpg", photos / "Shoes" / "SH3.jpg")
    os.utime(photos / "Shoes" / "SH3.jpg", ns=(1, 1))
    # One was changed; the one that was renamed is known again.
    assert embedded(index_folder(catalogue, photos, plain_embedder)) == 1
    expected = [name.replace("BG2", "BG3") for name in ALL if name != "WT1.png"]
    assert names(catalogue, plain_embedder) == sorted(expected)
    assert catalogue.info().missing == 1


def test_a_photo_that_vanishes_during_the_run_is_missing_and_no_failure(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path
) -> None:
    records = []
    for record in index_folder(catalogue, photos, plain_embedder):
        records.append(record)
        if isinstance(record, Progress) and record.stage == Stage.EMBEDDING:
            (photos / "Watches" / "WT2.jpg").unlink(missing_ok=True)
    assert not [record for record in records if isinstance(record, SetAside)]
    assert names(catalogue, plain_embedder) == [name for name in ALL if name != "WT2.jpg"]
    assert catalogue.info().missing == 1


def test_a_folder_inside_an_indexed_folder_is_not_indexed_twice(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path
) -> None:
    list(index_folder(catalogue, photos, plain_embedder))
    assert embedded(index_folder(catalogue, photos / "Bags", plain_embedder)) == 0
    assert embedded(index_folder(catalogue, photos, plain_embedder)) == 0
    (photos / "Bags" / "BG2.jpg").unlink()
    list(index_folder(catalogue, photos / "Bags", plain_embedder))
    assert names(catalogue, plain_embedder) == [name for name in ALL if name != "BG2.jpg"]


def test_a_change_of_recipe_answers_with_the_old_one_until_all_is_done(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path
) -> None:
    old = plain_embedder
    new = Embedder(replace(old.recipe, flip=True), old.encoder, None)
    list(index_folder(catalogue, photos, old))
    job = change_recipe(catalogue, new)
    for record in job:
        if isinstance(record, Progress) and is_under_way(record):
            break
    job.close()
    assert catalogue.recipe("active") == old.recipe
    assert catalogue.recipe("wanted") == new.recipe
    assert names(catalogue, old) == ALL
    done = len(names(catalogue, new))
    assert 0 < done < len(ALL)
    assert embedded(change_recipe(catalogue, new)) == len(ALL) - done
    assert catalogue.recipe("active") == new.recipe
    assert names(catalogue, new) == names(catalogue, old) == ALL
    old_ids, _ = catalogue.vectors(old.recipe.embedding_id)
    new_ids, _ = catalogue.vectors(new.recipe.embedding_id)
    assert not set(old_ids) & set(new_ids)
    assert catalogue.generation(new.recipe.id) is not None


def test_an_index_that_fails_its_test_does_not_fail_the_run(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(AnnoyIndex):
        def get_nns_by_vector(self, *args: object, **kwargs: object) -> list[int]:
            return [0]

    monkeypatch.setattr(index_module, "AnnoyIndex", Broken)
    records = list(index_folder(catalogue, photos, plain_embedder))
    assert records[-1] == Progress(Stage.DONE, 8, 8, 0, 0.0)
    assert catalogue.info().generation is None
    assert names(catalogue, plain_embedder) == ALL
