"""Background removal: an upright photo to the mask of its product, or none to be trusted."""

from dataclasses import dataclass

from PIL import Image

from core import plain_ground, subject
from core.removal_network import Network

# The longer side of the photos that are looked at: networks work at 320 to 1024, the crop is 256.
WORK_SIDE = 1024


def reduced(image: Image.Image) -> Image.Image:
    """The image at the size at which its product is looked for."""
    small = image.copy()
    small.thumbnail((WORK_SIDE, WORK_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return small


@dataclass(frozen=True)
class Remover:
    """How the product is found: on a plain ground without the network, where that may be."""

    network: Network
    plain_ground: bool

    def mask(self, image: Image.Image) -> Image.Image | None:
        """The product's mask of an RGB image: mode L, same size, 255 where the product is.

        None when there is no coherent subject: the background is to be kept.
        """
        found = plain_ground.find(image) if self.plain_ground else None
        return found or subject.coherent(self.network.mask(image))
