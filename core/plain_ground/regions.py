"""Masks, fields and connected regions, quick enough for every photo of a run."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Field = NDArray[np.float32]
Values = NDArray[np.float64]
_Grid = TypeVar("_Grid", Mask, Field, NDArray[np.int32])

_SQUARE = np.ones((3, 3), np.uint8)


@dataclass(frozen=True)
class Regions:
    """Connected parts of a mask: `labels` (h, w) from 1 to `count`, 0 outside.

    Arrays about regions have `count + 1` entries; the first, about what is outside, is 0 or False.
    """

    labels: NDArray[np.int32]
    count: int

    @cached_property
    def _places(self) -> NDArray[np.intp]:
        return np.flatnonzero(self.labels)

    @cached_property
    def _owners(self) -> NDArray[np.int32]:
        return self.labels.ravel()[self._places]

    @cached_property
    def areas(self) -> Values:
        """The pixels of each region."""
        return np.bincount(self._owners, minlength=self.count + 1).astype(np.float64)

    def total(self, field: Mask | Field) -> Values:
        """The sum of `field` over each region."""
        sums = np.bincount(self._owners, field.ravel()[self._places], self.count + 1)
        return sums.astype(np.float64, copy=False)

    def share(self, field: Mask | Field) -> Values:
        """The mean of `field` over each region."""
        return self.total(field) / np.maximum(self.areas, 1)

    def where(self, chosen: Mask) -> Mask:
        """The pixels of the chosen regions; what is outside never is."""
        inside = chosen.copy()
        inside[0] = False
        return inside[self.labels]

    @cached_property
    def surroundings(self) -> "Regions":
        """The two pixels around each region."""
        ring = grow(self.labels, 2)
        ring[self.labels > 0] = 0
        return Regions(ring, self.count)

    @cached_property
    def framed(self) -> Mask:
        """Which regions reach the frame of the picture."""
        reached = np.zeros(self.count + 1, bool)
        for side in (self.labels[0], self.labels[-1], self.labels[:, 0], self.labels[:, -1]):
            reached[side] = True
        reached[0] = False
        return reached

    def touching(self, mask: Mask) -> Mask:
        """Which regions have a pixel in `mask`."""
        touched = np.zeros(self.count + 1, bool)
        touched[self.labels[mask]] = True
        touched[0] = False
        return touched


def regions(mask: Mask, *, diagonal: bool = False) -> Regions:
    """The connected parts of a mask."""
    count, labels = cv2.connectedComponents(mask.view(np.uint8), connectivity=8 if diagonal else 4)
    return Regions(labels.astype(np.int32, copy=False), count - 1)


def grow(grid: _Grid, times: int = 1, within: Mask | None = None) -> _Grid:
    """The largest of each pixel and its eight neighbours, `times` over: a dilation."""
    # OpenCV has no dilation of integers this wide; a float holds them exactly up to 2**24.
    wide = grid.view(np.uint8) if grid.dtype == bool else grid.astype(np.float32, copy=False)
    if within is None:
        return cv2.dilate(wide, _SQUARE, iterations=times).astype(grid.dtype, copy=False)
    for _ in range(times):
        wide = np.where(within, cv2.dilate(wide, _SQUARE), wide)
    return wide.astype(grid.dtype, copy=False)


def mean(field: Field, side: int) -> Field:
    """The mean of the square of `side` pixels around each pixel."""
    around = cv2.blur(field, (side, side), borderType=cv2.BORDER_REPLICATE)
    return around.astype(np.float32, copy=False)


def shrink(mask: Mask, times: int = 1) -> Mask:
    """The mask without its rim, the frame of the picture being no rim."""
    return ~grow(~mask, times)


def enclosed(mask: Mask) -> Mask:
    """What has the mask on all four sides of it, or is in it."""
    reached = [
        np.logical_or.accumulate(mask, axis=0),
        np.logical_or.accumulate(mask[::-1], axis=0)[::-1],
        np.logical_or.accumulate(mask, axis=1),
        np.logical_or.accumulate(mask[:, ::-1], axis=1)[:, ::-1],
    ]
    inside: Mask = np.logical_and.reduce(reached)
    return inside
