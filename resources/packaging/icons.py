"""The program's icon in the formats of the three systems, drawn from its SVG."""

from pathlib import Path

from PIL import Image
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from resources.packaging.project import ROOT

# Windows shows no larger ones; the folders of the icon theme on Linux have these sides.
ICO_SIDES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
THEME_SIDES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICNS_SIDES = (16, 32, 64, 128, 256, 512, 1024)
_SOURCE = ROOT / "resources" / "icons" / "vitrine.svg"


def drawn(side: int, source: Path = _SOURCE) -> Image.Image:
    """The icon as an RGBA picture of `side` x `side` pixels.

    Raises `SystemExit` when the SVG cannot be drawn.
    """
    renderer = QSvgRenderer(str(source))
    if not renderer.isValid():
        raise SystemExit(f"{source} cannot be drawn.")
    picture = QImage(side, side, QImage.Format.Format_RGBA8888)
    picture.fill(0)
    with QPainter(picture) as painter:
        renderer.render(painter)
    return Image.frombytes("RGBA", (side, side), bytes(picture.constBits()))


def write_ico(path: Path) -> Path:
    """Write the icon of the Windows programs to `path`."""
    *smaller, largest = [drawn(side) for side in ICO_SIDES]
    sizes = [(side, side) for side in ICO_SIDES]
    largest.save(path, "ICO", sizes=sizes, append_images=smaller)
    return path


def write_icns(path: Path) -> Path:
    """Write the icon of the macOS program to `path`."""
    *smaller, largest = [drawn(side) for side in ICNS_SIDES]
    largest.save(path, "ICNS", append_images=smaller)
    return path


def write_theme(folder: Path, name: str) -> list[Path]:
    """Write `NxN/apps/NAME.png` and the SVG, as Linux desktops look for them, below `folder`."""
    written = []
    for side in THEME_SIDES:
        path = folder / f"{side}x{side}" / "apps" / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        drawn(side).save(path)
        written.append(path)
    scalable = folder / "scalable" / "apps" / f"{name}.svg"
    scalable.parent.mkdir(parents=True, exist_ok=True)
    scalable.write_bytes(_SOURCE.read_bytes())
    return [*written, scalable]
