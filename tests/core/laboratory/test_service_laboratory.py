"""The laboratory through the worker: a grid is left off and gone on with."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.catalogue import Catalogue
from core.laboratory.gallery import photos as all_of
from core.laboratory.results import results
from core.laboratory.stand import known_by
from core.laboratory.test_sets import Labelled, create
from core.laboratory_records import (
    Cell,
    CellDone,
    GridOrder,
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
    rows = [Labelled(each.path, known_by(each.path), each.product_id) for each in all_of(catalogue)]
    made = create(catalogue, "mine", SetSource.FOLDER, rows)
    client.ask("open", catalogue.folder)
    order = GridOrder(made.id, (CELL,))
    number = client.send("measure", grid=order)
    client.until(lambda reply: reply.id == number and isinstance(reply.record, Progress))
    client.send("cancel")
    assert client.end(number).event == "finished"
    assert results(catalogue, order.test_set) == []
    last, told = client.ask("measure", grid=order)
    assert last.event == "finished"
    assert [each for each in told if isinstance(each, CellDone)] == [CellDone(order.test_set, CELL)]
    stages = {each.stage for each in told if isinstance(each, Progress)}
    assert stages == {Stage.LISTING, Stage.LOOKING, Stage.EVALUATING, Stage.DONE}
    assert len(results(catalogue, order.test_set)) == 1


def test_what_cannot_be_measured_fails_and_the_worker_goes_on(
    client: Client, catalogue: Catalogue, photos: Path
) -> None:
    list(list_folder(catalogue, photos.resolve()))
    client.ask("open", catalogue.folder)
    last, _told = client.ask("measure", grid=GridOrder(7, (CELL,)))
    assert last.event == "failed"
    made = create(catalogue, "mine", SetSource.CSV, [Labelled(photos / "q.jpg", "q", 1)])
    last, _told = client.ask("measure", grid=GridOrder(made.id, (CELL,)))
    assert last.event == "finished"
