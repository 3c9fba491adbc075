"""What the laboratory's view can show, made by hand."""

from datetime import UTC, datetime

from core.laboratory.report import Line, Report
from core.laboratory.scores import figures
from core.laboratory_records import Cell, CellResult, Outcome, QuerySet, SetSource
from desktop.laboratory.laboratory_view import LaboratoryView

AT = datetime(2026, 11, 2, tzinfo=UTC)
SET = QuerySet(1, "Spring", SetSource.CSV, AT, 4, 3)


def report() -> Report:
    """Two lines with figures, and one whose weights are away."""
    cells = [Cell(encoder="efficientnet-lite2", removal="u2netp", metric=m) for m in ("l1", "l2")]
    lines = []
    for cell, ranks in zip(cells, ((1, 1, 2, None), (1, 3, 2, None)), strict=True):
        outcomes = tuple(Outcome(number, rank) for number, rank in enumerate(ranks))
        result = CellResult(cell, AT, "", "{}", 0.4, 2560.0, outcomes)
        lines.append(Line(result, figures(outcomes), None))
    away = CellResult(Cell(encoder="resnet50", removal="u2netp"), AT, "resnet50")
    return Report(SET, (*lines, Line(away, None, None)), cells[1], {})


def fill(view: LaboratoryView) -> None:
    """Show a test set and its report, with all that can be pressed."""
    view.sets.set_sets([SET])
    view.sets.set_writable(True)
    view.results.set_writable(True)
    view.results.show_report(report())
    view.offer(run=True, stop=True)
