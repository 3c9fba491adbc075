"""Crops through a network a few at a time, each embedding at unit length."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from core.encoders.preparation import Crops, Preparation

# So many crops or texts are in a network at a time: 16 crops take 200 MB beside the weights.
BATCH = 16
_LEAST_LENGTH = 1e-12

Features = NDArray[np.float32]


def encode(preparation: Preparation, run: Callable[[Features], Features], crops: Crops) -> Features:
    """Embeddings (n, dimension) of crops (n, side, side, 3).

    `run` takes a prepared batch to the network's features (n, dimension).
    """
    batches = (crops[start : start + BATCH] for start in range(0, len(crops), BATCH))
    return np.concatenate([unit_rows(run(preparation(batch))) for batch in batches])


def encode_texts(run: Callable[[NDArray[np.int64]], Features], texts: list[str]) -> Features:
    """Embeddings (n, dimension) of texts; `run` takes tokens (n, 77) to features (n, dimension)."""
    from core.encoders.tokens import tokens

    batches = (texts[start : start + BATCH] for start in range(0, len(texts), BATCH))
    return np.concatenate([unit_rows(run(tokens(batch))) for batch in batches])


def unit_rows(features: Features) -> Features:
    """Each row at unit length, float32; a row of zeros stays."""
    lengths = np.linalg.norm(features, axis=1, keepdims=True)
    rows: Features = (features / np.maximum(lengths, _LEAST_LENGTH)).astype(np.float32)
    return rows
