"""What a table does to a catalogue, in a sentence."""

from pathlib import Path
from typing import TYPE_CHECKING

from core.language import _, ngettext
from desktop import wording

if TYPE_CHECKING:  # it loads numpy
    from core.sheets import JoinReport


def plan(report: "JoinReport") -> str:
    """Say what taking a table over will do."""
    count = len(report.products)
    will = ngettext("{count} product will be changed", "{count} products will be changed", count)
    rows = ngettext("{count} row", "{count} rows", report.rows)
    return _("{rows}: {effects}.").format(
        rows=rows.format(count=wording.number(report.rows)),
        effects=", ".join([will.format(count=wording.number(count)), *_lost(report)]),
    )


def outcome(path: Path, report: "JoinReport") -> str:
    """Say what has come of a table."""
    count = len(report.products)
    done = ngettext("{count} product was changed", "{count} products were changed", count)
    return _("“{name}”: {effects}.").format(
        name=path.name,
        effects=", ".join([done.format(count=wording.number(count)), *_lost(report)]),
    )


def _lost(report: "JoinReport") -> list[str]:
    count = len(report.unmatched)
    none = ngettext("{count} row matches no product", "{count} rows match no product", count)
    return [none.format(count=wording.number(count))] if count else []
