"""The command of `vitrine-cli` about the folders that a catalogue is made of."""

import argparse

from core import wire
from core.catalogue import Catalogue
from core.cli import output
from core.cli.commands import ExitCode
from core.errors import FolderError, FolderReason
from core.indexed_folders import indexed_folders, set_watched
from core.weights import ModelStore


def folders(options: argparse.Namespace, _store: ModelStore) -> int:
    """The indexed folders; some are watched from now on, or not any more."""
    catalogue = Catalogue(options.catalogue, create=False)
    switched = [(path, True) for path in options.watch]
    switched += [(path, False) for path in options.no_watch]
    for path, watched in switched:
        if not set_watched(catalogue.database, path.resolve(), watched=watched):
            raise FolderError(path, FolderReason.NOT_INDEXED)
    found = indexed_folders(catalogue.database)
    output.report(options, {"folders": wire.plain(found)}, lambda: output.folders_text(found))
    return ExitCode.DONE
