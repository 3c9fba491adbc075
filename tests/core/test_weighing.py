"""How weights are learned from made queries, and what made queries are."""

from pathlib import Path
from xml.etree import ElementTree

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image

from benchmarks.weighing import diagram, made, siblings
from benchmarks.weighing.gathering import TERMS, Table
from benchmarks.weighing.kept import keeping
from benchmarks.weighing.learning import first_right, held_out, learn
from benchmarks.weighing.light import lit
from benchmarks.weighing.sets import Photo, apart
from benchmarks.weighing.sureness import calibration_error, learn_sureness
from core.embedding import Embedder
from core.evaluate import Bin
from core.evidence import Look, joined
from core.recipe import PARTS
from core.surroundings import Scale, surroundings, told_share
from core.weighing import TERMS as PARTS_OF_A_SCORE
from core.weighing import learned, shares, without

PHOTO = np.full((200, 160, 3), 240, np.uint8)
PHOTO[40:160, 30:130] = (150, 40, 60)
MASK = np.zeros((200, 160), np.uint8)
MASK[40:160, 30:130] = 255
CUT = PHOTO, MASK


def table(seed: int, signal: tuple[float, ...]) -> Table:
    """Terms of noise, in which the right photo stands out as far as `signal` says."""
    chance = np.random.default_rng(seed)
    terms = chance.normal(size=(80, 30, len(TERMS)))
    right = chance.integers(0, 30, 80)
    terms[np.arange(80), right] += signal
    return Table(f"made {seed}", terms, right)


def test_what_tells_photos_apart_gets_the_weight() -> None:
    tables = [table(seed, (3, 0, 0, 0, 3)) for seed in (1, 2)]
    weights, none = learn(tables)
    assert (weights >= 0).all()
    assert min(weights[0], weights[4]) > 3 * max(weights[1:4])
    unseen = table(3, (3, 0, 0, 0, 3))
    assert first_right(weights, unseen) > 0.8
    assert calibration_error(weights, learn_sureness(weights, tables), unseen) < 0.15
    assert all(first > 0.8 for _loss, first in held_out([*tables, unseen]))
    assert none < np.median((unseen.terms @ weights).max(axis=1))


@pytest.mark.parametrize("seed", range(6))
def test_made_queries_show_the_product_where_their_mask_is(seed: int) -> None:
    chance = np.random.default_rng(seed)
    ground = np.full((90, 120, 3), 30, np.uint8)
    grey = np.full_like(PHOTO, 120), MASK
    for image, mask in (
        made.scene(CUT, ground, chance),
        made.shelf(CUT, [grey] * 8, ground, chance),
        made.screen(CUT, chance),
        made.hidden(CUT, ground, chance),
        made.back(CUT, ground, chance),
        made.piece(CUT, chance),
        made.halves(CUT, chance)[0],
    ):
        assert image.size == mask.size
        inside = np.asarray(mask) > 127
        red = np.asarray(image, dtype=float)[inside]
        assert inside.mean() > 0.02
        assert red[:, 0].mean() > red[:, 1].mean()


@settings(max_examples=40, deadline=None)
@given(hnp.arrays(np.bool_, (40, 30)), st.integers(0, 9))
def test_any_mask_makes_queries(where: np.ndarray, seed: int) -> None:
    mask = np.where(where, 255, 0).astype(np.uint8)
    mask[10:20, 10:20] = 255
    photo = np.random.default_rng(seed).integers(0, 256, (40, 30, 3), dtype=np.uint8)
    cut, chance = (photo, mask), np.random.default_rng(seed)
    for image, _mask in (
        made.scene(cut, photo, chance),
        made.shelf(cut, [cut], photo, chance),
        made.hidden(cut, photo, chance),
        made.back(cut, photo, chance),
        made.piece(cut, chance),
        siblings.recoloured(cut, chance),
        siblings.other_print(cut, cut, chance),
    ):
        assert min(image.size) > 0


def test_what_is_in_front_hides_a_part() -> None:
    ground = np.full((90, 120, 3), 30, np.uint8)
    for seed in range(6):
        mask = np.asarray(made.hidden(CUT, ground, np.random.default_rng(seed))[1])
        if mask.shape == MASK.shape:
            assert 0.3 < (mask > 127).sum() / (MASK > 127).sum() < 0.9


def test_a_twin_has_another_colour_and_the_same_ground() -> None:
    for seed in range(6):
        twin = np.asarray(siblings.recoloured(CUT, np.random.default_rng(seed))[0], dtype=int)
        assert np.abs(twin - PHOTO)[60:140, 50:110].mean() > 10
        assert np.abs(twin - PHOTO)[:30].max() <= 1


def test_another_print_leaves_most_of_the_product() -> None:
    grey = np.full_like(PHOTO, 120), MASK
    for seed in range(6):
        other = np.asarray(siblings.other_print(CUT, grey, np.random.default_rng(seed))[0])
        changed = (other != PHOTO).any(axis=-1)
        assert 0.05 < changed[MASK > 127].mean() < 0.4
        assert not changed[MASK == 0].any()


def test_an_outfit_is_masked_as_a_whole() -> None:
    image, mask = siblings.outfit(CUT, CUT, np.random.default_rng(4))
    inside = np.asarray(mask) > 127
    assert inside[:100].any()
    assert (np.asarray(image)[~inside] == 250).all()


