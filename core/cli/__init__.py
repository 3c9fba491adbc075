"""`vitrine-cli`: everything the window does, for scripts.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with photos set aside, 130 cancelled.
"""

import argparse
import logging
from collections.abc import Callable
from pathlib import Path

from core import __version__, language, streams
from core.cli import (
    checking,
    confirming,
    editing,
    folders,
    laboratory_arguments,
    models,
    options,
    output,
    removing,
    running,
    tending,
    tuning,
)
from core.cli.commands import ExitCode, index, info
from core.cli.matching import match
from core.duplicates import NEAR
from core.encoders import NAMES
from core.errors import VitrineError
from core.presets import PRESETS
from core.recipe import METRICS, NO_REMOVAL, PROJECTIONS
from core.records import MOST_QUERY_PHOTOS, WORDS_WEIGHT
from core.removal_records import Ground
from core.sheets import Target
from core.weights import DEFAULT_REMOVAL, ModelStore, open_store

Command = Callable[[argparse.Namespace, ModelStore], int]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    streams.mend()
    streams.escape()
    chosen = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    language.use(language.system_language())
    command: Command = chosen.command
    try:
        return command(chosen, open_store())
    except VitrineError as error:
        output.complain(chosen, error)
        return ExitCode.FAILED
    except KeyboardInterrupt:
        return ExitCode.CANCELLED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("vitrine-cli", description=__doc__)
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_index(commands)
    _add_match(commands)
    _add_like(commands)
    _add_confirmed(commands)
    _add_cutout(commands)
    laboratory_arguments.add_evaluate(commands, _add)
    laboratory_arguments.add_laboratory(commands, _add)
    _add(commands, "pause", running.pause, "let the run that indexes a catalogue wait")
    resume = _add(commands, "resume", running.resume, "let it go on, here if no process is at it")
    resume.add_argument("--retry", action="store_true", help="what was set aside, too")
    _add(commands, "stop", running.stop, "end it after the photos in hand")
    _add(commands, "info", info, "what a catalogue holds")
    _add_folders(commands)
    _add_tending(commands)
    _add_sheets(commands)
    _add_editing(commands)
    _add_views(commands)
    _add_models(commands)
    text = "make a new encoder on a catalogue's photos, and say whether it is better"
    tuning.add_options(_add(commands, "finetune", tuning.finetune, text))
    text = "does everything work on this computer?"
    _add(commands, "self-check", checking.self_check, text, catalogue=False)
    return parser


