"""The commands of `vitrine-cli` about the laboratory: test sets, grids, reports."""

import argparse
import sys
from typing import Any

from core import wire
from core.catalogue import Catalogue
from core.choice import choose
from core.cli import commands, output
from core.cli.commands import ExitCode
from core.errors import RequestError, RequestReason
from core.holding import held
from core.laboratory import test_sets, wording
from core.laboratory.cells import Grid, cell_of, study_grid
from core.laboratory.report import Line, Report, as_csv, as_html, report
from core.laboratory.run import run
from core.laboratory.test_set_sources import export, make
from core.laboratory_records import Cell, GridOrder, QuerySet, SetOrder, SetSource
from core.records import SetAside
from core.weights import ModelStore
from core.written import write_whole


def list_sets(options: argparse.Namespace, store: ModelStore) -> int:
    """The test sets of a catalogue."""
    found = test_sets.all_sets(Catalogue(options.catalogue, create=False))
    values = {"test_sets": [wire.plain(each) for each in found]}
    output.report(options, values, lambda: "\n".join(map(_set_text, found)))
    return ExitCode.DONE


def add_set(options: argparse.Namespace, store: ModelStore) -> int:
    """Make a test set."""
    catalogue = Catalogue(options.catalogue, create=False)
    path = options.csv or options.folder
    source = SetSource.CSV if options.csv else SetSource.FOLDER
    order = SetOrder(
        name=options.name,
        source=source if path else SetSource.CONFIRMED,
        path=path,
        part=options.split or 0.0,
        seed=options.seed,
    )
    made = output.result(make(catalogue, order))
    left_out = [f"left out: {photo}" for photo in made.left_out]
    missing = [f"not there: {photo}" for photo in made.missing]
    text = "\n".join([*map(_set_text, made.sets), *left_out, *missing])
    output.report(options, wire.plain(made), lambda: text)
    return ExitCode.SOME_SET_ASIDE if left_out or missing else ExitCode.DONE


def export_set(options: argparse.Namespace, store: ModelStore) -> int:
    """Write a test set to a CSV file."""
    catalogue = Catalogue(options.catalogue, create=False)
    export(catalogue, test_sets.named(catalogue, options.name).id, options.file)
    output.report(options, {"file": str(options.file)}, lambda: str(options.file))
    return ExitCode.DONE


def delete_set(options: argparse.Namespace, store: ModelStore) -> int:
    """Forget a test set and what was measured over it."""
    catalogue = Catalogue(options.catalogue, create=False)
    test_sets.delete(catalogue, test_sets.named(catalogue, options.name).id)
    output.report(options, {"deleted": options.name}, lambda: options.name)
    return ExitCode.DONE


def evaluate(options: argparse.Namespace, store: ModelStore) -> int:
    """Measure one recipe over queries, or a grid of them over a test set."""
    if bool(options.truth) == bool(options.set) or (options.grid and not options.set):
        print("vitrine-cli evaluate: TRUTH or --set NAME; a grid takes --set", file=sys.stderr)
        return ExitCode.USAGE
    axes = options.encoder, options.removal, options.views, options.augmentation, options.evidence
    if (options.grid and options.without) or (any(axes) and not options.grid):
        print("vitrine-cli evaluate: recipes take --grid, --without takes none", file=sys.stderr)
        return ExitCode.USAGE
    if options.grid:
        return measure_grid(options, store)
    metric = options.metric[-1] if options.metric else None
    return commands.evaluate(argparse.Namespace(**vars(options) | {"metric": metric}), store)


def measure_grid(options: argparse.Namespace, store: ModelStore) -> int:
    """Measure a grid of cells over a test set, or go on with it. Raises as `index`."""
    with held(options.catalogue, create=False):
        catalogue = Catalogue(options.catalogue, create=False)
        test_set = test_sets.named(catalogue, options.set)
        base = cell_of(choose(store, catalogue).answering, store)
        cells = (*((base,) if base else ()), *_grid(options, store).cells())
        order = GridOrder(test_set.id, tuple(dict.fromkeys(cells)))
        aside = list(output.shown(run(catalogue, store, order), SetAside))
        _print(options, report(catalogue, test_set, base))
    return ExitCode.SOME_SET_ASIDE if aside else ExitCode.DONE


def write_report(options: argparse.Namespace, store: ModelStore) -> int:
    """What was measured over a test set, on standard output and in files."""
    catalogue = Catalogue(options.catalogue, create=False)
    test_set = test_sets.named(catalogue, options.set)
    made = report(catalogue, test_set, _base(options, store, catalogue, test_set))
    if options.csv:
        write_whole(options.csv, as_csv(made))
    if options.html:
        write_whole(options.html, as_html(made, store))
    _print(options, made)
    return ExitCode.DONE


def _base(
    options: argparse.Namespace, store: ModelStore, catalogue: Catalogue, test_set: QuerySet
) -> Cell | None:
    """The cell that others are compared with: the one named, or the recipe in use."""
    if not options.base:
        return cell_of(choose(store, catalogue).answering, store)
    for line in report(catalogue, test_set, None).lines:
        if line.result.cell.id == options.base:
            return line.result.cell
    raise RequestError(options.base, RequestReason.NO_CELL)


def _grid(options: argparse.Namespace, store: ModelStore) -> Grid:
    """What the command line chooses, and of the rest the study's table."""
    here = tuple(model.id for model in store.of_job("encoder"))
    study = study_grid(tuple(options.encoder) or here)
    return Grid(
        encoders=study.encoders,
        removals=tuple(options.removal) or study.removals,
        plain_ground=options.plain_ground,
        views=tuple(options.views) or study.views,
        mirrored=options.mirrored,
        augmentations=tuple(options.augmentation) or study.augmentations,
        metrics=tuple(options.metric) or study.metrics,
        evidences=tuple(options.evidence) or study.evidences,
        texts=study.texts,
    )


def _print(options: argparse.Namespace, made: Report) -> None:
    values = {
        "test_set": wire.plain(made.test_set),
        "base": made.base.id if made.base else None,
        "cells": [_values(line) for line in made.lines],
    }
    nothing = f"nothing is measured over “{made.test_set.name}” yet: evaluate --grid does that"
    text = "\n".join(map(_line_text, made.lines)) or nothing
    output.report(options, values, lambda: text)


def _values(line: Line) -> dict[str, Any]:
    result = line.result
    return {
        "id": result.cell.id,
        "cell": wire.plain(result.cell),
        "missing": result.missing,
        "is_current": result.is_current,
        "figures": wire.plain(line.figures),
        "gain": wire.plain(line.gain),
        "seconds_a_query": result.seconds_a_query,
        "bytes_a_photo": result.bytes_a_photo,
    }


def _line_text(line: Line) -> str:
    cell, told = line.result.cell, line.figures
    name = f"{cell.id}  {wording.dated(wording.in_short(cell), line.result)}"
    if told is None:
        return f"{'no weights' if line.result.missing else 'no queries':>26}  {name}"
    return (
        f"{told.top1.value:.3f} {told.top3.value:.3f} {told.top5.value:.3f}  "
        f"{told.top1.low:.2f}-{told.top1.high:.2f}  {name}"
    )


def _set_text(found: QuerySet) -> str:
    return (
        f"{found.queries:>6} queries  {found.products:>6} products  {found.source:9}  {found.name}"
    )
