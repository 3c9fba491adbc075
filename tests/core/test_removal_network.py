"""The removal networks: rembg's sessions on our runtimes, with the real U2-Netp and small ones."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core import folders, removal_network, runtimes
from core.errors import WeightsError, WeightsReason
from core.removal_network import RembgNetwork, masks_agree, open_network
from core.weights import open_store
from tests.core.small_networks import network

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
WEIGHTS = folders.resource("models", "u2netp.onnx")
SIDES = {
    "u2netp": 320,
    "u2net": 320,
    "silueta": 320,
    "isnet-general-use": 1024,
    "birefnet-general-lite": 1024,
}
PHOTOS = sorted(folders.resource("sample", "catalogue").rglob("*.jpg"))


@pytest.fixture(autouse=True)
def _nothing_open() -> Iterator[None]:
    known = dict(removal_network._opened)
    removal_network._opened.clear()
    yield
    removal_network._opened.update(known)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every session that onnxruntime opens."""
    import onnxruntime

    sessions: list[object] = []
    real = onnxruntime.InferenceSession.__init__

    def counted(self: object, *args: object, **kwargs: object) -> None:
        sessions.append(self)
        real(self, *args, **kwargs)

    monkeypatch.setattr(onnxruntime.InferenceSession, "__init__", counted)
    return sessions


def small(folder: Path, model: str, *operators: str, side: int = 0) -> Path:
    """A file of a small network of the model's true size."""
    path = folder / f"{model}.onnx"
    path.write_bytes(network(side or SIDES[model], *operators))
    return path


def disc() -> Image.Image:
    """A bright disc on a dark ground."""
    image = Image.radial_gradient("L").resize((90, 60)).point(lambda v: 230 if v < 90 else 20)
    return Image.merge("RGB", (image, image, image))


@pytest.mark.parametrize("model", SIDES)
def test_each_network_of_the_list_is_loaded(tmp_path: Path, model: str) -> None:
    mask = open_network(model, small(tmp_path, model)).mask(disc())
    assert (mask.mode, mask.size) == ("L", (90, 60))
    bright = np.asarray(disc().convert("L")) > 127
    found = np.asarray(mask) > 127
    assert (found & bright).sum() / (found | bright).sum() > 0.9


def test_the_list_names_networks_that_rembg_knows() -> None:
    from rembg.sessions import sessions

    store = open_store()
    assert {model.id for model in store.of_job("removal")} == set(SIDES)
    assert set(SIDES) <= set(sessions)
    assert all(model.file == f"{model.id}.onnx" for model in store.of_job("removal"))


def test_weights_that_rembg_fetched_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    folder = tmp_path / ".rembg" / "models" / "silueta"
    folder.mkdir(parents=True)
    (folder / "silueta.onnx").touch()
    assert open_store().find("silueta") == folder / "silueta.onnx"


@pytest.mark.parametrize("operators", [("Log",), ("Sub",), ("Sub", "Div")], ids=["NaN", "0", "0/0"])
@pytest.mark.parametrize("model", ["u2netp", "birefnet-general-lite"])
def test_an_output_that_says_nothing_is_an_empty_mask(
    tmp_path: Path, model: str, operators: tuple[str, ...]
) -> None:
    found = open_network(model, small(tmp_path, model, *operators))
    assert found.mask(disc()).getextrema() == (0, 0)
    assert found.mask(Image.new("RGB", (7, 5), "white")).size == (7, 5)


