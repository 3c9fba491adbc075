"""The encoders: safe loading, preparation, shape, unit length, one crop's vector in any company.

All but the embedded one have random weights here, so nothing is said about likeness.
"""

import pickle
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest
from PIL import Image

from benchmarks import encoder_files
from core.embedding import Embedder, open_embedder, with_encoder
from core.encoders import NAMES, Encoder, TextEncoder, kind, names_in_file, open_encoder
from core.errors import WeightsError, WeightsReason
from core.presets import study_recipe
from core.weights import ModelStore

if TYPE_CHECKING:
    from core.encoders.network import TorchEncoder

pytestmark = pytest.mark.slow

# One of each kind: what their larger sisters are made of is the same.
ONE_OF_EACH = ("resnet50", "clip-vit-b-32", "dinov2-vit-s-14", "efficientnet-lite2", "mobilenet-v2")
POOLED = [(name, pooling) for name in ONE_OF_EACH for pooling in kind(name).poolings]
DIMENSIONS = {
    "resnet50": 2048,
    "resnet50-v2": 2048,
    "clip-vit-b-32": 512,
    "clip-vit-b-16": 512,
    "dinov2-vit-s-14": 384,
    "dinov2-vit-b-14": 768,
    "efficientnet-lite2": 1280,
    "efficientnet-lite0": 1280,
    "mobilenet-v2": 1280,
}

Files = Callable[[str], Path]


@pytest.fixture(scope="module", params=POOLED, ids="-".join)
def encoder(request: pytest.FixtureRequest, encoder_file: Files) -> Encoder:
    """Each kind of encoder in turn, with each of its poolings."""
    name, pooling = request.param
    return open_encoder(name, encoder_file(name), pooling)


def crops(count: int, side: int = 256) -> np.ndarray:
    return np.random.default_rng(5).integers(0, 255, (count, side, side, 3), np.uint8)


