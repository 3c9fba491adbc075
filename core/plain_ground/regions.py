"""Masks and their connected regions, quick enough for every photo of a run."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

Mask = NDArray[np.bool_]
Field = NDArray[np.float32]
Values = NDArray[np.float64]
_Grid = TypeVar("_Grid", Mask, Field, NDArray[np.int32])

_EIGHT = np.ones((3, 3), bool)


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

    def touching(self, mask: Mask) -> Mask:
        """Which regions have a pixel in `mask`."""
        touched = np.zeros(self.count + 1, bool)
        touched[self.labels[mask]] = True
        touched[0] = False
        return touched


def regions(mask: Mask, *, diagonal: bool = False) -> Regions:
    """The connected parts of a mask."""
    labels, count = ndimage.label(mask, _EIGHT if diagonal else None)
    return Regions(labels, int(count))


def grow(grid: _Grid, times: int = 1, within: Mask | None = None) -> _Grid:
    """The largest of each pixel and its eight neighbours, `times` over: a dilation."""
    for _ in range(times):
        wide = grid.copy()
        np.maximum(wide[:, 1:], grid[:, :-1], out=wide[:, 1:])
        np.maximum(wide[:, :-1], grid[:, 1:], out=wide[:, :-1])
        tall = wide.copy()
        np.maximum(tall[1:], wide[:-1], out=tall[1:])
        np.maximum(tall[:-1], wide[1:], out=tall[:-1])
        grid = tall if within is None else np.where(within, tall, grid)
    return grid


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
