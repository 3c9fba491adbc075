"""The product of a photo with a plain ground, without a network."""

import numpy as np
from PIL import Image
from scipy import ndimage

from core import ground_flood, ground_model
from core.ground_flood import Look
from core.ground_holes import holes
from core.ground_model import Ground
from core.lab import Lab, lab
from core.regions import Field, Mask, grow, regions, shrink

WORK_SIDE, _FINE_SIDE = 512, 1024
_LEAST_SIDE = 24
DEBUG = {}


def find(image: Image.Image) -> Image.Image | None:
    return _find(image, WORK_SIDE)

def _find(image, side):
    DEBUG.clear()
    small = _reduced(image, side)
    if min(small.size) < _LEAST_SIDE:
        return None
    pixels = lab(np.asarray(small))
    ground = ground_model.of_border(pixels)
    if ground is None:
        DEBUG['why'] = 'border'
        return None
    first = ground_flood.look(pixels, ground)
    ground = ground_model.refined(pixels, ground, ground_flood.lit(first.away, first.tolerance))
    seen = ground_flood.look(pixels, ground)
    flooded = ground_flood.lit(seen.away, seen.tolerance)
    through = holes(seen, flooded)
    flooded |= through.mask
    shadow = ground_flood.shadows(seen, flooded)
    DEBUG['shadow'] = shadow
    flooded |= shadow
    hard, murky = ground_flood.hard_shadows(seen, flooded)
    DEBUG['shadow'] = shadow|hard
    flooded = ground_flood.relaxed(seen, flooded | hard)
    product = _pieces(~flooded)
    alpha, full = _alpha(product, pixels, ground, seen, product.sum() < 8 * (product & ~shrink(product)).sum())
    product = _pieces(alpha > 0.5)
    DEBUG['product'] = product
    thick = product.sum() / max(1, (product & ~shrink(product)).sum())
    DEBUG['thick'] = thick
    if thick < 5 and side < min(_FINE_SIDE, max(image.size)):
        return _find(image, _FINE_SIDE)
    why = _unsure(product, seen, through, full, thick, murky)
    DEBUG['why'] = why
    if why:
        return None
    alpha[~grow(product, 2)] = 0
    return Image.fromarray(np.rint(alpha*255).astype(np.uint8)).resize(image.size, Image.Resampling.BICUBIC)


def _reduced(image, side):
    longer = max(image.size)
    if longer <= side:
        return image
    size = [max(1, round(s * side / longer)) for s in image.size]
    return image.resize(size, Image.Resampling.BOX)


def _pieces(product: Mask) -> Mask:
    found = regions(product, diagonal=True)
    area = found.areas.copy()
    area[0] = 0
    return found.where(area >= max(4, 0.01 * area.max()))


def _unsure(product, seen, through, full, thick, murky):
    area = int(product.sum())
    share = area / product.size
    DEBUG['doubt'] = through.doubtful / max(1, area)
    if not 0.001 < share < 0.93:
        return 'share'
    if through.doubtful > 0.04 * area:
        return 'doubt'
    rim = product & ~shrink(product)
    weak = (full[rim] < 2.5 * seen.tolerance).mean(); DEBUG['weak0']=(seen.steep[rim] < seen.strong).mean()
    DEBUG['weak'] = weak
    kin = ((seen.tint < 1 + seen.tolerance) & (seen.darker < 45) & product).sum() / area
    DEBUG['kin'] = kin
    if thick < 3.2:
        return 'thin'
    if weak > 0.08:
        return 'weak'
    if kin > .4 and through.count > 3:
        return 'kin'
    DEBUG['flat'] = murky/area
    if murky > 0.03 * area:
        return 'flat'
    return ''


def _alpha(product, pixels, ground, seen, thin):
    outside = ~product
    count = ndimage.uniform_filter(outside.astype(np.float32), 9, mode='nearest')
    away = np.zeros(product.shape, np.float32)
    for channel, surface in zip(pixels, ground.surface):
        total = ndimage.uniform_filter(channel * outside, 9, mode='nearest')
        back = np.where(count > 0.01, total / np.maximum(count, 0.01), surface)
        away += (channel - back)**2
    away = np.sqrt(away)
    full = grow(np.where(product, away, 0), 2)
    core = shrink(product)
    deep = shrink(core, 2)
    band = (grow(product) & ~core) | (core & ~deep & ((seen.away < 3 * seen.tolerance)|thin))
    return np.where(band & (full > 0), np.clip(away / np.maximum(full, 1e-3), 0, 1), product).astype(np.float32), full
