"""The plain-ground path: right where it answers, silent where it is unsure."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from benchmarks.removal.__main__ import SEED
from benchmarks.removal.photos import photos
from benchmarks.removal.quality import figures, judge
from core import plain_ground

SIZE = (360, 420)
Box = tuple[float, float, float, float]


def iou(mask: Image.Image | None, truth: Image.Image) -> float:
    assert mask is not None, "refused"
    assert mask.mode == "L"
    assert mask.size == truth.size
    one, other = np.asarray(mask) > 127, np.asarray(truth) > 127
    return float((one & other).sum() / (one | other).sum())


def composed(
    truth: Image.Image, product: Image.Image | str, ground: Image.Image | str, noise: float = 0.0
) -> Image.Image:
    """The product where `truth` is, on the ground, with the noise of a sensor."""
    pictures = [
        Image.new("RGB", truth.size, part) if isinstance(part, str) else part
        for part in (product, ground)
    ]
    picture = Image.composite(*pictures, truth)
    grain = np.random.default_rng(1).normal(0, noise, (*truth.size[::-1], 3))
    return Image.fromarray(np.clip(np.asarray(picture) + grain, 0, 255).astype(np.uint8))


def blank() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    mask = Image.new("L", SIZE, 0)
    return mask, ImageDraw.Draw(mask)


def bag() -> Image.Image:
    """A bag with a handle, through which the ground is seen."""
    mask, draw = blank()
    draw.rounded_rectangle((90, 190, 270, 340), 16, 255)
    draw.arc((120, 90, 240, 300), 180, 360, 255, 14)
    return mask


def gradient(top: int, bottom: int) -> Image.Image:
    rows = np.linspace(top, bottom, SIZE[1])[:, None, None]
    return Image.fromarray(np.broadcast_to(rows, (*SIZE[::-1], 3)).astype(np.uint8))


@pytest.mark.parametrize("ground", ["white", "#e8e0d4", "#808080", "#22406a", "#141414"])
@pytest.mark.parametrize("noise", [0.0, 2.5])
def test_a_bag_on_one_colour_and_the_ground_in_its_handle(ground: str, noise: float) -> None:
    photo = composed(bag(), "#9c2f3c", ground, noise)
    mask = plain_ground.find(photo)
    assert iou(mask, bag()) > 0.97
    assert mask is not None
    assert mask.getpixel((180, 160)) == 0


@pytest.mark.parametrize(("top", "bottom"), [(250, 205), (190, 240), (120, 90)])
def test_a_gradient_is_a_plain_ground(top: int, bottom: int) -> None:
    assert iou(plain_ground.find(composed(bag(), "#205a44", gradient(top, bottom))), bag()) > 0.97


def shaded(ground: str, blur: float, depth: float, move: int) -> Image.Image:
    """A ground with the shadow of the bag on it."""
    shadow = bag().filter(ImageFilter.GaussianBlur(blur))
    fall = np.roll(np.asarray(shadow, np.float64), (move, move), (0, 1))[..., None] / 255
    plain = np.asarray(Image.new("RGB", SIZE, ground), np.float64)
    return Image.fromarray((plain * (1 - depth * fall)).astype(np.uint8))


@pytest.mark.parametrize("ground", ["white", "#d9c8b4"])
def test_a_soft_shadow_is_no_product(ground: str) -> None:
    photo = composed(bag(), "#7a1f2b", shaded(ground, 9, 0.25, 14))
    assert iou(plain_ground.find(photo), bag()) > 0.93


@pytest.mark.parametrize("ground", ["white", "#d9c8b4"])
def test_a_hard_shadow_is_no_product(ground: str) -> None:
    mask = plain_ground.find(composed(bag(), "#7a1f2b", shaded(ground, 0.5, 0.35, 20)))
    assert mask is None or iou(mask, bag()) > 0.9


def test_letters_on_a_label_in_the_colour_of_the_ground_keep_it() -> None:
    box, draw = blank()
    draw.rectangle((80, 80, 280, 340), fill=255)
    product = Image.new("RGB", SIZE, "#203050")
    label = ImageDraw.Draw(product)
    label.rectangle((120, 140, 240, 240), fill="white")
    for y in (155, 180, 205):
        label.rectangle((132, y, 225, y + 9), fill="black")
    assert iou(plain_ground.find(composed(box, product, "white")), box) > 0.97


def test_a_white_bag_on_white_is_right_or_refused() -> None:
    product = np.full((*SIZE[::-1], 3), 255.0)
    product -= 14 * np.abs(np.sin(np.arange(SIZE[0]) / 25))[None, :, None]
    photo = composed(bag(), Image.fromarray(product.astype(np.uint8)), "white")
    mask = plain_ground.find(photo)
    assert mask is None or iou(mask, bag()) > 0.95


def test_a_product_in_the_very_colour_of_the_ground_is_refused() -> None:
    assert plain_ground.find(composed(bag(), "#fefefe", "white")) is None


@pytest.mark.parametrize(
    "box",
    [(90, 200, 270, 440), (-20, 100, 200, 300), (200, 250, 400, 500), (-10, 150, 400, 260)],
    ids=["bottom", "left", "corner", "both sides"],
)
def test_a_product_may_touch_the_border(box: Box) -> None:
    truth, draw = blank()
    draw.rectangle(box, fill=255)
    assert iou(plain_ground.find(composed(truth, "#334b2e", "#f0efec")), truth) > 0.97


def test_a_thin_strap_is_kept() -> None:
    truth = Image.new("L", (1000, 1000), 0)
    draw = ImageDraw.Draw(truth)
    draw.rounded_rectangle((300, 600, 700, 850), 30, 255)
    draw.arc((320, 150, 680, 1100), 180, 360, 255, 6)
    mask = plain_ground.find(composed(truth, "#38322e", "#f4f4f2"))
    assert iou(mask, truth) > 0.95
    assert mask is not None
    assert np.asarray(mask.crop((490, 140, 510, 165))).max() > 127


@pytest.mark.parametrize(
    "size", [(1, 1), (1, 900), (700, 1), (2, 2), (23, 500), (24, 24), (3000, 8)]
)
def test_any_size_has_an_answer(size: tuple[int, int]) -> None:
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 256, (size[1], size[0], 3)).astype(np.uint8)
    assert plain_ground.find(Image.fromarray(noise)) is None


@pytest.mark.parametrize("colour", ["white", "black", "#7f3a20"])
def test_a_photo_of_one_colour_has_no_product(colour: str) -> None:
    assert plain_ground.find(Image.new("RGB", (300, 200), colour)) is None


def test_a_room_is_refused() -> None:
    room = Image.new("RGB", SIZE, "#c9d2cc")
    draw = ImageDraw.Draw(room)
    draw.rectangle((0, 300, SIZE[0], SIZE[1]), fill="#7a5a3c")
    draw.rectangle((250, 120, 360, 320), fill="#403830")
    assert plain_ground.find(composed(bag(), "#a02030", room)) is None


def test_texture_is_refused() -> None:
    rng = np.random.default_rng(3)
    coarse = rng.normal(150, 25, (60, 52)).clip(0, 255).astype(np.uint8)
    cloth = Image.fromarray(coarse).resize(SIZE, Image.Resampling.BICUBIC).convert("RGB")
    assert plain_ground.find(composed(bag(), "#a02030", cloth)) is None


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Image.Image, Image.Image]:
    """A photo of an ellipse or a polygon on a plain ground, and its truth."""
    size = (draw(st.integers(60, 420)), draw(st.integers(60, 420)))
    colour = st.tuples(*[st.integers(0, 255)] * 3)
    truth = Image.new("L", size, 0)
    pen = ImageDraw.Draw(truth)
    x, y = (draw(st.floats(0.1, 0.4)) * side for side in size)
    right, bottom = (draw(st.floats(0.6, 0.9)) * side for side in size)
    if draw(st.booleans()):
        pen.ellipse((x, y, right, bottom), fill=255)
    else:
        pen.polygon([(x, y), (right, (y + bottom) / 2), ((x + right) / 2, bottom)], fill=255)
    ground, product = (Image.new("RGB", size, draw(colour)) for _ in range(2))
    return composed(truth, product, ground, draw(st.sampled_from([0.0, 1.5]))), truth


@settings(max_examples=60, deadline=None)
@given(scenes())
def test_any_shape_on_any_colour_is_right_or_refused(
    scene: tuple[Image.Image, Image.Image],
) -> None:
    photo, truth = scene
    mask = plain_ground.find(photo)
    assert mask is None or iou(mask, truth) > 0.9


@settings(max_examples=25, deadline=None)
@given(scenes())
def test_the_answer_is_the_same_again_and_in_the_mirror(
    scene: tuple[Image.Image, Image.Image],
) -> None:
    photo, _ = scene
    mask = plain_ground.find(photo)
    again = plain_ground.find(photo)
    turned = plain_ground.find(photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT))
    assert (mask is None) == (again is None)
    if mask and again:
        assert mask.tobytes() == again.tobytes()
    if mask and turned:
        assert iou(turned.transpose(Image.Transpose.FLIP_LEFT_RIGHT), mask) > 0.95


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 160), st.integers(1, 160), st.integers(0, 2**32 - 1), st.integers(1, 60))
def test_no_photo_raises(width: int, height: int, seed: int, coarse: int) -> None:
    rng = np.random.default_rng(seed)
    small = rng.integers(0, 256, (max(1, height // coarse), max(1, width // coarse), 3))
    photo = Image.fromarray(small.astype(np.uint8)).resize((width, height))
    mask = plain_ground.find(photo)
    assert mask is None or (mask.size == photo.size and mask.mode == "L")


def test_an_edge_is_soft() -> None:
    mask = plain_ground.find(composed(bag().filter(ImageFilter.GaussianBlur(1)), "navy", "white"))
    assert mask is not None
    values = np.asarray(mask)
    assert ((values > 20) & (values < 235)).any()


@pytest.mark.slow
def test_composed_photos_are_cut_out_or_refused() -> None:
    """A hundred of the benchmark's photos, none of which the path was made with."""
    results = [judge(photo, None) for photo in photos(100, SEED)]
    found: dict[str, Any] = figures(results)
    assert found["others_accepted"] <= 0.02
    assert found["plain_accepted"] >= 0.8
    assert found["iou_mean"] >= 0.96
