"""Commands about the run that indexes a catalogue, in this process or another's."""

import argparse
from pathlib import Path

from core import pipeline, projection_table, run_wish
from core.catalogue import Catalogue
from core.choice import choose
from core.cli import output
from core.cli.commands import ExitCode, report_indexed
from core.embedding import open_embedder
from core.errors import CatalogueError, CatalogueReason
from core.holding import held
from core.run_wish import Wish
from core.weights import ModelStore


def pause(options: argparse.Namespace, _store: ModelStore) -> int:
    """Let the run wait, whoever works on it, until `resume`."""
    return _wish(options, Wish.PAUSE)


def stop(options: argparse.Namespace, _store: ModelStore) -> int:
    """End the run of another process after the photos that it has in hand."""
    if not _is_at_work(options.catalogue):
        output.report(options, {"run": None}, lambda: "nothing to stop")
        return ExitCode.DONE
    return _wish(options, Wish.STOP)


def resume(options: argparse.Namespace, store: ModelStore) -> int:
    """Let a run go on: that of another process, or here with the photos that wait.

    Photos that were set aside get another chance where that is asked for, which is a run's own
    matter: raises `CatalogueError` (in use) while another process works on the catalogue.
    """
    if not options.retry and _is_at_work(options.catalogue):
        return _wish(options, Wish.GO)
    with held(options.catalogue, create=False):
        catalogue = Catalogue(options.catalogue, create=False)
        run_wish.set_wish(catalogue.database, Wish.GO)
        if options.retry:
            catalogue.retry_set_aside()
        recipe = choose(store, catalogue).answering
        whitening = projection_table.needed(catalogue.database, recipe)
        embedder = open_embedder(recipe, store, whitening)
        output.follow(pipeline.embed_waiting(catalogue, embedder))
        output.follow(pipeline.keep_projection(catalogue, embedder))
        return report_indexed(options, catalogue)


def _wish(options: argparse.Namespace, wanted: Wish) -> int:
    catalogue = Catalogue(options.catalogue, create=False)
    run_wish.set_wish(catalogue.database, wanted)
    output.report(options, {"run": wanted.value}, lambda: f"run         {wanted.value}")
    return ExitCode.DONE


def _is_at_work(folder: Path) -> bool:
    try:
        with held(folder, create=False):
            return False
    except CatalogueError as error:
        if error.reason != CatalogueReason.IN_USE:
            raise
        return True
