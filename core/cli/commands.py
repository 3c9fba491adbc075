"""The commands of `vitrine-cli`; each prints its result and returns an exit code."""

import argparse
import json
import sys
from dataclasses import replace
from enum import IntEnum
from pathlib import Path

from core import pipeline, places, projection_table, wire
from core import recipe as recipes
from core.catalogue import Catalogue
from core.choice import choose, usable_encoder
from core.cli import output
from core.embedding import open_embedder, with_encoder, with_removal
from core.errors import FolderError
from core.evaluate import Labelled, Scores, read_truth
from core.evaluate import evaluate as run_evaluation
from core.holding import held
from core.laboratory import test_sets
from core.match import Matcher
from core.presets import PRESETS
from core.product_records import Filter
from core.projecting import refuse_narrow
from core.recipe import Projection, Recipe
from core.weighing import Weights, learned, without
from core.weights import DEFAULT_REMOVAL, ModelStore


class ExitCode(IntEnum):
    """What the shell is told."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    SOME_SET_ASIDE = 3
    CANCELLED = 130


def index(options: argparse.Namespace, store: ModelStore) -> int:
    """Index a folder into a catalogue. Raises `CatalogueError` while a Vitrine works on it."""
    reason = places.unwise(options.folder) or places.unwise(options.folder.resolve())
    if reason and not options.anyway:
        output.complain(options, FolderError(options.folder.resolve(), reason))
        print("vitrine-cli index: --anyway indexes it all the same", file=sys.stderr)
        return ExitCode.USAGE
    with held(options.catalogue):
        return _index(options, store)


def _index(options: argparse.Namespace, store: ModelStore) -> int:
    catalogue = Catalogue(options.catalogue)
    recipe, dimension = _recipe(options, store, catalogue)
    whitening = projection_table.needed(catalogue.database, recipe)
    embedder = open_embedder(recipe, store, whitening)
    if dimension:
        refuse_narrow(embedder, dimension)
    changing = catalogue.recipe("active") not in (None, recipe)
    output.follow(pipeline.index_folder(catalogue, options.folder, embedder))
    if changing:
        output.follow(pipeline.change_recipe(catalogue, embedder))
    if dimension is None:
        output.follow(pipeline.keep_projection(catalogue, embedder))
    else:
        output.follow(pipeline.project(catalogue, embedder, dimension))
    return report_indexed(options, catalogue)


def report_indexed(options: argparse.Namespace, catalogue: Catalogue) -> int:
    """What a catalogue holds after a run, and what was set aside."""
    aside = catalogue.photos_aside()
    output.report(
        options,
        {
            "info": wire.plain(catalogue.info()),
            "set_aside": [wire.plain(photo) for photo in aside],
        },
        lambda: output.info_text(catalogue.info()),
    )
    return ExitCode.SOME_SET_ASIDE if aside else ExitCode.DONE


def evaluate(options: argparse.Namespace, store: ModelStore) -> int:
    """Measure Top-1/3/5 over labelled queries, of a table or of a test set."""
    matcher = open_matcher(options, store, without(learned(), options.without))
    labelled = _labelled(options, matcher.catalogue)
    scores = next(iter(output.shown(run_evaluation(matcher, labelled), Scores)))
    values = {**wire.plain(scores), "recipe": json.loads(matcher.recipe.to_json())}
    output.report(options, values, lambda: output.scores_text(scores, matcher.recipe))
    return ExitCode.SOME_SET_ASIDE if scores.failed else ExitCode.DONE


def _labelled(options: argparse.Namespace, catalogue: Catalogue) -> list[Labelled]:
    if options.truth:
        return read_truth(options.truth, catalogue)
    test_set = test_sets.named(catalogue, options.set)
    found = test_sets.queries(catalogue, test_set.id)
    return [Labelled(query.path, query.product_id) for query in found]


def info(options: argparse.Namespace, store: ModelStore) -> int:
    """What a catalogue holds."""
    catalogue = Catalogue(options.catalogue, create=False)
    active = catalogue.recipe("active")
    projection = {
        "numbers": active.projection if active else 0,
        "asked_for": projection_table.wish(catalogue.database),
        "learned_from": projection_table.learned_from(catalogue.database, active) if active else 0,
    }
    values = {
        "info": wire.plain(catalogue.info()),
        "recipe": json.loads(active.to_json()) if active else None,
        "projection": projection,
        "set_aside": [wire.plain(photo) for photo in catalogue.photos_aside()],
    }
    output.report(
        options,
        values,
        lambda: f"{output.info_text(catalogue.info())}\n{output.projection_text(**projection)}",
    )
    return ExitCode.DONE


def filter_of(options: argparse.Namespace, words: str) -> Filter:
    """The filter that the command line names."""
    folder = options.folder.resolve() if options.folder else None
    return Filter(words, options.category, options.tag, folder)


def open_matcher(
    options: argparse.Namespace, store: ModelStore, weights: Weights | None = None
) -> Matcher:
    """What finds products of the catalogue that the command line names, which exists."""
    catalogue = Catalogue(options.catalogue, create=False)
    recipe = choose(store, catalogue).answering
    metric = getattr(options, "metric", None)
    if metric:
        recipe = replace(recipe, metric=metric)
    whitening = projection_table.needed(catalogue.database, recipe)
    return Matcher(catalogue, open_embedder(recipe, store, whitening), weights)


def _recipe(
    options: argparse.Namespace, store: ModelStore, catalogue: Catalogue
) -> tuple[Recipe, Projection | None]:
    """The catalogue's own recipe, changed by what the command line names; and the projection.

    That is what is asked for, or None to leave it as it is. What a recipe of a file projects by was
    learned elsewhere: it is learned here again.
    """
    recipe = _named_recipe(options, store, catalogue)
    dimension: Projection | None = options.projection
    if options.recipe:
        dimension = recipe.projection if dimension is None else dimension
        recipe = recipe.base
    if options.encoder:
        recipe = with_encoder(recipe, store, options.encoder)
    if options.removal or options.plain_ground is not None:
        is_plain = recipe.plain_ground if options.plain_ground is None else options.plain_ground
        removal = options.removal or recipe.removal
        recipe = with_removal(recipe, store, removal, plain_ground=is_plain)
    answering = choose(store, catalogue).answering
    return (answering if answering.base == recipe else recipe), dimension


def _named_recipe(options: argparse.Namespace, store: ModelStore, catalogue: Catalogue) -> Recipe:
    if options.recipe in PRESETS:
        encoder = options.encoder or usable_encoder(store)[0]
        return PRESETS[options.recipe](store, encoder, DEFAULT_REMOVAL)
    if options.recipe:
        return recipes.read(Path(options.recipe))
    return choose(store, catalogue).answering
