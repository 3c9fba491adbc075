"""Points that two photos of one thing share, and that two things do not."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from core import local_features
from core.agreement import agree, agreement
from core.errors import PhotoError

SIZE = (500, 400)


def patterned(seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """A print of many overlapping patches, different for each seed."""
    random = np.random.default_rng(seed)
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    for _patch in range(160):
        x, y = int(random.integers(0, size[0])), int(random.integers(0, size[1]))
        wide, high = random.integers(8, 60, 2).tolist()
        colour = tuple(int(value) for value in random.integers(0, 256, 3))
        draw = pen.ellipse if random.random() < 0.5 else pen.rectangle
        draw((x, y, x + wide, y + high), fill=colour)
    return image.filter(ImageFilter.GaussianBlur(0.8))


def saved(image: Image.Image, path: Path) -> Path:
    image.save(path)
    return path


def test_turned_and_scaled_crop_agrees_at_the_right_places(tmp_path: Path) -> None:
    whole = patterned(1)
    corner, side, degrees, scale = (120, 60), 260, 20.0, 1.5
    piece = whole.crop((*corner, corner[0] + side, corner[1] + side))
    large = piece.resize((round(side * scale),) * 2, Image.Resampling.LANCZOS)
    crop = large.rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white")
    found = agreement(saved(crop, tmp_path / "crop.png"), saved(whole, tmp_path / "whole.png"))
    assert (found.size, found.other_size) == (crop.size, whole.size)
    assert len(found.points) > 40
    points = np.array(found.points)
    middle = np.array(crop.size) / 2
    angle = np.deg2rad(degrees)
    # Pillow turns counterclockwise with y downwards; undo that, then the scale and the corner.
    back = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    expected = ((points[:, :2] - middle) @ back.T + middle) / scale + corner
    away = np.linalg.norm(expected - points[:, 2:], axis=1)
    assert np.median(away) < 1
    assert away.max() < 8


def test_two_things_do_not_agree(tmp_path: Path) -> None:
    one, other = (saved(patterned(seed), tmp_path / f"{seed}.png") for seed in (1, 2))
    assert not agreement(one, other).points


def test_mirror_image_does_not_agree(tmp_path: Path) -> None:
    image = patterned(3)
    mirrored = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    paths = saved(image, tmp_path / "a.png"), saved(mirrored, tmp_path / "b.png")
    assert not agreement(*paths).points


@pytest.mark.parametrize("size", [(1, 1), (300, 200)])
def test_blank_photo_agrees_with_nothing(tmp_path: Path, size: tuple[int, int]) -> None:
    blank = saved(Image.new("RGB", size, "#8899aa"), tmp_path / "blank.png")
    full = saved(patterned(1), tmp_path / "full.png")
    assert not agreement(blank, full).points
    assert not agreement(full, blank).points
    assert not agreement(blank, blank).points


def test_unusable_photo_is_told(tmp_path: Path) -> None:
    with pytest.raises(PhotoError):
        agreement(tmp_path / "none.png", saved(patterned(1), tmp_path / "a.png"))


def test_same_photos_agree_the_same_each_time() -> None:
    whole = patterned(4)
    turned = whole.rotate(8, fillcolor="white")
    found = [
        agree(local_features.find(turned, None), local_features.find(whole, None))
        for _time in range(3)
    ]
    assert found[0] == found[1] == found[2]


def test_points_lie_on_the_product_and_its_outline() -> None:
    image = patterned(5)
    mask = Image.new("L", SIZE)
    ImageDraw.Draw(mask).rectangle((200, 100, 330, 260), fill=255)
    found = local_features.find(image, mask)
    assert len(found) > 20
    assert found.points.min(axis=0) == pytest.approx((200, 100), abs=20)
    assert found.points.max(axis=0) == pytest.approx((330, 260), abs=20)
    assert found.size == SIZE


def test_packed_features_are_small_and_come_back() -> None:
    found = local_features.find(patterned(6), None)
    data = local_features.pack(found)
    assert len(data) <= 53_000
    again = local_features.unpack(data)
    assert again.size == found.size
    assert np.array_equal(again.descriptors, found.descriptors)
    assert np.abs(again.points - found.points).max() < 0.01


def test_photo_without_points_is_packed_too() -> None:
    nothing = local_features.find(Image.new("RGB", (30, 20)), None)
    again = local_features.unpack(local_features.pack(nothing))
    assert len(again) == 0
    assert again.size == (30, 20)
