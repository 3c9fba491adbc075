"""The cut-out that people see and take with them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from core import cutout, matte
from core.cutout import Ground
from core.errors import PhotoError, PhotoReason, RequestError, RequestReason
from core.records import Background
from core.removal import Remover

RED, GREEN = (200, 30, 40), (40, 160, 60)


class Drawn:
    """In place of a network: says where the test has drawn the product."""

    def __init__(self, mask: Image.Image) -> None:
        self._mask = mask

    def mask(self, image: Image.Image) -> Image.Image:
        return self._mask.resize(image.size)


def scene(size: tuple[int, int] = (1500, 1200)) -> tuple[Image.Image, Image.Image]:
    """A red ring on green with the smooth edge of a camera, and its true alpha."""
    width, height = size
    large = Image.new("L", (width * 2, height * 2), 0)
    box = (width // 2, height // 2, width * 3 // 2, height * 3 // 2)
    ImageDraw.Draw(large).ellipse(box, outline=255, width=min(size) // 4)
    alpha = large.resize(size, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(1))
    return Image.composite(Image.new("RGB", size, RED), Image.new("RGB", size, GREEN), alpha), alpha


def rough(alpha: Image.Image) -> Image.Image:
    """The mask that a network of 320 x 320 would give, not quite in place."""
    small = alpha.resize((320, 320), Image.Resampling.BILINEAR)
    return small.filter(ImageFilter.MaxFilter(3)).filter(ImageFilter.GaussianBlur(1))


def test_the_edge_is_where_the_photo_has_it_and_not_where_the_mask_is_soft() -> None:
    image, alpha = scene()
    mask = rough(alpha)
    found = np.asarray(matte.cut_out(image, mask).getchannel("A")).astype(int)
    truth = np.asarray(alpha).astype(int)
    naive = np.asarray(mask.resize(image.size, Image.Resampling.BILINEAR)).astype(int)
    assert np.abs(found - truth).mean() < 0.15 * np.abs(naive - truth).mean()
    soft = (found > 10) & (found < 245)
    assert soft.sum() < 2 * ((truth > 10) & (truth < 245)).sum()


def test_no_rim_of_the_ground_is_left_on_the_product() -> None:
    image, alpha = scene()
    found = np.asarray(matte.cut_out(image, rough(alpha))).astype(int)
    seen = found[found[..., 3] > 60]
    assert np.abs(seen[:, :3] - RED).max() < 40


def test_a_label_of_the_grounds_own_colour_stays_on_the_product() -> None:
    image, mask = Image.new("RGB", (600, 600), GREEN), Image.new("L", (600, 600), 0)
    image.paste(RED, (100, 100, 500, 500))
    image.paste(GREEN, (250, 250, 350, 350))
    mask.paste(255, (100, 100, 500, 500))
    found = matte.cut_out(image, mask)
    assert found.getpixel((300, 300)) == (*GREEN, 255)
    assert found.getpixel((50, 50))[3] == 0


def test_strips_leave_no_seam() -> None:
    image, alpha = scene((400, 1100))
    found = np.asarray(matte.cut_out(image, rough(alpha)))
    upside_down = matte.cut_out(
        image.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        rough(alpha.transpose(Image.Transpose.FLIP_TOP_BOTTOM)),
    )
    other = np.asarray(upside_down.transpose(Image.Transpose.FLIP_TOP_BOTTOM))
    assert np.abs(found[..., 3].astype(int) - other[..., 3]).max() <= 12


@given(st.integers(1, 70), st.integers(1, 70), st.sampled_from([0, 128, 255]))
def test_any_size_is_cut_out(width: int, height: int, value: int) -> None:
    image = Image.new("RGB", (width, height), "teal")
    found = matte.cut_out(image, Image.new("L", (9, 4), value))
    assert (found.mode, found.size) == ("RGBA", image.size)
    if value != 128:
        assert found.getchannel("A").getextrema() == (value, value)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    image, _alpha = scene()
    path = tmp_path / "ring.png"
    image.save(path)
    return path


@pytest.fixture
def remover() -> Remover:
    return Remover(Drawn(rough(scene()[1])), plain_ground=False)


def test_a_transparent_cutout_has_the_photos_size(
    photo: Path, remover: Remover, tmp_path: Path
) -> None:
    out = tmp_path / "out.png"
    assert cutout.write(photo, remover, out, Ground.TRANSPARENT) == Background.REMOVED
    with Image.open(out) as found:
        assert (found.format, found.mode, found.size) == ("PNG", "RGBA", (1500, 1200))
        assert found.getpixel((5, 5))[3] == 0
        assert found.getpixel((750, 600))[3] == 0
        assert found.getpixel((450, 600)) == (*RED, 255)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.png", "ring.png"]


def test_a_cutout_on_white_is_opaque(photo: Path, remover: Remover, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    cutout.write(photo, remover, out, Ground.WHITE)
    with Image.open(out) as found:
        assert found.mode == "RGB"
        assert found.getpixel((5, 5)) == (255, 255, 255)
        assert found.getpixel((450, 600)) == RED


@pytest.mark.parametrize("value", [0, 255])
def test_without_a_product_the_whole_photo_is_kept(photo: Path, tmp_path: Path, value: int) -> None:
    nothing = Remover(Drawn(Image.new("L", (40, 40), value)), plain_ground=False)
    out = tmp_path / "out.png"
    assert cutout.write(photo, nothing, out, Ground.TRANSPARENT) == Background.KEPT
    with Image.open(out) as found, Image.open(photo) as original:
        assert found.tobytes() == original.tobytes()


def test_the_photo_itself_is_never_written(photo: Path, remover: Remover, tmp_path: Path) -> None:
    before = photo.read_bytes()
    link = tmp_path / "same.png"
    link.symlink_to(photo)
    for out in (photo, link, photo.parent / "." / photo.name):
        with pytest.raises(RequestError) as caught:
            cutout.write(photo, remover, out, Ground.WHITE)
        assert caught.value.reason == RequestReason.CANNOT_WRITE
    assert photo.read_bytes() == before


def test_where_nothing_can_be_written_nothing_is_left(
    photo: Path, remover: Remover, tmp_path: Path
) -> None:
    with pytest.raises(RequestError) as caught:
        cutout.write(photo, remover, tmp_path / "missing" / "out.png", Ground.WHITE)
    assert caught.value.reason == RequestReason.CANNOT_WRITE
    folder = tmp_path / "out.png"
    folder.mkdir()
    with pytest.raises(RequestError):
        cutout.write(photo, remover, folder, Ground.WHITE)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.png", "ring.png"]


def test_a_photo_that_is_none_is_told_of(remover: Remover, tmp_path: Path) -> None:
    text = tmp_path / "text.jpg"
    text.write_text("no picture")
    with pytest.raises(PhotoError) as caught:
        cutout.write(text, remover, tmp_path / "out.png", Ground.WHITE)
    assert caught.value.reason == PhotoReason.NOT_AN_IMAGE


@pytest.mark.slow
def test_the_command_cuts_out(
    run: Callable[..., tuple[int, dict]], drawn: Callable[..., Image.Image], tmp_path: Path
) -> None:
    photo, out = tmp_path / "bag.jpg", tmp_path / "bag.png"
    drawn("rectangle", "#b03030").save(photo)
    for options in ([], ["--no-plain-ground"], ["--ground", "white"]):
        code, values = run("cutout", photo, "-o", out, *options)
        assert (code, values["background"]) == (0, "removed")
        assert values["cutout"] == str(out)
        with Image.open(out) as found:
            assert found.size == (240, 240)
            assert found.mode == ("RGB" if options[-1:] == ["white"] else "RGBA")
    code, values = run("cutout", photo, "-o", out, "--removal", "no-such")
    assert (code, values["error"]["reason"]) == (1, "unknown")
    code, values = run("cutout", photo, "-o", out, "--removal", "resnet50")
    assert (code, values["error"]["reason"]) == (1, "unknown")
    code, values = run("cutout", photo, "-o", photo)
    assert (code, values["error"]["reason"]) == (1, "cannot-write")