@pytest.mark.parametrize("content", [b"", b"no network", None])
def test_weights_that_cannot_be_loaded_are_told_so(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "u2netp.onnx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WeightsError) as caught:
        open_network("u2netp", path)
    assert caught.value.reason == WeightsReason.NOT_LOADABLE
    assert caught.value.subject == str(path)


def test_a_session_is_opened_once_for_many_photos_and_nothing_is_fetched(
    tmp_path: Path, opened: list[object], sandbox: Path
) -> None:
    elsewhere = tmp_path / "dé 商品"
    elsewhere.mkdir()
    shutil.copy(WEIGHTS, elsewhere)
    found = open_network("u2netp", WEIGHTS)
    assert open_network("u2netp", elsewhere / WEIGHTS.name) is found
    masks = [found.mask(Image.open(path).convert("RGB")) for path in PHOTOS[:12]]
    assert found.mask(Image.open(PHOTOS[0]).convert("RGB")).tobytes() == masks[0].tobytes()
    assert len(opened) == 1
    assert not (sandbox / "u2net").exists()


# Alone in its process, as in the worker: the heap of the tests is full of what others left.
MASKING = """
import sys
from pathlib import Path
import numpy as np
import psutil
from core.removal_network import open_network
from tests.core.test_removal_network import disc
found = open_network("u2netp", Path(sys.argv[1]))
for width, height in np.random.default_rng(0).integers(40, 900, (400, 2)):
    found.mask(disc().resize((int(width), int(height))))
    print(psutil.Process().memory_info().rss)
"""


def test_memory_stays_flat(tmp_path: Path) -> None:
    told = subprocess.check_output(
        [sys.executable, "-c", MASKING, small(tmp_path, "u2netp")], cwd=ROOT, text=True
    )
    resident = [int(line) for line in told.split()]
    assert len(resident) == 400
    assert max(resident[100:]) - max(resident[:100]) < 16e6


def test_other_bytes_are_another_network(tmp_path: Path) -> None:
    path = small(tmp_path, "u2netp")
    one = open_network("u2netp", path)
    assert open_network("u2netp", small(tmp_path, "u2netp", "Neg")) is not one
    assert open_network("silueta", path) is not one


def test_the_mask_is_the_one_of_rembg() -> None:
    import onnxruntime
    from rembg.sessions import sessions

    class Plain(sessions["u2netp"]):  # type: ignore[misc]
        @classmethod
        def download_models(cls, *args: object, **kwargs: object) -> str:
            return str(WEIGHTS)

    plain, ours = Plain("u2netp", onnxruntime.SessionOptions()), open_network("u2netp", WEIGHTS)
    for path in PHOTOS[::20]:
        image = Image.open(path).convert("RGB")
        difference = np.asarray(plain.predict(image)[0], int) - np.asarray(ours.mask(image), int)
        assert np.abs(difference).max() <= 1


def test_every_runtime_in_full_precision_gives_the_same_masks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(runtimes.ONLY_VARIABLE)
    graph = WEIGHTS.read_bytes()
    ways = runtimes.ways(lambda: graph)
    networks = [RembgNetwork("u2netp", ways[name]()) for name in ways if "bf16" not in name]
    assert len(networks) > 1
    for path in PHOTOS[::15]:
        image = Image.open(path).convert("RGB")
        expected, *others = (network.mask(image) for network in networks)
        assert all(masks_agree(expected, mask) for mask in others)


def test_the_runtime_that_is_taken_gives_the_masks_of_full_precision(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In half precision, which some processors have, doubtful places fall otherwise."""
    usual = open_network("u2netp", WEIGHTS)
    removal_network._opened.clear()
    monkeypatch.delenv(runtimes.ONLY_VARIABLE)
    taken = open_network("u2netp", WEIGHTS)
    for path in PHOTOS[::15]:
        image = Image.open(path).convert("RGB")
        assert masks_agree(usual.mask(image), taken.mask(image))


def test_masks_agree_within_the_tolerance_and_no_further() -> None:
    mask = disc().convert("L")
    array = np.asarray(mask).astype(int)
    assert masks_agree(mask, mask)
    assert masks_agree(mask, Image.fromarray((array + 3).astype(np.uint8)))
    assert not masks_agree(mask, Image.fromarray((array + 4).astype(np.uint8)))
    shifted = np.roll(array, 1, axis=1).astype(np.uint8)
    assert not masks_agree(mask, Image.fromarray(shifted))
    empty = Image.new("L", mask.size)
    assert masks_agree(empty, empty)
    assert not masks_agree(mask, empty)


def test_the_photo_that_runtimes_are_held_to_has_a_mask_worth_comparing() -> None:
    mask = open_network("u2netp", WEIGHTS).mask(removal_network._sample_photo())
    array = np.asarray(mask)
    assert 0.2 < (array > 127).mean() < 0.6
    assert ((array > 20) & (array < 235)).mean() > 0.01


SCRIPT = """
import socket, sys
from pathlib import Path
def refused(*args, **kwargs): raise AssertionError("the network was asked for")
socket.socket.connect = socket.getaddrinfo = refused
from PIL import Image
from core.removal_network import open_network
mask = open_network("u2netp", Path(sys.argv[1])).mask(Image.new("RGB", (40, 30), "red"))
print(mask.size, {"numba", "pymatting", "skimage", "torch"} & set(sys.modules))
from rembg.sessions import sessions
import rembg
print(callable(rembg.remove), "u2netp" in sessions)
"""


def test_a_fresh_process_without_home_or_network_compiles_nothing(tmp_path: Path) -> None:
    weights = tmp_path / "dé 商品" / "u2netp.onnx"
    weights.parent.mkdir()
    shutil.copy(WEIGHTS, weights)
    dropped = ("HOME", "NUMBA_CACHE_DIR", "U2NET_HOME", "XDG_CACHE_HOME")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(weights)],
        cwd=ROOT,
        # The last lines import what Vitrine never does.
        env={**kept, "PYTHONDONTWRITEBYTECODE": "1", "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout.splitlines() == ["(40, 30) set()", "True True"], run.stderr
