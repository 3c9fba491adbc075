"""A run of many photos: paused and stopped from elsewhere, growing files, suspects."""

import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.crashes.indexing import EMBEDDER, RECIPE, StandIn
from core import run_mark, run_wish
from core.catalogue import Catalogue
from core.embedding import Embedder, Prepared
from core.errors import RequestError, RequestReason
from core.pipeline import embed_waiting, index_folder, list_folder
from core.records import Progress, SetAside, Stage
from core.run_wish import Wish

COUNT = 60


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Small photos of noise."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(COUNT):
        draw(folder / f"P{number:03}x.png", number)
    return folder


def draw(path: Path, seed: int, side: int = 24) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (side, side, 3), np.uint8)
    Image.fromarray(pixels).save(path)


def count(catalogue: Catalogue) -> int:
    return catalogue.count_vectors(RECIPE.embedding_id)


def stages(records: list[object]) -> list[Stage]:
    return list(dict.fromkeys(r.stage for r in records if isinstance(r, Progress)))


def test_progress_counts_up_to_all_and_is_told_often(catalogue: Catalogue, photos: Path) -> None:
    steps = [r for r in index_folder(catalogue, photos, EMBEDDER) if isinstance(r, Progress)]
    done = [step.done for step in steps if step.stage == Stage.EMBEDDING]
    assert done == sorted(done)
    assert (done[0], done[-1]) == (0, COUNT)
    assert {step.total for step in steps if step.stage == Stage.EMBEDDING} == {COUNT}
    assert steps[-1] == Progress(Stage.DONE, COUNT, COUNT, 0, 0.0, steps[-1].a_second)
    assert count(catalogue) == COUNT


def test_another_process_pauses_a_run_and_lets_it_go_on(catalogue: Catalogue, photos: Path) -> None:
    records: list[object] = []
    with closing(Catalogue(catalogue.folder)) as other:
        for record in index_folder(catalogue, photos, EMBEDDER):
            records.append(record)
            is_progress = isinstance(record, Progress)
            if is_progress and record.stage == Stage.EMBEDDING and record.done:
                if Stage.PAUSED not in stages(records):
                    run_wish.set_wish(other.database, Wish.PAUSE)
            elif is_progress and record.stage == Stage.PAUSED and still(records, 10):
                kept = count(other)
                assert kept == record.done < COUNT
                assert in_hand(other) == 0
                run_wish.set_wish(other.database, Wish.GO)
    assert Stage.PAUSED in stages(records)
    assert count(catalogue) == COUNT


def still(records: list[object], turns: int) -> bool:
    """Whether a paused run has brought nothing new for so many turns."""
    return len(records) > turns and len(set(map(repr, records[-turns:]))) == 1


def in_hand(catalogue: Catalogue) -> int:
    return catalogue.database.one("SELECT count(*) FROM photo WHERE attempts > 0")


def test_a_paused_run_is_still_paused_when_it_is_taken_up_and_not_when_a_folder_is_indexed(
    catalogue: Catalogue, photos: Path
) -> None:
    list(list_folder(catalogue, photos))
    run_wish.set_wish(catalogue.database, Wish.PAUSE)
    job = embed_waiting(catalogue, EMBEDDER)
    seen = [next(job) for _ in range(5)]
    job.close()
    assert Stage.PAUSED in stages(list(seen))
    assert count(catalogue) == 0
    list(index_folder(catalogue, photos, EMBEDDER))
    assert count(catalogue) == COUNT


def test_a_run_is_stopped_from_elsewhere_and_the_next_one_is_not(
    catalogue: Catalogue, photos: Path
) -> None:
    job = index_folder(catalogue, photos, EMBEDDER)
    with closing(Catalogue(catalogue.folder)) as other:
        for record in job:
            if isinstance(record, Progress) and record.stage == Stage.EMBEDDING:
                run_wish.set_wish(other.database, Wish.STOP)
                break
    with pytest.raises(RequestError) as caught:
        list(job)
    assert caught.value.reason == RequestReason.STOPPED
    assert in_hand(catalogue) == 0
    assert count(catalogue) < COUNT
    list(embed_waiting(catalogue, EMBEDDER))
    assert count(catalogue) == COUNT


