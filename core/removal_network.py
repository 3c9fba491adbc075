"""Background removal: a photo to the mask of its product, through rembg.

rembg's sessions are used as they are, except that they never fetch: the weights are a file that
`core.weights` has checked.
"""

import os
import sys
from pathlib import Path
from typing import Protocol

from PIL import Image

from core.errors import WeightsError, WeightsReason


class Network(Protocol):
    """A removal network that is ready to work."""

    def mask(self, image: Image.Image) -> Image.Image:
        """The product's mask of an RGB image: mode L, same size, 255 where the product is."""


class RembgNetwork:
    """One rembg session, kept for the process: opening it costs, using it does not leak."""

    def __init__(self, model: str, weights: Path) -> None:
        """Open the session `model` of rembg on the file `weights`.

        Raises `WeightsError` when onnxruntime cannot load the file.
        """
        _prepare_import()
        import onnxruntime
        from rembg.sessions import sessions

        onnxruntime.set_default_logger_severity(3)
        local = type(
            "LocalSession",
            (sessions[model],),
            {"download_models": classmethod(lambda cls, *args, **kwargs: str(weights))},
        )
        try:
            self._session = local(model, onnxruntime.SessionOptions())
        except Exception as error:  # onnxruntime's errors share no base but Exception
            raise WeightsError(weights, WeightsReason.NOT_LOADABLE, str(error)) from error

    def mask(self, image: Image.Image) -> Image.Image:
        """See `Network.mask`."""
        mask: Image.Image = self._session.predict(image)[0]
        return mask


def open_network(model: str, weights: Path) -> Network:
    """The removal network `model` with the checked file `weights`. Raises `WeightsError`."""
    return RembgNetwork(model, weights)


def _prepare_import() -> None:
    """Let `import rembg` take one second instead of half a minute.

    rembg imports pymatting, whose numba kernels compile on import wherever numba has no cache.
    They serve alpha matting, which Vitrine does not use, so numba is told not to compile.
    """
    if "numba" not in sys.modules:
        os.environ.setdefault("NUMBA_DISABLE_JIT", "1")
