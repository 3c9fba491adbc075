"""How weights are learned from made queries, and what made queries are."""

import msgspec
import numpy as np
import pytest
from PIL import Image

from benchmarks.weighing import made
from benchmarks.weighing.gathering import TERMS, Table
from benchmarks.weighing.learning import calibration_error, first_right, learn
from core.recipe import PARTS
from core.surroundings import Scale, surroundings
from core.weighing import TERMS as PARTS_OF_A_SCORE
from core.weighing import learned, shares, without

PHOTO = np.full((200, 160, 3), 240, np.uint8)
PHOTO[40:160, 30:130] = (150, 40, 60)
MASK = np.zeros((200, 160), np.uint8)
MASK[40:160, 30:130] = 255


def table(seed: int, signal: tuple[float, ...]) -> Table:
    """Terms of noise, in which the right photo stands out as far as `signal` says."""
    chance = np.random.default_rng(seed)
    terms = chance.normal(size=(80, 30, len(TERMS)))
    right = chance.integers(0, 30, 80)
    terms[np.arange(80), right] += signal
    return Table(f"made {seed}", terms, right)


def test_what_tells_photos_apart_gets_the_weight() -> None:
    tables = [table(seed, (3, 0, 0, 0, 0, 3)) for seed in (1, 2)]
    weights, none = learn(tables)
    assert (weights >= 0).all()
    assert min(weights[0], weights[5]) > 3 * max(weights[1:5])
    unseen = table(3, (3, 0, 0, 0, 0, 3))
    assert first_right(weights, unseen) > 0.8
    assert calibration_error(weights, unseen) < 0.15
    assert none < np.median((unseen.terms @ weights).max(axis=1))


@pytest.mark.parametrize("seed", range(6))
def test_made_queries_show_the_product_where_their_mask_is(seed: int) -> None:
    chance = np.random.default_rng(seed)
    ground = np.full((90, 120, 3), 30, np.uint8)
    for image, mask in (
        made.scene(PHOTO, MASK, ground, chance),
        made.piece(PHOTO, MASK, chance),
        made.halves(PHOTO, MASK, chance)[0],
    ):
        assert image.size == mask.size
        inside = np.asarray(mask) > 127
        red = np.asarray(image, dtype=float)[inside]
        assert inside.mean() > 0.03
        assert red[:, 0].mean() > red[:, 1].mean()


def test_a_twin_has_another_colour_and_the_same_ground() -> None:
    for seed in range(6):
        twin = np.asarray(made.recoloured(PHOTO, MASK, np.random.default_rng(seed))[0], dtype=int)
        assert np.abs(twin - PHOTO)[60:140, 50:110].mean() > 20
        assert np.abs(twin - PHOTO)[:30].max() <= 1


def test_an_outfit_is_masked_as_a_whole() -> None:
    image, mask = made.outfit((PHOTO, MASK), (PHOTO, MASK), np.random.default_rng(4))
    inside = np.asarray(mask) > 127
    assert inside[:100].any()
    assert (np.asarray(image)[~inside] == 250).all()


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


def test_a_small_catalogue_has_the_usual_scales() -> None:
    usual = learned().scales
    around = surroundings([], usual)
    assert around.scales == usual
    assert around.crowding(np.ones((3, 2), np.float32)).tolist() == [0, 0, 0]


def test_a_scale_tells_in_spreads() -> None:
    assert Scale(0.5, 0.1).told(np.array([0.5, 0.7], np.float32)) == pytest.approx([0, 2], abs=1e-5)


def test_shares_leave_something_for_none_of_them() -> None:
    weights = learned()
    assert sum(shares([weights.none, weights.none], weights)) == pytest.approx(2 / 3)
    assert shares([], weights) == []
    assert shares([weights.none + 50], weights)[0] == pytest.approx(1)


def test_pictures_are_lit_the_same_each_time() -> None:
    one, two = (made.lit(PHOTO, np.random.default_rng(5)) for _time in range(2))
    assert isinstance(one, Image.Image)
    assert one.tobytes() == two.tobytes()
