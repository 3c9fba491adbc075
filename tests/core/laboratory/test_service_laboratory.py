"""The laboratory through the worker: test sets are made, a grid is left off and gone on with."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.catalogue import Catalogue
from core.laboratory.results import results
from core.laboratory_records import (
    Cell,
    CellDone,
    GridOrder,
    SetOrder,
    SetsMade,
    SetSource,
)
from core.listing import list_folder
from core.records import Progress, Stage
from core.weights import ModelStore
from tests.core.test_service import Client

pytestmark = pytest.mark.slow

CELL = Cell(encoder="efficientnet-lite2", removal="none")


@pytest.fixture
def client(store: ModelStore, tmp_path: Path) -> Iterator[Client]:
    """A worker that ends with the test, however that ends."""
    with closing(Client(store, tmp_path)) as made:
        yield made


def test_a_grid_is_measured_between_a_cancel_and_its_going_on(
    client: Client, catalogue: Catalogue, photos: Path
) -> None:
    list(list_folder(catalogue, photos.resolve()))
    client.ask("open", catalogue.folder)
    last, told = client.ask("test-set", test_set=SetOrder("mine", SetSource.FOLDER, photos))
    assert last.event == "finished"
    made = next(each for each in told if isinstance(each, SetsMade))
    assert (made.sets[0].queries, made.left_out) == (8, ())
    order = GridOrder(made.sets[0].id, (CELL,))
    number = client.send("measure", grid=order)
    client.until(lambda reply: reply.id == number and isinstance(reply.record, Progress))
    client.send("cancel")
    assert client.end(number).event == "finished"
    assert results(catalogue, order.test_set) == []
    last, told = client.ask("measure", grid=order)
    assert last.event == "finished"
    assert [each for each in told if isinstance(each, CellDone)] == [CellDone(order.test_set, CELL)]
    stages = {each.stage for each in told if isinstance(each, Progress)}
    assert stages == {Stage.LOOKING, Stage.EVALUATING, Stage.DONE}
    assert len(results(catalogue, order.test_set)) == 1


def test_what_cannot_be_made_or_measured_fails_and_the_worker_goes_on(
    client: Client, catalogue: Catalogue, photos: Path
) -> None:
    list(list_folder(catalogue, photos.resolve()))
    client.ask("open", catalogue.folder)
    for do, values in (
        ("test-set", {"test_set": SetOrder("mine", SetSource.CONFIRMED)}),
        ("measure", {"grid": GridOrder(7, (CELL,))}),
    ):
        last, _told = client.ask(do, **values)
        assert last.event == "failed"
    last, _told = client.ask("test-set", test_set=SetOrder("mine", SetSource.FOLDER, photos))
    assert last.event == "finished"
