"""Which files are views of one product, as a rule that a person can edit.

A view is named as its product is, and a suffix: `BG1042_01`, `BG1042-back`, `BG1042 (2)`.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import msgspec

from core.errors import RequestError, RequestReason
from core.naming import fold

WORDS: tuple[str, ...] = (
    *("front", "back", "side", "left", "right", "top", "bottom"),
    *("detail", "main", "alt", "inside", "worn"),
)
# Three digits at most, so that `IMG_0001` and `IMG_0002` are two products under any rule.
MOST_NUMBER = 999


class ViewRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may follow a product's reference in the name of a file.

    A word or a number follows one of the characters `separators`, or several of them where
    `runs` is set (`BG1042__front`, `BG1042 - front`). Capitals do not count in words. Numbers go
    from 0 to `highest`, with a zero before where they have one digit alone (`_1` and `_01`) or
    fewer digits than `highest`. `brackets` are for `Sac 12 (3)`.

    Raises `ValueError` for an empty word, a separator that is a letter or digit, no separator,
    and a `highest` beyond 1 to `MOST_NUMBER`.
    """

    words: tuple[str, ...] = WORDS
    numbers: bool = True
    brackets: bool = True
    highest: int = 9
    separators: str = "-_ "
    runs: bool = False

    def __post_init__(self) -> None:
        if not all(map(str.strip, self.words)):
            raise ValueError("a word must not be empty")
        if not self.separators or any(map(str.isalnum, self.separators)):
            raise ValueError("separators are neither letters nor digits")
        if not 1 <= self.highest <= MOST_NUMBER:
            raise ValueError(f"the highest number is between 1 and {MOST_NUMBER}")

    def reference_of(self, path: Path) -> str:
        """The file's stem without its view suffix."""
        stem = path.stem
        found = _suffix(self).search(stem)
        if not found or any(int(digits) > self.highest for digits in found.groups() if digits):
            return stem
        return stem[: found.start()] + stem[found.end() :] or stem


def to_json(rule: ViewRule) -> str:
    """The rule as text for `from_json`."""
    return msgspec.json.encode(rule).decode()


def from_json(text: str) -> ViewRule:
    """The rule that `to_json` wrote. Raises `RequestError` for anything else."""
    try:
        return msgspec.json.decode(text, type=ViewRule)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise RequestError("views", RequestReason.BAD_VIEW_RULE, str(error)) from error


def words_of(text: str) -> tuple[str, ...]:
    """The words of a list that a person typed, commas between; each once, capitals aside."""
    words: dict[str, str] = {}
    for word in filter(None, map(str.strip, re.split("[,;\n]", text))):
        words.setdefault(fold(word), word)
    return tuple(words.values())


@lru_cache(maxsize=8)
def _suffix(rule: ViewRule) -> re.Pattern[str]:
    """Where a view's suffix is; its groups are numbers that are still to be compared."""
    width = len(str(rule.highest))
    after = sorted(map(re.escape, _spellings(rule.words)))
    if rule.numbers:
        after.append(rf"(?=\d{{1,{max(2, width)}}}$)0*(\d{{1,{width}}})")
    endings = []
    if after:
        separator = f"[{re.escape(rule.separators)}]{'+' if rule.runs else ''}"
        endings.append(f"{separator}(?:{'|'.join(after)})")
    if rule.brackets:
        endings.append(rf" ?\((\d{{1,{width}}})\)")
    return re.compile(f"(?:{'|'.join(endings) or '(?!)'})$", re.IGNORECASE)


def _spellings(words: tuple[str, ...]) -> set[str]:
    """Each word as most systems write its accents, and as file names of macOS do."""
    return {unicodedata.normalize(form, word.strip()) for word in words for form in ("NFC", "NFD")}
