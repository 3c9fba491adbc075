"""How good the masks are: the plain-ground path, and the network on the same photos."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from benchmarks.removal import grounds
from benchmarks.removal.photos import Photo
from core import plain_ground
from core.crop import MASK_THRESHOLD

Network = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True)
class Result:
    """A photo with its two masks and their IoU; the plain-ground path may have refused."""

    photo: Photo
    plain: Image.Image | None
    plain_iou: float
    network: Image.Image | None
    network_iou: float


def iou(mask: Image.Image, truth: Image.Image) -> float:
    """Intersection over union of two masks of one size, each cut at one half."""
    one, other = np.asarray(mask) > MASK_THRESHOLD, np.asarray(truth) > MASK_THRESHOLD
    union = int((one | other).sum())
    return int((one & other).sum()) / union if union else 1.0


def judge(photo: Photo, network: Network | None) -> Result:
    """Both masks of one photo."""
    plain = plain_ground.find(photo.picture)
    other = network(photo.picture) if network else None
    return Result(
        photo,
        plain,
        iou(plain, photo.truth) if plain else 0.0,
        other,
        iou(other, photo.truth) if other else 0.0,
    )


def figures(results: Iterable[Result]) -> dict[str, object]:
    """Shares accepted, and IoU on what was accepted, also for each kind of product.

    How many plain grounds are accepted is told of ordinary products, and apart of hard ones, some
    of which are to be refused: white on white, metal that mirrors the ground, lace, chains. What a
    shadow with an outline lies on is neither plain nor other. The IoU is over all that is
    accepted.
    """
    every = list(results)
    accepted = [result for result in every if result.plain]
    plain = [result for result in every if result.photo.plain]
    others = [result for result in every if result.photo.ground in grounds.OTHERS]
    shadowed = [r for r in every if not r.photo.plain and r.photo.ground in grounds.PLAIN]
    found: dict[str, object] = {
        "photos": len(every),
        "plain_grounds": len(plain),
        "plain_accepted": _share([result for result in plain if not result.photo.hard]),
        "plain_accepted_hard_products": _share([result for result in plain if result.photo.hard]),
        "hard_shadows_accepted": _share(shadowed),
        "others_accepted": _share(others),
        "iou_mean": _mean([result.plain_iou for result in accepted]),
        "iou_worst": round(min((result.plain_iou for result in accepted), default=0.0), 4),
        "by_product": {
            kind: {
                "photos": len(part),
                "accepted": _share(part),
                "iou_mean": _mean([result.plain_iou for result in part if result.plain]),
            }
            for kind, part in _by_product(plain)
        },
    }
    if every and every[0].network:
        found["network_iou_mean_on_the_accepted"] = _mean([r.network_iou for r in accepted])
        found["network_iou_mean_on_plain_grounds"] = _mean([r.network_iou for r in plain])
        found["network_iou_mean"] = _mean([r.network_iou for r in every])
    return found


def _by_product(results: list[Result]) -> list[tuple[str, list[Result]]]:
    kinds = sorted({result.photo.product for result in results})
    return [(kind, [r for r in results if r.photo.product == kind]) for kind in kinds]


def _share(results: list[Result]) -> float:
    return round(sum(result.plain is not None for result in results) / max(1, len(results)), 4)


def _mean(values: list[float]) -> float | None:
    return round(float(np.mean(values)), 4) if values else None
