"""What `vitrine-cli` prints: JSON or text on standard output, the rest on standard error."""

import argparse
import json
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, TypeVar

from tqdm import tqdm

from core import wire
from core.errors import VitrineError
from core.evaluate import Scores
from core.indexed_folders import IndexedFolder
from core.messages import about_photo, about_problem, sentence
from core.product_records import Product
from core.recipe import Recipe
from core.records import (
    Answer,
    Background,
    CatalogueInfo,
    DuplicateGroup,
    LikeAnswer,
    Problem,
    Progress,
    SetAside,
    Stage,
    WordsAnswer,
)
from core.sheets import JoinReport, Target
from core.view_rule import ViewRule
from core.views import ViewReport

_SAID = {None: "", True: "(confirmed)  ", False: "(refused)  "}

Kind = TypeVar("Kind")
Result = TypeVar("Result")


def shown(job: Iterator[Any], kind: type[Kind]) -> Iterator[Kind]:
    """The records of one kind; progress and set-aside photos are told on the way."""
    with tqdm(file=sys.stderr, disable=None) as bar:
        for record in job:
            if isinstance(record, Progress):
                if record.stage == Stage.FETCHING and not bar.disable and not bar.unit_scale:
                    bar.unit, bar.unit_scale, bar.n = "B", True, record.done
                    bar.initial = record.done
                bar.total = record.total or None
                bar.set_description(record.stage.value, refresh=False)
                bar.update(record.done - bar.n)
            elif isinstance(record, SetAside):
                bar.write(about_photo(record), file=sys.stderr)
            if isinstance(record, kind):
                yield record


def follow(job: Iterator[Any]) -> None:
    """A job to its end, told on the way."""
    for _record in shown(job, Progress):
        pass


def result(job: Generator[Any, None, Result]) -> Result:
    """What a job gives in the end, told on the way."""
    results: list[Result] = []

    def records() -> Iterator[Any]:
        results.append((yield from job))

    follow(records())
    return results[0]


def report(options: argparse.Namespace, values: object, text: Callable[[], str]) -> None:
    """The result of a command."""
    print(_as_json(values) if options.json else text())


def complain(options: argparse.Namespace, error: VitrineError) -> None:
    """Why a command failed."""
    print(sentence(error), file=sys.stderr)
    if options.json:
        print(_as_json({"error": wire.error_values(error)}))


def info_text(info: CatalogueInfo) -> str:
    """A catalogue in a few lines."""
    lines = [
        f"catalogue   {info.folder}",
        f"products    {info.products}",
        f"photos      {info.photos} ({info.embedded} embedded)",
        f"set aside   {info.set_aside}",
        f"missing     {info.missing}",
        f"encoder     {info.encoder or '-'}",
        f"generation  {info.generation or '-'}",
    ]
    return "\n".join([*lines, *(f"folder      {root}" for root in info.roots)])


def folders_text(found: list[IndexedFolder]) -> str:
    """Indexed folders, a line each."""
    return "\n".join(
        f"{folder.photos:>8}  {'there' if folder.is_there else 'away ':5}  "
        f"{'watched' if folder.is_watched else '-':7}  {folder.path}"
        for folder in found
    )


def projection_text(numbers: int, asked_for: int, learned_from: int) -> str:
    """What vectors are projected to, or are to be, in a line."""
    if numbers:
        return f"projection  {numbers} (learned from {learned_from} photos)"
    return f"projection  {f'{asked_for}, not learned yet' if asked_for else '-'}"


def answer_text(answer: Answer | WordsAnswer | LikeAnswer) -> str:
    """Ranked matches, a line each; first a line where none is a confident one."""
    lines = [
        f"{rank:3}  {match.likeness:6.1%}  {match.reference}  {match.category}  "
        f"{_SAID[match.is_right]}{match.photo_path}"
        for rank, match in enumerate(answer.matches, start=1)
    ]
    if isinstance(answer, Answer) and not answer.is_confident:
        lines.insert(0, "no confident match; the nearest:")
    return "\n".join(lines)


def cutout_text(path: Path, background: Background) -> str:
    """Where a cut-out is, and what became of the ground."""
    kept = "  (background kept: no clear product found)" if background == Background.KEPT else ""
    return f"{path}{kept}"


def problems_text(found: list[Problem], left: list[Problem]) -> str:
    """What a check found, a line each; what was repaired is marked."""
    lines = [
        f"{'          ' if problem in left else 'repaired  '}{about_problem(problem)}"
        for problem in found
    ]
    return "\n".join(lines) or "whole"


def products_text(found: list[Product]) -> str:
    """Products, a line each."""
    return "\n".join(
        "  ".join(filter(None, (p.reference, p.category, p.name, ", ".join(p.tags)))) for p in found
    )


def groups_text(groups: list[DuplicateGroup]) -> str:
    """Groups of duplicates with a blank line between."""
    return "\n\n".join(
        "\n".join(
            f"{'exact' if group.exact else 'near'}  {photo.reference}  {photo.photo_path}"
            for photo in group.photos
        )
        for group in groups
    )


def join_text(columns: list[tuple[str, Target]], report: JoinReport) -> str:
    """Where the columns of a table went, and the rows that no product has."""
    counts = (report.rows, len(report.products), len(report.unmatched))
    return "\n".join(
        [
            *(f"{heading} -> {target}" for heading, target in columns),
            "{} rows, {} products, {} rows without one".format(*counts),
            *(f"row {row.row}  {row.reference or '-'}" for row in report.unmatched),
        ]
    )


def rule_text(rule: ViewRule) -> str:
    """What may follow a reference, a line each."""
    lines = [
        f"words       {', '.join(rule.words) or '-'}",
        f"numbers     {f'0 to {rule.highest}' if rule.numbers else '-'}",
        f"brackets    {f'(0) to ({rule.highest})' if rule.brackets else '-'}",
        f"separators  {rule.separators!r}{', several in a row' if rule.runs else ''}",
    ]
    return "\n".join(lines)


def views_text(report: ViewReport) -> str:
    """What a rule for views does or did."""
    examples = [("together", e) for e in report.together] + [("apart", e) for e in report.apart]
    return "\n".join(
        [
            rule_text(report.rule),
            f"{report.products_before} products -> {report.products_after} products",
            *(
                f"{kind:8}  {example.reference}  {', '.join(p.name for p in example.photos)}"
                for kind, example in examples
            ),
        ]
    )


def scores_text(scores: Scores, recipe: Recipe) -> str:
    """The study's figures of one recipe."""
    return (
        f"{scores.queries} queries, encoder {recipe.encoder}, removal {recipe.removal}, "
        f"{recipe.metric}\n"
        f"Top-1 {scores.top1:.3f}  Top-3 {scores.top3:.3f}  Top-5 {scores.top5:.3f}  "
        f"({scores.seconds_a_query:.2f} s a query, {scores.failed} failed)\n"
        f"calibration error {scores.calibration_error:.3f}, refused without their product "
        f"{scores.refused:.3f}"
    )


def _as_json(values: object) -> str:
    """In ASCII where standard output is in a code page of Windows, which lacks most letters."""
    is_unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    return json.dumps(values, ensure_ascii=not is_unicode)
