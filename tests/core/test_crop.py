"""The square around the product."""

import numpy as np
import pytest
from PIL import Image

from core import crop
from core.records import Box


def mask_of(box: tuple[int, int, int, int], size: tuple[int, int] = (100, 80)) -> Image.Image:
    mask = Image.new("L", size, 0)
    mask.paste(255, box)
    return mask


def test_the_box_is_the_extent_of_the_mask() -> None:
    assert crop.product_box(mask_of((10, 20, 40, 70))) == Box(10, 20, 40, 70)


def test_half_transparent_pixels_count_above_the_threshold_only() -> None:
    mask = mask_of((10, 20, 40, 70))
    mask.paste(crop.MASK_THRESHOLD, (60, 0, 100, 80))
    assert crop.product_box(mask) == Box(10, 20, 40, 70)


@pytest.mark.parametrize("box", [Box(10, 20, 40, 70), Box(0, 0, 7, 3), Box(3, 3, 4, 4)])
def test_the_square_is_square_centred_and_keeps_its_margin(box: Box) -> None:
    square = crop.square(box, 0.1)
    longer = max(box.width, box.height)
    assert square.width == square.height == round(longer * 1.2)
    assert abs((square.left + square.right) - (box.left + box.right)) <= 1
    assert abs((square.top + square.bottom) - (box.top + box.bottom)) <= 1


def test_outside_the_photo_the_crop_is_white() -> None:
    image = Image.new("RGB", (40, 20), "navy")
    cut = np.asarray(crop.cut_square(image, crop.square(Box(0, 0, 40, 20), 0), 40))
    assert cut.shape == (40, 40, 3)
    assert (cut[:8] == 255).all()
    assert (cut[-8:] == 255).all()
    assert (cut[18:22] == (0, 0, 128)).all()


def test_the_product_stands_alone_and_opaque_on_white() -> None:
    ramp = Image.linear_gradient("L").resize((50, 50))
    alone = crop.on_white(Image.new("RGB", (50, 50), "black"), ramp)
    assert alone.mode == "RGB"
    assert np.allclose(np.asarray(alone)[:, :, 0], 255 - np.asarray(ramp), atol=1)
