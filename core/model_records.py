"""Frozen records about weights on their way between machines, that cross module borders."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file or model that did not come through: `reason` is a value of `errors.WeightsReason`."""

    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Which models came through, by id, and which did not.

    `folder` is where they were exported to; None when they were imported.
    """

    models: tuple[str, ...]
    refused: tuple[Refusal, ...]
    folder: Path | None = None
