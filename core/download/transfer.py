"""One try at a file: asked for from where the last try ended, written as it comes."""

from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from threading import Lock

import requests
import urllib3

from core.download.connection import SetbackError, answered, not_reached, open_session
from core.download.patience import Patience
from core.errors import WeightsError, WeightsReason

_CHUNK_BYTES = 1 << 18


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file of `size` bytes at `url`, written to `partial`; `title` is for people."""

    url: str
    partial: Path
    title: str
    size: int

    @property
    def tag(self) -> Path:
        """Beside the partial file: where it is from and which version it is, a line each."""
        return self.partial.with_name(self.partial.name + ".tag")

    def drop(self) -> None:
        """Start from nothing."""
        self.partial.unlink(missing_ok=True)
        self.tag.unlink(missing_ok=True)


class Transfer:
    """`run` is for a thread of its own; once `stop` has returned, nothing more is written."""

    def __init__(self, wanted: Wanted, patience: Patience) -> None:
        self._wanted, self._patience = wanted, patience
        self._guard, self._stopped = Lock(), False
        self._reply: requests.Response | None = None
        partial = wanted.partial
        self.have = partial.stat().st_size if partial.exists() else 0
        if self.have >= wanted.size:
            wanted.drop()
            self.have = 0

    def run(self) -> None:
        """Raises `SetbackError` for what the network does, `OSError` for what the disk does."""
        with self._open() as reply:
            self._begin(reply)
            self._write(reply)
        if self._stopped:
            return
        if self.have > self._wanted.size:
            self._wanted.drop()
            raise SetbackError(self._error(WeightsReason.WRONG_DIGEST, "too long"))
        if self.have < self._wanted.size:
            raise self._broken("the end came early")

    def _write(self, reply: requests.Response) -> None:
        if self._stopped:
            return
        with self._wanted.partial.open("ab") as file:
            while self.have <= self._wanted.size and (chunk := self._next(reply)):
                with self._guard:
                    if self._stopped:
                        return
                    file.write(chunk)
                    file.flush()
                    self.have += len(chunk)

    def stop(self) -> None:
        """Leave off, whatever the thread waits for."""
        with self._guard:
            self._stopped = True
        if self._reply is not None:
            with suppress(ValueError, RuntimeError, OSError):
                self._reply.raw.shutdown()

    def _open(self) -> requests.Response:
        wanted = self._wanted
        try:
            self._reply = open_session().get(
                wanted.url,
                headers=self._range(),
                stream=True,
                timeout=(self._patience.connect, self._patience.silence),
            )
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise not_reached(error, wanted.url, wanted.title) from error
        return self._reply

    def _range(self) -> dict[str, str]:
        """Ask for the rest, unless the file has another version by now."""
        if not self.have:
            return {}
        asked = {"Range": f"bytes={self.have}-"}
        if self._wanted.tag.is_file():
            source, _, version = self._wanted.tag.read_text(encoding="utf-8").partition("\n")
            if source == self._wanted.url and version:
                asked["If-Range"] = version
        return asked

    def _begin(self, reply: requests.Response) -> None:
        """Go on where the last try ended, or anew; a refusal leaves what has come."""
        if self.have and reply.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            self._restart()
            raise self._broken("there is no such part")
        answered(reply, self._wanted.title)
        if reply.headers.get("Content-Type", "").startswith("text/html"):
            raise SetbackError(self._error(WeightsReason.WEB_PAGE, reply.url))
        is_part = reply.status_code == HTTPStatus.PARTIAL_CONTENT
        start = reply.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
        goes_on = is_part and start == str(self.have)
        length = reply.headers.get("Content-Length", "")
        if length.isdigit() and not is_part and int(length) != self._wanted.size:
            raise SetbackError(self._error(WeightsReason.WRONG_DIGEST, f"{length} bytes come"))
        if self.have and not goes_on:
            self._restart()
        if is_part and not goes_on:
            raise self._broken("another part came")
        self._note_version(reply)

    def _restart(self) -> None:
        with self._guard:
            if not self._stopped:
                self._wanted.drop()
        self.have = 0

    def _note_version(self, reply: requests.Response) -> None:
        etag = reply.headers.get("ETag", "")
        version = etag if etag.startswith('"') else reply.headers.get("Last-Modified", "")
        with self._guard:
            if not self._stopped:
                self._wanted.tag.write_text(f"{self._wanted.url}\n{version}", encoding="utf-8")

    def _next(self, reply: requests.Response) -> bytes:
        """What has come meanwhile, at most a chunk."""
        try:
            chunk: bytes = reply.raw.read1(_CHUNK_BYTES, decode_content=True)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise self._broken(str(error)) from error
        return chunk

    def _broken(self, why: str) -> SetbackError:
        return SetbackError(self._error(WeightsReason.BROKEN_OFF, why), may_pass=True)

    def _error(self, reason: WeightsReason, detail: str) -> WeightsError:
        return WeightsError(self._wanted.title, reason, detail)
