"""Photos on their way to their vectors: some threads read and prepare them, one embeds them.

Decoding, removal and networks leave Python's lock, so threads are enough for all cores, and the
networks are in memory once. Whoever puts photos in bounds how many are on their way; what comes out
has its order from the photos' cost. A photo on which a thread hangs is given up with the thread.
"""

import hashlib
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core import evidence, intake, local_features
from core.embedding import Embedder, Prepared
from core.errors import PhotoError, PhotoReason
from core.records import Embedded, Waiting
from core.removal import WORK_SIDE

# Crops that suffice for a batch, with their mirror images: on processors, more at a time take more
# memory and no less time.
_CROPS_A_BATCH = 2
_PARTING_SECONDS = 10.0
_REST_SECONDS = 0.2


@dataclass(frozen=True)
class Failed:
    """A photo of which there is no vector, and what was raised."""

    photo: Waiting
    error: BaseException

    @property
    def photo_id(self) -> int:
        """The id of the photo, as `Embedded` has it."""
        return self.photo.id


Outcome = Embedded | Failed


@dataclass
class _Lane:
    """A thread that prepares photos, and the one that it reads since `began`, if any."""

    number: int
    thread: threading.Thread | None = None
    photo: Waiting | None = None
    began: float = 0.0
    is_given_up: bool = False


@dataclass
class Lanes:
    """`count` threads that prepare photos for `embedder`, and one that embeds them.

    `begin` is called in each thread before anything else. Of the threads that prepare, the first
    `allowed` ones begin a photo.
    """

    embedder: Embedder
    count: int
    begin: Callable[[], None] = lambda: None
    in_hand: set[int] = field(default_factory=set, init=False)
    allowed: int = field(init=False)

    def __post_init__(self) -> None:
        self._todo: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self._prepared: queue.SimpleQueue[tuple[Waiting, _Read] | None] = queue.SimpleQueue()
        self._outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._may_work, self._is_closed = threading.Event(), False
        self._may_work.set()
        self.allowed = self.count
        self._lanes = [self._open_lane(number) for number in range(self.count)]
        self._encoding = threading.Thread(target=self._embed, name="encoding", daemon=True)
        self._encoding.start()

    def put(self, photo: Waiting) -> None:
        """Send a photo on its way."""
        self.in_hand.add(photo.id)
        self._todo.put(photo)

    def take(self, seconds: float) -> list[Outcome]:
        """What has come out; waits so long for the first."""
        outcomes: list[Outcome] = []
        try:
            outcomes.append(self._outcomes.get(timeout=seconds))
            while True:
                outcomes.append(self._outcomes.get_nowait())
        except queue.Empty:
            pass
        taken = [outcome for outcome in outcomes if outcome.photo_id in self.in_hand]
        self.in_hand -= {outcome.photo_id for outcome in taken}
        return taken

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nothing is begun in here, so that the processor is free for another."""
        self._may_work.clear()
        try:
            yield
        finally:
            self._may_work.set()

    def give_up(self, seconds: float) -> None:
        """Of photos that are being read for longer than that, say so and go on without them."""
        now = time.monotonic()
        for index, lane in enumerate(self._lanes):
            photo = lane.photo
            if photo and now - lane.began > seconds:
                lane.is_given_up = True
                slow = PhotoError(photo.path, PhotoReason.TOO_SLOW, f"{seconds:.0f} s")
                self._outcomes.put(Failed(photo, slow))
                self._lanes[index] = self._open_lane(index)

    def close(self) -> None:
        """End the threads; `take` still gives what was finished."""
        self._is_closed = True
        self._may_work.set()
        for _lane in self._lanes:
            self._todo.put(None)
        until = time.monotonic() + _PARTING_SECONDS
        for lane in self._lanes:
            if lane.thread:
                lane.thread.join(max(0.0, until - time.monotonic()))
        self._prepared.put(None)
        self._encoding.join(max(0.0, until - time.monotonic()))

    def _open_lane(self, number: int) -> _Lane:
        lane = _Lane(number)
        lane.thread = threading.Thread(target=self._run, args=(lane,), name="lane", daemon=True)
        lane.thread.start()
        return lane

    def _run(self, lane: _Lane) -> None:
        self.begin()
        while not lane.is_given_up:
            while lane.number >= self.allowed and not self._is_closed:
                time.sleep(_REST_SECONDS)
            photo = self._todo.get()
            self._may_work.wait()
            if photo is None or self._is_closed:
                return
            try:
                read = self._prepare(lane, photo)
            except BaseException as error:  # noqa: BLE001  told where it is waited for
                self._outcomes.put(Failed(photo, error))
            else:
                self._prepared.put((photo, read))

    def _prepare(self, lane: _Lane, photo: Waiting) -> "_Read":
        lane.began, lane.photo = time.monotonic(), photo
        try:
            data = intake.read(photo.path)
            image = intake.decode(data, photo.path, WORK_SIDE)
        finally:
            lane.photo = None
        digest = hashlib.sha256(data).hexdigest()
        del data
        self._may_work.wait()
        return _Read(self.embedder.prepare(image), digest, image.size)

    def _embed(self) -> None:
        self.begin()
        while True:
            batch = [self._prepared.get()]
            while _crops(batch) < _CROPS_A_BATCH and not self._prepared.empty():
                batch.append(self._prepared.get())
            self._may_work.wait()
            if None in batch or self._is_closed:
                return
            self._embed_batch([each for each in batch if each is not None])

    def _embed_batch(self, batch: list[tuple[Waiting, "_Read"]]) -> None:
        """One by one where they fail together."""
        try:
            vectors = self.embedder.embed_all(
                [(read.prepared, photo.category) for photo, read in batch]
            )
            packed = [
                self._evidence(read.prepared, vector)
                for (_photo, read), vector in zip(batch, vectors, strict=True)
            ]
        except BaseException as error:  # noqa: BLE001  told where it is waited for
            if len(batch) == 1:
                self._outcomes.put(Failed(batch[0][0], error))
            else:
                for each in batch:
                    self._embed_batch([each])
            return
        for (photo, read), vector, known in zip(batch, vectors, packed, strict=True):
            self._outcomes.put(Embedded(photo.id, vector, read.digest, read.size, *known))

    def _evidence(self, prepared: Prepared, vector: NDArray[np.float32]) -> tuple[bytes, bytes]:
        """The packed look and points of a photo, empty where the recipe wants none."""
        look = self.embedder.look(prepared, vector)
        points = prepared.gathered.points if prepared.gathered else None
        return evidence.pack(look) if look else b"", b"" if points is None else local_features.pack(
            points
        )


@dataclass(frozen=True)
class _Read:
    """What was read of a photo, ready for the encoder."""

    prepared: Prepared
    digest: str
    size: tuple[int, int]


def _crops(batch: "list[tuple[Waiting, _Read] | None]") -> int:
    return sum(len(each[1].prepared.crops) for each in batch if each)
