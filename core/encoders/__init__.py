"""Encoders by the id they have in `resources/models.toml`; torch is imported on opening one."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from core.encoders import preparation
from core.encoders.preparation import Preparation
from core.errors import WeightsError, WeightsReason
from core.tuned_names import base_of

if TYPE_CHECKING:
    from torch import nn

AVERAGE, GEM = "average", "gem"
CLASS_TOKEN, PATCHES = "class", "patches"


class Encoder(Protocol):
    """A network that turns crops into embeddings."""

    @property
    def name(self) -> str:
        """The id in `resources/models.toml`."""

    @property
    def dimension(self) -> int:
        """Values in one embedding."""

    def encode(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Embeddings (n, dimension) of unit length, of crops (n, side, side, 3) in sRGB.

        Memory does not grow with n: a few crops are in the network at a time.
        """


class TextEncoder(Encoder, Protocol):
    """An encoder whose embeddings of texts can be compared with those of crops."""

    def encode_text(self, texts: list[str]) -> NDArray[np.float32]:
        """Embeddings (n, dimension) of unit length; what is too long is cut at its end."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What an encoder is made of and can do.

    `module` is its file here; `dimension` counts the values of one embedding; `preparation` makes
    the network's input of crops; `poolings` are the ways its last layer becomes one embedding, its
    own first; `has_text` says whether it is a `TextEncoder`.
    """

    module: str
    dimension: int
    preparation: Preparation
    poolings: tuple[str, ...]
    has_text: bool = False


_OF_RESNET50, _OF_DINOV2 = (AVERAGE, GEM), (CLASS_TOKEN, PATCHES)
_CLIP = Kind("clip", 512, preparation.CLIP, (CLASS_TOKEN,), has_text=True)
_KINDS = {
    "resnet50": Kind("resnet50", 2048, preparation.RESNET50_V1, _OF_RESNET50),
    "resnet50-v2": Kind("resnet50", 2048, preparation.RESNET50_V2, _OF_RESNET50),
    "clip-vit-b-32": _CLIP,
    "clip-vit-b-16": _CLIP,
    "dinov2-vit-s-14": Kind("dinov2", 384, preparation.DINOV2, _OF_DINOV2),
    "dinov2-vit-b-14": Kind("dinov2", 768, preparation.DINOV2, _OF_DINOV2),
    "efficientnet-lite2": Kind(
        "efficientnet_lite", 1280, preparation.EFFICIENTNET_LITE2, (AVERAGE,)
    ),
    "efficientnet-lite0": Kind(
        "efficientnet_lite", 1280, preparation.EFFICIENTNET_LITE0, (AVERAGE,)
    ),
    "mobilenet-v2": Kind("mobilenet_v2", 1280, preparation.MOBILENET_V2, (AVERAGE,)),
}
NAMES = tuple(_KINDS)


def kind(name: str) -> Kind:
    """What the encoder `name` can do: as what it was fine-tuned from.

    Raises `WeightsError` when there is none.
    """
    try:
        return _KINDS[base_of(name)]
    except KeyError:
        raise WeightsError(name, WeightsReason.UNKNOWN, "no encoder") from None


def open_encoder(name: str, weights: Path, pooling: str = "") -> Encoder:
    """The encoder `name` in torch, with the file `weights`; without `pooling`, in its own way.

    Raises `WeightsError` when the file does not fit the network, `ValueError` for a pooling that
    is not of its kind.
    """
    known = kind(name)
    wanted = pooling or known.poolings[0]
    if wanted not in known.poolings:
        raise ValueError(f"{name} has no pooling {pooling}")
    opened = import_module(f"core.encoders.{known.module}").open_encoder(name, weights, wanted)
    return cast("Encoder", opened)


def names_in_file(name: str, network: "nn.Module") -> dict[str, str]:
    """Each tensor of the network of the encoder `name`, with the name that it has in its file."""
    module = import_module(f"core.encoders.{kind(name).module}")
    if hasattr(module, "names_in_file"):
        return cast("dict[str, str]", module.names_in_file(network))
    return {key: key for key in network.state_dict()}
