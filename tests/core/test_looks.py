"""A photo looked at in another way: turned, within a square, with its ground."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from core import boxes, intake
from core.catalogue import Catalogue
from core.cutout import FULL_SIDE
from core.embedding import Embedder
from core.errors import RequestError, RequestReason
from core.match import Matcher
from core.messages import sentence
from core.pipeline import index_folder
from core.query_records import LEAST_SIDE, Look
from core.records import Background, Box
from core.removal import Remover
from core.removal_records import Ground
from core.sights import DETAIL_SIDE

SIZES = st.tuples(st.integers(1, 500), st.integers(1, 500))
EDGES = st.integers(-100, 600)


@st.composite
def squares(draw: st.DrawFn) -> Box:
    left, top = draw(EDGES), draw(EDGES)
    return Box(left, top, left + draw(st.integers(0, 400)), top + draw(st.integers(0, 400)))


@given(squares(), st.integers(-8, 8), SIZES)
def test_a_box_that_is_turned_back_is_where_it_was(
    box: Box, turns: int, size: tuple[int, int]
) -> None:
    there = boxes.turned(box, turns, size)
    turned_size = size[::-1] if turns % 2 else size
    assert boxes.turned(there, -turns, turned_size) == box
    assert {there.width, there.height} == {box.width, box.height}


@given(squares(), SIZES)
def test_what_lies_in_a_photo_lies_in_it_and_in_the_box(box: Box, size: tuple[int, int]) -> None:
    part = boxes.within(box, size)
    assert 0 <= part.left <= part.right <= size[0]
    assert 0 <= part.top <= part.bottom <= size[1]
    if part.width and part.height:
        assert part == boxes.within(part, size)
        assert box.left <= part.left
        assert part.right <= box.right


def test_a_box_turns_as_its_photo_does() -> None:
    image = Image.new("L", (60, 40), 0)
    image.paste(255, (10, 5, 30, 12))
    for turns, way in (
        (1, Image.Transpose.ROTATE_270),
        (2, Image.Transpose.ROTATE_180),
        (3, Image.Transpose.ROTATE_90),
    ):
        there = boxes.turned(Box(10, 5, 30, 12), turns, image.size)
        found = image.transpose(way).getbbox()
        assert found == (there.left, there.top, there.right, there.bottom)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_the_own_size_of_a_reduced_photo_is_that_of_the_upright_one(
    tmp_path: Path, orientation: int
) -> None:
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new("RGB", (1200, 800), "red").save(path, exif=exif)
    image, size = intake.load_sized(path, 300)
    lies = orientation in (6, 8)
    assert size == ((800, 1200) if lies else (1200, 800))
    assert image.size == ((200, 300) if lies else (300, 200))


@pytest.fixture
def shapes(catalogue: Catalogue, embedder: Embedder, photos: Path) -> Matcher:
    """Over the drawn photos, whose grounds are removed."""
    list(index_folder(catalogue, photos, embedder))
    return Matcher(catalogue, embedder)


@pytest.fixture
def several(drawn_photos: Path, tmp_path: Path) -> tuple[Path, dict[str, Box]]:
    """Three products in one wide photo, and a square around each."""
    scene = Image.new("RGB", (2700, 1000), (214, 206, 192))
    squares = {}
    for number, (name, reference) in enumerate(
        (("Bags/BG2.jpg", "BG2"), ("Shoes/SH1.webp", "SH1"), ("Watches/WT2.png", "WT2"))
    ):
        with Image.open(next(drawn_photos.glob(name.rsplit(".", 1)[0] + ".*"))) as photo:
            product = photo.convert("RGB").resize((700, 700)).crop((60, 60, 640, 640))
        left = 150 + 900 * number
        scene.paste(product, (left, 210))
        squares[reference] = Box(left - 10, 200, left + 590, 800)
    path = tmp_path / "several.jpg"
    scene.save(path, quality=92)
    return path, squares


@pytest.mark.slow
def test_of_several_products_a_square_gives_the_one_in_it(
    shapes: Matcher, several: tuple[Path, dict[str, Box]]
) -> None:
    photo, squares = several
    for reference, square in squares.items():
        for removes in (True, False):
            answer = shapes.match(photo, 1, look=Look(square=square, removes=removes))
            assert answer.matches[0].reference == reference
            assert answer.size == (2700, 1000)
            assert boxes.within(answer.crop, answer.size).width
    kept = shapes.match(photo, 1, look=Look(square=squares["SH1"], removes=False))
    assert (kept.crop, kept.background) == (squares["SH1"], Background.KEPT)


@pytest.mark.slow
def test_a_turned_photo_is_the_photo_of_the_turned_product(
    shapes: Matcher, several: tuple[Path, dict[str, Box]], tmp_path: Path
) -> None:
    photo, squares = several
    upright = shapes.match(photo, 3, look=Look(square=squares["BG2"]))
    lying = tmp_path / "lying.png"
    with Image.open(photo) as image:
        image.transpose(Image.Transpose.ROTATE_90).save(lying)
    again = shapes.match(lying, 3, look=Look(1, squares["BG2"]))
    assert again.size == upright.size
    assert again.matches[0].reference == "BG2"
    assert again.matches[0].similarity == pytest.approx(upright.matches[0].similarity, abs=0.02)


@pytest.mark.slow
def test_a_look_that_is_come_back_to_reads_nothing_and_a_moved_square_decodes_nothing(
    shapes: Matcher, several: tuple[Path, dict[str, Box]], tmp_path: Path
) -> None:
    photo, squares = several
    first = shapes.match(photo, 2, look=Look(square=squares["BG2"]))
    known = photo.stat()
    photo.write_bytes(bytes(known.st_size))  # whoever reads it now finds no picture
    os.utime(photo, ns=(known.st_atime_ns, known.st_mtime_ns))
    assert shapes.match(photo, 1, look=Look(square=squares["SH1"])).matches[0].reference == "SH1"
    for side in (200, DETAIL_SIDE):
        shapes.cut_out(photo, tmp_path / "o.png", Ground.WHITE, side, Look(square=squares["SH1"]))
    again = shapes.match(photo, 2, look=Look(square=squares["BG2"]))
    assert again.matches == first.matches


@pytest.mark.slow
@pytest.mark.parametrize(
    "square",
    [
        Box(0, 0, LEAST_SIDE - 1, LEAST_SIDE - 1),
        Box(5000, 0, 5400, 400),
        Box(-390, 0, 10, 400),
        Box(0, 0, 100, 400),
        Box(-50_000, -50_000, 50_000, 50_000),
    ],
    ids=["small", "outside", "hardly inside", "no square", "huge"],
)
def test_a_square_that_does_not_fit_is_told_in_one_sentence(
    shapes: Matcher, several: tuple[Path, dict[str, Box]], square: Box
) -> None:
    with pytest.raises(RequestError) as caught:
        shapes.match(several[0], 1, look=Look(square=square))
    assert caught.value.reason == RequestReason.BAD_SQUARE
    assert sentence(caught.value).startswith("The square does not fit “several.jpg”:")


class RedParts:
    """A network for which all that has much red is the product."""

    def mask(self, image: Image.Image) -> Image.Image:
        red = np.asarray(image)[..., 0] > 200
        return Image.fromarray((red * 255).astype(np.uint8))


@pytest.mark.slow
@pytest.mark.parametrize("side", [400, FULL_SIDE], ids=["view", "full"])
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_the_cutout_of_a_square_is_what_lies_in_it(
    indexed: Catalogue, plain_embedder: Embedder, tmp_path: Path, side: int, turns: int
) -> None:
    photo, out = tmp_path / "discs.png", tmp_path / "out.png"
    scene = Image.new("RGB", (1600, 900), "#204060")
    pen = ImageDraw.Draw(scene)
    pen.ellipse((100, 100, 500, 500), fill="#f03020")
    pen.ellipse((900, 300, 1300, 700), fill="#f0a020")
    scene.save(photo)
    remover = Remover(RedParts(), plain_ground=False)
    matcher = Matcher(indexed, replace(plain_embedder, remover=remover))
    square = boxes.turned(Box(850, 250, 1350, 750), turns, scene.size)
    look = Look(turns, square)
    answer = matcher.match(photo, 1, look=look)
    assert answer.background == Background.REMOVED
    middle = boxes.turned(Box(900, 300, 1300, 700), turns, scene.size)
    for edge in ("left", "top", "right", "bottom"):
        assert abs(getattr(answer.crop, edge) - getattr(middle, edge)) <= 0.12 * 400 + 4
    assert matcher.cut_out(photo, out, Ground.TRANSPARENT, side, look) == Background.REMOVED
    with Image.open(out) as image:
        assert image.size == ((500, 500) if side == FULL_SIDE else (400, 400))
        pixels = np.asarray(image)
    assert tuple(pixels[image.height // 2, image.width // 2]) == (240, 160, 32, 255)
    assert pixels[2, 2, 3] == 0
    assert (pixels[..., 3] > 127).mean() == pytest.approx(np.pi * 0.16, abs=0.01)


@pytest.mark.slow
def test_a_square_that_is_all_product_is_compared_as_it_is(
    shapes: Matcher, tmp_path: Path, drawn: Callable[..., Image.Image]
) -> None:
    photo = tmp_path / "near.png"
    drawn("triangle", "#2c8a4a").resize((1200, 1200)).save(photo)
    square = Box(560, 620, 660, 720)
    answer = shapes.match(photo, 1, look=Look(square=square))
    assert (answer.crop, answer.background) == (square, Background.KEPT)
