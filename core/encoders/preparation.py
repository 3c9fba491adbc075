"""From crops to a network's input, in Pillow and numpy alone: torch need not be in memory."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.Image import Resampling

Crops = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Preparation:
    """What a network wants to see: `side` pixels out of the middle of `scaled`, normalised.

    `mean` and `std` are of R, G and B in 0..1. Scaling rounds to 256 levels, as the libraries'
    own transforms do, unless it `is_exact`.
    """

    scaled: int
    side: int
    resampling: Resampling
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    is_exact: bool = False

    def __call__(self, crops: Crops) -> NDArray[np.float32]:
        """Crops (n, side, side, 3) in sRGB to a batch (n, 3, side, side), contiguous."""
        shown = np.stack([self._seen(crop) for crop in crops])
        middle, spread = (np.array(values, np.float32) for values in (self.mean, self.std))
        batch = (shown / np.float32(255) - middle) / spread
        return np.ascontiguousarray(batch.transpose(0, 3, 1, 2))

    def _seen(self, crop: Crops) -> NDArray[np.float32]:
        size = (self.scaled, self.scaled)
        if self.is_exact:
            layers = (Image.fromarray(crop[..., c].astype(np.float32)) for c in range(3))
            resized = [np.asarray(layer.resize(size, self.resampling)) for layer in layers]
            whole = np.stack(resized, axis=-1).clip(0, 255)
        else:
            image = Image.fromarray(np.ascontiguousarray(crop))
            whole = np.asarray(image.resize(size, self.resampling), np.float32)
        first = (self.scaled - self.side) // 2
        return whole[first : first + self.side, first : first + self.side]


_IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
_OPENAI = ((0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711))
_HALF = ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))

# V1's transform scales to 256 and V2's to 232, both cut 224 pixels out of the middle.
RESNET50_V1 = Preparation(256, 224, Resampling.BILINEAR, *_IMAGENET)
RESNET50_V2 = Preparation(232, 224, Resampling.BILINEAR, *_IMAGENET)
CLIP = Preparation(224, 224, Resampling.BICUBIC, *_OPENAI)
DINOV2 = Preparation(224, 224, Resampling.BICUBIC, *_IMAGENET)
# All of the crop counts, so that a product which fills its square loses nothing.
EFFICIENTNET_LITE2 = Preparation(260, 260, Resampling.BICUBIC, *_HALF, is_exact=True)
EFFICIENTNET_LITE0 = Preparation(224, 224, Resampling.BICUBIC, *_HALF, is_exact=True)
MOBILENET_V2 = RESNET50_V1
