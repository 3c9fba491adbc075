"""How numbers and catalogues are said in the window."""

from pathlib import Path

from PySide6.QtCore import QLocale

from core.language import _, ngettext
from core.records import Match, Progress, Stage

SAMPLE, MINE = "Sample catalogue", "My catalogue"  # folders, the same in every language
MINUTE, HOUR = 60, 3600
_LEAST_RATE, _WHOLE_RATE = 0.05, 10  # photos a second


def catalogue(folder: Path) -> str:
    """A catalogue's name for the title bar: its folder's, Vitrine's own two translated."""
    own = {SAMPLE: _("Sample catalogue"), MINE: _("My catalogue")}
    return own.get(folder.name, folder.name)


def language_names() -> dict[str, str]:
    """Each language by its code, in its own words, whichever is in use."""
    return {"en": "English", "fr": "Français"}


def percent(share: float) -> str:
    """A share of 0..1 in whole percent."""
    return _("{percent}\u00a0%").format(percent=round(min(1.0, max(0.0, share)) * 100))


def likeness(match: Match) -> str:
    """How alike a match is, or how likely it is the product."""
    text = _("{percent} likely") if match.is_share else _("{percent} alike")
    return text.format(percent=percent(match.likeness))


def likeness_meaning(match: Match) -> str:
    """What the percent of a match mean."""
    if match.is_share:
        return _("Of a hundred matches at 70\u00a0%, about 70 are the product.")
    return _("0\u00a0%: no more alike than any two products of this catalogue.")


def time_left(seconds: float) -> str:
    """A remaining time in the words of someone who does not promise too much."""
    if seconds < 10:
        return _("a few seconds left")
    if seconds < 0.8 * MINUTE:
        return _("less than a minute left")
    if seconds < 0.95 * HOUR:
        minutes = max(1, round(seconds / MINUTE))
        return ngettext("about {count} minute left", "about {count} minutes left", minutes).format(
            count=minutes
        )
    hours = max(1, round(seconds / HOUR))
    return ngettext("about {count} hour left", "about {count} hours left", hours).format(
        count=hours
    )


def stage(of: Stage) -> str:
    """What a long job is doing."""
    return {
        Stage.LISTING: _("Looking for photos"),
        Stage.LOADING: _("Loading the model"),
        Stage.EMBEDDING: _("Indexing photos"),
        Stage.PAUSED: _("Paused"),
        Stage.PROJECTING: _("Adapting the comparison to the catalogue"),
        Stage.BUILDING: _("Preparing the search"),
        Stage.MENDING: _("The search index was damaged and is being built again"),
        Stage.FETCHING: _("Fetching the weights"),
        Stage.LOOKING: _("Looking at photos"),
        Stage.EVALUATING: _("Measuring recipes"),
        Stage.TRAINING: _("Fine-tuning the encoder"),
        Stage.COMPARING: _("Comparing photos"),
        Stage.EXPORTING: _("Writing products"),
        Stage.CHECKING: _("Checking the catalogue"),
        Stage.REPAIRING: _("Mending the catalogue"),
        Stage.DONE: _("Done"),
    }[of]


def how_far(progress: Progress) -> str:
    """Say "123 of 372 · about 2 minutes left", as far as it is known; of weights the speed too."""
    return " · ".join(filter(None, (counted(progress), pace(progress), left(progress))))


def time_so_far(seconds: int) -> str:
    """A time that has passed, as hours, minutes and seconds."""
    hours, rest = divmod(seconds, HOUR)
    minutes, seconds = divmod(rest, MINUTE)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def file_size(size: int) -> str:
    """The size of a file of so many bytes: whole megabytes, tenths of gigabytes."""
    tenths = size >= 10**9
    return QLocale().formattedDataSize(size, int(tenths), QLocale.DataSizeFormat.DataSizeSIFormat)


def number(count: int) -> str:
    """A number with the separators of the language."""
    return QLocale().toString(count)


def products(count: int) -> str:
    """So many products."""
    return ngettext("{count} product", "{count} products", count).format(count=number(count))


def photos(count: int) -> str:
    """So many photos."""
    return ngettext("{count} photo", "{count} photos", count).format(count=number(count))


def counted(progress: Progress) -> str:
    """How much of how much; weights are counted in bytes, all else in photos or products."""
    if not progress.total:
        return ""
    if progress.stage == Stage.FETCHING:
        done, total = _data_size(progress.done), _data_size(progress.total)
    else:
        done, total = number(progress.done), number(progress.total)
    return _("{done} of {total}").format(done=done, total=total)


def pace(progress: Progress) -> str:
    """So many bytes or photos a second, where it is worth telling."""
    rate = progress.a_second
    if progress.stage == Stage.FETCHING:
        return _("{amount}/s").format(amount=_data_size(round(rate))) if round(rate) else ""
    if progress.stage != Stage.EMBEDDING or rate < _LEAST_RATE:
        return ""
    shown = QLocale().toString(rate, "f", 0 if rate >= _WHOLE_RATE else 1)
    return _("{count} photos/s").format(count=shown)


def _data_size(count: int) -> str:
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def left(progress: Progress) -> str:
    """How long it still takes, where that is known."""
    known = progress.seconds_left is not None and progress.done < progress.total
    if progress.stage == Stage.PAUSED:
        return ""
    return time_left(progress.seconds_left or 0.0) if known else ""
