"""Variations of a crop that leave the product the same."""

import numpy as np
from numpy.typing import NDArray


def mirrored(crops: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Each crop of (n, h, w, 3) seen in a mirror."""
    return crops[:, :, ::-1]
