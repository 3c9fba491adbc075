"""From the drop of a photo on the window to its first match on the screen, warm.

The program itself with its real worker and the embedded models, on a catalogue of 10,000 products:
the sample's, and as many more whose vectors lie beside those of the sample's as the photos of
another house would. Milliseconds go from the drop event to the end of the paint that shows the
matches of that photo, and of the one that shows the first match's picture too (`pictured`).
Packshots have a plain ground, phone photos need the network.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QMimeData, QModelIndex, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from benchmarks import neighbours
from benchmarks.browsing.looking import Paints, settle, wait
from core import folders
from core.catalogue import Catalogue
from core.choice import choose
from core.embedding import open_embedder
from core.weights import open_store

PRODUCTS = 10_000
_PAUSE_SECONDS = 1.0


def build(folder: Path, count: int) -> None:
    """A catalogue of the sample and `count` neighbours, as a new one is."""
    catalogue = Catalogue(folder)
    store = open_store()
    recipe = choose(store, catalogue).answering
    catalogue.close()
    neighbours.build(folder, open_embedder(recipe, store), count)


def measure(home: Path) -> dict[str, float]:
    """Milliseconds of packshots and of phone photos, each dropped after the window is at rest."""
    from desktop import theme
    from desktop.app import Vitrine
    from desktop.errand import Errand
    from desktop.settings import Settings
    from desktop.starting import make_application

    app = make_application(["vitrine"])
    theme.apply(app, "light")
    vitrine = Vitrine(Settings(home / "settings.ini"))
    vitrine.show()
    vitrine.start(Errand(catalogue=home / "catalogue"))
    sample = folders.resource("sample")
    shots = {
        "packshot": sorted((sample / "catalogue").rglob("*_front.jpg"))[:12],
        "phone": sorted((sample / "queries").glob("*.jpg"))[:12],
    }
    wait(lambda: vitrine.worker.is_ready)
    settle(10.0)
    figures: dict[str, float] = {}
    for name, photos in shots.items():
        took = [_drop(vitrine, photo) for photo in photos][2:]
        for what, every in zip(("", "_pictured"), zip(*took, strict=True), strict=True):
            figures[f"{name}{what}_median_ms"] = round(statistics.median(every))
            figures[f"{name}{what}_worst_ms"] = round(max(every))
    vitrine.window.close()
    return figures


def _drop(vitrine: "Vitrine", photo: Path) -> tuple[float, float]:  # type: ignore[name-defined]  # noqa: F821
    """Milliseconds to the matches, and to the picture of the first."""
    view = vitrine.window.matches_view
    settle(_PAUSE_SECONDS)
    paints = Paints(view.list_view.viewport())
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(photo))])
    where = QPointF(vitrine.window.rect().center())
    common = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton)
    still = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(vitrine.window, QDragEnterEvent(where.toPoint(), *common, still))
    filled: list[float] = []
    pictured: list[float] = []

    def note_matches() -> None:
        if view.model.rowCount():
            filled.append(time.monotonic())

    def note_picture(of: QModelIndex) -> None:
        if of.row() == 0:
            pictured.append(time.monotonic())

    view.model.modelReset.connect(note_matches)
    view.model.dataChanged.connect(note_picture)
    began = time.monotonic()
    QApplication.sendEvent(vitrine.window, QDropEvent(where, *common, still))
    wait(lambda: bool(filled and pictured) and paints.times[-1] > pictured[0])
    shown, seen = (min(end for end in paints.times if end > at[0]) for at in (filled, pictured))
    return 1000 * (shown - began), 1000 * (seen - began)


def main() -> None:
    """Build, drop, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--products", type=int, default=PRODUCTS)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as home,
        patch.dict(os.environ, {folders.DATA_VARIABLE: home}),
    ):
        folders.log_file().parent.mkdir(parents=True)
        build(Path(home) / "catalogue", options.products)
        figures = {"products": options.products, **measure(Path(home))}
    if not options.json:
        for name, value in figures.items():
            print(f"{name:24} {value}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
