"""Requests, records and errors as JSON lines."""

import json
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import errors, records, wire
from core.augment import AUGMENTATIONS
from core.errors import PhotoError, PhotoReason, VitrineError
from core.laboratory_records import Cell, CellDone, GridOrder
from core.model_records import HandedOver, Refusal
from core.product_records import Filter
from core.recipe import METRICS, PARTS
from core.records import (
    Answer,
    Background,
    Box,
    CatalogueInfo,
    EncoderState,
    Match,
    Progress,
    SetAside,
    Stage,
    Words,
    WordsAnswer,
)
from core.removal_records import Cutout, CutoutOrder, Ground, Removal, RemovalState
from core.wire import Reply, Request

FAMILIES: list[type[VitrineError]] = VitrineError.__subclasses__()
TEXT = st.text()
PATHS = TEXT.map(Path)
NUMBERS = st.integers(-(2**62), 2**62)
SIZES = st.integers(0, 10**9)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
BOXES = st.builds(Box, SIZES, SIZES, SIZES, SIZES)
MATCHES = st.builds(Match, NUMBERS, TEXT, TEXT, NUMBERS, PATHS, FLOATS, FLOATS, FLOATS)
IDS = st.lists(TEXT, max_size=3).map(tuple)
REMOVALS = st.builds(Removal, TEXT, st.booleans())
CELLS = st.builds(
    Cell,
    encoder=TEXT,
    removal=st.sampled_from(["none", "u2netp"]),
    views=st.sampled_from([("cutout",), ("square",), ("cutout", "square")]),
    augmentation=st.sampled_from(AUGMENTATIONS),
    metric=st.sampled_from(METRICS),
    evidence=st.sampled_from([(), PARTS]),
)
RECORDS = st.one_of(
    st.builds(Progress, st.sampled_from(Stage), SIZES, SIZES, SIZES, st.none() | FLOATS),
    st.builds(SetAside, PATHS, TEXT, TEXT),
    st.builds(
        Answer,
        photo=PATHS,
        size=st.tuples(SIZES, SIZES),
        crop=BOXES,
        background=st.sampled_from(Background),
        matches=st.lists(MATCHES, max_size=3).map(tuple),
        encoder=TEXT,
        seconds=FLOATS,
    ),
    st.builds(
        CatalogueInfo,
        folder=PATHS,
        photos=SIZES,
        products=SIZES,
        embedded=SIZES,
        set_aside=SIZES,
        missing=SIZES,
        roots=st.lists(PATHS, max_size=3).map(tuple),
        categories=st.lists(TEXT, max_size=3).map(tuple),
        encoder=st.none() | TEXT,
        generation=st.none() | TEXT,
    ),
    st.builds(
        WordsAnswer, TEXT, st.lists(MATCHES, max_size=3).map(tuple), encoder=TEXT, seconds=FLOATS
    ),
    st.builds(EncoderState, TEXT, TEXT, TEXT, SIZES, IDS, IDS),
    st.builds(
        HandedOver,
        IDS,
        st.lists(st.builds(Refusal, TEXT, TEXT), max_size=3).map(tuple),
        st.none() | PATHS,
    ),
    st.builds(Cutout, PATHS, st.sampled_from(Background)),
    st.builds(CellDone, NUMBERS, CELLS, TEXT),
    st.builds(
        RemovalState,
        REMOVALS,
        REMOVALS,
        st.lists(TEXT, max_size=3).map(tuple),
        TEXT,
        TEXT,
    ),
)


@given(NUMBERS, RECORDS)
def test_every_record_comes_back_as_it_was(number: int, record: wire.Record) -> None:
    line = wire.encode_reply(number, record)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    reply = wire.decode_reply(line)
    assert (reply.id, reply.record) == (number, record)
    assert type(reply.record) is type(record)


