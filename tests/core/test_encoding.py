"""Encoders in the fastest way of the machine: the same vectors, chosen once, with torch or without.

All but the embedded one have random weights here, so nothing is said about likeness.
"""

import itertools
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, cast

import msgspec
import numpy as np
import pytest

from benchmarks import encoder_files
from core import fastest, folders, runtimes
from core.digest import digest_of
from core.encoders import kind, open_encoder
from core.encoding import (
    REFERENCE,
    FastEncoder,
    Home,
    features_agree,
    open_fastest_encoder,
    sample,
    ways,
)
from core.errors import WeightsError, WeightsReason

ROOT = Path(__file__).parents[2]
LITE = "efficientnet-lite2"
ONNXRUNTIME = next(iter(runtimes.ways(bytes)))
ONE_OF_EACH = ("resnet50", "clip-vit-b-32", "dinov2-vit-s-14", LITE)
POOLED = [(name, pooling) for name in ONE_OF_EACH for pooling in kind(name).poolings]

# What a machine need not have.
UNLIKELY = ("torch cuda", "torch mps", "torch bf16", "openvino bf16")

Files = Callable[[str], Path]


@pytest.fixture(autouse=True)
def _measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Choices are made, but only the tests that are about it take the time to compare."""
    monkeypatch.delenv(runtimes.ONLY_VARIABLE)
    monkeypatch.setattr(fastest, "_SECONDS", 0.0)


@pytest.fixture
def lite(encoder_file: Files) -> Path:
    """The embedded encoder's weights."""
    return encoder_file(LITE)


def opened(weights: Path, name: str = LITE) -> FastEncoder:
    return open_fastest_encoder(name, weights, kind(name).poolings[0], digest_of(weights))


def crops(count: int) -> np.ndarray:
    return np.random.default_rng(3).integers(0, 255, (count, 256, 256, 3), np.uint8)


def notes() -> dict[str, Any]:
    path = folders.data_folder() / "runtimes.json"
    noted: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    return noted


def opened_by(way: str, weights: Path) -> FastEncoder:
    """The encoder on a machine where `way` was the fastest."""
    opened(weights)
    entry = {key: {**note, "way": way} for key, note in notes().items()}
    (folders.data_folder() / "runtimes.json").write_bytes(msgspec.json.encode(entry))
    encoder = opened(weights)
    assert encoder.run.name == way
    return encoder


@pytest.mark.slow
@pytest.mark.parametrize(("name", "pooling"), POOLED)
def test_every_way_gives_the_vectors_of_torch(name: str, pooling: str, encoder_file: Files) -> None:
    weights = encoder_file(name)
    home = cast("Home", cache(partial(open_encoder, name, weights, pooling)))
    served = []
    for way, open_way in ways(name, pooling, weights, home).items():
        try:
            run = open_way()
        except RuntimeError:
            assert way.split(",")[0] in UNLIKELY
            continue
        for count in (1, 3):
            prepared = kind(name).preparation(crops(count))
            expected = home().network(_tensor(prepared)).detach().numpy()
            assert features_agree(expected, run(prepared)), (way, count)
        served.append(way.split(",")[0])
    assert {REFERENCE, "torch channels_last", "onnxruntime"} <= set(served)


def _tensor(array: np.ndarray) -> Any:
    import torch

    return torch.from_numpy(array)


@pytest.mark.slow
def test_the_quickest_way_is_found_once(lite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fastest, "_SECONDS", 10.0)
    first = opened(lite)
    (note,) = notes().values()
    assert {REFERENCE, first.run.name} <= note["milliseconds"].keys()
    again = opened(lite)
    assert again.run.name == first.run.name == note["way"]
    assert list(notes().values()) == [note]


