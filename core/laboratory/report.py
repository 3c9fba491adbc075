"""The laboratory's table: what each cell found, and what it has more than the one to compare with.

Written as CSV, or as one HTML file with everything in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from core.catalogue import Catalogue
from core.laboratory import results, scores, test_sets, wording
from core.laboratory.scores import Difference, Figures, Share
from core.laboratory.stand import stand
from core.laboratory_records import Cell, CellResult, QuerySet
from core.language import _, current
from core.weights import ModelStore
from core.written import csv_text


@dataclass(frozen=True, slots=True)
class Line:
    """A cell's result, its figures, and what it has more than the base; no figures: no weights.

    There is a gain only where both were measured over what is there now.
    """

    result: CellResult
    figures: Figures | None
    gain: Difference | None


@dataclass(frozen=True, slots=True)
class Report:
    """A test set, the cells that were measured over it, and the one compared with.

    The best of the current ones is first, the best of earlier ones after them.

    `categories` are those of the queries, by the query's id.
    """

    test_set: QuerySet
    lines: tuple[Line, ...]
    base: Cell | None
    categories: dict[int, str]


def report(catalogue: Catalogue, test_set: QuerySet, base: Cell | None) -> Report:
    """What is known of a test set's cells; those without figures come last."""
    found = results.results(catalogue, test_set.id, stand(catalogue, test_set.id))
    compared = next((each for each in found if each.cell == base), None)
    lines = [_line(each, compared) for each in found]
    lines.sort(key=_place)
    queries = test_sets.queries(catalogue, test_set.id)
    categories = {query.id: query.category for query in queries}
    return Report(test_set, tuple(lines), base if compared else None, categories)


def as_csv(made: Report) -> str:
    """The report as a table of numbers, a cell in each row."""
    return csv_text([HEADINGS, *(_row(line) for line in made.lines)])


def as_html(made: Report, store: ModelStore) -> str:
    """The report as one file: the table, charts, the best cell's categories."""
    from jinja2 import Environment, FileSystemLoader

    from core import folders
    from core.laboratory import charts

    loader = FileSystemLoader(folders.resource("laboratory"))
    page = Environment(loader=loader, autoescape=True).get_template("report.html")
    best = next((line for line in made.lines if line.figures), None)
    by_category = scores.by_category(best.result, made.categories) if best else {}
    about = _("{queries} queries of {products} products, {when}")
    return page.render(
        language=current(),
        title=_("Laboratory: {test_set}").format(test_set=made.test_set.name),
        about=about.format(
            queries=made.test_set.queries,
            products=made.test_set.products,
            when=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        ),
        headings=_headings(),
        lines=[_told(line, made.base, store) for line in made.lines],
        best=_("Best: {cell}").format(cell=_named(best.result)) if best else "",
        charts=[charts.of_cells(made.lines), charts.of_categories(by_category)] if best else [],
    )


HEADINGS = (
    *("cell", "encoder", "text", "removal", "plain_ground", "views", "mirrored", "augmentation"),
    *("metric", "evidence", "missing", "is_current", "queries", "failed"),
    *(f"{name}{end}" for name in ("top1", "top3", "top5", "mrr") for end in ("", "_low", "_high")),
    *("top1_gain", "top1_gain_low", "top1_gain_high", "seconds_a_query", "bytes_a_photo"),
)


def _line(result: CellResult, base: CellResult | None) -> Line:
    gain = None
    if base is not None and base.cell != result.cell and base.is_current and result.is_current:
        gain = scores.difference(result, base)
    return Line(result, scores.figures(result.outcomes), gain)


def _place(line: Line) -> tuple[bool, bool, float]:
    top1 = line.figures.top1.value if line.figures else 0.0
    return line.figures is None, not line.result.is_current, -top1


def _named(result: CellResult) -> str:
    return wording.dated(wording.in_short(result.cell), result)


def _row(line: Line) -> Iterable[object]:
    result, cell, figures = line.result, line.result.cell, line.figures
    choices = (
        *(cell.id, cell.encoder, int(cell.text), cell.removal, int(cell.plain_ground)),
        *("+".join(cell.views), int(cell.mirrored), cell.augmentation, cell.metric),
        *("+".join(cell.evidence), result.missing, int(result.is_current)),
    )
    if figures is None:
        return (*choices, *[""] * (len(HEADINGS) - len(choices)))
    shares = (figures.top1, figures.top3, figures.top5, figures.reciprocal)
    gain = _ends(line.gain.top1) if line.gain else ("", "", "")
    return (
        *(*choices, figures.queries, figures.failed),
        *(end for share in shares for end in _ends(share)),
        *(*gain, round(result.seconds_a_query, 4), round(result.bytes_a_photo)),
    )


def _ends(share: Share) -> tuple[float, float, float]:
    return round(share.value, 4), round(share.low, 4), round(share.high, 4)


def _headings() -> list[str]:
    return [
        *(
            _("Encoder"),
            _("Background removal"),
            _("Views"),
            _("Gallery"),
            _("Beside"),
            _("Metric"),
        ),
        *("Top-1", "Top-3", "Top-5", _("Reciprocal rank"), _("Top-1 against the base")),
        *(_("Seconds a query"), _("kB a photo")),
    ]


def _told(line: Line, base: Cell | None, store: ModelStore) -> list[str]:
    cell, figures = line.result.cell, line.figures
    choices = [
        *(wording.encoder(cell), wording.removal(cell), wording.views(cell)),
        *(wording.augmentation(cell.augmentation), wording.evidence(cell)),
        wording.metric(cell.metric),
    ]
    if figures is None:
        return [*choices, _why_none(line.result.missing, store)]
    gain = _("base") if cell == base else "–"
    if line.gain:
        gain = "{:+.3f} ({:+.3f} … {:+.3f})".format(*_ends(line.gain.top1))
    return [
        *choices,
        wording.dated("{:.3f} ({:.3f} – {:.3f})".format(*_ends(figures.top1)), line.result),
        *(f"{each.value:.3f}" for each in (figures.top3, figures.top5, figures.reciprocal)),
        *(gain, f"{line.result.seconds_a_query:.2f}", f"{line.result.bytes_a_photo / 1000:.1f}"),
    ]


def _why_none(missing: str, store: ModelStore) -> str:
    if not missing:
        return _("no queries")
    title = store.models[missing].title if missing in store.models else missing
    return _("{model} is not on this machine").format(model=title)
