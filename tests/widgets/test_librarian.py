"""The window's own thread for the catalogue."""

import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core import products
from core.catalogue import Catalogue
from core.errors import RequestError, RequestReason, VitrineError
from core.product_records import ProductChanges
from core.records import FileStamp
from core.search import search
from desktop.librarian import Librarian

ROOT = Path("/photos")


def make(folder: Path, *names: str) -> Path:
    catalogue = Catalogue(folder)
    stamps = [FileStamp(ROOT / f"{name}.jpg", 1, 1) for name in names]
    catalogue.add_files(catalogue.root_id(ROOT), ROOT, stamps)
    catalogue.close()
    return folder


@pytest.fixture
def librarian(qtbot: QtBot, tmp_path: Path) -> Iterator[Librarian]:
    made = Librarian()
    made.open(make(tmp_path / "one", "A", "B"))
    yield made
    made.close()


def never(what: object) -> None:
    raise AssertionError(what)


def test_answers_come_in_order_on_the_thread_of_the_window(
    qtbot: QtBot, librarian: Librarian
) -> None:
    heard: list[object] = []
    worked: list[int] = []

    def job(number: int) -> Callable[[Catalogue], int]:
        def work(catalogue: Catalogue) -> int:
            worked.append(threading.get_ident())
            return number + len(search(catalogue))

        return work

    for number in range(3):
        librarian.ask(
            job(number), lambda found: heard.append((found, threading.get_ident())), never
        )
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert heard == [(number + 2, threading.get_ident()) for number in range(3)]
    assert threading.get_ident() not in worked


def test_a_change_is_told_of(qtbot: QtBot, librarian: Librarian) -> None:
    with qtbot.waitSignal(librarian.changed):
        librarian.change(
            lambda catalogue: products.change(catalogue, [1], ProductChanges(name="Sac")),
            lambda nothing: None,
            never,
        )
    heard: list[str] = []
    librarian.ask(lambda c: products.products(c, [1])[0].name, heard.append, never)
    qtbot.waitUntil(lambda: heard == ["Sac"])


def test_refusals_and_mistakes_are_heard_and_the_next_job_is_done(
    qtbot: QtBot, librarian: Librarian
) -> None:
    refused: list[VitrineError] = []
    with qtbot.assertNotEmitted(librarian.changed):
        librarian.change(
            lambda catalogue: products.change(catalogue, [99], ProductChanges(name="Sac")),
            never,
            refused.append,
        )
        librarian.ask(lambda catalogue: 1 / 0, never, refused.append)
        qtbot.waitUntil(lambda: len(refused) == 2)
    assert [error.reason for error in refused] == [
        RequestReason.NO_PRODUCT,
        RequestReason.UNEXPECTED,
    ]
    heard: list[int] = []
    librarian.ask(lambda catalogue: len(search(catalogue)), heard.append, never)
    qtbot.waitUntil(lambda: heard == [2])


def test_what_was_asked_of_another_catalogue_is_not_answered(
    qtbot: QtBot, librarian: Librarian, tmp_path: Path
) -> None:
    librarian.ask(lambda catalogue: len(search(catalogue)), never, never)
    librarian.open(make(tmp_path / "two", "A", "B", "C"))
    heard: list[int] = []
    librarian.ask(lambda catalogue: len(search(catalogue)), heard.append, never)
    qtbot.waitUntil(lambda: heard == [3])


@pytest.mark.parametrize("leave", ["open", "close"])
def test_changes_are_made_though_their_catalogue_is_left(
    qtbot: QtBot, tmp_path: Path, leave: str
) -> None:
    folder = make(tmp_path / "one", "A")
    librarian = Librarian()
    librarian.open(folder)
    librarian.ask(lambda catalogue: threading.Event().wait(0.2), never, never)
    librarian.change(
        lambda catalogue: products.change(catalogue, [1], ProductChanges(name="Sac")),
        never,
        never,
    )
    if leave == "open":
        librarian.open(None)
    librarian.close()
    assert products.products(Catalogue(folder), [1])[0].name == "Sac"


@pytest.mark.parametrize("folder", [None, Path("missing")])
def test_without_a_catalogue_jobs_fail(
    qtbot: QtBot, librarian: Librarian, tmp_path: Path, folder: Path | None
) -> None:
    librarian.open(folder and tmp_path / folder)
    refused: list[VitrineError] = []
    librarian.ask(search, never, refused.append)
    qtbot.waitUntil(lambda: len(refused) == 1)


def counting(upto: int) -> Callable[[Catalogue], Generator[int, None, str]]:
    def job(catalogue: Catalogue) -> Generator[int, None, str]:
        for number in range(upto):
            yield number
            threading.Event().wait(0.01)
        return "all"

    return job


def test_a_long_job_tells_how_far_it_is(qtbot: QtBot, librarian: Librarian) -> None:
    told: list[int] = []
    heard: list[str] = []
    librarian.follow(counting(5), told.append, heard.append, never)
    qtbot.waitUntil(lambda: heard == ["all"])
    assert told == [0, 1, 2, 3, 4]


def test_a_long_job_can_be_left_off(qtbot: QtBot, librarian: Librarian) -> None:
    told: list[int] = []
    task = librarian.follow(counting(100_000), told.append, never, never)
    qtbot.waitUntil(lambda: len(told) > 2)
    task.cancel()
    heard: list[int] = []
    librarian.ask(lambda catalogue: len(search(catalogue)), heard.append, never)
    qtbot.waitUntil(lambda: heard == [2])


@pytest.mark.parametrize("outcome", ["done", "failed"])
def test_who_hears_of_a_job_is_let_go_of_on_the_thread_of_the_window(
    qtbot: QtBot, librarian: Librarian, outcome: str
) -> None:
    """A widget whose last holder is another thread would be destroyed by it."""
    let_go: list[int] = []

    class Hearer:
        def hear(self, what: object) -> None:
            let_go.append(0)

        def __del__(self) -> None:
            let_go.append(threading.get_ident())

    def job(catalogue: Catalogue) -> int:
        if outcome == "failed":
            raise RequestError("", RequestReason.NO_PRODUCT)
        return 1

    for round_ in range(1, 51):
        hearer = Hearer()
        librarian.ask(job, hearer.hear, hearer.hear)
        del hearer
        qtbot.waitUntil(lambda count=round_: len(let_go) == 2 * count)
    assert set(let_go) == {0, threading.get_ident()}


def test_nothing_is_heard_before_the_job_has_been_asked_for(
    qtbot: QtBot, librarian: Librarian
) -> None:
    """However quick the librarian's thread is: it once told the result in the middle of `ask`."""
    heard: list[int] = []
    asked = False

    def hear(number: int) -> None:
        assert asked
        heard.append(number)

    for number in range(300):
        asked = False
        librarian.ask(lambda catalogue, n=number: n, hear, never)
        asked = True
        if number % 20 == 0:
            qtbot.waitUntil(lambda count=number: len(heard) == count + 1)
    qtbot.waitUntil(lambda: len(heard) == 300)
    assert heard == list(range(300))


def test_a_catalogue_that_is_told_of_after_the_window_has_gone_is_not_opened(
    qtbot: QtBot, tmp_path: Path
) -> None:
    librarian = Librarian()
    librarian.close()
    librarian.open(make(tmp_path / "one", "A"))
    librarian.ask(search, never, never)