@given(
    st.builds(
        Request,
        *(NUMBERS, TEXT, TEXT, TEXT, NUMBERS),
        grid=st.none() | st.builds(GridOrder, NUMBERS, st.lists(CELLS, max_size=3).map(tuple)),
    )
)
def test_every_request_comes_back_as_it_was(request: Request) -> None:
    line = wire.encode_request(request)
    assert line.count(b"\n") == 1
    assert wire.decode_request(line) == request


@pytest.mark.parametrize(
    ("family", "reason"), [(kind, reason) for kind in FAMILIES for reason in kind.reasons]
)
def test_every_error_comes_back_as_it_was(
    family: type[VitrineError], reason: errors.Reason
) -> None:
    error = family("/a/b ü 商品.jpg", reason, "line one\nline two")
    found = wire.decode_reply(wire.encode_reply(3, error)).record
    assert type(found) is family
    assert (found.subject, found.reason, found.detail) == (error.subject, reason, error.detail)
    assert type(found.reason) is type(reason)


@given(TEXT, TEXT)
def test_any_words_of_an_error_come_back(subject: str, detail: str) -> None:
    error = PhotoError(subject, PhotoReason.EMPTY, detail)
    found = wire.decode_reply(wire.encode_reply(0, error)).record
    assert (found.subject, found.detail) == (subject, detail)


def test_a_bare_event_carries_its_detail() -> None:
    line = wire.encode_reply(0, "hello", {"protocol": 1})
    assert wire.decode_reply(line) == Reply(0, "hello", {"protocol": 1})
    assert wire.decode_reply(wire.encode_reply(7, "finished")) == Reply(7, "finished", None)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"text\n",
        b"\xff\xfe\n",
        b"[]\n",
        b"{}\n",
        b'{"id":"1","event":"finished"}\n',
        b'{"id":1,"event":"progress"}\n',
        b'{"id":1,"event":"progress","record":{"stage":"unheard-of"}}\n',
        b'{"id":1,"event":"answer","record":{}}\n',
        b'{"id":1,"event":"failed"}\n',
        b'{"id":1,"event":"failed","record":{}}\n',
        b'{"id":1,"event":"failed","record":[1]}\n',
        b'{"id":1,"event":"failed","record":{"family":"x","reason":"y","subject":"","detail":""}}',
        b'{"id":1,"event":"failed","record":{"family":"photo","reason":"y","subject":"","detail":""}}',
    ],
)
def test_a_line_that_is_no_reply_is_a_value_error(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        wire.decode_reply(line)


@pytest.mark.parametrize("line", [b"", b"text", b"\xff", b"[1]", b'{"id":"x","do":"open"}', b"{}"])
def test_a_line_that_is_no_request_is_a_value_error(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        wire.decode_request(line)


@given(RECORDS)
def test_plain_values_are_json(record: wire.Record) -> None:
    values = json.loads(json.dumps(wire.plain(record)))
    assert set(values) == {field.name for field in fields(record)}


def test_an_error_survives_being_pickled() -> None:
    import pickle

    error = PhotoError("a.jpg", PhotoReason.EMPTY, "why")
    again = pickle.loads(pickle.dumps(error))
    assert (again.subject, again.reason, again.detail) == ("a.jpg", PhotoReason.EMPTY, "why")


def test_boxes_measure_themselves() -> None:
    box = records.Box(-5, 2, 20, 12)
    assert (box.width, box.height) == (25, 10)


ORDERS = st.builds(CutoutOrder, st.none() | PATHS, st.sampled_from(Ground), SIZES)
FILTERS = st.builds(Filter, TEXT, st.none() | TEXT, st.none() | TEXT, st.none() | PATHS)


@given(
    st.builds(
        Request,
        id=NUMBERS,
        do=TEXT,
        subject=TEXT,
        model=TEXT,
        count=SIZES,
        wanted=FILTERS,
        plain_ground=st.none() | st.booleans(),
        cutout=st.none() | ORDERS,
        words=st.none() | st.builds(Words, TEXT, FLOATS),
    )
)
def test_a_request_arrives_as_it_was_sent(request: Request) -> None:
    line = wire.encode_request(request)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert wire.decode_request(line) == request