@given(st.integers(0, 40))
def test_what_lies_around_a_product_is_no_product_of_the_catalogue(count: int) -> None:
    every = [Photo(CUT, "shirt", seed) for seed in range(count)]
    products, grounds = apart(every)
    asked = {photo.seed for photo in products}, {photo.seed for photo in grounds}
    assert not asked[0] & asked[1]
    assert len(products) + len(grounds) == count
    assert bool(grounds) == bool(count)


def test_networks_are_asked_once(plain_embedder: Embedder, tmp_path: Path) -> None:
    crops = np.random.default_rng(1).integers(0, 256, (3, 256, 256, 3), dtype=np.uint8)
    asked = plain_embedder.encoder.encode(crops)
    for _time in range(2):
        again = keeping(plain_embedder, tmp_path).encoder.encode(crops)
        assert np.allclose(again, asked, atol=1e-5)
        assert len(list(tmp_path.iterdir())) == 3


def test_a_part_without_weight_leaves_the_others() -> None:
    weights = learned()
    for part in PARTS_OF_A_SCORE:
        less = without(weights, [part])
        gone = {name for name in msgspec.structs.asdict(weights) if getattr(less, name) == 0}
        assert gone
        assert (
            msgspec.structs.replace(less, **{name: getattr(weights, name) for name in gone})
            == weights
        )
    assert without(weights, []) == weights
    assert set(PARTS) <= set(PARTS_OF_A_SCORE)


def look(vector: np.ndarray) -> Look:
    unit = (vector / np.linalg.norm(vector)).astype(np.float32)
    colours = np.abs(unit[np.newaxis])
    return Look(np.stack([unit, unit]), colours)


def test_a_small_catalogue_has_the_usual_scales() -> None:
    usual = learned().scales
    few = joined([look(vector) for vector in np.random.default_rng(1).normal(size=(19, 8))])
    around = surroundings(few, usual)
    assert around.scales == usual
    assert around.likenesses(few[0].vectors[:1], few[0].colours, few).whole.argmax() == 0


@given(st.integers(20, 320), st.integers(0, 9))
def test_likeness_is_told_in_spreads_of_the_catalogue(count: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    photos = joined([look(vector) for vector in chance.normal(size=(count, 16))])
    around = surroundings(photos, learned().scales)
    for name in ("whole", "regions"):
        told = np.array(
            [
                np.delete(getattr(around.likenesses(p.vectors[:1], p.colours, photos), name), i)
                for i, p in enumerate(photos[place] for place in range(min(count, 40)))
            ]
        )
        assert abs(np.median(told)) < 0.5
        assert 0.6 < told.std() < 1.7
    query = photos[count // 2]
    alike = around.likenesses(query.vectors[:1], query.colours, photos)
    assert alike.whole.argmax() == alike.regions.argmax() == count // 2


def test_colours_say_little_until_most_are_shared() -> None:
    none, few, half, most, all_of_them = told_share(np.array([0, 0.25, 0.5, 0.9, 1], np.float32))
    assert few == pytest.approx(0, abs=0.02)
    assert none < few < half < most < all_of_them
    assert all_of_them - most > 2 * (half - none)


def test_a_part_of_a_query_may_have_the_colours_of_a_part_of_a_photo() -> None:
    red, green, blue = np.eye(3, dtype=np.float32)
    vector = np.ones((1, 2), np.float32) / 2**0.5
    query = np.stack([(red + green) / 2**0.5, red, green])
    photos = joined(
        [
            Look(vector, np.stack([(green + blue) / 2**0.5, blue, green])),
            Look(vector, np.stack([blue, blue, blue])),
        ]
    )
    around = surroundings(photos, learned().scales)
    alike = around.likenesses(vector, query, photos)
    assert alike.windows[0] == pytest.approx(told_share(np.ones(1, np.float32))[0], abs=1e-5)
    assert alike.windows[0] > alike.colours[0] > alike.windows[1]


def test_a_scale_tells_in_spreads() -> None:
    assert Scale(0.5, 0.1).told(np.array([0.5, 0.7], np.float32)) == pytest.approx([0, 2], abs=1e-5)


@given(st.lists(st.floats(-50, 50), max_size=9), st.floats(-50, 50))
def test_shares_fall_and_leave_something_for_none_of_them(scores: list[float], near: float) -> None:
    told = shares(sorted(scores, reverse=True), near, learned())
    assert len(told) == len(scores)
    assert told == sorted(told, reverse=True)
    assert sum(told) <= 1 + 1e-9
    assert all(0 <= share <= 0.99 for share in told)


def test_what_stands_out_is_surer() -> None:
    weights = msgspec.structs.replace(learned(), lead=0.5, above=0.5)
    assert shares([9, 2], 1, weights)[0] > shares([9, 8], 1, weights)[0]
    assert shares([9, 8], 1, weights)[0] > shares([9, 8], 5, weights)[0]


def test_pictures_are_lit_the_same_each_time() -> None:
    one, two = (lit(PHOTO, np.random.default_rng(5)) for _time in range(2))
    assert isinstance(one, Image.Image)
    assert one.tobytes() == two.tobytes()


def test_a_diagram_has_a_circle_for_each_bin() -> None:
    told = {"one": [Bin(0.2, 0.1, 5), Bin(0.9, 1.0, 20)], "two": [Bin(0.5, 0.6, 3)]}
    picture = ElementTree.fromstring(diagram.drawn(told))
    circles = [each for each in picture.iter() if each.tag.endswith("circle")]
    assert len(circles) == 3
    low, high = (float(circle.attrib["cy"]) for circle in circles[:2])
    assert low > high
