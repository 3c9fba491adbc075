"""What is known of a photo beside its vector: gathered, packed, kept with the vector."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from core import colour_look, crop, evidence, evidence_table, local_features
from core.catalogue import Catalogue
from core.colour_look import colours
from core.crop import cut_square
from core.embedding import Embedder, query_views
from core.evidence import Look, gather, joined, pack, unpack, unpack_all
from core.intake import load
from core.listing import list_folder
from core.pipeline import embed_waiting, index_folder
from core.recipe import PARTS, Recipe
from core.records import Box, Embedded, FileStamp
from core.regions import regions
from core.removal import WORK_SIDE
from core.surroundings import surroundings
from core.weighing import learned

boxes = st.builds(
    lambda left, top, width, height: Box(left, top, left + width, top + height),
    st.integers(0, 500),
    st.integers(0, 500),
    st.integers(1, 1024),
    st.integers(1, 1024),
)


@given(boxes)
def test_regions_cover_a_product_and_keep_its_scale(product: Box) -> None:
    found = regions(product)
    assert 2 <= len(found) <= 5
    longer = max(product.width, product.height)
    spare = 1 + 0.03 * longer
    assert min(box.left for box in found) <= product.left + spare
    assert max(box.right for box in found) >= product.right - spare
    assert min(box.top for box in found) <= product.top + spare
    assert max(box.bottom for box in found) >= product.bottom - spare
    for box in found:
        assert box.width == box.height
        assert 0.4 * longer <= box.width <= 0.6 * longer + 1


def plain(colour: str, size: tuple[int, int] = (90, 60)) -> Image.Image:
    return Image.new("RGB", size, colour)


def whole(image: Image.Image, mask: Image.Image | None = None) -> np.ndarray:
    found: np.ndarray = colours(image, mask)[0]
    return found


def test_colours_are_shares_whose_product_is_1_with_themselves() -> None:
    found = colours(plain("#b03030"), None)
    assert found.shape == (colour_look.WINDOWS, colour_look.COUNT)
    assert (found * found).sum(axis=1) == pytest.approx(np.ones(colour_look.WINDOWS), abs=1e-5)


def test_near_colours_are_nearer_than_others() -> None:
    red, wine, blue = (whole(plain(c)) for c in ("#b03030", "#a83434", "#3030b0"))
    assert red @ wine > 0.7
    assert red @ blue < 0.2


def test_a_tinted_light_changes_less_than_another_colour() -> None:
    chance = np.random.default_rng(2)
    scene = chance.integers(90, 256, (60, 90, 3)).astype(np.float32)
    scene[20:50, 30:70] = (150, 60, 60)
    mask = Image.new("L", (90, 60))
    ImageDraw.Draw(mask).rectangle((30, 20, 69, 49), fill=255)
    warm, other = scene * (1, 0.95, 0.88), scene.copy()
    other[20:50, 30:70] = (150, 60, 120)
    day, lamp, pink = (
        whole(Image.fromarray(np.uint8(picture)), mask) for picture in (scene, warm, other)
    )
    assert day @ lamp > day @ pink + 0.2


def test_only_the_colours_of_the_product_count() -> None:
    mask = Image.new("L", (90, 60))
    ImageDraw.Draw(mask).rectangle((20, 10, 60, 50), fill=255)
    red, blue = (Image.new("RGB", (90, 60), colour) for colour in ("#b03030", "#3030b0"))
    found = whole(Image.composite(red, blue, mask), mask)
    assert found @ whole(red) > found @ whole(blue) + 0.3
    nothing = Image.new("L", (90, 60))
    assert whole(red, nothing) @ whole(red) == pytest.approx(1, abs=1e-5)


def test_a_window_shows_what_is_worn_above() -> None:
    outfit = plain("#b03030")
    outfit.paste("#3030b0", (0, 30, 90, 60))
    all_of_it, upper, _middle, lower = colours(outfit, None)
    assert upper @ lower < 0.1 < all_of_it @ upper


@given(st.integers(0, 6), st.integers(1, 40), st.integers(0, 9))
def test_a_packed_look_comes_back(count: int, dimension: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    vectors = chance.normal(size=(count, dimension)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    shares = np.sqrt(chance.dirichlet(np.ones(24), 4)).astype(np.float32)
    shares[3] = 0
    again = unpack(pack(Look(vectors, shares)))
    assert len(again.vectors) == count
    if count:
        assert (again.vectors * vectors).sum(axis=1) == pytest.approx(np.ones(count), abs=1e-3)
    assert (again.colours * shares).sum(axis=1) == pytest.approx([1, 1, 1, 0], abs=1e-3)


def test_a_look_without_regions_or_colours_is_packed_too() -> None:
    empty = Look(np.empty((0, 5), np.float32), np.empty((0, 7), np.float32))
    again = unpack(pack(empty))
    assert (len(again.vectors), len(again.colours)) == (0, 0)


def test_nothing_is_gathered_that_no_recipe_wants() -> None:
    none = gather(plain("red"), None, (), 32)
    assert (len(none.parts), len(none.colours), none.points) == (0, 0, None)
    known = gather(plain("red"), None, ("colour",), 32)
    assert (len(known.parts), known.points) == (0, None)
    every = gather(plain("red"), None, PARTS, 32)
    assert every.points is not None
    assert every.parts.shape[1:] == (32, 32, 3)


def test_evidence_goes_where_its_vector_goes(catalogue: Catalogue, recipe: Recipe) -> None:
    root = Path("/made")
    paths = [root / "A.jpg", root / "B.jpg"]
    root_id = catalogue.root_id(root)
    catalogue.add_files(root_id, root, [FileStamp(path, 1, 1) for path in paths])
    ids = {photo.path: photo.id for photo in catalogue.waiting(recipe.embedding_id)}
    vector = np.ones(3, np.float32)
    made = [Embedded(ids[path], vector, "d", (1, 1), b"look", b"points") for path in paths]
    catalogue.store(recipe, made)
    known = catalogue.database, recipe.embedding_id, ids.values()
    assert evidence_table.looks(*known) == [(ids[path], b"look") for path in paths]
    assert evidence_table.points(*known) == [(ids[path], b"points") for path in paths]
    catalogue.add_files(root_id, root, [FileStamp(paths[0], 2, 2)])
    assert evidence_table.looks(*known) == [(ids[paths[1]], b"look")]
    catalogue.mark_missing([str(paths[1])])
    catalogue.add_files(root_id, root, [FileStamp(paths[1], 1, 1)])
    assert evidence_table.looks(*known) == [(ids[paths[1]], b"look")]


@pytest.mark.slow
def test_a_run_keeps_the_evidence_of_each_photo_in_few_bytes(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path
) -> None:
    wanted = replace(plain_embedder.recipe, evidence=PARTS)
    list(index_folder(catalogue, photos, plain_embedder.under(wanted, None)))
    ids = [row[0] for row in catalogue.database.rows("SELECT id FROM photo ORDER BY id")]
    looks = dict(evidence_table.looks(catalogue.database, wanted.embedding_id, ids))
    points = dict(evidence_table.points(catalogue.database, wanted.embedding_id, ids))
    assert set(looks) == set(points) == set(ids)
    for photo_id in ids:
        look = evidence.unpack(looks[photo_id])
        assert look.vectors.shape == (6, plain_embedder.encoder.dimension)
        assert len(looks[photo_id]) + len(points[photo_id]) < 57_000
        assert local_features.unpack(points[photo_id]).size == (240, 240)


@pytest.mark.slow
def test_a_recipe_without_evidence_keeps_none(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path
) -> None:
    list(list_folder(catalogue, photos.resolve()))
    list(embed_waiting(catalogue, plain_embedder))
    assert catalogue.database.one("SELECT count(*) FROM evidence") == 0


def test_a_catalogue_that_keeps_no_colours_has_surroundings() -> None:
    chance = np.random.default_rng(0)
    none = np.empty((0, colour_look.COUNT), np.float32)
    looks = unpack_all(
        [pack(Look(chance.normal(size=(4, 16)).astype(np.float32), none)) for _ in range(25)]
    )
    found = surroundings(looks, learned().scales)
    assert found.looks is looks
    alike = found.likenesses(looks[0].vectors[:1], none, looks)
    assert np.ptp(alike.colours) == np.ptp(alike.windows) == 0


def test_a_query_is_neither_cut_into_regions_nor_mirrored(plain_embedder: Embedder) -> None:
    weighing = replace(plain_embedder.recipe, flip=True, evidence=PARTS)
    image = Image.fromarray(np.random.default_rng(1).integers(0, 256, (60, 40, 3), dtype=np.uint8))
    mirrored = plain_embedder.under(weighing, None)
    own, (query, [vector]) = mirrored.prepare(image), mirrored.see(image)
    assert own.gathered is not None
    assert query.gathered is not None
    assert len(own.gathered.parts) >= 3
    assert len(query.gathered.parts) == 0
    assert np.array_equal(own.gathered.colours, query.gathered.colours)
    assert vector @ plain_embedder.embed(own) == pytest.approx(1, abs=1e-5)
    assert vector @ mirrored.embed(own) < 1 - 1e-4


def test_what_only_likeness_is_asked_of_is_seen_as_catalogue_photos_are(
    plain_embedder: Embedder,
) -> None:
    image = Image.fromarray(np.random.default_rng(2).integers(0, 256, (60, 40, 3), dtype=np.uint8))
    mirrored = plain_embedder.under(replace(plain_embedder.recipe, flip=True), None)
    seen, [vector] = mirrored.see(image)
    assert seen.gathered is None
    assert vector @ mirrored.embed(mirrored.prepare(image)) == pytest.approx(1, abs=1e-5)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=9), st.integers(1, 2), st.integers(0, 99))
def test_a_photo_is_as_near_as_the_nearest_of_its_parts(
    counts: list[int], asked: int, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    none = np.empty((0, colour_look.COUNT), np.float32)
    looks = [Look(chance.normal(size=(1 + n, 8)).astype(np.float32), none) for n in counts]
    vectors = chance.normal(size=(asked, 8)).astype(np.float32)
    around = surroundings(None, learned().scales)
    alike = around.likenesses(vectors, none, joined(looks))
    for place, look in enumerate(looks):
        product, nearest = look.vectors[0] @ vectors[0], (look.vectors @ vectors.T).max()
        for name, own in (("whole", product), ("regions", nearest)):
            told = getattr(around.scales, name).told(np.array([own], np.float32))
            found = getattr(alike, name)[place]
            assert found == pytest.approx(told[0], rel=1e-4, abs=1e-4)
        assert np.array_equal(joined(looks)[place].vectors, look.vectors)


def test_a_query_is_seen_as_a_catalogue_photo_is(plain_embedder: Embedder, photos: Path) -> None:
    knowing = plain_embedder.under(replace(plain_embedder.recipe, evidence=PARTS), None)
    for path in sorted((photos / "Bags").iterdir())[:3]:
        image = load(path, WORK_SIDE)
        own = knowing.prepare(image)
        seen, [vector] = knowing.see(image)
        assert np.array_equal(seen.crops, own.crops)
        assert np.array_equal(vector, knowing.embed(own))
        assert own.gathered is not None
        assert seen.gathered is not None
        assert seen.gathered.points is not None
        assert own.gathered.points is not None
        assert np.array_equal(seen.gathered.points.points, own.gathered.points.points)


@pytest.mark.slow
def test_of_a_query_the_whole_photo_is_seen_beside_its_product(
    embedder: Embedder, photos: Path
) -> None:
    several = replace(embedder.recipe, views=("cutout", "square"), evidence=PARTS)
    image = load(sorted((photos / "Bags").iterdir())[0], WORK_SIDE)
    wide = Image.new("RGB", (2 * image.width, image.height), "white")
    wide.paste(image, (0, 0))
    knowing = embedder.under(several, None)
    prepared, vectors = knowing.see(wide)
    assert prepared.mask is not None
    all_of_it = cut_square(wide, crop.whole(wide), several.crop_side)
    expected = embedder.encoder.encode(np.asarray(all_of_it)[np.newaxis])[0]
    assert vectors[1] @ expected == pytest.approx(1, abs=1e-4)
    assert vectors[0] @ vectors[1] < 0.99
    own = knowing.prepare(wide)
    look = knowing.look(own, knowing.embed(own))
    assert look is not None
    assert look.vectors[-1] @ expected == pytest.approx(1, abs=1e-4)
    assert len(embedder.under(replace(several, views=("square",)), None).see(wide)[1]) == 1
    alone = embedder.under(replace(several, evidence=()), None)
    assert np.array_equal(alone.see(wide)[1][0], alone.embed(alone.prepare(wide)))


def test_what_stands_for_the_whole_photo_is_its_square_in_whatever_order(
    embedder: Embedder,
) -> None:
    image = Image.new("RGB", (100, 100), "white")
    filled, small = Image.new("L", (100, 100)), Image.new("L", (100, 100))
    filled.paste(255, (5, 5, 95, 95))
    small.paste(255, (40, 40, 60, 60))
    for views in (("cutout", "square"), ("square", "cutout")):
        several = replace(embedder.recipe, views=views, evidence=PARTS)
        assert query_views(several, image, filled) == ("cutout", "square")
        assert query_views(several, image, small) == (*views, "whole")
