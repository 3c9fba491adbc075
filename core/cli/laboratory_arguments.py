"""What the commands about the laboratory take on the command line."""

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path

from core.augment import AUGMENTATIONS
from core.cli import laboratory, options
from core.recipe import METRICS, NO_REMOVAL, PARTS
from core.weighing import TERMS

Add = Callable[..., argparse.ArgumentParser]


def add_evaluate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", add: Add) -> None:
    """`evaluate`: the catalogue's recipe over queries, or a grid of recipes over a test set."""
    text = "measure Top-1/3/5 over labelled queries"
    parser = add(commands, "evaluate", laboratory.evaluate, text)
    parser.add_argument(
        "truth",
        nargs="?",
        type=Path,
        help="CSV with the columns query and match, or query and reference",
    )
    parser.add_argument(
        "--set", metavar="NAME", type=options.name, help="the queries of this test set instead"
    )
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        choices=TERMS,
        help="let this part of what is known of photos count nothing",
    )
    parser.add_argument(
        "--grid",
        action="store_true",
        help="measure every combination of the following, over a test set; by default the study's",
    )
    several = partial(parser.add_argument, action="append", default=[])
    several("--encoder", metavar="ID", help="all that are known")
    several("--removal", metavar="ID", help=f"or {NO_REMOVAL}")
    parser.add_argument(
        "--plain-ground", action="store_true", help="plain grounds go without the network"
    )
    several(
        "--views", metavar="VIEW,…", type=options.views, help="cutout, square, whole, or several"
    )
    parser.add_argument("--mirrored", action="store_true", help="each view in the mirror, too")
    several("--augmentation", choices=AUGMENTATIONS)
    several("--metric", choices=METRICS)
    several(
        "--evidence",
        metavar="PART,…",
        type=options.evidence,
        help=f"weigh these beside the vector: {', '.join(PARTS)}; or none",
    )


def add_laboratory(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", add: Add
) -> None:
    """`report` and `testsets`."""
    text = "what grids found over a test set"
    parser = add(commands, "report", laboratory.write_report, text)
    parser.add_argument("set", metavar="NAME", type=options.name, help="of the test set")
    parser.add_argument(
        "--html", type=options.ending(".html", ".htm"), metavar="FILE.html", help="write one page"
    )
    parser.add_argument(
        "--csv",
        type=options.ending(".csv"),
        metavar="FILE.csv",
        help="write a table of numbers",
    )
    parser.add_argument(
        "--base", metavar="CELL", help="compare with this cell instead of the recipe in use"
    )
    sets = commands.add_parser("testsets", help="queries of which it is known what they show")
    verbs = sets.add_subparsers(required=True, metavar="list|add|export|delete")
    add(verbs, "list", laboratory.list_sets, "the test sets")
    parser = add(
        verbs, "add", laboratory.add_set, "make one: of confirmed matches, a table or a folder"
    )
    parser.add_argument("name", metavar="NAME", type=options.not_empty)
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--csv", type=Path, metavar="FILE", help="query and match, or reference")
    source.add_argument(
        "--folder", type=Path, help="photos named by reference, or in folders named so"
    )
    parser.add_argument(
        "--split",
        type=options.split,
        metavar="0…1",
        help="make two: of that part of the products, and of the others",
    )
    parser.add_argument(
        "--seed", type=options.seed, default=0, help="another gives another split (0)"
    )
    parser = add(verbs, "export", laboratory.export_set, "write one to a CSV file")
    parser.add_argument("name", metavar="NAME", type=options.name)
    parser.add_argument("file", type=options.ending(".csv"), metavar="OUT.csv")
    parser = add(verbs, "delete", laboratory.delete_set, "forget one, and what it measured")
    parser.add_argument("name", metavar="NAME", type=options.name)
