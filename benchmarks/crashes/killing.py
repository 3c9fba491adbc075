"""One child process: started, listened to, killed at a given instant."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

# The server that children are forked from has imported what they need: they begin at once.
_CONTEXT = get_context("forkserver")
_PRELOADED = ("building", "entering", "indexing", "migrating")
_LONGEST_SECONDS = 120
_GLANCE_SECONDS = 0.0005

Message = tuple[Any, ...]
Tell = Callable[..., None]
Job = Callable[..., None]
Sign = Callable[[], bool]


class BrokenPromiseError(AssertionError):
    """A promise that was broken; its words say which."""


class Work(Protocol):
    """A kind of work on a catalogue of its own in `folder`.

    `seconds` is how long a whole child works; files like `delicate` (a glob, or nothing) are
    there during the part that some kills are aimed at.
    """

    name: str
    delicate: str
    seconds: float
    folder: Path

    def prepare(self, seed: int) -> tuple[Job, tuple[Any, ...]]:
        """Make things ready for a child; what it is to do, and with what arguments."""

    def verify(self, told: list[Message]) -> str:
        """The phase that the kill fell into. Raises `BrokenPromiseError` for a broken promise."""

    def finish(self) -> None:
        """Do the job to its end, as the next run would. Raises as `verify`."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A child's words, whether it was killed or had finished by itself, how long it worked."""

    told: list[Message]
    killed: bool
    seconds: float


def preload() -> None:
    """Let the server import what children need."""
    _CONTEXT.set_forkserver_preload([f"benchmarks.crashes.{name}" for name in _PRELOADED])


def run(
    job: Job, arguments: tuple[Any, ...], after: float | None, sign: Sign | None = None
) -> Ended:
    """Run `job` in a child and kill it `after` seconds of work, or let it end where that is None.

    The seconds count from `sign`, where there is one. The child writes each message to a pipe as
    soon as what it says is so. Raises `BrokenPromiseError` when it fails by itself.
    """
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    child = _CONTEXT.Process(target=_work, args=(theirs, job, arguments))
    child.start()
    theirs.close()
    told: list[Message] = []
    ours.recv()  # it begins
    began = time.monotonic()
    while sign and not sign() and _listen(ours, told, time.monotonic() + _GLANCE_SECONDS):
        pass
    deadline = time.monotonic() + (_LONGEST_SECONDS if after is None else after)
    while time.monotonic() < deadline and _listen(ours, told, deadline):
        pass
    seconds = time.monotonic() - began
    child.kill()
    while _listen(ours, told, None):
        pass
    child.join()
    ours.close()
    if child.exitcode not in (0, -9):
        raise BrokenPromiseError(f"the child ended with {child.exitcode}: {told[-1:]}")
    return Ended(told, child.exitcode != 0, seconds)


def _listen(source: Connection, told: list[Message], deadline: float | None) -> bool:
    """Take one message, or let the time pass; False when the child has ended."""
    left = None if deadline is None else max(0.0, deadline - time.monotonic())
    try:
        if source.poll(left):
            told.append(source.recv())
    except EOFError:
        return False
    return True


def _work(replies: Connection, job: Job, arguments: tuple[Any, ...]) -> None:
    def tell(*message: object) -> None:
        replies.send(message)

    tell("begin")
    job(tell, *arguments)
    replies.close()
