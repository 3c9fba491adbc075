"""The recipe and its id."""

import json
from dataclasses import asdict, fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import recipe as recipes
from core.errors import RequestError, RequestReason
from core.recipe import METRICS, PROJECTIONS, Projection, Recipe, from_json

FIXED = Recipe(
    encoder="resnet50",
    encoder_digest="ab" * 32,
    removal="u2netp",
    removal_digest="cd" * 32,
    crop_margin=0.05,
    crop_side=256,
    flip=True,
    views=("cutout", "square"),
    pooling="average",
    metric="cosine",
    pixels=1,
)
OTHER = {
    "encoder": "clip",
    "encoder_digest": "ef" * 32,
    "removal": "none",
    "removal_digest": "",
    "crop_margin": 0.1,
    "crop_side": 224,
    "flip": False,
    "views": ("cutout",),
    "pooling": "gem",
    "metric": "l1",
    "pixels": 2,
    "plain_ground": True,
    "rotations": (-5.0, 5.0),
    "scales": (0.9,),
    "text": "category",
    "text_weight": 0.25,
    "projection": 256,
    "projection_digest": "0123456789abcdef",
    "evidence": ("colour", "points"),
}


def test_the_ids_of_a_recipe_never_change() -> None:
    assert FIXED.id == "441a646919b1cbf6"
    assert FIXED.embedding_id == "ce141f680f853374"


def test_a_recipe_older_than_a_field_is_what_it_was() -> None:
    told = json.loads(FIXED.to_json())
    assert not told.keys() & {
        *("plain_ground", "rotations", "scales", "text", "text_weight"),
        *("projection", "projection_digest", "evidence"),
    }
    assert from_json(FIXED.to_json()) == FIXED
    values = {**asdict(FIXED), "rotations": [], "scales": [], "text_weight": 0}
    assert from_json(json.dumps(values)).id == FIXED.id


def test_the_table_of_changes_has_every_field() -> None:
    assert set(OTHER) == {field.name for field in fields(Recipe)}


@pytest.mark.parametrize("name", OTHER)
def test_any_change_changes_the_id(name: str) -> None:
    changed = replace(FIXED, **{name: OTHER[name]})
    assert changed.id != FIXED.id
    assert (changed.embedding_id == FIXED.embedding_id) == (name == "metric")


@given(
    st.builds(
        Recipe,
        encoder=st.text(),
        encoder_digest=st.text(),
        removal=st.text(),
        removal_digest=st.text(),
        crop_margin=st.floats(0, 0.99),
        crop_side=st.integers(1, 4096),
        flip=st.booleans(),
        views=st.sampled_from([("cutout",), ("square",), ("square", "cutout")]),
        pooling=st.text(),
        metric=st.sampled_from(METRICS),
        pixels=st.integers(),
        plain_ground=st.booleans(),
        rotations=st.lists(st.floats(-45, 45), max_size=8).map(tuple),
        scales=st.lists(st.floats(0.5, 2), max_size=8).map(tuple),
        text=st.sampled_from(["", "category"]),
        text_weight=st.floats(0, 0.99),
    ),
    st.sampled_from(PROJECTIONS),
)
def test_json_gives_the_same_recipe_back(made: Recipe, projection: Projection) -> None:
    made = replace(made, projection=projection, projection_digest="d" if projection else "")
    again = from_json(made.to_json())
    assert again == made
    assert again.id == made.id


def test_the_order_of_keys_and_the_spelling_of_numbers_do_not_matter() -> None:
    values = dict(reversed(asdict(replace(FIXED, crop_margin=0.0)).items()))
    values["crop_margin"] = 0
    assert from_json(json.dumps(values)).id == replace(FIXED, crop_margin=0.0).id


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "3", '"x"', "{}", "[" * 100_000])
def test_what_is_no_recipe_is_refused(text: str) -> None:
    with pytest.raises(RequestError) as caught:
        from_json(text)
    assert caught.value.reason == RequestReason.BAD_RECIPE


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("encoder", 3),
        ("encoder_digest", None),
        ("removal", ["u2netp"]),
        ("flip", 1),
        ("flip", "yes"),
        ("plain_ground", 1),
        ("crop_side", 256.5),
        ("views", []),
        ("views", "cutout"),
        ("views", ["side"]),
        ("crop_side", True),
        ("crop_side", 0),
        ("crop_margin", "0.05"),
        ("crop_margin", True),
        ("crop_margin", 1.0),
        ("crop_margin", -0.1),
        ("crop_margin", float("nan")),
        ("metric", "chebyshev"),
        ("metric", None),
        ("pixels", "1"),
        ("rotations", [46.0]),
        ("rotations", [-45.1]),
        ("rotations", ["5"]),
        ("rotations", [1.0] * 9),
        ("rotations", None),
        ("scales", [0.4]),
        ("scales", [2.1]),
        ("scales", [True]),
        ("text", "name"),
        ("text", None),
        ("text_weight", 1.0),
        ("text_weight", -0.1),
        ("text_weight", "0.5"),
        ("projection", 256),
        ("projection", 128),
        ("projection", "256"),
        ("projection", False),
        ("projection_digest", "0123456789abcdef"),
        ("projection_digest", None),
        ("unheard_of", 1),
    ],
)
def test_wrong_values_are_refused(name: str, value: object) -> None:
    with pytest.raises(RequestError) as caught:
        from_json(json.dumps({**asdict(FIXED), name: value}))
    assert caught.value.reason == RequestReason.BAD_RECIPE


def test_a_recipe_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "recipe.json"
    path.write_text(FIXED.to_json(), encoding="utf-8")
    assert recipes.read(path) == FIXED


@pytest.mark.parametrize("data", [None, b"\xff\xfe\x00", b"[]"])
def test_an_unusable_recipe_file_is_refused(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "recipe.json"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(RequestError) as caught:
        recipes.read(path)
    assert caught.value.reason == RequestReason.BAD_RECIPE
