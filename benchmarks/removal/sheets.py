"""Contact sheets to look at: the worst cases, and what becomes of real packshots."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image, ImageDraw

from benchmarks.removal.quality import Result
from core import plain_ground
from core.errors import PhotoError
from core.intake import load

WORST, _TILE, _A_PAGE, _ACROSS = 20, 220, 40, 8
_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff")
_BEHIND = (255, 0, 200)
Labelled = tuple[str, list[Image.Image]]


def worst(results: Iterable[Result], folder: Path) -> Path:
    """Photo, truth, mask and cut-out of the accepted photos with the lowest IoU."""
    accepted = [
        (result.plain_iou, result.photo, result.plain) for result in results if result.plain
    ]
    rows: list[Labelled] = []
    for iou, photo, mask in sorted(accepted, key=lambda case: case[0])[:WORST]:
        label = f"{iou:.3f} {photo.name} {photo.product} {photo.ground} {photo.shadow}"
        rows.append((label, [photo.picture, photo.truth, mask, _cut_out(photo.picture, mask)]))
    path = folder / "worst.png"
    _page(rows, 4).save(path)
    return path


def packshots(photos: Path, folder: Path, side: int) -> dict[str, int]:
    """Pages of what is accepted and what is refused of the photos in a folder; their numbers."""
    sheets: dict[str, list[Labelled]] = {"accepted": [], "refused": []}
    for name, picture in _pictures(photos, side):
        mask = plain_ground.find(picture)
        shown = _cut_out(picture, mask) if mask else picture
        shown.thumbnail((_TILE, _TILE))
        sheets["accepted" if mask else "refused"].append((name, [shown]))
    for kind, tiles in sheets.items():
        for start in range(0, len(tiles), _A_PAGE):
            page = _page(tiles[start : start + _A_PAGE], 1)
            page.save(folder / f"{photos.parent.name}-{kind}-{start // _A_PAGE + 1:02d}.png")
    return {kind: len(tiles) for kind, tiles in sheets.items()}


def _pictures(photos: Path, side: int) -> Iterator[tuple[str, Image.Image]]:
    for path in sorted(p for p in photos.rglob("*") if p.suffix.lower() in _SUFFIXES):
        try:
            yield path.name, load(path, side)
        except PhotoError:
            continue


def _cut_out(picture: Image.Image, mask: Image.Image) -> Image.Image:
    sheet = Image.new("RGB", picture.size, _BEHIND)
    sheet.paste(picture, mask=mask)
    return sheet


def _page(tiles: list[Labelled], wide: int) -> Image.Image:
    """A page of labelled tiles, each `wide` pictures across."""
    across = _ACROSS // wide
    down = -(-len(tiles) // across)
    page = Image.new("RGB", (across * wide * _TILE, max(1, down) * (_TILE + 14)), (90, 90, 90))
    draw = ImageDraw.Draw(page)
    for index, (label, pictures) in enumerate(tiles):
        left, top = index % across * wide * _TILE, index // across * (_TILE + 14)
        draw.text((left + 2, top + 1), label, fill=(255, 255, 0))
        for place, picture in enumerate(pictures):
            tile = picture.convert("RGB")
            tile.thumbnail((_TILE - 4, _TILE - 4))
            page.paste(tile, (left + place * _TILE, top + 14))
    return page
