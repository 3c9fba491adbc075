"""Models leave the machine when nobody uses them, and only from Vitrine's own folder."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import folders, model_use
from core.catalogue import Catalogue
from core.embedding import plain_recipe, with_encoder
from core.encoders import NAMES, kind
from core.errors import WeightsError, WeightsReason
from core.models import Model, note_tuned, read_tuned
from core.tuned_names import base_of, is_tuned
from core.weights import EMBEDDED_ENCODER, ModelStore

TUNED = f"{EMBEDDED_ENCODER}+2026-11-26"


@pytest.fixture
def with_tuned(store: ModelStore, tmp_path: Path) -> ModelStore:
    """A store in which a copy of the embedded encoder is noted as a fine-tuned one."""
    target = tmp_path / "models"
    target.mkdir()
    own = replace(store, target=target, search=(target, *store.search))
    base = store.model(EMBEDDED_ENCODER)
    model = replace(base, id=TUNED, title="Lite + a day", file=f"{TUNED}.pth", embedded=False)
    (target / model.file).write_bytes(store.verified(EMBEDDED_ENCODER).read_bytes())
    note_tuned(replace(model, sources=()), target)
    return model_use.with_tuned(own)


def test_a_fine_tuned_encoder_is_of_its_bases_kind(with_tuned: ModelStore) -> None:
    assert kind(TUNED) == kind(EMBEDDED_ENCODER)
    assert with_tuned.is_usable(TUNED)
    recipe = with_encoder(plain_recipe(with_tuned, "resnet50", "none"), with_tuned, TUNED)
    assert (recipe.encoder, recipe.pooling) == (TUNED, "average")
    assert TUNED in {model.id for model in with_tuned.of_job("encoder")}


@given(st.sampled_from(NAMES), st.text("0123456789-", min_size=1))
def test_a_name_leads_back_to_its_base(base: str, day: str) -> None:
    assert base_of(f"{base}+{day}") == base_of(base) == base
    assert is_tuned(f"{base}+{day}")
    assert not is_tuned(base)


def test_of_a_base_that_nobody_knows_there_is_no_encoder() -> None:
    with pytest.raises(WeightsError) as caught:
        kind("unheard-of+2026-11-26")
    assert caught.value.reason == WeightsReason.UNKNOWN


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"id": 3}'])
def test_a_damaged_note_is_no_model(with_tuned: ModelStore, content: str) -> None:
    (with_tuned.target / "resnet50+2026-01-01.model.json").write_text(content)
    assert list(read_tuned(with_tuned.target)) == [TUNED]


def test_a_note_names_no_file_elsewhere(with_tuned: ModelStore) -> None:
    model: Model = with_tuned.model(TUNED)
    for number, file in enumerate(("../other.pth", "/etc/passwd", "a/b.pth")):
        changed = replace(model, id=f"resnet50+{number}", file=file)
        note_tuned(changed, with_tuned.target)
    assert list(read_tuned(with_tuned.target)) == [TUNED]


def test_one_in_use_stays(
    with_tuned: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(folders.DATA_VARIABLE, str(tmp_path / "home"))
    catalogue = Catalogue(folders.catalogues_folder() / "house")
    catalogue.set_recipe("wanted", plain_recipe(with_tuned, TUNED, "u2netp"))
    with pytest.raises(WeightsError) as caught:
        model_use.remove(with_tuned, TUNED)
    assert caught.value.reason == WeightsReason.IN_USE
    assert with_tuned.is_usable(TUNED)
    catalogue.set_recipe("wanted", plain_recipe(with_tuned, EMBEDDED_ENCODER, "u2netp"))
    catalogue.close()
    model_use.remove(with_tuned, TUNED)
    assert not list(with_tuned.target.iterdir())
    assert TUNED not in model_use.with_tuned(with_tuned).models


def test_what_lies_elsewhere_is_not_ours(with_tuned: ModelStore) -> None:
    with pytest.raises(WeightsError) as caught:
        model_use.remove(with_tuned, EMBEDDED_ENCODER)
    assert caught.value.reason == WeightsReason.NOT_OURS
    assert with_tuned.is_usable(EMBEDDED_ENCODER)


def test_the_command_line_removes_and_refuses(
    with_tuned: ModelStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: Callable[..., tuple[int, Any]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(folders.DATA_VARIABLE, str(with_tuned.target.parent))
    catalogue = Catalogue(tmp_path / "elsewhere")
    catalogue.set_recipe("active", plain_recipe(with_tuned, TUNED, "none"))
    code, values = run("models", "list")
    assert {TUNED, EMBEDDED_ENCODER} <= {row["id"] for row in values["models"]}
    code, values = run("models", "remove", TUNED, "--catalogue", catalogue.folder)
    assert (code, values["error"]["reason"]) == (1, "in-use")
    code, values = run("models", "remove", TUNED)
    assert (code, values) == (0, {"removed": [TUNED]})
    code, values = run("models", "remove", TUNED)
    assert (code, values["error"]["reason"]) == (1, "unknown")
    assert json.dumps(values)
