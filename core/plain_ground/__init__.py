"""The product of a photo with a plain ground, cut out without a network.

The ground is known from the border (`surface`), flooded with its shadows (`flood`) and with what is
seen of it through the product (`holes`); what is left is the product, whose edge is softened
(`edge`). Wherever two readings of the photo are near each other there is no answer: a wrong mask
costs more than the network does.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PIL import Image

from core.plain_ground import surface
from core.plain_ground.edge import Edge, edge
from core.plain_ground.flood import hard_shadows, lit, relaxed, soft_shadows
from core.plain_ground.holes import Holes, holes
from core.plain_ground.lab import Lab, lab
from core.plain_ground.look import Look, look
from core.plain_ground.regions import Mask, enclosed, grow, mean, regions, shrink
from core.plain_ground.surface import Ground

Box = tuple[slice, slice]

_SIDE, _FINE_SIDE, _LEAST_SIDE = 512, 1024, 24
_MARGIN = 12
_GRAINY = 0.8  # noise that is averaged over three pixels each way
_NARROW, _THIN, _TOO_THIN = 8.0, 10.0, 8.0  # pixels of product a pixel of outline
# A mesh: spots that are near the ground and differ half as much from it as what is some pixels off,
# many, small (pixels), all of about one size (their deviation, of their mean), together so much of
# the product that it matters whether they are holes.
_NEARER, _NEAR, _OFF, _SMALL_SPOT, _MANY, _REGULAR = 0.5, 32.0, 4, 200, 40, 0.4
_OF_THE_MESH = 0.04
_MOST_OWN = 0.45  # of the product, in the ground's own colour
_LEAST_SHARE, _MOST_SHARE = 0.001, 0.93
_MOST_DOUBT = 0.03  # of the product
_MOST_WEAK, _WEAK_RUN = 0.06, 0.025  # of its outline; in one place, of the longer side
_PALEST, _KIN, _KIN_HOLES = 45.0, 0.4, 3  # a product in the ground's own colour, and its holes
_MOST_MURKY = 0.05  # of the product
_SEEN_THROUGH = 0.3  # of a loop, so that shade in it may be shadow


@dataclass(frozen=True)
class _Finding:
    """A product in the `box` of a `frame` (height, width), its soft edge, what was seen on the way.

    `murky` is how many pixels may be a shadow with an outline or product, or the other way round.
    """

    product: Mask
    edge: Edge
    seen: Look
    holes: Holes
    murky: int
    box: Box
    frame: tuple[int, int]

    @property
    def area(self) -> int:
        return int(self.product.sum())

    @cached_property
    def rim(self) -> Mask:
        """The outermost pixels of the product."""
        return self.product & ~shrink(self.product)

    @property
    def thickness(self) -> float:
        """Pixels of product a pixel of its outline."""
        return self.area / max(1, int(self.rim.sum()))

    def mask(self, size: tuple[int, int]) -> Image.Image:
        """The mask for a photo of this size (width, height)."""
        share = np.zeros(self.frame, np.uint8)
        share[self.box] = np.rint(255 * np.where(grow(self.product, 2), self.edge.share, 0))
        return Image.fromarray(share).resize(size, Image.Resampling.BILINEAR)


def find(image: Image.Image) -> Image.Image | None:
    """The product's mask of an upright RGB image: mode L, same size, with a soft edge.

    None if the ground is not plain, or if it is not clear what on it is product.
    """
    small = _reduced(image, _SIDE)
    finding = _looked_at(small)
    if finding and finding.thickness < _THIN and max(image.size) > max(small.size):
        finding = _looked_at(_reduced(image, _FINE_SIDE))
    if finding is None or not _is_sure(finding):
        return None
    return finding.mask(image.size)


def _reduced(image: Image.Image, side: int) -> Image.Image:
    """At most `side` pixels at the longer side."""
    small = image.copy()
    small.thumbnail((side, side), Image.Resampling.BOX)
    return small


def _looked_at(image: Image.Image) -> _Finding | None:
    if min(image.size) < _LEAST_SIDE:
        return None
    pixels = lab(np.asarray(image))
    ground = surface.of_border(pixels)
    if ground is None:
        return None
    if ground.spread > _GRAINY:
        pixels = np.stack([mean(channel, 3) for channel in pixels])
        ground = Ground(ground.coefficients, ground.spread / 3)
    ground = surface.refined(pixels, ground, 3.0 + 2 * ground.spread)
    seen = look(pixels, ground)
    open_ground = lit(seen)
    box = _box(~open_ground)
    if box is None:
        return None
    return _cut_out(pixels, seen, open_ground, box)


def _box(mask: Mask) -> Box | None:
    """Rows and columns of what is set in a mask, with a margin."""
    spans = [np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0)]
    if not spans[0].size:
        return None
    rows, columns = (slice(max(0, at[0] - _MARGIN), at[-1] + _MARGIN + 1) for at in spans)
    return rows, columns


def _cut_out(pixels: Lab, seen: Look, open_ground: Mask, box: Box) -> _Finding:
    seen, ground = seen.cropped(box), open_ground[box]
    through = holes(seen, ground)
    ground = ground | through.mask
    soft = soft_shadows(seen, ground)
    ground |= soft
    hard, murky = hard_shadows(seen, ground)
    product = _pieces(~relaxed(seen, ground | hard))
    thin = product.sum() < _NARROW * (product & ~shrink(product)).sum()
    outline = edge(product, pixels[:, *box], seen, thin=bool(thin))
    product = _pieces(outline.share > 0.5)
    gaps = regions(~product)
    handles = gaps.where(~gaps.framed & (gaps.share(through.mask) > _SEEN_THROUGH))
    murky += int((enclosed(product) & ~handles & (soft | hard)).sum())
    frame = (pixels.shape[1], pixels.shape[2])
    return _Finding(product, outline, seen, through, murky, box, frame)


def _pieces(product: Mask) -> Mask:
    """The product without specks."""
    found = regions(product, diagonal=True)
    return found.where(found.areas >= max(4, 0.01 * found.areas.max()))


def _is_sure(finding: _Finding) -> bool:
    """Whether nothing hints at another reading of the photo."""
    area, (height, width) = finding.area, finding.frame
    return (
        _LEAST_SHARE < area / (height * width) < _MOST_SHARE
        and finding.holes.doubtful <= _MOST_DOUBT * area
        and finding.murky <= _MOST_MURKY * area
        and finding.thickness >= _TOO_THIN
        and not _fades(finding)
        and not _is_of_the_ground(finding)
        and not _is_mesh(finding)
    )


def _fades(finding: _Finding) -> bool:
    """Whether the product passes into the ground without contrast, in all or in one place."""
    weak = finding.rim & (finding.edge.contrast < 1 + 2 * finding.seen.tight)
    places = regions(grow(weak), diagonal=True)
    in_one_place = places.total(weak).max()
    return bool(
        weak.sum() > _MOST_WEAK * finding.rim.sum() or in_one_place > _WEAK_RUN * max(finding.frame)
    )


def _is_of_the_ground(finding: _Finding) -> bool:
    """Whether much of the product has the ground's own colour, or its hue and holes besides."""
    seen, product = finding.seen, finding.product
    own = (seen.away < seen.loose)[product].mean()
    kin = ((seen.tint < 1 + seen.loose) & (seen.darker < _PALEST))[product].mean()
    return bool(own > _MOST_OWN or (kin >= _KIN and finding.holes.count > _KIN_HOLES))


def _is_mesh(finding: _Finding) -> bool:
    """Whether spots nearer to the ground are a pattern, of holes it may be."""
    away = np.where(finding.product, finding.seen.away, 0)
    nearer = away < np.minimum(_NEARER * grow(away, _OFF), _NEAR)
    spots = regions(shrink(finding.product, 2) & nearer)
    sizes = spots.areas[(spots.areas >= 3) & (spots.areas < _SMALL_SPOT)]
    matter = len(sizes) > _MANY and sizes.sum() > _OF_THE_MESH * finding.area
    return bool(matter and sizes.std() < _REGULAR * sizes.mean())
