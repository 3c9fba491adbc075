"""Networks without torch: the ONNX graph of each, which travels without its weights, and fills up.

`python -m resources.blueprints` draws the graphs from the torch encoders beside this file. A weight
has the name that it has in the checkpoint.
"""

from pathlib import Path

import numpy as np

from core import folders
from core.encoders import kind
from core.encoders.checkpoint import read_tensors
from core.errors import WeightsError, WeightsReason
from core.tuned_names import base_of

TEXTS = "texts"


def filled(name: str, output: str, weights: Path) -> bytes:
    """The ONNX graph of the encoder `name`, of any number of crops or texts in a batch.

    `output` is a pooling, for crops (n, 3, side, side) float32, or `TEXTS`, for tokens (n, 77)
    int64; either way to features (n, dimension) float32. Raises `WeightsError` when `weights` does
    not fit the network.
    """
    import onnx

    model = onnx.load(blueprint(name, output))
    # The others are constants of the network's own.
    empty = [weight for weight in model.graph.initializer if not weight.raw_data]
    tensors = read_tensors(weights, {weight.name for weight in empty})
    for weight in empty:
        tensor = tensors.pop(weight.name, None)
        if tensor is None or tensor.shape != tuple(weight.dims):
            found = "nothing" if tensor is None else tensor.shape
            detail = f"{weight.name} should be {tuple(weight.dims)}, found {found}"
            raise WeightsError(weights, WeightsReason.NOT_LOADABLE, detail)
        weight.raw_data = np.ascontiguousarray(tensor, "<f4").tobytes()
    filled_graph: bytes = model.SerializeToString()
    return filled_graph


def blueprint(name: str, output: str) -> Path:
    """The file of a graph without its weights; texts go through the same one in all of a kind."""
    whose = kind(name).module if output == TEXTS else base_of(name)
    return folders.resource("blueprints", f"{whose}-{output}.onnx")
