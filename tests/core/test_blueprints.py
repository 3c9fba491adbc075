"""Networks without torch: read, filled and run as torch does, from any file that torch writes.

All but the embedded one have random weights here, so nothing is said about likeness.
"""

import pickle
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import encoder_files
from core import runtimes
from core.encoders import NAMES, kind, open_encoder
from core.encoders.blueprint import TEXTS, filled
from core.encoders.checkpoint import read_tensors
from core.encoders.network import TorchEncoder
from core.encoders.tokens import tokens
from core.encoding import sample
from core.errors import WeightsError, WeightsReason

LITE = "efficientnet-lite2"
EVERY_POOLING = [(name, pooling) for name in NAMES for pooling in kind(name).poolings]

Files = Callable[[str], Path]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "pooling"), EVERY_POOLING)
def test_a_blueprint_computes_what_its_network_does(
    name: str, pooling: str, encoder_file: Files
) -> None:
    import torch

    weights, batch = encoder_file(name), sample(name)[:3]
    network = cast("TorchEncoder", open_encoder(name, weights, pooling)).network
    expected = network(torch.from_numpy(batch)).detach().numpy()
    made = runtimes.reference(partial(filled, name, pooling, weights))()(batch)
    assert np.abs(made - expected).max() < np.abs(expected).max() * 1e-5


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in NAMES if kind(name).has_text])
def test_the_blueprint_of_texts_does_too(name: str, encoder_file: Files) -> None:
    import open_clip
    import torch
    from safetensors.torch import load_file

    model = open_clip.CLIP(**open_clip.get_model_config(encoder_files.OPEN_CLIP[name]))
    model.load_state_dict(load_file(encoder_file(name)))
    given_tokens = tokens(["a red leather bag", "", "Ceinture à boucle dorée " * 30])
    expected = model.eval().encode_text(torch.from_numpy(given_tokens)).detach().numpy()
    run = runtimes.reference(partial(filled, name, TEXTS, encoder_file(name)))()
    assert np.abs(run(given_tokens) - expected).max() < np.abs(expected).max() * 1e-5


TEXTS_OF_ALL_KINDS = st.text() | st.text(alphabet="abé'sd <>_&amp;1日　\t👜", max_size=300)


@settings(max_examples=300, deadline=None)
@given(texts=st.lists(TEXTS_OF_ALL_KINDS, min_size=1, max_size=3))
def test_tokens_are_those_of_open_clip(texts: list[str]) -> None:
    import open_clip

    expected = open_clip.get_tokenizer("ViT-B-32-quickgelu")(texts).numpy()
    assert np.array_equal(tokens(texts), expected)


@pytest.mark.slow
@pytest.mark.parametrize("name", [LITE, "resnet50", "clip-vit-b-32"])
def test_a_checkpoint_is_read_as_torch_reads_it(name: str, encoder_file: Files) -> None:
    from core.encoders.network import load_state

    read, expected = read_tensors(encoder_file(name)), load_state(encoder_file(name))
    assert set(read) == set(expected)
    assert all(np.array_equal(read[key], value.numpy()) for key, value in expected.items())


@pytest.mark.parametrize("zipped", [True, False])
def test_tensors_of_any_shape_come_through(tmp_path: Path, zipped: bool) -> None:
    import torch

    whole = torch.arange(24.0).reshape(4, 6)
    state = OrderedDict(
        whole=whole,
        turned=whole.T,
        part=whole[1:3, ::2],
        one=torch.tensor(7.0),
        none=torch.zeros(0, 3),
        half=whole.half(),
        double=whole.double(),
        count=torch.tensor(3),
        parameter=torch.nn.Parameter(whole[0].clone()),
    )
    path = tmp_path / "state.pth"
    torch.save(state, path, _use_new_zipfile_serialization=zipped)
    read = read_tensors(path)
    for key, value in state.items():
        assert np.array_equal(read[key], value.detach().numpy())
        assert read[key].shape == tuple(value.shape)


class Reaching:
    """Pickles as a tensor that claims what its storage does not have."""

    def __init__(self, *claims: object) -> None:
        self.claims = claims

    def __reduce__(self) -> tuple[Any, ...]:
        import torch

        storage = torch.arange(4.0)._typed_storage()
        return torch._utils._rebuild_tensor_v2, (storage, *self.claims, False, OrderedDict())


@pytest.mark.parametrize(
    "claims", [(0, (5,), (1,)), (2, (3,), (1,)), (0, (2, 2), (3, 1)), (-1, (2,), (1,))]
)
@pytest.mark.parametrize("zipped", [True, False])
def test_no_memory_beyond_a_storage_is_read(
    tmp_path: Path, claims: tuple[object, ...], zipped: bool
) -> None:
    import torch

    path = tmp_path / "reaching.pth"
    torch.save({"x": Reaching(*claims)}, path, _use_new_zipfile_serialization=zipped)
    with pytest.raises(WeightsError) as caught:
        read_tensors(path)
    assert caught.value.reason == WeightsReason.NOT_LOADABLE


class Payload:
    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.mark,)


@pytest.mark.parametrize("wrapped", ["zipped", "in a row", "plain"])
def test_code_in_a_checkpoint_is_not_run(tmp_path: Path, wrapped: str) -> None:
    import torch

    mark, path = tmp_path / "the code ran", tmp_path / "state.pth"
    state = {"weight": Payload(mark)}
    if wrapped == "plain":
        path.write_bytes(pickle.dumps(state))
    else:
        torch.save(state, path, _use_new_zipfile_serialization=wrapped == "zipped")
    with pytest.raises(WeightsError):
        read_tensors(path)
    assert not mark.exists()


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_damaged_checkpoint_is_refused_or_read(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    import torch

    path = tmp_path_factory.mktemp("damaged") / "state.pth"
    torch.save(
        {"x": torch.arange(64.0)}, path, _use_new_zipfile_serialization=data.draw(st.booleans())
    )
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    try:
        read = read_tensors(path)
    except WeightsError:
        return
    assert all(isinstance(value, np.ndarray) for value in read.values())


@pytest.mark.parametrize("change", ["missing", "shape"])
def test_a_file_of_another_network_is_refused(tmp_path: Path, change: str) -> None:
    import torch

    from core import folders

    state = encoder_files.loaded(folders.resource("models", "efficientnet-lite2-9656183e.pth"))
    name = "_blocks.3._bn1.weight"
    held = state.pop(name)
    if change == "shape":
        state[name] = held[1:]
    path = tmp_path / "other.pth"
    torch.save(state, path)
    with pytest.raises(WeightsError) as caught:
        filled(LITE, "average", path)
    assert caught.value.reason == WeightsReason.NOT_LOADABLE
    assert name in caught.value.detail