def test_a_file_that_is_still_being_copied_is_waited_for(
    catalogue: Catalogue, photos: Path, tmp_path: Path
) -> None:
    draw(tmp_path / "whole.png", 7, 400)
    whole = (tmp_path / "whole.png").read_bytes()
    growing = photos / "P999x.png"
    growing.write_bytes(whole[:1000])

    def copy() -> None:
        for end in range(1000, len(whole), len(whole) // 8):
            growing.write_bytes(whole[:end])
            time.sleep(0.3)
        growing.write_bytes(whole)

    copying = threading.Thread(target=copy)
    copying.start()
    records = list(index_folder(catalogue, photos, EMBEDDER))
    copying.join()
    assert not [record for record in records if isinstance(record, SetAside)]
    assert count(catalogue) == COUNT + 1
    assert catalogue.waiting(RECIPE.embedding_id) == []
    assert embedded_again(catalogue, photos) == 0


def embedded_again(catalogue: Catalogue, photos: Path) -> int:
    """How many photos another run embeds."""
    steps = [r for r in index_folder(catalogue, photos, EMBEDDER) if isinstance(r, Progress)]
    return steps[-1].done


def test_a_file_that_stays_incomplete_is_set_aside_in_the_end(
    catalogue: Catalogue, photos: Path
) -> None:
    whole = (photos / "P000x.png").read_bytes()
    (photos / "P000x.png").write_bytes(whole[: len(whole) // 2])
    (photos / "P001x.png").write_bytes(b"")
    records = list(index_folder(catalogue, photos, EMBEDDER))
    told = {r.path.name: r.reason for r in records if isinstance(r, SetAside)}
    assert told == {"P000x.png": "incomplete", "P001x.png": "empty"}
    assert records[-1] == replace_pace(records[-1], Progress(Stage.DONE, COUNT, COUNT, 2, 0.0))


def replace_pace(told: object, expected: Progress) -> Progress:
    assert isinstance(told, Progress)
    return replace(expected, a_second=told.a_second)


class Watching(Embedder):
    """Notes how many photos are prepared at a time, and which."""

    at_once: list[int]

    def prepare(self, image: Image.Image) -> Prepared:
        self.at_once.append(image.width)
        try:
            time.sleep(0.01)
            return super().prepare(image)
        finally:
            self.at_once.append(-image.width)


def test_a_photo_under_suspicion_is_first_and_alone(
    catalogue: Catalogue, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "4")
    for number in (20, 40):
        draw(photos / f"P{number:03}x.png", number, 100 + number)
    list(list_folder(catalogue, photos))
    suspects = [w.id for w in catalogue.waiting("") if w.path.stem in ("P020x", "P040x")]
    catalogue.take_in_hand(suspects)
    (catalogue.folder / run_mark.FILE_NAME).touch()
    embedder = Watching(RECIPE, StandIn(), None)
    object.__setattr__(embedder, "at_once", [])
    list(embed_waiting(catalogue, embedder))
    assert embedder.at_once[:4] == [120, -120, 140, -140]
    assert count(catalogue) == COUNT
    assert in_hand(catalogue) == 0


def test_nobody_is_blamed_for_a_run_that_ended_by_itself_and_could_not_say_so(
    catalogue: Catalogue, photos: Path
) -> None:
    list(list_folder(catalogue, photos))
    suspects = [waiting.id for waiting in catalogue.waiting("")[:8]]
    for _ in range(3):
        catalogue.take_in_hand(suspects)
    records = list(embed_waiting(catalogue, EMBEDDER))
    assert not [record for record in records if isinstance(record, SetAside)]
    assert count(catalogue) == COUNT
    assert not (catalogue.folder / run_mark.FILE_NAME).exists()


class Short(Embedder):
    """Has no memory for large photos unless they are alone."""

    busy: list[int]

    def prepare(self, image: Image.Image) -> Prepared:
        self.busy.append(1)
        try:
            time.sleep(0.02)
            if image.width > 24 and len(self.busy) > 1:
                raise MemoryError
            return super().prepare(image)
        finally:
            self.busy.pop()


def test_what_memory_did_not_suffice_for_is_tried_again_alone(
    catalogue: Catalogue, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "4")
    draw(photos / "P030x.png", 1, 80)
    embedder = Short(RECIPE, StandIn(), None)
    object.__setattr__(embedder, "busy", [])
    records = list(index_folder(catalogue, photos, embedder))
    assert not [record for record in records if isinstance(record, SetAside)]
    assert count(catalogue) == COUNT


class Empty(StandIn):
    """There is never enough memory."""

    def encode(self, crops: object) -> np.ndarray:
        raise MemoryError


def test_what_memory_does_not_suffice_for_alone_is_set_aside(
    catalogue: Catalogue, photos: Path
) -> None:
    for path in list(photos.iterdir())[3:]:
        path.unlink()
    records = list(index_folder(catalogue, photos, Embedder(RECIPE, Empty(), None)))
    reasons = [record.reason for record in records if isinstance(record, SetAside)]
    assert reasons == ["too-much-memory"] * 3


def test_the_run_has_the_processor_only_while_it_is_asked_for_more(
    catalogue: Catalogue, photos: Path
) -> None:
    embedder = Watching(RECIPE, StandIn(), None)
    object.__setattr__(embedder, "at_once", [])
    job = index_folder(catalogue, photos, embedder)
    for record in job:
        if isinstance(record, Progress) and record.stage == Stage.EMBEDDING and record.done:
            break
    time.sleep(0.2)
    before = len(embedder.at_once)
    time.sleep(0.3)
    assert len(embedder.at_once) == before
    remaining: Iterator[object] = job
    list(remaining)
    assert count(catalogue) == COUNT
