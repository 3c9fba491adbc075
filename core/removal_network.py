"""A removal network: a photo to the mask of its product, through rembg.

rembg's own sessions prepare the photo and make the mask. They are not asked to fetch (the weights
are a file that `core.weights` has checked) nor to run the graph: that is `core.fastest`'s job.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from types import ModuleType, SimpleNamespace
from typing import Any, Protocol

import numpy as np
from PIL import Image, ImageDraw

from core.crop import MASK_THRESHOLD
from core.digest import digest_of
from core.errors import WeightsError, WeightsReason
from core.fastest import open_fastest
from core.runtimes import Array, Run

# Masks of two runtimes count as the same: overlap at half, and mean difference in grey levels.
LEAST_OVERLAP = 0.98
MOST_DIFFERENCE = 3.0


class Network(Protocol):
    """A removal network that is ready to work."""

    def mask(self, image: Image.Image) -> Image.Image:
        """The product's mask of an RGB image: mode L, same size, 255 where the product is."""


class _Graph:
    """What rembg's sessions take for their onnxruntime session."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def get_inputs(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(name="photo")]

    def run(self, _names: None, feeds: dict[str, Array]) -> list[Array]:
        output = self._run(feeds["photo"])
        if not np.isfinite(output).all():
            raise FloatingPointError("the network's output is not finite")
        return [output]


class RembgNetwork:
    """One of rembg's sessions on a graph that is already open."""

    def __init__(self, model: str, run: Run, runtime: str = "") -> None:
        """`model` is rembg's name; `run` gives the network's first output for its input."""
        self.runtime = runtime
        session = _session_class(model).__new__(_session_class(model))
        # In place of its __init__, which fetches weights and opens onnxruntime.
        session.model_name, session.inner_session = model, _Graph(run)
        self._session = session

    def mask(self, image: Image.Image) -> Image.Image:
        """See `Network.mask`; nothing is masked where the output is one value, or no number."""
        try:
            with np.errstate(divide="raise", invalid="raise"):
                mask: Image.Image = self._session.predict(image)[0]
        except FloatingPointError:
            return Image.new("L", image.size, 0)
        return mask


_opened: dict[tuple[str, str], RembgNetwork] = {}
_opening = Lock()


def open_network(model: str, weights: Path) -> RembgNetwork:
    """The removal network `model` with the checked file `weights`, opened once for the process.

    The first time on a machine, some seconds go into measuring which runtime is the fastest.
    Raises `WeightsError` when the file cannot be loaded or is not that network.
    """
    try:
        with _opening:
            key = (model, digest_of(weights))
            if key not in _opened:
                _opened[key] = _open(model, weights.read_bytes())
            return _opened[key]
    except Exception as error:  # onnxruntime's errors share no base but Exception
        raise WeightsError(weights, WeightsReason.NOT_LOADABLE, str(error)) from error


def masks_agree(expected: Image.Image, mask: Image.Image) -> bool:
    """Whether two masks of a photo are the same for whoever uses them."""
    one, other = (np.asarray(image, np.int16) for image in (expected, mask))
    inside, found = one > MASK_THRESHOLD, other > MASK_THRESHOLD
    union = int((inside | found).sum())
    overlap = int((inside & found).sum()) / union if union else 1.0
    return overlap >= LEAST_OVERLAP and float(np.abs(one - other).mean()) <= MOST_DIFFERENCE


def _open(model: str, graph: bytes) -> RembgNetwork:
    photo = _sample_photo()
    inputs: list[Array] = []

    def note(array: Array) -> Array:
        inputs.append(array)
        return np.zeros((1, 1, *array.shape[2:]), np.float32)

    def mask_of(output: Array) -> Image.Image:
        return RembgNetwork(model, lambda _array: output).mask(photo)

    def agrees(expected: Array, output: Array) -> bool:
        return masks_agree(mask_of(expected), mask_of(output))

    RembgNetwork(model, note).mask(photo)
    fastest = open_fastest(graph, inputs[0], agrees)
    return RembgNetwork(model, fastest, fastest.name)


def _sample_photo() -> Image.Image:
    """A bag on a table before a wall, drawn: something to find, fine edges, a shadow in doubt."""
    wall = Image.linear_gradient("L").resize((480, 640)).point(lambda v: 150 + v // 4)
    photo = Image.merge("RGB", (wall, wall, wall))
    pen = ImageDraw.Draw(photo)
    pen.rectangle((0, 520, 480, 640), fill=(120, 96, 80))
    pen.ellipse((90, 530, 400, 590), fill=(84, 66, 56))
    pen.arc((160, 120, 320, 420), 180, 360, fill=(70, 40, 30), width=16)
    pen.rounded_rectangle((100, 260, 380, 560), 30, fill=(150, 52, 44))
    pen.rectangle((100, 350, 380, 366), fill=(110, 34, 30))
    pen.ellipse((222, 340, 258, 376), fill=(214, 178, 90))
    return photo


def _session_class(model: str) -> Any:
    with _without_matting():
        from rembg.sessions import sessions
    return sessions[model]


@contextmanager
def _without_matting() -> Iterator[None]:
    """Let rembg's sessions be imported without the rest of rembg.

    The rest brings pymatting, whose numba kernels compile for half a minute wherever numba has no
    cache, and scikit-image. They serve alpha matting, which Vitrine does not use.
    """
    spec = find_spec("rembg") if "rembg" not in sys.modules else None
    if spec is None:
        yield
        return
    package = ModuleType("rembg")
    package.__path__ = list(spec.submodule_search_locations or ())
    sys.modules["rembg"] = package
    try:
        yield
    finally:
        del sys.modules["rembg"]
