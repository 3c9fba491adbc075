"""Values on the command line of `vitrine-cli`; a `ValueError` is a wrong usage."""

from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path

import msgspec

from core.encoders import NAMES
from core.export import is_exportable
from core.recipe import Part, View
from core.records import Box
from core.sheets import Target
from core.tuned_names import base_of
from core.tuning_records import MOST_EPOCHS
from core.view_rule import ViewRule, words_of


def target(text: str) -> tuple[str, Target]:
    """HEADING=TARGET of a table's column."""
    heading, _, name = text.rpartition("=")
    return heading, Target(name)


def own_column(text: str) -> tuple[str, str]:
    """NAME=VALUE of a product's own column; the value may be empty."""
    name, equals, value = text.partition("=")
    if not name.strip() or not equals:
        raise ValueError(text)
    return name, value


def not_empty(text: str) -> str:
    """A text that says something."""
    if not text.strip():
        raise ValueError(text)
    return name(text)


def name(text: str) -> str:
    """A name as a catalogue can hold it: what a terminal could not read is none."""
    text.encode("utf-8")
    return text


def exported(text: str) -> Path:
    """A file that products can be written to."""
    if not is_exportable(Path(text)):
        raise ValueError(text)
    return Path(text)


def cosine(text: str) -> float:
    """A likeness above 0 and up to 1."""
    value = float(text)
    if not 0 < value <= 1:
        raise ValueError(text)
    return value


def ending(*endings: str) -> Callable[[str], Path]:
    """The path of a file to write, whose name ends in one of these."""

    def path(text: str) -> Path:
        if Path(text).suffix.lower() not in endings:
            raise ValueError(text)
        return Path(text)

    path.__name__ = f"name, which ends in {' or '.join(endings)}:"
    return path


def seed(text: str) -> int:
    """What chance begins with, at least 0."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def share(text: str) -> float:
    """A part of the whole, 0 to 1."""
    value = float(text)
    if not 0 <= value <= 1:
        raise ValueError(text)
    return value


def split(text: str) -> float:
    """A part of the whole that leaves another part."""
    value = float(text)
    if not 0 < value < 1:
        raise ArgumentTypeError(f"{text} leaves one of two sets empty: give a part between 0 and 1")
    return value


def encoder(text: str) -> str:
    """The id of a known encoder, or of one that was fine-tuned from it."""
    if base_of(text) not in NAMES:
        raise ValueError(text)
    return text


def epochs(text: str) -> int:
    """So many rounds of training."""
    number = count(text)
    if number > MOST_EPOCHS:
        raise ValueError(text)
    return number


def count(text: str) -> int:
    """A number of things, at least 1."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def square(text: str) -> Box:
    """LEFT,TOP,RIGHT,BOTTOM of a square, in pixels."""
    box = Box(*(int(edge) for edge in text.split(",", 3)))
    if box.width != box.height or box.width < 1:
        raise ValueError(text)
    return box


def highest(text: str) -> int:
    """The highest number of a view."""
    return ViewRule(highest=int(text)).highest


def separators(text: str) -> str:
    """Characters between a reference and its view."""
    return ViewRule(separators=text).separators


def views(text: str) -> tuple[View, ...]:
    """Views with commas between."""
    return msgspec.convert(text.split(","), tuple[View, ...])


def evidence(text: str) -> tuple[Part, ...]:
    """Parts of the evidence with commas between; "none" is none of them."""
    return msgspec.convert([] if text == "none" else text.split(","), tuple[Part, ...])


def words(text: str) -> tuple[str, ...]:
    """Words with commas between."""
    return words_of(text)
