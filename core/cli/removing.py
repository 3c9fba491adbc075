"""The command of `vitrine-cli` that cuts a product out."""

import argparse

from core import cutout as cutouts
from core.cli import output
from core.cli.commands import ExitCode
from core.removal import Remover
from core.removal_network import open_network
from core.weights import ModelStore


def cutout(options: argparse.Namespace, store: ModelStore) -> int:
    """Cut the product of one photo out."""
    network = open_network(options.removal, store.verified_for("removal", options.removal))
    remover = Remover(network, plain_ground=options.plain_ground is not False)
    background = cutouts.write(options.photo, remover, options.out, options.ground)
    values = {"photo": str(options.photo), "cutout": str(options.out), "background": background}
    output.report(options, values, lambda: output.cutout_text(options.out, background))
    return ExitCode.DONE
