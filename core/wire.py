"""Records and errors as JSON lines, between the window and its worker and for `--json`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from core import errors
from core.errors import VitrineError
from core.heartbeat import Beat
from core.laboratory_records import CellDone, GridOrder
from core.model_records import HandedOver
from core.product_records import EVERYTHING, Filter
from core.query_records import Look
from core.records import (
    Agreement,
    Answer,
    CatalogueInfo,
    EncoderState,
    InUse,
    LikeAnswer,
    Progress,
    SetAside,
    Words,
    WordsAnswer,
)
from core.removal_records import Cutout, CutoutOrder, RemovalState
from core.tuning_records import Tuned, TuningEpoch, TuningOrder

PROTOCOL = 2

Record = (
    Progress
    | SetAside
    | Answer
    | WordsAnswer
    | LikeAnswer
    | Agreement
    | Cutout
    | CatalogueInfo
    | EncoderState
    | RemovalState
    | HandedOver
    | TuningEpoch
    | Tuned
    | InUse
    | CellDone
    | Beat
)
_RECORDS: dict[str, type[Record]] = {
    "progress": Progress,
    "set-aside": SetAside,
    "answer": Answer,
    "words-answer": WordsAnswer,
    "like-answer": LikeAnswer,
    "agreement": Agreement,
    "cutout": Cutout,
    "info": CatalogueInfo,
    "encoder": EncoderState,
    "removal": RemovalState,
    "handed-over": HandedOver,
    "tuning-epoch": TuningEpoch,
    "tuned": Tuned,
    "in-use": InUse,
    "cell-done": CellDone,
    "beat": Beat,
}
_EVENTS = {record: event for event, record in _RECORDS.items()}
_FAMILIES: dict[str, type[VitrineError]] = {
    kind.family: kind
    for kind in (
        errors.PhotoError,
        errors.FolderError,
        errors.WeightsError,
        errors.CatalogueError,
        errors.IndexFileError,
        errors.RequestError,
        errors.PictureError,
    )
}


@dataclass(frozen=True, slots=True)
class Request:
    """What the window asks; replies to it carry its `id`.

    `subject` is the path of a catalogue, folder, photo or file, `model` an id of the models list;
    a query names how many matches it wants (`count`) of the products that pass a filter (`wanted`),
    and `others`, photos of the same product as its own.
    Where `model` removes backgrounds, `plain_ground` says whether a plain ground goes without it;
    None leaves that as it is. `cutout` is the picture that is wanted of a photo's product, `words`
    what a query says beside its photo, or without one; `like` is the id of a catalogue photo whose
    like is looked for instead. `other` is the path of a photo that `subject` is compared with,
    `look` is how the photo is looked at. `grid` is what is to be measured, `tuning` how an encoder
    is to be fine-tuned.
    """

    id: int
    do: str
    subject: str = ""
    model: str = ""
    count: int = 0
    wanted: Filter = EVERYTHING
    plain_ground: bool | None = None
    cutout: CutoutOrder | None = None
    words: Words | None = None
    others: tuple[Path, ...] = ()
    like: int = 0
    other: str = ""
    look: Look | None = None
    grid: GridOrder | None = None
    tuning: TuningOrder | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the worker says. `event` names a record, or is bare: "hello", and of a request "begun",
    then "failed" or "finished".
    """

    id: int
    event: str
    record: Any = None


def plain(record: object) -> Any:
    """A record as JSON values: paths and reasons are strings."""
    return msgspec.to_builtins(record, enc_hook=str)


def error_values(error: VitrineError) -> dict[str, str]:
    """An error as JSON values."""
    return {
        "family": error.family,
        "reason": str(error.reason),
        "subject": error.subject,
        "detail": error.detail,
    }


def error_from(values: dict[str, str]) -> VitrineError:
    """The error that `error_values` told of."""
    kind = _FAMILIES[values["family"]]
    return kind(values["subject"], kind.reasons(values["reason"]), values["detail"])


def encode_request(request: Request) -> bytes:
    """One line."""
    return msgspec.json.encode(request, enc_hook=str) + b"\n"


def decode_request(line: bytes) -> Request:
    """Raises `ValueError` for a line that is no request."""
    return msgspec.json.decode(line, type=Request, dec_hook=_revive)


def encode_reply(request_id: int, record: Record | VitrineError | str, detail: Any = None) -> bytes:
    """One line: a record, an error, or the name of a bare event with its detail."""
    if isinstance(record, str):
        reply = Reply(request_id, record, detail)
    elif isinstance(record, VitrineError):
        reply = Reply(request_id, "failed", error_values(record))
    else:
        reply = Reply(request_id, _EVENTS[type(record)], record)
    return msgspec.json.encode(reply, enc_hook=str) + b"\n"


def decode_reply(line: bytes) -> Reply:
    """The reply with its record or error in place. Raises `ValueError` for anything else."""
    reply = msgspec.json.decode(line, type=Reply)
    if reply.event == "failed":
        try:
            return Reply(reply.id, reply.event, error_from(reply.record))
        except (KeyError, TypeError) as error:
            raise ValueError(f"no error: {reply.record!r}") from error
    kind = _RECORDS.get(reply.event)
    if kind is None:
        return reply
    return Reply(reply.id, reply.event, msgspec.convert(reply.record, kind, dec_hook=_revive))


def _revive(kind: type, value: Any) -> Any:
    if kind is Path:
        return Path(value)
    raise NotImplementedError(kind)
