"""What a start of the program asks for, by its command line or through a file manager."""

from dataclasses import dataclass
from pathlib import Path

import msgspec


@dataclass(frozen=True, slots=True)
class Errand:
    """Photos to look for or a folder to index (`paths`), in a catalogue: None is the last one."""

    paths: tuple[Path, ...] = ()
    catalogue: Path | None = None
    sample: bool = False


def to_line(errand: Errand) -> bytes:
    """One line of JSON."""
    return msgspec.json.encode(errand, enc_hook=str) + b"\n"


def from_line(line: bytes) -> Errand:
    """What `to_line` wrote. Raises `ValueError` for anything else."""
    return msgspec.json.decode(line, type=Errand, dec_hook=lambda kind, value: kind(value))
