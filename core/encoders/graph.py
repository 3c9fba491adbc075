"""A feature network as an ONNX graph with any number of crops in a batch.

The exporter is torch's older one: one second and the package onnx. The newer one takes ten times as
long and three packages more, for graphs that run no faster but for onnxruntime on one network.
"""

import tempfile
import warnings
from pathlib import Path

import torch
from torch import nn

OPSET = 17


def export(network: nn.Module, side: int) -> bytes:
    """The graph of (n, 3, side, side) -> (n, dimension), float32.

    Raises whatever torch's exporter raises.
    """
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        graph = Path(folder, "graph.onnx")
        # That it is the older one, and that sizes which never change here become constants.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (torch.zeros(2, 3, side, side),),
            graph,
            dynamo=False,
            opset_version=OPSET,
            input_names=["crops"],
            output_names=["features"],
            dynamic_axes={"crops": {0: "n"}, "features": {0: "n"}},
        )
        return graph.read_bytes()
