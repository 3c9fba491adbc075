"""A contact sheet of all copies that the laboratory adds to a gallery, of one photo.

`python -m benchmarks.augmentations PHOTO OUT.png`: the photo is cut out as in the catalogue.
Without arguments, a bag of the sample goes to docs/laboratory.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from core import augment, folders, intake
from core.embedding import open_embedder, plain_recipe
from core.removal import WORK_SIDE
from core.weights import DEFAULT_REMOVAL, EMBEDDED_ENCODER, open_store

_SIDE, _GAP, _NAME, _COLUMNS = 200, 12, 26, 5


def sheet(crop: augment.Crops) -> Image.Image:
    """The crop (side, side, 3) as it is, then each copy, with its name above."""
    names = [augment.AS_IT_IS]
    names += [copy for copies in augment.COPIES.values() for copy in copies]
    rows = -(-len(names) // _COLUMNS)
    size = _COLUMNS * (_SIDE + _GAP) + _GAP, rows * (_SIDE + _NAME + _GAP) + _GAP
    drawn = Image.new("RGB", size, "#e9e5de")
    pen, font = ImageDraw.Draw(drawn), ImageFont.load_default(15)
    for number, name in enumerate(names):
        left = _GAP + number % _COLUMNS * (_SIDE + _GAP)
        top = _GAP + number // _COLUMNS * (_SIDE + _NAME + _GAP)
        made = np.ascontiguousarray(augment.copy(crop[np.newaxis], name)[0])
        pen.text((left, top), name, "#2b2b33", font)
        drawn.paste(Image.fromarray(made).resize((_SIDE, _SIDE)), (left, top + _NAME))
    return drawn


def main() -> None:
    """Draw the sheet."""
    parser = argparse.ArgumentParser(description=__doc__)
    photos = sorted(folders.resource("sample/catalogue/Bags").glob("*.jpg"))
    parser.add_argument("photo", nargs="?", type=Path, default=photos[0])
    out = Path(__file__).parents[1] / "docs" / "laboratory" / "augmentations.png"
    parser.add_argument("out", nargs="?", type=Path, default=out)
    options = parser.parse_args()
    store = open_store()
    recipe = replace(plain_recipe(store, EMBEDDED_ENCODER, DEFAULT_REMOVAL), views=("cutout",))
    photo = intake.load(options.photo, WORK_SIDE)
    sheet(open_embedder(recipe, store).prepare(photo).crops[0]).quantize(255).save(options.out)


if __name__ == "__main__":
    main()
