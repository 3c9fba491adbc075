"""Takes the pictures of the guide and of the window's looks: `python -m resources.pictures`.

Each language, scheme and scale has a process of its own, on whatever screen Qt finds; without any,
`sh dev pictures` brings a virtual one. Data lie in a folder that goes afterwards.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from core import folders
from resources.pictures.scenes import play, show
from resources.pictures.stage import SAMPLE, Stage

DOCS = Path(__file__).parents[2] / "docs"
# Language, scheme and scale of the looks: each beside the guide's own, which is light and plain.
LOOKS = (("en", "dark", "1"), ("fr", "dark", "1"), ("en", "light", "2"), ("fr", "light", "1.25"))
LONG = "Sac cabas en cuir grainé bordeaux à double anse, collection automne-hiver 2026-2027"


def main() -> None:
    """Take them all, or those of one process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", nargs=4, metavar=("WHAT", "LANGUAGE", "SCHEME", "SCALE"))
    options = parser.parse_args()
    if options.one:
        _take(*options.one)
        return
    for code in ("en", "fr"):
        _begin("guide", code, "light", "1")
    for look in LOOKS:
        _begin("look", *look)


def _begin(what: str, code: str, scheme: str, scale: str) -> None:
    print(what, code, scheme, scale, flush=True)
    with tempfile.TemporaryDirectory() as home:
        subprocess.run(  # noqa: S603  this module again
            [sys.executable, "-m", "resources.pictures", "--one", what, code, scheme, scale],
            env={**os.environ, "QT_SCALE_FACTOR": scale, folders.DATA_VARIABLE: home},
            check=True,
        )


def _take(what: str, code: str, scheme: str, scale: str) -> None:
    folders.log_file().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "pictures"
        stage = Stage(out, code, scheme)
        if what == "guide":
            play(stage)
            target = DOCS / "pictures" / code
        else:
            show(stage, _house(Path(folder)))
            target = DOCS / "looks"
        stage.close()
        target.mkdir(parents=True, exist_ok=True)
        for picture in sorted(out.iterdir()):
            name = (
                picture.name if what == "guide" else f"{picture.stem}-{code}-{scheme}-{scale}.png"
            )
            shutil.copy(picture, target / name)


def _house(folder: Path) -> Path:
    """A folder of the sample's photos, some with names as long as those of some houses."""
    photos = folder / "Maison"
    for number, photo in enumerate(sorted((SAMPLE / "catalogue").rglob("*_front.jpg"))):
        name = photo.name if number % 4 else f"{LONG} ({photo.stem[:-6]}).jpg"
        target = photos / photo.parent.name / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(photo, target)
    return photos


if __name__ == "__main__":
    main()
