"""The language of sentences, through GNU gettext: English in the source, French in a file.

Both the command line and the window read from here; nothing is translated at import.
"""

import gettext
import locale
import os
from importlib.resources import files

DOMAIN = "vitrine"
LANGUAGES = ("en", "fr")

_language = "en"
_current: gettext.NullTranslations = gettext.NullTranslations()


def system_language() -> str:
    """The first of our languages that the environment or the system names, else English."""
    named = os.environ.get("LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG")
    code = (named or locale.getlocale()[0] or "en").split(":")[0][:2].lower()
    return code if code in LANGUAGES else "en"


def use(language: str) -> None:
    """Speak `language` from now on; sentences already made stay as they are."""
    global _current, _language  # noqa: PLW0603  one language for the whole process
    _language = language
    folder = str(files("resources") / "locale")
    _current = gettext.translation(DOMAIN, folder, languages=[language], fallback=True)


def current() -> str:
    """The language in use, one of `LANGUAGES`."""
    return _language


def _(message: str) -> str:
    """`message` in the current language."""
    return _current.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the sentence that fits `count`, in the current language."""
    return _current.ngettext(singular, plural, count)
