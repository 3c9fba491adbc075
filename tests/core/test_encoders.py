"""The encoders: safe loading, shape, unit length, one crop's vector whatever its company."""

import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

from core import folders
from core.embedding import Embedder, open_embedder, study_recipe, with_encoder
from core.encoders import NAMES, Encoder, open_encoder
from core.errors import WeightsError, WeightsReason
from core.weights import ModelStore

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def resnet_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state dict of ResNet50's true shape with random values."""
    import torch
    from torchvision.models import resnet50

    torch.manual_seed(1)
    path = tmp_path_factory.mktemp("resnet") / "resnet50.pth"
    torch.save(resnet50(weights=None).state_dict(), path)
    return path


@pytest.fixture(scope="module", params=NAMES)
def encoder(request: pytest.FixtureRequest, embedder: Embedder) -> Encoder:
    """Each encoder in turn."""
    if request.param == "efficientnet-lite2":
        return embedder.encoder
    return open_encoder(request.param, request.getfixturevalue("resnet_file"))


def crops(count: int, side: int = 256) -> np.ndarray:
    return np.random.default_rng(5).integers(0, 255, (count, side, side, 3), np.uint8)


DIMENSIONS = {"resnet50": 2048, "efficientnet-lite2": 1280}


def test_embeddings_have_their_dimension_and_unit_length(encoder: Encoder) -> None:
    vectors = encoder.encode(crops(2))
    assert encoder.dimension == DIMENSIONS[encoder.name]
    assert vectors.shape == (2, encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_a_crop_has_the_same_embedding_in_any_batch(encoder: Encoder) -> None:
    batch = crops(3)
    together = encoder.encode(batch)
    assert np.allclose(
        together, np.concatenate([encoder.encode(batch[i : i + 1]) for i in range(3)]), atol=1e-4
    )
    assert not np.allclose(together[0], together[1], atol=1e-3)


def test_a_crop_that_is_a_view_is_read_right(encoder: Encoder) -> None:
    mirrored = crops(1)[:, :, ::-1]
    assert np.allclose(encoder.encode(mirrored), encoder.encode(mirrored.copy()), atol=1e-6)


def test_the_order_of_channels_matters(embedder: Embedder) -> None:
    red = np.zeros((1, 256, 256, 3), np.uint8)
    red[:, 64:192, 64:192, 0] = 220
    assert not np.allclose(
        embedder.encoder.encode(red), embedder.encoder.encode(red[..., ::-1]), atol=1e-3
    )


class Payload:
    """Writes a file when it is unpickled."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.target,)


@pytest.mark.parametrize("name", NAMES)
def test_code_in_a_checkpoint_is_not_run(tmp_path: Path, name: str) -> None:
    import torch

    mark = tmp_path / "the code ran"
    plain, zipped = tmp_path / "plain.pth", tmp_path / "zipped.pth"
    plain.write_bytes(pickle.dumps({"weight": Payload(mark)}))
    torch.save({"weight": Payload(mark)}, zipped)
    assert zipfile.is_zipfile(zipped)
    for path in (plain, zipped):
        with pytest.raises(WeightsError) as caught:
            open_encoder(name, path)
        assert caught.value.reason == WeightsReason.NOT_LOADABLE
    assert not mark.exists()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04" + bytes(100)])
def test_a_file_that_is_no_checkpoint_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / "x.pth"
    path.write_bytes(content)
    with pytest.raises(WeightsError) as caught:
        open_encoder(name, path)
    assert caught.value.reason == WeightsReason.NOT_LOADABLE
    assert caught.value.subject == str(path)


@pytest.mark.parametrize("name", NAMES)
def test_a_state_of_another_network_is_refused(
    tmp_path: Path, name: str, resnet_file: Path
) -> None:
    import torch

    state = torch.load(resnet_file, weights_only=True)
    wrong: dict[str, object] = {
        "other network": folders.resource("models", "efficientnet-lite2-9656183e.pth")
        if name == "resnet50"
        else resnet_file,
        "list": [torch.zeros(2)],
        "one missing": dict(list(state.items())[:-1]),
        "one more": {**state, "extra": torch.zeros(1)},
        "other shape": {**state, "fc.bias": torch.zeros(7)},
        "empty": {},
        "no tensors": {"fc.bias": 3},
    }
    for content in wrong.values():
        path = content if isinstance(content, Path) else tmp_path / "wrong.pth"
        if not isinstance(content, Path):
            torch.save(content, path)
        with pytest.raises(WeightsError) as caught:
            open_encoder(name, path)
        assert caught.value.reason == WeightsReason.NOT_LOADABLE


def test_an_embedding_is_of_the_crop_and_its_mirror_alike(embedder: Embedder) -> None:
    from PIL import Image

    image = Image.fromarray(crops(1, 200)[0])
    plain = Embedder(embedder.recipe, embedder.encoder, None)
    one = plain.embed(plain.prepare(image))
    other = plain.embed(plain.prepare(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))
    assert one.shape == (1280,)
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-5)
    assert float(one @ other) == pytest.approx(1, abs=1e-3)


def test_a_recipe_that_names_other_weights_is_refused(store: ModelStore) -> None:
    from dataclasses import replace

    recipe = study_recipe(store, "efficientnet-lite2", "u2netp")
    wrong = {
        replace(recipe, encoder_digest="0" * 64): WeightsReason.WRONG_DIGEST,
        replace(recipe, removal_digest="0" * 64): WeightsReason.WRONG_DIGEST,
        replace(recipe, encoder="u2netp"): WeightsReason.UNKNOWN,
        replace(recipe, removal="efficientnet-lite2"): WeightsReason.UNKNOWN,
        replace(recipe, encoder="unheard-of"): WeightsReason.UNKNOWN,
        with_encoder(recipe, store, "resnet50"): WeightsReason.MISSING,
    }
    for given, reason in wrong.items():
        with pytest.raises(WeightsError) as caught:
            open_embedder(given, store)
        assert caught.value.reason == reason
