"""`vitrine-cli match`: which products photos, words, or both are nearest to."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from core import wire
from core.cli import output
from core.cli.commands import ExitCode, filter_of, open_matcher
from core.cutout import FULL_SIDE
from core.errors import PhotoError
from core.match import Matcher
from core.messages import sentence
from core.query_records import Look
from core.records import MOST_QUERY_PHOTOS, Answer, Background, Words, WordsAnswer
from core.removal_records import Ground
from core.weights import ModelStore


def match(options: argparse.Namespace, store: ModelStore) -> int:
    """Rank the catalogue for photos of one product, for words, or for both."""
    words = Words(options.words, options.words_weight) if options.words else None
    wanted = filter_of(options, options.search)
    if not options.photos and words is None:
        print("vitrine-cli match: give a PHOTO, --words, or both", file=sys.stderr)
        return ExitCode.USAGE
    if len(options.photos) > MOST_QUERY_PHOTOS:
        print(f"vitrine-cli match: at most {MOST_QUERY_PHOTOS} photos", file=sys.stderr)
        return ExitCode.USAGE
    matcher = open_matcher(options, store)
    answer: Answer | WordsAnswer
    if words and not options.photos:
        answer = matcher.match_words(words, options.k, wanted)
        values = wire.plain(answer)
    else:
        photos = [photo.resolve() for photo in options.photos]
        look = Look(options.turn // 90, options.square, not options.keep_background)
        answer = _match_usable(
            photos,
            lambda usable: matcher.match(usable, options.k, wanted, words, look, judged=True),
        )
        values = {**wire.plain(answer), "cutout": _cutout(options, matcher, answer, look)}
    output.report(options, values, lambda: output.answer_text(answer))
    is_less = isinstance(answer, Answer) and len(answer.others) + 1 < len(options.photos)
    return ExitCode.SOME_SET_ASIDE if is_less else ExitCode.DONE


def _match_usable(photos: list[Path], ask: Callable[[list[Path]], Answer]) -> Answer:
    """Ask about those of several photos that can be used; raises `PhotoError` without any."""
    while True:
        try:
            return ask(photos)
        except PhotoError as error:
            rest = [photo for photo in photos if str(photo) != error.subject]
            if not rest:
                raise
            print(sentence(error), file=sys.stderr)
            photos = rest


def _cutout(
    options: argparse.Namespace, matcher: Matcher, answer: Answer, look: Look
) -> str | None:
    """Where the product was written, cut out; None if that was not asked for, or none was found."""
    if options.cutout is None or answer.background == Background.KEPT:
        return None
    matcher.cut_out(answer.photo, options.cutout, Ground.TRANSPARENT, FULL_SIDE, look)
    return str(options.cutout)
