"""All that can be looked at without a window, in order."""

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from core.catalogue import Catalogue
from core.match import Matcher
from core.pipeline import index_folder
from core.self_check import codecs, keeping
from core.self_check.bench import Bench, bench
from core.self_check.networks import Networks
from core.self_check.samples import QUERY, REFERENCE, lay_out
from core.self_check.step import Check, Step, expect, perform


def run() -> Iterator[Step]:
    """Every check of `core`, each done as the next step is asked for."""
    with bench() as made:
        for check in checks(made):
            yield perform(check)


def checks(made: Bench) -> Iterator[Check]:
    """The checks of `core`, to be done while the bench stands."""
    networks = Networks()
    yield from codecs.checks()
    yield from networks.checks(made)
    yield from keeping.checks(made.folder)
    yield "query", partial(_ask, networks, made.folder)


def _ask(networks: Networks, folder: Path) -> str:
    """From a folder of photos and a query to the product that it shows."""
    photos = lay_out(folder / "photos")
    with closing(Catalogue(folder / "asked")) as catalogue:
        for _record in index_folder(catalogue, photos, networks.embedder):
            pass
        info = catalogue.info()
        expect(info.embedded == 2, f"of 2 photos {info.embedded} are indexed")
        answer = Matcher(catalogue, networks.embedder).match(QUERY, 2)
    found = [match.reference for match in answer.matches]
    expect(found[:1] == [REFERENCE], f"{REFERENCE} is not found, but {found}")
    return f"{REFERENCE} found, likeness {answer.matches[0].likeness:.0%}"
