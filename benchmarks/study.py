"""The study's table over labelled queries, in Markdown: each embedding, augmentation and distance.

`python -m benchmarks.study PHOTOS… [--keep DIR]`: each of PHOTOS holds `catalogue/` and
`truth.csv`. With `--keep`, what was computed stays in DIR, and the next run adds what is new, such
as the rows of an encoder whose weights have come.
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks.grid import follow, prepare
from core.augment import AUGMENTATIONS
from core.catalogue import Catalogue
from core.laboratory import scores, wording
from core.laboratory.cells import study_grid
from core.laboratory.report import Line, report
from core.laboratory_records import Cell, GridOrder, QuerySet
from core.recipe import METRICS, Metric
from core.weights import ModelStore, open_store


def table(catalogue: Catalogue, store: ModelStore, test_set: QuerySet) -> str:
    """All cells of the study over a test set, measured where that has not been done yet."""
    encoders = tuple(model.id for model in store.of_job("encoder"))
    cells = study_grid(encoders).cells()
    follow(catalogue, store, GridOrder(test_set.id, cells))
    lines = {line.result.cell: line for line in report(catalogue, test_set, None).lines}
    parts = [f"## {test_set.name}: {test_set.queries} queries of {test_set.products} products"]
    parts += [_of_metric(metric, cells, lines) for metric in METRICS]
    return "\n\n".join([*parts, _best(cells, lines)])


def _of_metric(metric: Metric, cells: tuple[Cell, ...], lines: dict[Cell, Line]) -> str:
    names = [wording.augmentation(each) for each in AUGMENTATIONS]
    rows = [f"| {wording.metric(metric)} | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    of_encoder: dict[str, list[Cell]] = {}
    for cell in cells:
        if cell.metric == metric:
            of_encoder.setdefault(wording.encoder(cell), []).append(cell)
    for encoder, own in of_encoder.items():
        told = [_told(lines[cell]) for cell in own]
        if not any(lines[cell].figures for cell in own):
            told[1:] = [""] * (len(told) - 1)
        rows.append(f"| {encoder} | {' | '.join(told)} |")
    return "\n".join(rows)


def _told(line: Line) -> str:
    found = line.figures
    if found is None:
        return "no weights here"
    return " ".join(f"{share.value:.3f}"[1:] for share in (found.top1, found.top3, found.top5))


def _best(cells: tuple[Cell, ...], lines: dict[Cell, Line]) -> str:
    """Each encoder's best cell against its plain one, with the interval of the difference."""
    rows = [
        "| encoder | plain, cosine: Top-1 | best of the 27 | Top-1 | difference |",
        "|---|---|---|---|---|",
    ]
    for plain in cells:
        if plain.augmentation != "none" or plain.metric != "cosine":
            continue
        own = [c for c in cells if (c.encoder, c.text) == (plain.encoder, plain.text)]
        found = [(lines[c].figures, c) for c in own]
        measured = [(told.top1.value, c.id, c) for told, c in found if told]
        if not measured:
            continue
        best = max(measured)[2]
        gain = scores.difference(lines[best].result, lines[plain].result)
        rows.append(
            f"| {wording.encoder(plain)} | {_share(lines[plain])} | {_name(best)} | "
            f"{_share(lines[best])} | {_interval(gain)} |"
        )
    return "\n".join(rows)


def _name(cell: Cell) -> str:
    return f"{wording.augmentation(cell.augmentation)}, {wording.metric(cell.metric)}"


def _share(line: Line) -> str:
    top1 = line.figures.top1 if line.figures else scores.Share(0, 0, 0)
    return f"{top1.value:.3f} ({top1.low:.3f} – {top1.high:.3f})"


def _interval(gain: scores.Difference | None) -> str:
    if gain is None:
        return ""
    told = f"{gain.top1.value:+.3f} ({gain.top1.low:+.3f} … {gain.top1.high:+.3f})"
    return f"**{told}**" if gain.top1.is_above_zero else told


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", nargs="+", type=Path)
    parser.add_argument("--keep", type=Path, metavar="DIR")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for photos in options.photos:
            place = (options.keep or Path(folder)) / photos.name
            catalogue, test_set = prepare(place, photos)
            print(f"{table(catalogue, open_store(), test_set)}\n", flush=True)
            catalogue.close()


if __name__ == "__main__":
    main()
