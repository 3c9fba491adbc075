"""`python -m resources.walk OUT`: from the first start to a confirmed match, kept as pictures."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from core import folders
from core.catalogue import Catalogue
from core.confirmed import confirmed
from core.errors import CatalogueError
from desktop.settings import Settings
from desktop.wording import SAMPLE
from resources.walk.album import Album
from resources.walk.drag_source import PLACE, SIDE
from resources.walk.screen import PATIENCE_SECONDS, Screen, WalkError, screen, wait_for

HAND = (PLACE[0] + SIDE // 2, PLACE[1] + SIDE // 2)
DROP = (330, 420)


T = TypeVar("T")


class Walk:
    """The steps; each ends once what it is for can be seen, and where it is kept, was kept."""

    def __init__(self, desk: Screen, place: Path, album: Album) -> None:
        """In `place`, Vitrine keeps its data and lies as a copy: its address is in pictures."""
        program = place / "Vitrine"
        for name in ("core", "desktop", "resources", "docs"):
            shutil.copytree(folders.resource().parent / name, program / name)
        queries = program / "resources" / "sample" / "queries"
        self._dropped, self._opened = queries / "q01.jpg", queries / "q06.jpg"
        self._place, self._home = place, place / "data"
        self._desk, self._album = desk, album
        self._environment = {
            **desk.environment,
            folders.DATA_VARIABLE: str(self._home),
            "PYTHONPATH": str(program),
        }

    def first_start(self) -> None:
        """The first page, and the sample catalogue by its button."""
        self._desk.window("Vitrine")
        self._keep("first-start", "The first start: nothing to set up, one thing to do.")
        self._desk.keys("alt+s")
        wait_for("the sample catalogue", lambda: self._has("SELECT count(*) FROM vector"))
        self._album.add(
            self._desk.grab(), "indexing", "“Open the sample catalogue”: photos are indexed."
        )
        wait_for("the index", lambda: self._has("SELECT count(*) FROM generation"))
        self._keep("indexed", "All photos are indexed; Vitrine waits for a photo.")

    def find(self) -> None:
        """A photo is dropped, and its first match confirmed."""
        with self._drag_source():
            self._desk.take_hold(HAND, DROP)
            self._keep("dragging", "A photo is dragged from another program.")
            self._desk.let_go()
            self._answered(self._dropped)
        self._desk.window("Vitrine")
        self._keep("matches", "Dropped: its background is removed, the products are ranked.")
        self._desk.keys("ctrl+k")
        wait_for("the confirmed match", self._is_confirmed)
        self._keep("confirmed", "“This is it” (Ctrl+K): the match has its mark.")

    def keep_catalogue(self) -> None:
        """The catalogue, and a search in it."""
        self._desk.keys("ctrl+2")
        self._keep("catalogue", "The catalogue (Ctrl+2).")
        self._desk.keys("ctrl+f")
        self._desk.type("BG10")
        self._keep("search", "A search (Ctrl+F, “BG10”): products as one types.")

    def come_again(self) -> None:
        """After the window was closed, another start takes a photo to the one that runs."""
        self._desk.window("Vitrine")
        self._keep("second-start", "The second start: the catalogue is open at once.")
        later = self._start(str(self._opened))
        if later.wait(PATIENCE_SECONDS):
            raise WalkError(f"the later start ended with {later.returncode}")
        self._answered(self._opened)
        self._keep("handed-over", "A photo opened with Vitrine goes to the window that is there.")
        self._start(str(self._dropped)).wait(PATIENCE_SECONDS)
        self._answered(self._dropped)
        self._keep("known-again", "The first photo again: what was confirmed comes first.")

    @contextmanager
    def program(self) -> Iterator[None]:
        """Vitrine, until it is closed by its own key at the end of the block."""
        running = self._start()
        try:
            yield
            self._desk.keys("ctrl+q")
            if running.wait(PATIENCE_SECONDS):
                raise WalkError(f"Vitrine ended with {running.returncode}")
        finally:
            running.kill()
            running.wait()

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "desktop", "--language", "en", *arguments]
        return subprocess.Popen(command, env=self._environment, cwd=self._place)

    @contextmanager
    def _drag_source(self) -> Iterator[None]:
        command = [sys.executable, "-m", "resources.walk.drag_source", str(self._dropped)]
        source = subprocess.Popen(command, env=self._environment, cwd=self._place)
        try:
            self._desk.window("Photos")
            self._desk.settle()
            yield
        finally:
            source.terminate()
            source.wait()

    def _keep(self, name: str, caption: str) -> None:
        self._album.add(self._desk.settle(), name, caption)

    def _answered(self, photo: Path) -> None:
        """An answered photo is the first of the recent ones."""
        settings = self._home / "settings.ini"
        wait_for(f"an answer for {photo.name}", lambda: Settings(settings).recent[:1] == [(photo,)])

    def _is_confirmed(self) -> bool:
        said = self._read(lambda catalogue: list(confirmed(catalogue)))
        return [(each.photo, each.is_right) for each in said or ()] == [(self._dropped, True)]

    def _has(self, sql: str) -> bool:
        return bool(self._read(lambda catalogue: catalogue.database.one(sql)))

    def _read(self, ask: Callable[[Catalogue], T]) -> T | None:
        """Ask the sample catalogue, None as long as there is none to be read."""
        folder = self._home / "catalogues" / SAMPLE
        if not (folder / "catalogue.db").exists():
            return None
        try:
            catalogue = Catalogue(folder, create=False, writable=False)
        except CatalogueError:  # it is just being made
            return None
        try:
            return ask(catalogue)
        finally:
            catalogue.close()


def main(out: Path) -> None:
    """Walk, and write pictures and README.md into `out`.

    Raises `WalkError` when a step does not come about; failed.png is what the screen showed then.
    """
    with (
        # A worker whose window was killed may still write.
        tempfile.TemporaryDirectory(prefix="walk-", ignore_cleanup_errors=True) as scratch,
        screen(Path(scratch)) as desk,
    ):
        album = Album(out)
        walk = Walk(desk, Path(scratch), album)
        try:
            with walk.program():
                walk.first_start()
                walk.find()
                walk.keep_catalogue()
            with walk.program():
                walk.come_again()
        except WalkError:
            desk.grab().save(out / "failed.png")
            raise
        album.write()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except WalkError as error:
        sys.exit(f"The walk ended early: {error}.")
