"""`python -m resources.blueprints`: draw the graphs of all encoders anew, from torch.

To be run, and its result kept, when an encoder in `core/encoders` changes. What is computed is the
torch network's own forward; every weight gets the name that it has in the checkpoint, and no
value. The exporter is torch's older one: the newer one takes ten times as long and three packages
more, for graphs that run no faster.
"""

import gzip
import tempfile
import warnings
from pathlib import Path
from typing import cast

import onnx
import open_clip
import torch
from onnx import TensorProto, helper, numpy_helper
from timm.layers.pos_embed import resample_abs_pos_embed
from torch import nn

from benchmarks import encoder_files
from core.encoders import NAMES, kind, names_in_file, open_encoder
from core.encoders.blueprint import TEXTS, blueprint
from core.encoders.checkpoint import Tensors, read_tensors
from core.encoders.network import TorchEncoder
from core.encoders.tokens import LENGTH
from core.folders import resource
from core.weights import open_store
from resources.blueprints.vocabulary import tokenizer

OPSET = 17
POSITIONS = "pos_embed"


def main() -> None:
    """All graphs, then the vocabulary."""
    with tempfile.TemporaryDirectory() as folder:
        for name in NAMES:
            weights = weights_of(name, Path(folder))
            for pooling in kind(name).poolings:
                draw(name, pooling, weights)
    draw_texts("clip-vit-b-32")
    packed = gzip.compress(tokenizer().to_str().encode(), mtime=0)
    resource("blueprints", "clip-tokens.json.gz").write_bytes(packed)


def weights_of(name: str, folder: Path) -> Path:
    """A file of the encoder's true names and shapes.

    Its values do not count, but no two tensors may be alike: the exporter makes one of them.
    """
    model = open_store().model(name)
    if model.embedded:
        return open_store().verified(name)
    return encoder_files.save(encoder_files.state_of(name), folder / model.file)


def draw(name: str, pooling: str, weights: Path) -> None:
    """The graph from crops to the features of one pooling."""
    network = cast("TorchEncoder", open_encoder(name, weights, pooling)).network
    side = kind(name).preparation.side
    model = exported(network, torch.zeros(2, 3, side, side), "crops")
    tensors = read_tensors(weights)
    rename(model, names_in_file(name, network))
    if model_has_fewer_positions(model, tensors):
        resample_positions(model, tensors)
    onnx.save(emptied(model, tensors), blueprint(name, pooling))


def draw_texts(name: str) -> None:
    """The graph from tokens to the features of a text; that of all CLIPs here is the same."""
    clip = open_clip.CLIP(**open_clip.get_model_config(encoder_files.OPEN_CLIP[name]))
    state = encoder_files.state_of(name)
    clip.load_state_dict(state)
    tensors = {key: value.numpy() for key, value in state.items()}
    clip.forward = clip.encode_text
    model = exported(clip.eval(), torch.zeros(2, LENGTH, dtype=torch.int64), "tokens")
    onnx.save(emptied(model, tensors), blueprint(name, TEXTS))


def exported(network: nn.Module, given: torch.Tensor, source: str) -> onnx.ModelProto:
    """The graph as it is: the runtimes fold weights into each other when they open it."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        path = Path(folder, "graph.onnx")
        # That it is the older one, and that sizes which never change here become constants.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (given,),
            path,
            dynamo=False,
            do_constant_folding=False,
            training=torch.onnx.TrainingMode.PRESERVE,
            opset_version=OPSET,
            input_names=[source],
            output_names=["features"],
            dynamic_axes={source: {0: "n"}, "features": {0: "n"}},
        )
        return onnx.load(path)


def rename(model: onnx.ModelProto, names: dict[str, str]) -> None:
    """Give initializers other names."""
    for weight in model.graph.initializer:
        weight.name = names.get(weight.name, weight.name)
    for node in model.graph.node:
        node.input[:] = [names.get(source, source) for source in node.input]


def model_has_fewer_positions(model: onnx.ModelProto, tensors: Tensors) -> bool:
    """Whether the network was brought to a smaller side than that of its checkpoint."""
    of_model = {weight.name: tuple(weight.dims) for weight in model.graph.initializer}
    return POSITIONS in of_model and of_model[POSITIONS] != tensors[POSITIONS].shape


def resample_positions(model: onnx.ModelProto, tensors: Tensors) -> None:
    """Put before the graph what timm does to the position embeddings: a sum with fixed weights.

    timm's resampling is linear and treats rows and columns alike, so a row's weights are what it
    makes of rows of ones.
    """
    (positions,) = (w for w in model.graph.initializer if w.name == POSITIONS)
    large, small = (int((n - 1) ** 0.5) for n in (tensors[POSITIONS].shape[1], positions.dims[1]))
    width = positions.dims[2]
    rows = torch.eye(large).repeat_interleave(large, 0)[None]
    mixed = resample_abs_pos_embed(rows, [small, small], [large, large], num_prefix_tokens=0)
    mixing = mixed.reshape(small, small, large)[:, 0].numpy()
    positions.dims[1] = tensors[POSITIONS].shape[1]
    constants = {
        "mixing": mixing,
        "first": torch.tensor([1, large * large]).numpy(),
        "as_rows": torch.tensor([large, large * width]).numpy(),
        "as_columns": torch.tensor([small, large, width]).numpy(),
        "as_tokens": torch.tensor([1, small * small, width]).numpy(),
    }
    graph = model.graph
    graph.initializer.extend(
        numpy_helper.from_array(value, f"positions.{key}") for key, value in constants.items()
    )
    steps = [
        ("Split", [POSITIONS, "positions.first"], ["positions.class", "positions.grid"]),
        ("Reshape", ["positions.grid", "positions.as_rows"], ["positions.rows"]),
        ("MatMul", ["positions.mixing", "positions.rows"], ["positions.fewer_rows"]),
        ("Reshape", ["positions.fewer_rows", "positions.as_columns"], ["positions.columns"]),
        ("MatMul", ["positions.mixing", "positions.columns"], ["positions.fewer_columns"]),
        ("Reshape", ["positions.fewer_columns", "positions.as_tokens"], ["positions.tokens"]),
        ("Concat", ["positions.class", "positions.tokens"], ["positions"]),
    ]
    for node in graph.node:
        node.input[:] = ["positions" if name == POSITIONS else name for name in node.input]
    for place, (operator, given, made) in enumerate(steps):
        node = helper.make_node(operator, given, made)
        if operator in {"Split", "Concat"}:
            node.attribute.append(helper.make_attribute("axis", 1))
        graph.node.insert(place, node)


def emptied(model: onnx.ModelProto, tensors: Tensors) -> onnx.ModelProto:
    """The graph without the values of what a checkpoint brings."""
    for weight in model.graph.initializer:
        if weight.name in tensors:
            if weight.data_type != TensorProto.FLOAT:
                raise ValueError(f"{weight.name} is not float32")
            weight.ClearField("raw_data")
    return model


if __name__ == "__main__":
    main()