def _add_models(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    job = commands.add_parser("models", help="list, fetch or carry models").add_subparsers(
        required=True, metavar="list|fetch|import|export|remove"
    )
    _add(job, "list", models.list_models, "the known models, and where they are", catalogue=False)
    fetch = _add(job, "fetch", models.fetch_models, "bring models", catalogue=False)
    fetch.add_argument("ids", nargs="*", metavar="ID", help="all embedded ones when none is named")
    fetch.add_argument(
        "--embedded", action="store_true", help="into the program, where the embedded models lie"
    )
    taken = _add(job, "import", models.import_models, "take models from a disk", catalogue=False)
    taken.add_argument("path", type=Path, metavar="PATH", help="a file, or a folder of files")
    given = _add(job, "export", models.export_models, "copy models to a folder", catalogue=False)
    given.add_argument("folder", type=Path, metavar="FOLDER")
    given.add_argument("ids", nargs="*", metavar="ID", help="all that are here when none is named")
    gone = _add(job, "remove", models.remove_models, "delete what is not in use", catalogue=False)
    gone.add_argument("ids", nargs="+", metavar="ID")
    gone.add_argument(
        "--catalogue",
        action="append",
        default=[],
        type=Path,
        metavar="DIR",
        help="one that is asked whether it uses them, beside those of the window",
    )


def _add_index(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = _add(commands, "index", index, "index a folder of product photos")
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--anyway", action="store_true", help="even a whole disk, your home or a system folder"
    )
    parser.add_argument(
        "--encoder",
        type=options.encoder,
        metavar="ID",
        help=f"{', '.join(NAMES)}, or a fine-tuned one",
    )
    parser.add_argument("--removal", metavar="ID", help=f"a removal model, or {NO_REMOVAL}")
    _add_plain_ground(parser)
    parser.add_argument(
        "--projection",
        type=int,
        choices=PROJECTIONS,
        help="whiten vectors to so many numbers, as learned from the catalogue; 0: as they are",
    )
    parser.add_argument(
        "--recipe", metavar="NAME|FILE", help=f"{', '.join(PRESETS)}, or a recipe in JSON"
    )


def _add_folders(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = _add(commands, "folders", folders.folders, "list and watch indexed folders")
    for name, text in (("watch", "index by itself what changes there"), ("no-watch", "do not")):
        parser.add_argument(
            f"--{name}", action="append", default=[], type=Path, metavar="FOLDER", help=text
        )


def _add_match(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = _add(commands, "match", match, "rank the catalogue for a photo, for words, or both")
    parser.add_argument(
        "photos",
        nargs="*",
        type=Path,
        metavar="PHOTO",
        help=f"of one product: its front, its back, up to {MOST_QUERY_PHOTOS}",
    )
    parser.add_argument("--words", type=options.not_empty, help="what it should be: “red leather”")
    parser.add_argument(
        "--words-weight",
        type=options.share,
        default=WORDS_WEIGHT,
        metavar="0…1",
        help=f"how much they count beside a photo ({WORDS_WEIGHT})",
    )
    parser.add_argument("-k", type=options.count, default=5, help="how many products (5)")
    parser.add_argument("--metric", choices=METRICS)
    parser.add_argument("--search", default="", metavar="WORDS", help="only what they find")
    _add_filters(parser)
    parser.add_argument("--cutout", type=Path, metavar="PNG", help="write the cut-out there")
    _add_look(parser)


def _add_look(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--turn", type=int, choices=(90, 180, 270), default=0, help="first, clockwise"
    )
    parser.add_argument(
        "--square",
        type=options.square,
        metavar="L,T,R,B",
        help="look only there, in pixels of the turned photo",
    )
    parser.add_argument("--keep-background", action="store_true", help="compare it with its ground")


def _add_like(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = _add(commands, "like", confirming.like, "rank the catalogue for one of its products")
    parser.add_argument("product", metavar="REFERENCE", help="or CATEGORY/REFERENCE")
    parser.add_argument("-k", type=options.count, default=5, help="how many products (5)")
    parser.add_argument("--search", default="", metavar="WORDS", help="only what they find")
    _add_filters(parser)


def _add_confirmed(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "the matches that people confirmed or refused"
    parser = _add(commands, "confirmed", confirming.confirmed_matches, text)
    parser.add_argument("--csv", action="store_true", help="a table on standard output")


def _add_cutout(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = _add(commands, "cutout", removing.cutout, "cut a product out", catalogue=False)
    parser.add_argument("photo", type=Path)
    parser.add_argument("-o", dest="out", type=Path, required=True, metavar="OUT.png")
    parser.add_argument("--ground", type=Ground, choices=list(Ground), default=Ground.TRANSPARENT)
    parser.add_argument(
        "--removal", metavar="ID", default=DEFAULT_REMOVAL, help=f"({DEFAULT_REMOVAL})"
    )
    _add_plain_ground(parser)


def _add_tending(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = _add(commands, "check", tending.check, "is a catalogue whole?")
    parser.add_argument(
        "--repair", action="store_true", help="remove or rebuild what was derived and is not whole"
    )
    parser = _add(commands, "search", tending.search, "find products by words")
    parser.add_argument("words", nargs="*", metavar="WORD")
    _add_filters(parser)
    parser = _add(commands, "duplicates", tending.duplicates, "list photos that are there twice")
    parser.add_argument(
        "--near", type=options.cosine, default=NEAR, metavar="COSINE", help=f"({NEAR})"
    )


def _add_sheets(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = _add(
        commands, "import-sheet", tending.import_sheet, "join a CSV or XLSX on references"
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--preview", action="store_true", help="change nothing, say what would be")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        type=options.target,
        metavar="HEADING=TARGET",
        help=f"where a column goes ({', '.join(Target)}) instead of what its heading says",
    )
    parser = _add(commands, "export", tending.export, "write products to a CSV or XLSX file")
    parser.add_argument("file", type=options.exported, metavar="OUT.csv|OUT.xlsx")
    parser.add_argument("--search", default="", metavar="WORDS", help="only what they find")
    _add_filters(parser)


def _add_editing(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    product = "REFERENCE, or CATEGORY/REFERENCE where it is in several categories"
    parser = _add(commands, "edit", editing.edit, "change products")
    parser.add_argument("products", nargs="+", metavar="PRODUCT", help=product)
    parser.add_argument("--reference", type=options.not_empty)
    for name in ("category", "name", "notes"):
        parser.add_argument(f"--{name}")
    for name in ("add-tag", "remove-tag"):
        parser.add_argument(f"--{name}", action="append", default=[], metavar="TAG")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        type=options.own_column,
        metavar="NAME=VALUE",
        help="a column of your own; without a value it goes",
    )
    parser = _add(commands, "merge", editing.merge, "make several products one")
    parser.add_argument("into", metavar="INTO", help=product)
    parser.add_argument("others", nargs="+", metavar="PRODUCT", help="goes into the first")
    parser = _add(commands, "split", editing.split, "make a product of some photos of another")
    parser.add_argument("product", metavar="PRODUCT", help=product)
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO", help="file name or path")
    parser.add_argument(
        "--as", dest="reference", required=True, type=options.not_empty, metavar="REFERENCE"
    )
    parser.add_argument("--category", help="of the new product, where it is another")


def _add_views(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = _add(commands, "views", editing.view_rule, "show or change which photos are views")
    parser.add_argument("--words", type=options.words, metavar="WORD,…", help="front,back,a,b")
    switch = argparse.BooleanOptionalAction
    parser.add_argument("--numbers", action=switch, help="BG1042_2")
    parser.add_argument("--brackets", action=switch, help="BG1042 (2)")
    parser.add_argument("--highest", type=options.highest, metavar="N", help="of these numbers")
    parser.add_argument("--separators", type=options.separators, metavar="CHARACTERS")
    parser.add_argument("--runs", action=switch, help="several of them: BG1042__front")
    parser.add_argument("--default", action="store_true", help="the rule of a new catalogue")
    parser.add_argument("--preview", action="store_true", help="change nothing, say what would be")


def _add_plain_ground(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--plain-ground",
        action=argparse.BooleanOptionalAction,
        help="cut out on a plain ground without the network where that is safe",
    )


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--category", help="only products of this category")
    parser.add_argument("--tag", help="only products with this tag")
    parser.add_argument("--folder", type=Path, help="only photos below this folder")


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    command: Command,
    text: str,
    *,
    catalogue: bool = True,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(command=command)
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    if catalogue:
        parser.add_argument("--catalogue", type=Path, required=True, metavar="DIR")
    return parser
