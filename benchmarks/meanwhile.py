"""How soon a query is answered while a folder is indexed, against the same worker at rest.

`python -m benchmarks.meanwhile [--queries 10] [--json]`: a real worker process with the
embedded models. Some photos are known already; others are indexed while the sample's queries are
asked one after the other, each a moment after the answer to the last. Seconds go from a request's
line to its answer's.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO, Any

from benchmarks.memory import write_photos
from core import folders, wire
from core.records import Progress, Stage
from core.wire import Reply, Request

PHOTOS_A_QUERY = 15
_KNOWN = 40
_PAUSE_SECONDS = 0.7
_PATIENCE_SECONDS = 300


class Client:
    """Lines to a worker and from it, the latter read by a thread with the time of each."""

    def __init__(self, requests: IO[bytes], replies: IO[bytes]) -> None:
        self._requests, self._number = requests, 0
        self._inbox: Queue[tuple[float, Reply]] = Queue()
        self._reader = Thread(target=self._read, args=(replies,), daemon=True)
        self._reader.start()

    def _read(self, replies: IO[bytes]) -> None:
        for line in replies:
            self._inbox.put((time.perf_counter(), wire.decode_reply(line)))

    def send(self, do: str, subject: Path | str = "") -> int:
        """The number of the request that was sent."""
        self._number += 1
        self._requests.write(wire.encode_request(Request(self._number, do, str(subject))))
        self._requests.flush()
        return self._number

    def until(self, is_it: Callable[[Reply], bool]) -> tuple[float, Reply]:
        """When the reply came that is the one, and the reply."""
        while True:
            came, reply = self._inbox.get(timeout=_PATIENCE_SECONDS)
            if reply.event == "failed":
                raise RuntimeError(reply.record)
            if is_it(reply):
                return came, reply

    def end(self, number: int) -> None:
        """Wait for the end of a request."""
        self.until(lambda reply: reply.id == number and reply.event == "finished")

    def close(self) -> None:
        """End the worker, and read its last words."""
        self._requests.close()
        self._reader.join()

    def ask(self, photo: Path) -> float:
        """Seconds from a query to its answer."""
        began = time.perf_counter()
        number = self.send("match", photo)
        came, _reply = self.until(lambda reply: reply.id == number and reply.event == "answer")
        return came - began


@contextmanager
def worker(scratch: Path) -> Iterator[Client]:
    """A worker process that has greeted."""
    with subprocess.Popen(  # noqa: S603  the program itself
        [sys.executable, "-m", "desktop", "--worker", str(scratch)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        if not process.stdin or not process.stdout:
            raise RuntimeError("no pipes")
        client = Client(process.stdin, process.stdout)
        client.until(lambda reply: reply.event == "hello")
        yield client
        client.close()


def measure(home: Path, queries: int) -> dict[str, Any]:
    """Median and longest seconds of a query at rest, and while photos are embedded."""
    for name, count in (("known", _KNOWN), ("new", queries * PHOTOS_A_QUERY)):
        (home / name).mkdir()
        write_photos(home / name, count)
    asked = sorted(folders.resource("sample", "queries").glob("*.jpg"))[:queries]
    with worker(home) as client:
        for do, subject in (("open", home / "catalogue"), ("warm", ""), ("index", home / "known")):
            client.end(client.send(do, subject))
        client.ask(asked[0])
        idle = _asked(client, asked)
        client.send("index", home / "new")
        client.until(_is_embedding)
        busy = _asked(client, asked)
        client.until(_is_embedding)  # it was not done before the last query
    return {
        "at_rest": _figures(idle),
        "meanwhile": _figures(busy),
        "times_as_long": round(statistics.median(busy) / statistics.median(idle), 2),
    }


def _asked(client: Client, photos: list[Path]) -> list[float]:
    took = []
    for photo in photos:
        time.sleep(_PAUSE_SECONDS)
        took.append(client.ask(photo))
    return took


def _is_embedding(reply: Reply) -> bool:
    record = reply.record
    return isinstance(record, Progress) and record.stage == Stage.EMBEDDING and record.done > 0


def _figures(seconds: list[float]) -> dict[str, float]:
    return {
        "median_seconds": round(statistics.median(seconds), 3),
        "longest_seconds": round(max(seconds), 3),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ[folders.DATA_VARIABLE] = home
        figures = measure(Path(home), options.queries)
    if not options.json:
        print(json.dumps(figures, indent=2))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
