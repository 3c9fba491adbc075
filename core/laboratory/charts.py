"""The report's charts, as SVG; matplotlib draws them without any display."""

import io
import os
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core import folders
from core.laboratory import wording
from core.laboratory.scores import Figures, Share
from core.language import _

if TYPE_CHECKING:
    from core.laboratory.report import Line

# More bars than these cannot be read.
_MOST = 30
_NOT_TOLD = ("Creator", "Date", "Format", "Type")
_INK, _BAR = "#2b2b33", "#7a5c2e"
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "vitrine",
    "font.size": 9,
    "text.parse_math": False,
}


def of_cells(lines: "Sequence[Line]") -> str:
    """The best cells' Top-1, with intervals."""
    measured = [line for line in lines if line.figures][:_MOST]
    bars = [
        (wording.dated(wording.in_short(line.result.cell), line.result), line.figures.top1)
        for line in measured
        if line.figures
    ]
    return _bars(_("Top-1, with the interval that holds 95 %"), bars)


def of_categories(figures: Mapping[str, Figures]) -> str:
    """The Top-1 of each category, with intervals."""
    bars = [
        (f"{name or _('no category')} ({each.queries})", each.top1)
        for name, each in list(figures.items())[:_MOST]
    ]
    return _bars(_("The best cell by category"), bars)


def _bars(title: str, bars: Sequence[tuple[str, Share]]) -> str:
    # Where it keeps what it knows of fonts; else in the person's own folders.
    os.environ.setdefault("MPLCONFIGDIR", str(folders.data_folder() / "matplotlib"))
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_SETTINGS), warnings.catch_warnings():
        # Text stays text: whoever looks at it has the characters that this font lacks.
        warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
        figure = Figure(figsize=(9, 0.9 + 0.28 * len(bars)), layout="constrained")
        axes = figure.add_subplot()
        values = [share.value for _name, share in bars]
        ends = [
            [share.value - share.low for _name, share in bars],
            [share.high - share.value for _name, share in bars],
        ]
        places = range(len(bars))
        axes.barh(places, values, xerr=ends, color=_BAR, ecolor=_INK, height=0.7, capsize=2)
        axes.set_yticks(places, [name for name, _share in bars])
        axes.invert_yaxis()
        axes.set_xlim(0, 1)
        axes.set_title(title, loc="left", color=_INK)
        axes.spines[["top", "right"]].set_visible(False)
        drawn = io.StringIO()
        figure.savefig(drawn, format="svg", metadata=dict.fromkeys(_NOT_TOLD))
    text = drawn.getvalue()
    return text[text.index("<svg") :]
