"""CIE L*a*b* (D65) of sRGB photos."""

import cv2
import numpy as np
from numpy.typing import NDArray

Lab = NDArray[np.float32]


def lab(pixels: NDArray[np.uint8]) -> Lab:
    """L*, a*, b* as (3, h, w) float32 of sRGB pixels (h, w, 3)."""
    light = pixels.astype(np.float32) / np.float32(255)
    return np.stack(cv2.split(cv2.cvtColor(light, cv2.COLOR_RGB2LAB)))