@pytest.mark.slow
@pytest.mark.parametrize("way", ["torch channels_last", ONNXRUNTIME])
def test_no_way_changes_a_vector(lite: Path, way: str) -> None:
    encoder = opened_by(way, lite)
    vectors = encoder.encode(crops(17))
    assert vectors.dtype == np.float32
    assert np.allclose(vectors, open_encoder(LITE, lite).encode(crops(17)), atol=1e-4)
    assert (encoder.name, encoder.dimension) == (LITE, 1280)


STARTS = """
import sys
from pathlib import Path
import numpy as np
from core.digest import digest_of
from core.encoding import open_fastest_encoder
weights = Path(sys.argv[1])
encoder = open_fastest_encoder("efficientnet-lite2", weights, "average", digest_of(weights))
vectors = encoder.encode(np.zeros((1, 256, 256, 3), np.uint8))
print(vectors.shape, "torch" in sys.modules)
"""


@pytest.mark.slow
def test_torch_is_not_imported_where_a_graph_is_the_fastest(lite: Path) -> None:
    for way, imported in ((ONNXRUNTIME, False), (REFERENCE, True)):
        opened_by(way, lite)
        run = subprocess.run(
            [sys.executable, "-c", STARTS, str(lite)],
            cwd=ROOT,
            env=dict(os.environ),
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.strip() == f"(1, 1280) {imported}"


@pytest.mark.slow
def test_without_torch_the_blueprint_is_the_reference(
    lite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = open_encoder(LITE, lite).encode(crops(3))
    monkeypatch.setitem(sys.modules, "torch", None)
    encoder = opened(lite)
    assert encoder.run.name == ONNXRUNTIME
    assert np.allclose(encoder.encode(crops(3)), expected, atol=1e-4)
    assert not any(way.startswith("torch") for way in ways(LITE, "average", lite, _no_home))


def _no_home() -> Any:
    raise AssertionError("torch is not there")


@pytest.mark.slow
def test_other_weights_are_measured_anew(lite: Path, tmp_path: Path) -> None:
    before = opened_by(ONNXRUNTIME, lite).encode(crops(1))
    state = encoder_files.loaded(lite)
    first = next(iter(state))
    state[first] = state[first] * 1.5
    other = opened_by(ONNXRUNTIME, encoder_files.save(state, tmp_path / "other.pth"))
    assert len(notes()) == 2
    assert not np.allclose(other.encode(crops(1)), before, atol=1e-3)


@pytest.mark.slow
def test_the_setting_keeps_encoders_to_torch(lite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(runtimes.ONLY_VARIABLE, "onnxruntime")
    encoder = opened(lite)
    assert encoder.run.name == REFERENCE
    assert np.array_equal(encoder.encode(crops(2)), open_encoder(LITE, lite).encode(crops(2)))
    assert not folders.data_folder().exists()


@pytest.mark.slow
def test_a_file_that_does_not_fit_is_refused(
    encoder_file: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "x.pth"
    damaged.write_bytes(b"PK\x03\x04")
    for weights, has_torch in itertools.product((damaged, encoder_file("resnet50")), (True, False)):
        if not has_torch:
            monkeypatch.setitem(sys.modules, "torch", None)
        with pytest.raises(WeightsError) as caught:
            opened(weights)
        assert caught.value.reason == WeightsReason.NOT_LOADABLE


def test_the_sample_is_a_batch_of_pictures_that_differ() -> None:
    batch = sample(LITE)
    assert batch.shape == (4, 3, 260, 260)
    assert batch.dtype == np.float32
    assert np.array_equal(batch, sample(LITE))
    flat = batch.reshape(4, -1)
    assert np.corrcoef(flat)[np.triu_indices(4, 1)].max() < 0.9


def test_vectors_agree_when_all_of_them_point_the_same_way() -> None:
    expected = np.random.default_rng(0).standard_normal((3, 64)).astype(np.float32)
    other = expected.copy()
    other[2] = -other[2]
    assert features_agree(expected, expected * 3)
    for output in (other, expected[:2], expected * np.nan, expected * 0):
        assert not features_agree(expected, output)
