"""CLIP (OpenAI 2021) ViT-B/32 and ViT-B/16 of open_clip: photos and texts, 512 values, MIT.

The vocabulary is in open_clip's package; nothing is fetched.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import open_clip
import torch
from numpy.typing import NDArray

from core.encoders.batches import BATCH, unit_rows
from core.encoders.network import TorchEncoder, features, fill, load_state, unfilled

_MODELS = {"clip-vit-b-32": "ViT-B-32-quickgelu", "clip-vit-b-16": "ViT-B-16-quickgelu"}


@dataclass(frozen=True)
class ClipEncoder(TorchEncoder):
    """The image side as `network`, and the whole model for texts."""

    model: open_clip.CLIP
    tokenizer: open_clip.SimpleTokenizer

    def encode_text(self, texts: list[str]) -> NDArray[np.float32]:
        """See `core.encoders.TextEncoder.encode_text`."""
        batches = (texts[start : start + BATCH] for start in range(0, len(texts), BATCH))
        tokens = (self.tokenizer(batch) for batch in batches)
        made = [features(self.model.encode_text, batch) for batch in tokens]
        return unit_rows(np.concatenate(made))


def open_encoder(name: str, weights: Path, _pooling: str) -> ClipEncoder:
    """CLIP with OpenAI's weights. Raises `WeightsError` when `weights` does not fit."""
    state = load_state(weights)
    shape = open_clip.get_model_config(_MODELS[name])
    model = fill(unfilled(lambda: open_clip.CLIP(**shape)), state, weights)
    # No tensor of the file: what a word may look at is itself and those before it.
    length = model.context_length
    model.attn_mask = torch.full((length, length), float("-inf")).triu(1)
    return ClipEncoder(
        name=name,
        network=model.visual,
        model=model,
        tokenizer=open_clip.SimpleTokenizer(),
    )
