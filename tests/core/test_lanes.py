"""Photos through threads: all come out, in any order, and what hangs stops nobody."""

import threading
import time
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from benchmarks.crashes.indexing import EMBEDDER, RECIPE, StandIn
from core import intake
from core.embedding import Embedder, Prepared
from core.errors import PhotoError, PhotoReason
from core.lanes import Failed, Lanes, Outcome
from core.records import Embedded, FileStamp, Waiting


def waiting(number: int, path: Path) -> Waiting:
    return Waiting(number, path, path.parent, "", FileStamp(path, 0, 0))


def drawn(folder: Path, count: int) -> list[Waiting]:
    """Photos of noise."""
    rng = np.random.default_rng(3)
    made = []
    for number in range(count):
        path = folder / f"{number}.png"
        Image.fromarray(rng.integers(0, 256, (20, 30, 3), np.uint8)).save(path)
        made.append(waiting(number, path))
    return made


def all_of(lanes: Lanes) -> list[Outcome]:
    """What comes out until nothing is in hand."""
    outcomes, until = [], time.monotonic() + 60
    while lanes.in_hand:
        assert time.monotonic() < until
        outcomes += lanes.take(0.1)
    return outcomes


def test_every_photo_comes_out_as_it_would_alone(tmp_path: Path) -> None:
    photos = drawn(tmp_path, 25)
    lanes = Lanes(EMBEDDER, 3)
    for photo in photos:
        lanes.put(photo)
    made = {each.photo_id: each for each in all_of(lanes) if isinstance(each, Embedded)}
    lanes.close()
    assert set(made) == set(range(25))
    for photo in photos:
        alone = EMBEDDER.embed(EMBEDDER.prepare(Image.open(photo.path)))
        np.testing.assert_array_equal(made[photo.id].vector, alone)
        assert made[photo.id].size == (30, 20)


def test_what_cannot_be_read_comes_out_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "text.jpg").write_text("no picture")
    photos = [*drawn(tmp_path, 3), waiting(3, tmp_path / "text.jpg"), waiting(4, tmp_path / "gone")]
    lanes = Lanes(EMBEDDER, 2)
    for photo in photos:
        lanes.put(photo)
    failed = [each for each in all_of(lanes) if isinstance(each, Failed)]
    lanes.close()
    errors = {each.photo.id: each.error for each in failed}
    assert {number: getattr(error, "reason", None) for number, error in errors.items()} == {
        3: PhotoReason.NOT_AN_IMAGE,
        4: PhotoReason.VANISHED,
    }


class Choosy(StandIn):
    """Fails over a batch with a black crop in it."""

    def encode(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        if not crops.any(axis=(1, 2, 3)).all():
            raise MemoryError
        return super().encode(crops)


def test_of_a_batch_that_fails_the_culprit_alone_comes_out_without_a_vector(tmp_path: Path) -> None:
    photos = drawn(tmp_path, 8)
    Image.new("RGB", (20, 20), "black").save(photos[5].path)
    lanes = Lanes(Embedder(RECIPE, Choosy(), None), 2)
    for photo in photos:
        lanes.put(photo)
    outcomes = all_of(lanes)
    lanes.close()
    failed = [each for each in outcomes if isinstance(each, Failed)]
    assert [(each.photo.id, type(each.error)) for each in failed] == [(5, MemoryError)]
    assert len(outcomes) == 8


def test_nothing_is_begun_while_the_lanes_are_held(tmp_path: Path) -> None:
    photos = drawn(tmp_path, 6)
    lanes = Lanes(EMBEDDER, 2)
    with lanes.held():
        for photo in photos:
            lanes.put(photo)
        assert lanes.take(0.3) == []
    assert len(all_of(lanes)) == 6
    lanes.close()


def test_a_photo_that_takes_too_long_is_given_up_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, *photos = drawn(tmp_path, 6)
    begun, gate = threading.Event(), threading.Event()

    def decode(data: bytes, path: Path, side: int) -> Image.Image:
        if path == slow.path:
            begun.set()
            gate.wait(30)
        return decoded(data, path, side)

    def start_and_let_it_run(thread: threading.Thread) -> None:
        start(thread)
        time.sleep(0.5)

    decoded, start = intake.decode, threading.Thread.start
    monkeypatch.setattr(intake, "decode", decode)
    lanes = Lanes(EMBEDDER, 1)
    for photo in (slow, *photos):
        lanes.put(photo)
    assert begun.wait(30)
    monkeypatch.setattr(threading.Thread, "start", start_and_let_it_run)
    lanes.give_up(0.0)
    outcomes = all_of(lanes)
    first = outcomes[0]
    assert isinstance(first, Failed)
    assert isinstance(first.error, PhotoError)
    assert (first.photo.id, first.error.reason) == (slow.id, PhotoReason.TOO_SLOW)
    assert {each.photo_id for each in outcomes if isinstance(each, Embedded)} == {
        photo.id for photo in photos
    }
    gate.set()
    assert lanes.take(1.0) == []  # what comes of it after all is not heard
    lanes.close()


class Waits(Embedder):
    """Prepares photos when it may."""

    gate: threading.Event

    def prepare(self, image: Image.Image) -> Prepared:
        self.gate.wait(30)
        return super().prepare(image)


def test_closing_keeps_what_was_finished_and_waits_for_nobody_else(tmp_path: Path) -> None:
    photos = drawn(tmp_path, 40)
    before = set(threading.enumerate())
    embedder = Waits(RECIPE, StandIn(), None)
    gate = threading.Event()
    object.__setattr__(embedder, "gate", gate)
    lanes = Lanes(embedder, 2)
    for photo in photos:
        lanes.put(photo)
    threading.Timer(0.3, gate.set).start()
    lanes.close()
    assert len(lanes.take(0)) < 40
    after = set(threading.enumerate()) - before
    assert not [thread for thread in after if thread.name in ("lane", "encoding")]


@pytest.mark.parametrize("count", [1, 4])
def test_every_thread_begins_as_it_is_told(tmp_path: Path, count: int) -> None:
    begun: list[str] = []
    lanes = Lanes(EMBEDDER, count, begin=lambda: begun.append(threading.current_thread().name))
    for photo in drawn(tmp_path, 3):
        lanes.put(photo)
    all_of(lanes)
    lanes.close()
    assert sorted(begun) == ["encoding", *["lane"] * count]
