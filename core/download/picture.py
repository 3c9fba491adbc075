"""Fetching one picture from a web address that a person has agreed to, and nothing besides.

No cookies, no referrer, no password goes along. Redirects are followed ten times at most, to http
and https alone.
"""

import time
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass

import requests
import urllib3

from core.download.connection import SetbackError, answered, not_reached, open_session
from core.errors import PictureError, PictureReason, WeightsReason
from core.jobs import meanwhile
from core.records import Progress, Stage

_CHUNK_BYTES = 1 << 16
_ACCEPTED = "image/jpeg,image/png,image/webp,image/avif;q=0.9,image/*;q=0.8,*/*;q=0.5"
# What hinders weights hinders pictures.
_REASONS: dict[WeightsReason, PictureReason] = {
    WeightsReason.NO_CONNECTION: PictureReason.NOT_REACHED,
    WeightsReason.NOT_FOUND: PictureReason.NOT_THERE,
    WeightsReason.FORBIDDEN: PictureReason.REFUSED,
    WeightsReason.SERVER_BUSY: PictureReason.BUSY,
    WeightsReason.CERTIFICATE: PictureReason.DISTRUSTED,
    WeightsReason.PROXY: PictureReason.PROXY,
    WeightsReason.INSECURE: PictureReason.NO_ADDRESS,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Of `bytes` no more than so many come. Times are in seconds: `connect` to a server, `silence`
    of one that sends, the `whole` fetch; `look` is how often progress is told.
    """

    bytes: int
    connect: float = 10.0
    silence: float = 20.0
    whole: float = 120.0
    look: float = 0.2


def fetch(address: str, host: str, limits: Limits) -> Generator[Progress, None, bytes]:
    """What lies at a web address; progress in bytes, of 0 where the server does not say.

    A thread reads, so that this can be closed at any time. Raises `PictureError`, about the `host`.
    """
    transfer = _Transfer(address, host, limits)
    until = time.monotonic() + limits.whole
    try:
        for _turn in meanwhile(transfer.run, limits.look):
            if time.monotonic() > until:
                raise PictureError(host, PictureReason.TOO_SLOW)
            yield Progress(Stage.FETCHING, len(transfer.data), transfer.size)
    finally:
        transfer.stop()
    return bytes(transfer.data)


class _Transfer:
    """`run` is for a thread of its own; it ends soon after `stop`."""

    def __init__(self, address: str, host: str, limits: Limits) -> None:
        self.data, self.size = bytearray(), 0
        self._address, self._host, self._limits = address, host, limits
        self._stopped = False
        self._reply: requests.Response | None = None

    def run(self) -> None:
        try:
            with open_session(unprotected=True) as session:
                # Neither a password of the address nor one that netrc has for the host.
                session.auth = lambda request: request
                session.headers["Accept"] = _ACCEPTED
                timeout = (self._limits.connect, self._limits.silence)
                with session.get(self._address, stream=True, timeout=timeout) as self._reply:
                    self._read(self._reply)
        except SetbackError as setback:
            raise self._told(setback) from setback
        except requests.exceptions.TooManyRedirects as error:
            raise PictureError(self._host, PictureReason.SENT_ROUND, str(error)) from error
        except (urllib3.exceptions.HTTPError, requests.RequestException, OSError) as error:
            if self._reply is not None:
                raise PictureError(self._host, PictureReason.BROKEN_OFF, str(error)) from error
            raise self._told(not_reached(error, self._address, self._host)) from error

    def stop(self) -> None:
        """Leave off, whatever the thread waits for."""
        self._stopped = True
        if self._reply is not None:
            with suppress(ValueError, RuntimeError, OSError):
                self._reply.raw.shutdown()

    def _read(self, reply: requests.Response) -> None:
        answered(reply, self._host)
        length = reply.headers.get("Content-Length", "")
        self.size = int(length) if length.isdigit() else 0
        self._refuse_large(self.size)
        while not self._stopped and (chunk := reply.raw.read1(_CHUNK_BYTES, decode_content=True)):
            self.data += chunk
            self._refuse_large(len(self.data))
        if len(self.data) < self.size and not self._stopped:
            raise PictureError(self._host, PictureReason.BROKEN_OFF, "the end came early")

    def _refuse_large(self, size: int) -> None:
        if size > self._limits.bytes:
            raise PictureError(self._host, PictureReason.TOO_LARGE, f"{size} bytes")

    @staticmethod
    def _told(setback: SetbackError) -> PictureError:
        why = setback.error
        reason = _REASONS.get(why.reason, PictureReason.FETCH_FAILED)
        return PictureError(why.subject, reason, why.detail)
