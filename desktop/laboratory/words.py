"""How the laboratory's numbers and choices are said in the window."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from core.augment import AUGMENTATIONS
from core.finetuning.words import epoch_text
from core.laboratory import wording as cells
from core.laboratory_records import Cell, SetSource
from core.language import _, ngettext
from core.recipe import NO_REMOVAL
from core.tuning_records import TuningEpoch
from desktop import wording

if TYPE_CHECKING:  # it loads scipy: the librarian's thread does
    from core.laboratory.plan import Plan
    from core.laboratory.report import Line
    from core.laboratory.scores import Share


GALLERY, BESIDE = 3, 4  # among a cell's choices


def source(of: SetSource) -> str:
    """Where a test set's queries come from."""
    return {
        SetSource.CONFIRMED: _("Confirmed"),
        SetSource.CSV: _("Table"),
        SetSource.FOLDER: _("Folder"),
    }[of]


def choices(cell: Cell, titles: Mapping[str, str]) -> tuple[str, ...]:
    """What a cell is made of, in the order of the table's first columns; `titles` of models."""
    encoder = titles.get(cell.encoder, cell.encoder)
    removal = titles.get(cell.removal, cell.removal)
    if cell.removal == NO_REMOVAL:
        removal = _("none")
    elif cell.plain_ground:
        removal = _("{model}, not on plain grounds").format(model=removal)
    return (
        _("{encoder} + text").format(encoder=encoder) if cell.text else encoder,
        removal,
        cells.views(cell) + (f" ({_('mirrored')})" if cell.mirrored else ""),
        cells.augmentation(cell.augmentation),
        cells.evidence(cell),
        cells.metric(cell.metric),
    )


def is_told(cell: Cell, column: int) -> bool:
    """Whether a name has to tell that choice: nothing added, or weighed beside, goes unsaid."""
    unsaid = {GALLERY: cell.augmentation == AUGMENTATIONS[0], BESIDE: not cell.evidence}
    return not unsaid.get(column, False)


def in_short(cell: Cell, titles: Mapping[str, str]) -> str:
    """A cell in a line."""
    told = enumerate(choices(cell, titles))
    return " · ".join(text for column, text in told if is_told(cell, column))


def percent(share: float) -> str:
    """A share with one decimal."""
    return _("{percent}\u00a0%").format(percent=decimal(share * 100, 1))


def with_interval(share: "Share") -> str:
    """A share and the ends of its interval."""
    low, high = (decimal(end * 100, 1) for end in (share.low, share.high))
    return f"{percent(share.value)} ({low} – {high})"


def gain(line: "Line", *, is_base: bool) -> str:
    """What a line has more than the recipe in use, in points, and whether that is sure."""
    if is_base:
        return _("recipe in use")
    if line.gain is None:
        return "–"
    share = line.gain.top1
    told = "{} ({} … {})".format(*map(_signed, (share.value, share.low, share.high)))
    if not (share.low or share.high):
        return _("the same")
    if share.low > 0:
        return _("{points}, better").format(points=told)
    if share.high < 0:
        return _("{points}, worse").format(points=told)
    return _("{points}, not sure").format(points=told)


def recipes(count: int) -> str:
    """So many recipes."""
    return ngettext("{count} recipe", "{count} recipes", count).format(count=wording.number(count))


def queries(count: int) -> str:
    """So many queries."""
    return ngettext("{count} query", "{count} queries", count).format(count=wording.number(count))


def duration(seconds: float) -> str:
    """About how long, in minutes or hours."""
    if seconds < wording.MINUTE:
        return _("less than a minute")
    if seconds < 1.5 * wording.HOUR:
        minutes = round(seconds / wording.MINUTE)
        return ngettext("about {count} minute", "about {count} minutes", minutes).format(
            count=minutes
        )
    hours = round(seconds / wording.HOUR)
    return ngettext("about {count} hour", "about {count} hours", hours).format(count=hours)


def _signed(share: float) -> str:
    shown = decimal(abs(share) * 100, 1)
    return f"{'−' if share < 0 else '+' if share else ''}{shown}"


def decimal(value: float, places: int) -> str:
    """A number with so many decimals."""
    return QLocale().toString(float(value), "f", places)


def plan(of: "Plan") -> str:
    """How many recipes, how many of them are known or cannot be, and how long the others take."""
    count = len(of.order.cells)
    left = count - of.measured - of.missing
    told = [recipes(count)]
    if of.measured:
        told.append(_("{count} measured").format(count=wording.number(of.measured)))
    if of.missing:
        told.append(_("{count} without weights here").format(count=wording.number(of.missing)))
    if left:
        took = _("{count} to measure, {duration}")
        told.append(took.format(count=wording.number(left), duration=duration(of.seconds)))
    return " · ".join(told)


def epoch(told: TuningEpoch) -> str:
    """An epoch in a line, with its loss where it has one."""
    text = epoch_text(told)
    if told.loss is None:
        return text
    return _("{epoch}, loss {loss}").format(epoch=text, loss=decimal(told.loss, 3))


def how_to_begin() -> str:
    """How the first test set is made, in three lines."""
    return _(
        "A test set is photos of which it is known what they show.\n"
        "Confirm matches with “This is it”, and press New > Of confirmed matches;\n"
        "or bring a table or a folder of photos named by reference."
    )