@pytest.mark.parametrize("name", NAMES)
def test_embeddings_have_their_dimension_and_unit_length(name: str, encoder_file: Files) -> None:
    opened = open_encoder(name, encoder_file(name))
    vectors = opened.encode(crops(2))
    assert (opened.name, opened.dimension) == (name, DIMENSIONS[name])
    assert vectors.shape == (2, opened.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_a_crop_has_the_same_embedding_in_any_batch(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = crops(3)
    together = encoder.encode(batch)
    monkeypatch.setattr("core.encoders.batches.BATCH", 2)
    in_two = encoder.encode(batch)
    assert np.allclose(together, in_two, atol=1e-4)
    assert np.allclose(together[1], encoder.encode(batch[1:2])[0], atol=1e-4)
    assert not np.array_equal(together[0], together[1])


def test_each_pooling_is_another_embedding(encoder_file: Files) -> None:
    for name in ("resnet50", "dinov2-vit-s-14"):
        first, second = (
            open_encoder(name, encoder_file(name), pooling).encode(crops(1))
            for pooling in kind(name).poolings
        )
        assert not np.allclose(first, second, atol=1e-3)
    with pytest.raises(ValueError, match="pooling"):
        open_encoder("clip-vit-b-32", encoder_file("clip-vit-b-32"), "gem")


def test_gem_is_the_root_of_the_mean_power() -> None:
    import torch

    from core.encoders.resnet50 import GeneralisedMean

    features = torch.tensor([[[[1.0, 2.0], [3.0, 0.0]], [[5.0, 5.0], [5.0, 5.0]]]])
    expected = [((1 + 8 + 27) / 4) ** (1 / 3), 5.0]
    assert GeneralisedMean()(features).flatten().tolist() == pytest.approx(expected, abs=1e-4)


def torchvision_transform(name: str) -> Any:
    from torchvision.models import MobileNet_V2_Weights, ResNet50_Weights

    weights = {
        "resnet50": ResNet50_Weights.IMAGENET1K_V1,
        "resnet50-v2": ResNet50_Weights.IMAGENET1K_V2,
        "mobilenet-v2": MobileNet_V2_Weights.IMAGENET1K_V1,
    }
    return weights[name].transforms()


def open_clip_transform(name: str) -> Any:
    import open_clip
    from open_clip.transform import PreprocessCfg, image_transform_v2

    released = open_clip.get_pretrained_cfg(encoder_files.OPEN_CLIP[name], "openai")
    told = {key: released[key] for key in ("mean", "std", "interpolation", "resize_mode")}
    size = open_clip.get_model_config(encoder_files.OPEN_CLIP[name])["vision_cfg"]["image_size"]
    given = {key: value for key, value in told.items() if value}
    return image_transform_v2(PreprocessCfg(size=size, **given), is_train=False)


def timm_transform(name: str) -> Any:
    import timm
    from timm.data import create_transform, resolve_model_data_config

    config = resolve_model_data_config(timm.create_model(encoder_files.TIMM[name]))
    return create_transform(**{**config, "input_size": (3, 224, 224)})


LIBRARIES = {
    "resnet50": torchvision_transform,
    "resnet50-v2": torchvision_transform,
    "mobilenet-v2": torchvision_transform,
    "clip-vit-b-32": open_clip_transform,
    "dinov2-vit-s-14": timm_transform,
}


@pytest.mark.parametrize("side", [256, 300])
@pytest.mark.parametrize("name", LIBRARIES)
def test_crops_are_prepared_as_the_library_does_bit_for_bit(name: str, side: int) -> None:
    import torch

    transform = LIBRARIES[name](name)
    batch = np.concatenate([crops(2, side), crops(1, side)[:, :, ::-1]])
    expected = torch.stack([transform(Image.fromarray(crop)) for crop in batch.copy()])
    prepared = kind(name).preparation(batch)
    assert prepared.flags.c_contiguous
    assert np.array_equal(prepared, expected.numpy())


@pytest.mark.parametrize("side", [256, 300])
@pytest.mark.parametrize(
    ("name", "seen"), [("efficientnet-lite2", 260), ("efficientnet-lite0", 224)]
)
def test_a_lite_sees_all_of_a_crop_scaled_without_rounding(name: str, seen: int, side: int) -> None:
    import torch
    from torch.nn.functional import interpolate

    batch = torch.from_numpy(crops(2, side)).permute(0, 3, 1, 2).float() / 255
    scaled = interpolate(batch, (seen, seen), mode="bicubic", antialias=True).clamp(0, 1)
    prepared = kind(name).preparation(crops(2, side))
    assert np.abs(prepared - (scaled * 2 - 1).numpy()).max() < 1e-4


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_each_tensor_of_a_network_has_its_name_in_the_file(name: str, encoder_file: Files) -> None:
    import torch

    from core.encoders.network import load_state

    held = load_state(encoder_file(name))
    network = cast("TorchEncoder", open_encoder(name, encoder_file(name))).network
    named = names_in_file(name, network)
    own = network.state_dict()
    assert set(named) == set(own)
    resampled = {"pos_embed"}
    same = [torch.equal(own[key], held[named[key]]) for key in own if key not in resampled]
    assert same
    assert all(same)


def test_the_order_of_tensors_in_a_file_does_not_matter(
    tmp_path: Path, encoder_file: Files
) -> None:
    for name in ("efficientnet-lite2", "mobilenet-v2"):
        state = encoder_files.loaded(encoder_file(name))
        packed = {key: state[key].contiguous() for key in sorted(state)}
        shuffled = encoder_files.save(packed, tmp_path / "a.safetensors")
        given = crops(1)
        expected = open_encoder(name, encoder_file(name)).encode(given)
        assert np.array_equal(open_encoder(name, shuffled).encode(given), expected)


def test_an_embedding_is_what_the_library_computes(encoder_file: Files, clip: TextEncoder) -> None:
    import open_clip
    import timm
    import torch
    from safetensors.torch import load_file
    from timm.models.vision_transformer import checkpoint_filter_fn
    from torchvision.models import resnet50
    from torchvision.models.feature_extraction import create_feature_extractor

    def prepared(name: str) -> torch.Tensor:
        return torch.stack([LIBRARIES[name](name)(Image.fromarray(c)) for c in crops(2)])

    network = resnet50()
    network.load_state_dict(torch.load(encoder_file("resnet50"), weights_only=True))
    pooled = create_feature_extractor(network.eval(), ["flatten"])

    vit = timm.create_model("vit_small_patch14_dinov2", img_size=224)
    state = torch.load(encoder_file("dinov2-vit-s-14"), weights_only=True)
    vit.load_state_dict(checkpoint_filter_fn(state, vit))

    model = open_clip.create_model("ViT-B-32-quickgelu")
    model.load_state_dict(load_file(encoder_file("clip-vit-b-32")))
    texts = ["a red leather bag", "Ceinture à boucle dorée"]
    with torch.no_grad():
        tokens = vit.eval().forward_features(prepared("dinov2-vit-s-14"))
        expected = {
            ("resnet50", ""): pooled(prepared("resnet50"))["flatten"],
            ("dinov2-vit-s-14", "class"): tokens[:, 0],
            ("dinov2-vit-s-14", "patches"): tokens[:, 1:].mean(dim=1),
            ("clip-vit-b-32", ""): model.eval().encode_image(prepared("clip-vit-b-32")),
        }
        said = model.encode_text(open_clip.get_tokenizer("ViT-B-32-quickgelu")(texts))
    for (name, pooling), features in expected.items():
        unit = torch.nn.functional.normalize(features, dim=1).numpy()
        made = open_encoder(name, encoder_file(name), pooling).encode(crops(2))
        assert np.allclose(made, unit, atol=1e-5), (name, pooling)
    unit = torch.nn.functional.normalize(said, dim=1).numpy()
    assert np.allclose(clip.encode_text(texts), unit, atol=1e-5)


def test_a_file_is_read_whatever_its_name(tmp_path: Path, encoder_file: Files) -> None:
    for name in ("clip-vit-b-32", "dinov2-vit-s-14"):
        blob = tmp_path / f"{name}-e6d1bd77"
        blob.hardlink_to(encoder_file(name))
        assert open_encoder(name, blob).name == name


def test_texts_are_embedded_beside_crops(clip: TextEncoder) -> None:
    texts = [f"bag number {number}" for number in range(18)]
    vectors = clip.encode_text(texts)
    assert vectors.shape == (18, clip.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(18), abs=1e-5)
    assert np.allclose(vectors[17], clip.encode_text(texts[17:])[0], atol=1e-5)
    assert not np.allclose(vectors[0], vectors[1], atol=1e-3)
    assert np.allclose(clip.encode_text(["  Bag NUMBER 0 "])[0], vectors[0], atol=1e-5)


@pytest.mark.parametrize(
    "text", ["", "é" * 5000, "包 👜 \ud800".encode("utf-8", "replace").decode()]
)
def test_any_text_has_an_embedding(clip: TextEncoder, text: str) -> None:
    assert np.isfinite(clip.encode_text([text])).all()


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


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_code_in_a_checkpoint_is_not_run(tmp_path: Path, name: str) -> None:
    import torch

    mark = tmp_path / "the code ran"
    plain, zipped = tmp_path / "plain.pth", tmp_path / "zipped.pth"
    plain.write_bytes(pickle.dumps({"weight": Payload(mark)}))
    torch.save({"weight": Payload(mark)}, zipped)
    assert zipfile.is_zipfile(zipped)
    copies = [path.with_suffix(".safetensors") for path in (plain, zipped)]
    for path, copy in zip((plain, zipped), copies, strict=True):
        copy.write_bytes(path.read_bytes())
    for path in (plain, zipped, *copies):
        with pytest.raises(WeightsError) as caught:
            open_encoder(name, path)
        assert caught.value.reason == WeightsReason.NOT_LOADABLE
    assert not mark.exists()


@pytest.mark.parametrize("name", ONE_OF_EACH)
@pytest.mark.parametrize("suffix", [".pth", ".safetensors"])
@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04" + bytes(100), b"\xff" * 64])
def test_a_file_that_is_no_checkpoint_is_refused(
    tmp_path: Path, name: str, suffix: str, content: bytes
) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(content)
    with pytest.raises(WeightsError) as caught:
        open_encoder(name, path)
    assert caught.value.reason == WeightsReason.NOT_LOADABLE
    assert caught.value.subject == str(path)


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_a_state_of_another_network_is_refused(
    tmp_path: Path, name: str, encoder_file: Files
) -> None:
    import torch

    sisters = {"clip-vit-b-32": "clip-vit-b-16", "dinov2-vit-s-14": "dinov2-vit-b-14"}
    other = "efficientnet-lite2" if name == "resnet50" else "resnet50"
    files = [encoder_file(other), encoder_file(sisters.get(name, other))]
    state = encoder_files.loaded(encoder_file(name))
    first = next(iter(state), "")
    # Counts of batches may be wanting, as they are in files of older torch.
    last = next((key for key in reversed(state) if not key.endswith("num_batches_tracked")), "")
    contents: list[object] = [
        [torch.zeros(2)],
        {key: torch.zeros(7) for key in state},
        {},
        {"fc.bias": 3},
        {key: value for key, value in state.items() if key != last},
        {key: value for key, value in state.items() if key != first},
        {**state, "extra": torch.zeros(1)},
        {**state, first: torch.zeros(7)},
    ]
    for number, content in enumerate(contents):
        files.append(tmp_path / f"{number}.pth")
        torch.save(content, files[-1])
    for path in files:
        with pytest.raises(WeightsError) as caught:
            open_encoder(name, path)
        assert caught.value.reason == WeightsReason.NOT_LOADABLE


def test_an_embedding_is_of_the_crop_and_its_mirror_alike(embedder: Embedder) -> None:
    image = Image.fromarray(crops(1, 200)[0])
    plain = Embedder(embedder.recipe, embedder.encoder, None)
    one = plain.embed(plain.prepare(image))
    other = plain.embed(plain.prepare(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))
    assert one.shape == (1280,)
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-5)
    assert float(one @ other) == pytest.approx(1, abs=1e-3)


def test_a_recipe_that_names_other_weights_is_refused(store: ModelStore) -> None:
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
