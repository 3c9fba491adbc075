"""Photos against a catalogue, with the embedded networks."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from core import products
from core.catalogue import Catalogue
from core.cutout import FULL_SIDE
from core.embedding import Embedder
from core.errors import PhotoError, PhotoReason, RequestError, RequestReason
from core.match import Matcher
from core.pipeline import index_folder
from core.product_records import Filter, ProductChanges
from core.ranking import likeness
from core.records import Background
from core.removal import Remover
from core.removal_records import Ground
from core.search import search

pytestmark = pytest.mark.slow


@pytest.fixture
def matcher(indexed: Catalogue, plain_embedder: Embedder) -> Matcher:
    """Over the drawn photos, background kept."""
    return Matcher(indexed, plain_embedder)


def test_each_catalogue_photo_finds_its_own_product_first(
    matcher: Matcher, drawn_photos: Path
) -> None:
    for path in sorted(drawn_photos.rglob("*.*")):
        answer = matcher.match(path, 3)
        first = answer.matches[0]
        assert first.photo_path == path.resolve()
        assert first.similarity == pytest.approx(1, abs=1e-4)
        assert first.likeness == pytest.approx(1, abs=1e-3)
        assert first.distance == pytest.approx(0, abs=1e-4)
        assert (answer.photo, answer.size) == (path, (240, 240))
        assert answer.background == Background.KEPT
        assert answer.encoder == "efficientnet-lite2"


def test_a_product_of_several_photos_appears_once_with_its_nearest(
    matcher: Matcher, drawn_photos: Path
) -> None:
    for view in ("front", "back"):
        matches = matcher.match(drawn_photos / "Bags" / f"BG1_{view}.jpg", 20).matches
        assert [match.reference for match in matches].count("BG1") == 1
        assert matches[0].photo_path.name == f"BG1_{view}.jpg"
        assert len(matches) == 7


def test_matches_are_ranked_and_alike_between_0_and_1(matcher: Matcher, drawn_photos: Path) -> None:
    matches = matcher.match(drawn_photos / "Shoes" / "SH1.webp", 7).matches
    assert all(0 <= match.likeness <= 1 for match in matches)
    assert [m.distance for m in matches] == sorted(m.distance for m in matches)
    assert [m.likeness for m in matches] == sorted((m.likeness for m in matches), reverse=True)


def test_a_photo_under_another_filter_is_not_looked_at_anew(
    matcher: Matcher, drawn_photos: Path, tmp_path: Path
) -> None:
    photo = tmp_path / "query.jpg"
    shutil.copy(drawn_photos / "Bags" / "BG2.jpg", photo)
    first = matcher.match(photo, 3)
    known = photo.stat()
    photo.write_bytes(bytes(known.st_size))  # whoever reads it now finds no picture
    os.utime(photo, ns=(known.st_atime_ns, known.st_mtime_ns))
    again = matcher.match(photo, 3, Filter(category="Shoes"))
    assert {match.category for match in again.matches} == {"Shoes"}
    assert (again.size, again.crop) == (first.size, first.crop)
    assert matcher.match(photo, 3).matches == first.matches


def test_a_photo_that_changed_meanwhile_is_looked_at_anew(
    matcher: Matcher, drawn_photos: Path, tmp_path: Path
) -> None:
    photo = tmp_path / "query.jpg"
    shutil.copy(drawn_photos / "Bags" / "BG2.jpg", photo)
    assert matcher.match(photo, 1).matches[0].reference == "BG2"
    shutil.copy(drawn_photos / "Bags" / "BG1_front.jpg", photo)
    assert matcher.match(photo, 1).matches[0].reference == "BG1"


@pytest.mark.parametrize("count", [1, 3, 7])
def test_no_more_products_than_asked_for(matcher: Matcher, drawn_photos: Path, count: int) -> None:
    assert len(matcher.match(drawn_photos / "Bags" / "BG2.jpg", count).matches) == count


def test_products_fill_the_answer_although_one_has_many_photos(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path
) -> None:
    shutil.rmtree(photos / "Shoes")
    bag = (photos / "Bags" / "BG2.jpg").read_bytes()
    for number in range(9):
        (photos / "Bags" / f"BG2_{number}.jpg").write_bytes(bag)
    list(index_folder(catalogue, photos, plain_embedder))
    matches = Matcher(catalogue, plain_embedder).match(photos / "Bags" / "BG2.jpg", 2).matches
    assert len({match.product_id for match in matches}) == 2
    assert matches[0].reference == "BG2"


@pytest.mark.parametrize(
    ("wanted", "references"),
    [
        ({"category": "Bags"}, {"BG1", "BG2"}),
        ({"category": "Shoes"}, {"SH1", "SH2", "SH3"}),
        ({"category": "Hats"}, set()),
        ({"tag": "NEW"}, {"BG1", "WT2"}),
        ({"words": "sh"}, {"SH1", "SH2", "SH3"}),
        ({"folder": "Watches"}, {"WT1", "WT2"}),
        ({"tag": "new", "folder": "Watches"}, {"WT2"}),
    ],
)
def test_of_what_passes_a_filter_all_and_nothing_else_matches(
    matcher: Matcher, drawn_photos: Path, wanted: dict[str, Any], references: set[str]
) -> None:
    catalogue = matcher.catalogue
    new = [i for word in ("BG1", "WT2") for i in search(catalogue, Filter(word))]
    products.change(catalogue, new, ProductChanges(add_tags=("new",)))
    if "folder" in wanted:
        wanted = wanted | {"folder": catalogue.roots()[0] / wanted["folder"]}
    photo = drawn_photos / "Bags" / "BG2.jpg"
    matches = matcher.match(photo, 9, wanted=Filter(**wanted)).matches
    assert {match.reference for match in matches} == references
    assert len(matches) == len(references)
    one = matcher.match(photo, 1, wanted=Filter(**wanted)).matches
    assert list(one) == list(matches[:1])


def test_an_empty_catalogue_says_so(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path
) -> None:
    with pytest.raises(RequestError) as caught:
        Matcher(catalogue, plain_embedder).match(photos / "Bags" / "BG2.jpg", 5)
    assert caught.value.reason == RequestReason.EMPTY_CATALOGUE
    assert caught.value.subject == str(catalogue.folder)


def test_photos_indexed_meanwhile_are_found_after_a_refresh(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path
) -> None:
    matcher = Matcher(catalogue, plain_embedder)
    for record in index_folder(catalogue, photos, plain_embedder):
        matcher.refresh()
        done = getattr(record, "done", 0)
        assert record
        if done == 2:
            assert len(matcher.match(photos / "Bags" / "BG2.jpg", 9).matches) <= 2
    matcher.refresh()
    assert len(matcher.match(photos / "Bags" / "BG2.jpg", 9).matches) == 7


def test_a_photo_that_went_missing_does_not_match_any_more(
    matcher: Matcher, drawn_photos: Path
) -> None:
    gone = (drawn_photos / "Bags" / "BG2.jpg").resolve()
    matcher.catalogue.mark_missing([str(gone)])
    matches = matcher.match(gone, 9).matches
    assert len(matches) == 6
    assert gone not in {match.photo_path for match in matches}


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", PhotoReason.EMPTY), (b"text", PhotoReason.NOT_AN_IMAGE), (None, PhotoReason.VANISHED)],
)
def test_a_query_that_is_no_photo_is_refused(
    matcher: Matcher, tmp_path: Path, content: bytes | None, reason: PhotoReason
) -> None:
    query = tmp_path / "query.jpg"
    if content is not None:
        query.write_bytes(content)
    with pytest.raises(PhotoError) as caught:
        matcher.match(query, 5)
    assert caught.value.reason == reason


def test_likeness_begins_at_the_floor_and_ends_at_identity() -> None:
    assert likeness(0.4, 0.4) == 0
    assert likeness(0.1, 0.4) == 0
    assert likeness(0.7, 0.4) == pytest.approx(0.5)
    assert likeness(1.0, 0.4) == 1
    assert likeness(1.0000002, 0.99) == 1


def test_a_cluttered_query_is_cut_out_and_recognised(
    catalogue: Catalogue,
    embedder: Embedder,
    photos: Path,
    tmp_path: Path,
    drawn: Callable[..., Image.Image],
) -> None:
    for path in photos.rglob("SH*"):
        path.unlink()
    list(index_folder(catalogue, photos, embedder))
    matcher = Matcher(catalogue, embedder)
    ground = Image.new("RGB", (420, 300), (196, 188, 170))
    ground.paste(drawn("triangle", "#2c8a4a").crop((50, 50, 190, 190)), (180, 90))
    query = tmp_path / "query.png"
    ground.save(query)
    answer = matcher.match(query, 3)
    assert answer.background == Background.REMOVED
    assert answer.crop.width == answer.crop.height
    assert 150 < (answer.crop.left + answer.crop.right) / 2 < 350


class OnceOnly:
    """A network that refuses to look at a second photo."""

    def __init__(self, mask: Image.Image) -> None:
        self._masks = [mask]

    def mask(self, image: Image.Image) -> Image.Image:
        return self._masks.pop().resize(image.size)


@pytest.fixture
def scene(tmp_path: Path) -> tuple[Path, np.ndarray]:
    """A photo of a disc larger than what networks look at, and where the disc is."""
    alpha = Image.new("L", (2400, 1800), 0)
    ImageDraw.Draw(alpha).ellipse((700, 400, 1700, 1400), fill=255)
    photo = Image.composite(
        Image.new("RGB", alpha.size, "#b03030"), Image.new("RGB", alpha.size, "#6a8f6a"), alpha
    )
    path = tmp_path / "disc.png"
    photo.save(path)
    return path, np.asarray(alpha) > 127


@pytest.fixture
def cutter(indexed: Catalogue, plain_embedder: Embedder, scene: tuple[Path, np.ndarray]) -> Matcher:
    """Knows where the disc is, roughly and once."""
    rough = Image.fromarray((scene[1] * 255).astype(np.uint8)).resize((320, 320))
    remover = Remover(OnceOnly(rough.filter(ImageFilter.GaussianBlur(2))), plain_ground=False)
    return Matcher(indexed, replace(plain_embedder, remover=remover))


@pytest.mark.parametrize(
    ("side", "size"), [(1600, (1600, 1200)), (FULL_SIDE, (2400, 1800))], ids=["view", "full"]
)
def test_the_cutout_of_a_photo_that_was_matched_asks_the_network_nothing_more(
    cutter: Matcher,
    scene: tuple[Path, np.ndarray],
    tmp_path: Path,
    side: int,
    size: tuple[int, int],
) -> None:
    photo, truth = scene
    assert cutter.match(photo, 1).background == Background.REMOVED
    out = tmp_path / "out.png"
    for ground, mode in ((Ground.TRANSPARENT, "RGBA"), (Ground.WHITE, "RGB")):
        assert cutter.cut_out(photo, out, ground, side) == Background.REMOVED
        with Image.open(out) as image:
            assert (image.mode, image.size) == (mode, size)
            if mode == "RGBA":
                found = np.asarray(image.getchannel("A").resize((2400, 1800))) > 127
    assert (found & truth).sum() / (found | truth).sum() > 0.995


def test_a_photo_that_was_not_matched_is_looked_at(
    cutter: Matcher, scene: tuple[Path, np.ndarray], tmp_path: Path
) -> None:
    out = tmp_path / "out.png"
    assert cutter.cut_out(scene[0], out, Ground.TRANSPARENT, 300) == Background.REMOVED
    assert out.is_file()


def test_of_a_photo_whose_background_was_kept_nothing_is_written(
    matcher: Matcher, drawn_photos: Path, tmp_path: Path
) -> None:
    photo, out = drawn_photos / "Bags" / "BG2.jpg", tmp_path / "out.png"
    assert matcher.cut_out(photo, out, Ground.WHITE, 1600) == Background.KEPT
    assert not out.exists()


def test_a_cutout_that_cannot_be_made_is_told_so_and_spoils_nothing(
    cutter: Matcher, scene: tuple[Path, np.ndarray], tmp_path: Path
) -> None:
    photo, _ = scene
    cutter.match(photo, 1)
    for path, reason in (
        (tmp_path / "nowhere" / "cutout.png", RequestReason.CANNOT_WRITE),
        (photo, RequestReason.PHOTO_ITSELF),
    ):
        with pytest.raises(RequestError) as caught:
            cutter.cut_out(photo, path, Ground.TRANSPARENT, FULL_SIDE)
        assert (caught.value.subject, caught.value.reason) == (str(path), reason)
    assert cutter.match(photo, 1).matches
    photo.unlink()
    with pytest.raises(PhotoError) as gone:
        cutter.cut_out(photo, tmp_path / "out.png", Ground.TRANSPARENT, FULL_SIDE)
    assert gone.value.reason == PhotoReason.VANISHED
