"""How numbers and catalogues are said in the window."""

from pathlib import Path

from core.language import _, ngettext

SAMPLE, MINE = "Sample catalogue", "My catalogue"  # folders, the same in every language
MINUTE, HOUR = 60, 3600


def catalogue(folder: Path) -> str:
    """A catalogue's name for the title bar: its folder's, Vitrine's own two translated."""
    own = {SAMPLE: _("Sample catalogue"), MINE: _("My catalogue")}
    return own.get(folder.name, folder.name)


def percent(share: float) -> str:
    """A share of 0..1 in whole percent."""
    return _("{percent}\u00a0%").format(percent=round(min(1.0, max(0.0, share)) * 100))


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
