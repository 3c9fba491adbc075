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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core import folders
from resources.pictures.large_house import fill
from resources.pictures.scenes import MANY, play, show, show_many
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
    _begin("many", "en", "light", "1")


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
    with tempfile.TemporaryDirectory() as out, _house(what) as photos:
        stage = Stage(Path(out), photos, code, scheme)
        {"guide": play, "look": show, "many": show_many}[what](stage)
        stage.close()
        target = DOCS / "pictures" / code if what == "guide" else DOCS / "looks"
        target.mkdir(parents=True, exist_ok=True)
        for picture in sorted(Path(out).iterdir()):
            name = (
                picture.name if what == "guide" else f"{picture.stem}-{code}-{scheme}-{scale}.png"
            )
            shutil.copy(picture, target / name)


@contextmanager
def _house(what: str) -> Iterator[Path]:
    """The sample's photos where a house might have them; some with names as some houses have.

    For "many", the photos of a large house, beside a catalogue of them.
    """
    house = Path(tempfile.gettempdir()) / "Maison"
    photos = house / "Photos"
    if what == "many":
        fill(house, photos, MANY)
    else:
        _copy_sample(photos, long_names=what == "look")
    try:
        yield photos
    finally:
        shutil.rmtree(house)


def _copy_sample(photos: Path, *, long_names: bool) -> None:
    for number, photo in enumerate(sorted((SAMPLE / "catalogue").rglob("*.jpg"))):
        is_long = long_names and number % 4 == 0
        name = f"{LONG} ({photo.stem}).jpg" if is_long else photo.name
        target = photos / photo.parent.name / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(photo, target)


if __name__ == "__main__":
    main()
