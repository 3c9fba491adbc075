"""The worker's side over real pipes: every request ends in exactly one "finished" or "failed"."""

import os
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import trustme
from PIL import Image

from core import folders, wire
from core.catalogue import Catalogue
from core.embedding import Embedder
from core.errors import RequestReason
from core.index import Index
from core.pipeline import index_folder
from core.records import (
    Answer,
    Background,
    CatalogueInfo,
    EncoderState,
    Progress,
    SetAside,
    Stage,
)
from core.removal_records import Cutout, CutoutOrder, Ground, Removal, RemovalState
from core.service import serve
from core.upkeep import is_usable
from core.weights import ModelStore
from core.wire import Reply, Request
from tests import model_home
from tests.model_lists import made

pytestmark = pytest.mark.slow

PATIENCE_SECONDS = 120


class Client:
    """What the window does: sends lines, reads lines."""

    def __init__(self, store: ModelStore, scratch: Path) -> None:
        requests, self._requests = os.pipe()
        self._replies, replies = os.pipe()
        self._inbox: queue.Queue[Reply | None] = queue.Queue()
        self.seen: list[Reply] = []
        self._number = 0
        self._service = threading.Thread(
            target=self._serve, args=(requests, replies, store, scratch)
        )
        self._reader = threading.Thread(target=self._read)
        self._service.start()
        self._reader.start()

    @staticmethod
    def _serve(requests: int, replies: int, store: ModelStore, scratch: Path) -> None:
        with os.fdopen(requests, "rb") as source, os.fdopen(replies, "wb") as target:
            serve(source, target, store, scratch)

    def _read(self) -> None:
        with os.fdopen(self._replies, "rb") as lines:
            for reply in map(wire.decode_reply, lines):
                if reply.event not in ("begun", "beat"):
                    self._inbox.put(reply)
        self._inbox.put(None)

    def send(self, do: str, subject: object = "", **values: Any) -> int:
        self._number += 1
        self.write(wire.encode_request(Request(self._number, do, str(subject), **values)))
        return self._number

    def write(self, line: bytes) -> None:
        os.write(self._requests, line)

    def until(self, is_it: Callable[[Reply], bool]) -> Reply:
        """Reads on until a reply is the one."""
        while True:
            reply = self._inbox.get(timeout=PATIENCE_SECONDS)
            assert reply is not None, "the worker ended"
            self.seen.append(reply)
            if is_it(reply):
                return reply

    def end(self, number: int) -> Reply:
        return self.until(lambda r: r.id == number and r.event in ("finished", "failed"))

    def ask(self, do: str, subject: object = "", **values: Any) -> tuple[Reply, list[Any]]:
        """The last reply to a request, and the records before it."""
        number = self.send(do, subject, **values)
        last = self.end(number)
        return last, [r.record for r in self.seen if r.id == number and r is not last]

    def close(self) -> None:
        os.close(self._requests)
        self._service.join(PATIENCE_SECONDS)
        self._reader.join(PATIENCE_SECONDS)
        assert not self._service.is_alive()


def is_embedding(reply: Reply, number: int) -> bool:
    """Whether an index has embedded its first photos."""
    is_progress = reply.id == number and reply.event == "progress"
    return is_progress and reply.record.stage == Stage.EMBEDDING and reply.record.done > 0


@pytest.fixture
def client(store: ModelStore, tmp_path: Path) -> Iterator[Client]:
    """A worker that has said hello."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    made = Client(store, scratch)
    hello = made.until(lambda reply: True)
    assert (hello.id, hello.event, hello.record["protocol"]) == (0, "hello", wire.PROTOCOL)
    yield made
    made.close()
    ends = [r.id for r in made.seen if r.event in ("finished", "failed")]
    assert sorted(ends) == sorted(set(ends))


def kinds(records: list[Any]) -> set[type]:
    return {type(record) for record in records}


def test_a_catalogue_is_opened_indexed_and_asked(
    client: Client, photos: Path, tmp_path: Path
) -> None:
    for path in (photos / "Shoes").iterdir():
        path.unlink()
    (photos / "empty.jpg").touch()
    last, records = client.ask("open", tmp_path / "cat")
    assert last.event == "finished"
    assert kinds(records) == {CatalogueInfo, EncoderState, RemovalState}
    assert records[0].photos == 0
    assert (records[1].in_use, records[1].why) == ("efficientnet-lite2", "missing")
    assert records[1].download_bytes > 0

    last, _ = client.ask("match", photos / "Bags" / "BG2.jpg", count=3)
    assert (last.event, last.record.reason.value) == ("failed", "empty-catalogue")

    last, records = client.ask("index", photos)
    assert last.event == "finished"
    assert kinds(records) == {Progress, SetAside, CatalogueInfo, EncoderState, RemovalState}
    info = next(record for record in records if isinstance(record, CatalogueInfo))
    assert (info.photos, info.embedded, info.set_aside) == (5, 5, 1)

    last, [answer] = client.ask("match", photos / "Bags" / "BG2.jpg", count=3)
    assert isinstance(answer, Answer)
    assert answer.matches[0].reference == "BG2"
    assert answer.background == Background.REMOVED
    order = CutoutOrder(side=120)
    last, [cutout] = client.ask("cutout", photos / "Bags" / "BG2.jpg", cutout=order)
    assert (last.event, cutout.background) == ("finished", Background.REMOVED)
    assert cutout.path.parent == tmp_path / "scratch"
    with Image.open(cutout.path) as image:
        assert (image.mode, image.size) == ("RGBA", (120, 120))
    order = CutoutOrder(tmp_path / "out.png", Ground.WHITE)
    _, [saved] = client.ask("save", photos / "Bags" / "BG2.jpg", cutout=order)
    assert saved == Cutout(tmp_path / "out.png", Background.REMOVED)
    with Image.open(saved.path) as image:
        assert (image.mode, image.size) == ("RGB", (240, 240))
    last, _ = client.ask("save", photos / "Bags" / "BG2.jpg", cutout=CutoutOrder(tmp_path))
    assert (last.event, last.record.reason.value) == ("failed", "cannot-write")

    last, records = client.ask("aside")
    assert records == [SetAside(photos.resolve() / "empty.jpg", "empty", "")]
    (photos / "empty.jpg").write_bytes((photos / "Bags" / "BG2.jpg").read_bytes())
    last, records = client.ask("retry")
    assert last.event == "finished"
    assert client.ask("aside") == (Reply(client._number, "finished"), [])


def test_a_query_is_answered_while_a_folder_is_indexed(
    client: Client, photos: Path, tmp_path: Path
) -> None:
    client.ask("open", tmp_path / "cat")
    client.ask("warm")
    index = client.send("index", photos)
    client.until(lambda r: is_embedding(r, index))
    match = client.send("match", photos / "Watches" / "WT1.png", count=3)
    aside = client.send("aside")
    assert client.end(index).event == "finished"
    order = [(r.id, r.event) for r in client.seen]
    assert order.index((match, "answer")) < order.index((match, "finished"))
    assert order.index((match, "finished")) < order.index((index, "finished"))
    assert order.index((aside, "finished")) < order.index((index, "finished"))
    info = next(r.record for r in client.seen if r.id == index and r.event == "info")
    assert info.embedded == 8


def test_a_cancelled_index_ends_early_keeps_its_work_and_goes_on(
    client: Client, photos: Path, tmp_path: Path
) -> None:
    client.ask("open", tmp_path / "cat")
    client.ask("warm")
    index = client.send("index", photos)
    waiting = client.send("index", photos / "Bags")
    client.until(
        lambda r: r.id == index and r.event == "progress" and r.record.stage == Stage.EMBEDDING
    )
    cancel = client.send("cancel")
    assert client.end(index).event == "finished"
    ended = {r.id for r in client.seen if r.event == "finished"}
    assert {index, waiting, cancel} <= ended
    info = next(r.record for r in client.seen if r.id == index and r.event == "info")
    assert info.embedded < 8
    last, records = client.ask("resume")
    info = next(record for record in records if isinstance(record, CatalogueInfo))
    assert (last.event, info.embedded) == ("finished", 8)


def test_one_job_is_left_off_and_the_others_go_on(
    client: Client, photos: Path, tmp_path: Path
) -> None:
    client.ask("open", tmp_path / "cat")
    client.ask("warm")
    index, waiting, last = (client.send("index", folder) for folder in (photos, photos, photos))
    client.until(lambda r: is_embedding(r, index))
    client.ask("cancel", str(waiting))
    assert Reply(waiting, "finished") in client.seen
    assert Reply(waiting, "begun") not in client.seen
    client.ask("cancel", str(index))
    client.end(last)
    infos = {r.id: r.record for r in client.seen if r.event == "info"}
    assert infos[index].embedded < 8
    assert infos[last].embedded == 8


def test_what_cannot_be_done_fails_once_and_the_worker_goes_on(
    client: Client, photos: Path, tmp_path: Path
) -> None:
    for do in ("unheard-of", "aside", "index", "match", "resume", "warm", "encoder"):
        last, _ = client.ask(do, photos)
        assert (last.event, last.record.family) == ("failed", "request")
    client.write(b"no request at all\n\xff\xff\n{}\n[]\n")
    last, _ = client.ask("open", tmp_path / "cat")
    assert last.event == "finished"
    (tmp_path / "file").touch()
    expected = {
        ("index", str(tmp_path / "nowhere")): ("folder", "missing"),
        ("index", str(tmp_path / "scratch")): ("folder", "no-photos"),
        ("encoder", ""): ("weights", "unknown"),
        ("open", str(tmp_path / "file")): ("catalogue", "read-only"),
        ("aside", ""): ("catalogue", "read-only"),
    }
    for (do, subject), (family, reason) in expected.items():
        last, _ = client.ask(do, subject)
        assert (last.event, last.record.family, last.record.reason.value) == (
            "failed",
            family,
            reason,
        )
    assert client.ask("open", tmp_path / "cat")[0].event == "finished"


def test_opening_another_catalogue_stops_the_job_of_the_first(
    client: Client, photos: Path, tmp_path: Path
) -> None:
    client.ask("open", tmp_path / "one")
    client.ask("warm")
    index = client.send("index", photos)
    client.until(lambda r: is_embedding(r, index))
    last, records = client.ask("open", tmp_path / "two")
    assert last.event == "finished"
    assert records[0].folder == tmp_path / "two"
    assert records[0].photos == 0
    if not any(r.event == "finished" for r in client.seen if r.id == index):
        client.end(index)
    assert [r.event for r in client.seen if r.id == index][-1] == "finished"


def test_the_worker_ends_with_its_input(store: ModelStore, photos: Path, tmp_path: Path) -> None:
    client = Client(store, tmp_path)
    client.ask("open", tmp_path / "cat")
    index = client.send("index", photos)
    client.until(lambda r: is_embedding(r, index))
    client.close()


@pytest.fixture
def with_resnet(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ModelStore]:
    """A store whose resnet50, of random values, can be fetched from this machine."""
    import torch
    from torchvision.models import resnet50

    path = tmp_path / "served" / "resnet50.pth"
    path.parent.mkdir()
    torch.save(resnet50(weights=None).state_dict(), path)
    authority = trustme.CA()
    model_home.trust(authority, tmp_path, monkeypatch)
    with model_home.serve(path.read_bytes(), authority) as home:
        model = made("resnet50", home.data, f"{home.address}/whole")
        target = tmp_path / "fetched"
        yield ModelStore({**store.models, "resnet50": model}, (*store.search, target), target)


def test_a_fetched_encoder_takes_over_once_all_is_embedded(
    with_resnet: ModelStore, photos: Path, tmp_path: Path
) -> None:
    for path in [*(photos / "Shoes").iterdir(), *(photos / "Watches").iterdir()]:
        path.unlink()
    client = Client(with_resnet, tmp_path)
    query = photos / "Bags" / "BG2.jpg"
    client.ask("open", tmp_path / "cat")
    client.ask("index", photos)
    _, [answer] = client.ask("match", query, count=1)
    assert answer.encoder == "efficientnet-lite2"
    last, records = client.ask("fetch", model="resnet50")
    assert last.event == "finished"
    told = [record for record in records if isinstance(record, EncoderState)]
    assert [(state.in_use, state.wanted, state.why) for state in told] == [
        ("efficientnet-lite2", "resnet50", ""),
        ("resnet50", "resnet50", ""),
    ]
    _, [answer] = client.ask("match", query, count=1)
    assert answer.encoder == "resnet50"
    assert answer.matches[0].reference == "BG2"
    last, records = client.ask("encoder", model="efficientnet-lite2")
    assert last.event == "finished"
    _, [answer] = client.ask("match", query, count=1)
    assert answer.encoder == "efficientnet-lite2"
    (tmp_path / "served" / "resnet50.pth").unlink()
    assert client.ask("fetch", model="resnet50")[0].event == "finished", "fetched twice"
    client.close()


def test_a_cancelled_change_of_encoder_stays_cancelled(
    with_resnet: ModelStore, photos: Path, tmp_path: Path
) -> None:
    with_resnet.adopt("resnet50", tmp_path / "served" / "resnet50.pth")
    client = Client(with_resnet, tmp_path)
    client.ask("open", tmp_path / "cat")
    client.ask("encoder", model="efficientnet-lite2")
    client.ask("index", photos / "Bags")
    change = client.send("encoder", model="resnet50")
    client.until(
        lambda r: r.id == change and r.event == "progress" and r.record.stage == Stage.EMBEDDING
    )
    client.send("cancel")
    client.end(change)
    _, records = client.ask("resume")
    state = next(record for record in records if isinstance(record, EncoderState))
    assert (state.in_use, state.wanted) == ("efficientnet-lite2", "efficientnet-lite2")
    client.close()


def test_a_catalogue_of_an_older_pixel_code_is_embedded_anew(
    client: Client, plain_embedder: Embedder, drawn_photos: Path, tmp_path: Path
) -> None:
    older = replace(plain_embedder.recipe, pixels=plain_embedder.recipe.pixels - 1)
    made = Catalogue(tmp_path / "catalogue")
    list(index_folder(made, drawn_photos, replace(plain_embedder, recipe=older)))
    products = made.info().products
    made.close()
    client.ask("open", tmp_path / "catalogue")
    last, _records = client.ask("resume")
    assert last.event == "finished"
    last, records = client.ask("match", drawn_photos / "Bags" / "BG2.jpg", count=3)
    assert last.event == "finished"
    (answer,) = (record for record in records if isinstance(record, Answer))
    assert answer.matches[0].reference == "BG2"
    again = Catalogue(tmp_path / "catalogue")
    with closing(again):
        assert again.recipe("active") == plain_embedder.recipe
        assert (again.info().products, again.waiting(plain_embedder.recipe.embedding_id)) == (
            products,
            [],
        )


def test_of_several_queries_the_newest_alone_is_answered(
    client: Client, photos: Path, tmp_path: Path
) -> None:
    client.ask("open", tmp_path / "cat")
    index = client.send("index", photos)
    client.until(lambda r: is_embedding(r, index))
    lines = [
        wire.encode_request(Request(number, "match", str(photos / "Bags" / "BG2.jpg"), count=1))
        for number in (901, 902, 903)
    ]
    client.write(b"".join(lines))
    client.end(index)
    answered = [r.id for r in client.seen if r.event == "answer"]
    assert answered == [903]
    assert {901, 902, 903} <= {r.id for r in client.seen if r.event == "finished"}


def test_a_query_goes_before_cutouts_and_of_those_to_be_shown_the_newest_alone_is_made(
    client: Client, photos: Path, tmp_path: Path
) -> None:
    photo = str(photos / "Bags" / "BG2.jpg")
    client.ask("open", tmp_path / "cat")
    index = client.send("index", photos)
    client.until(lambda r: is_embedding(r, index))
    client.ask("match", photo, count=1)
    saved = CutoutOrder(tmp_path / "out.png")
    requests = [
        Request(901, "cutout", photo, cutout=CutoutOrder(side=99)),
        Request(902, "save", photo, cutout=saved),
        Request(903, "match", photo, count=1),
        Request(904, "cutout", photo, cutout=CutoutOrder(side=99)),
        Request(905, "cutout", photo, cutout=CutoutOrder(side=99)),
    ]
    client.write(b"".join(wire.encode_request(request) for request in requests))
    client.end(index)
    told = [(r.id, r.event) for r in client.seen if r.id > 900]
    made = [pair for pair in told if pair[1] != "finished"]
    assert made == [(903, "answer"), (902, "cutout"), (905, "cutout")]
    assert {number for number, event in told if event == "finished"} == {901, 902, 903, 904, 905}


def way(records: list[Any]) -> str:
    return [record.preset for record in records if isinstance(record, EncoderState)][-1]


def removal_state(records: list[Any]) -> RemovalState:
    found = [record for record in records if isinstance(record, RemovalState)]
    return found[-1]


def test_another_removal_takes_over_once_all_is_embedded(
    client: Client, photos: Path, tmp_path: Path
) -> None:
    for path in [*(photos / "Shoes").iterdir(), *(photos / "Watches").iterdir()]:
        path.unlink()
    _, records = client.ask("open", tmp_path / "cat")
    default = Removal("u2netp", plain_ground=True)
    assert removal_state(records) == RemovalState(default, default, ("u2netp",))
    client.ask("index", photos)
    last, records = client.ask("removal", model="u2netp", plain_ground=False)
    network = Removal("u2netp", plain_ground=False)
    assert (last.event, removal_state(records).in_use) == ("finished", network)
    begun = next(record for record in records if isinstance(record, RemovalState))
    assert (begun.in_use, begun.wanted) == (default, network)
    with closing(Catalogue(tmp_path / "cat")) as catalogue:
        recipe = catalogue.recipe("active")
        assert recipe == replace(recipe, plain_ground=False)
        assert catalogue.info().embedded == 3
    _, records = client.ask("removal", model="none")
    assert removal_state(records).in_use == Removal("none", plain_ground=False)
    _, [answer] = client.ask("match", photos / "Bags" / "BG2.jpg", count=1)
    assert answer.background == Background.KEPT
    last, _ = client.ask("removal", model="resnet50")
    assert (last.record.family, last.record.reason.value) == ("weights", "unknown")
    last, records = client.ask("fetch", model="u2netp", plain_ground=True)
    assert (last.event, removal_state(records).in_use) == ("finished", default)
    weights = folders.resource("models", "u2netp.onnx")
    last, records = client.ask("adopt", weights, model="u2netp")
    assert (last.event, removal_state(records).in_use) == ("finished", default)


@pytest.fixture
def with_u2net(store: ModelStore, tmp_path: Path) -> ModelStore:
    """A store whose u2net expects the weights of the small one, and is not here."""
    small = store.model("u2netp")
    model = replace(store.model("u2net"), size=small.size, sha256=small.sha256)
    target = tmp_path / "models"
    return ModelStore({**store.models, "u2net": model}, (*store.search, target), target)


def test_a_removal_network_from_a_file_serves_until_its_weights_are_gone(
    with_u2net: ModelStore, photos: Path, tmp_path: Path
) -> None:
    small = Removal("u2netp", plain_ground=True)
    large = Removal("u2net", plain_ground=True)
    client = Client(with_u2net, tmp_path)
    client.ask("open", tmp_path / "cat")
    client.ask("index", photos / "Bags")
    last, _ = client.ask("removal", model="u2net")
    assert (last.record.family, last.record.reason.value) == ("weights", "missing")
    last, records = client.ask("adopt", folders.resource("models", "u2netp.onnx"), model="u2net")
    states = [record for record in records if isinstance(record, RemovalState)]
    assert last.event == "finished"
    assert states[0] == RemovalState(small, large, ("u2netp", "u2net"))
    assert states[-1] == RemovalState(large, large, ("u2netp", "u2net"))
    client.close()

    (tmp_path / "models" / "u2net.onnx").unlink()
    client = Client(with_u2net, tmp_path)
    _, records = client.ask("open", tmp_path / "cat")
    assert removal_state(records) == RemovalState(small, small, ("u2netp",), "u2net", "missing")
    client.ask("resume")
    _, [answer] = client.ask("match", photos / "Bags" / "BG2.jpg", count=1)
    assert answer.matches[0].reference == "BG2"
    _, records = client.ask("open", tmp_path / "cat")
    assert removal_state(records) == RemovalState(small, small, ("u2netp",))
    client.close()


def test_a_change_of_removal_keeps_a_change_of_encoder_that_waits(
    with_resnet: ModelStore, photos: Path, tmp_path: Path
) -> None:
    with_resnet.adopt("resnet50", tmp_path / "served" / "resnet50.pth")
    client = Client(with_resnet, tmp_path)
    client.ask("open", tmp_path / "cat")
    client.ask("encoder", model="efficientnet-lite2")
    client.ask("index", photos / "Bags")
    change = client.send("encoder", model="resnet50")
    client.until(lambda r: r.id == change and r.event == "progress")
    _, records = client.ask("removal", model="none")
    state = [record for record in records if isinstance(record, EncoderState)][-1]
    assert (state.in_use, removal_state(records).in_use.network) == ("resnet50", "none")
    client.close()


def test_opening_sweeps_leftovers_and_resuming_mends_a_damaged_generation(
    client: Client, indexed: Catalogue, photos: Path
) -> None:
    recipe = indexed.recipe("active")
    path = indexed.index_folder / indexed.generation_file(recipe.id)
    left = [path.with_suffix(".part"), indexed.folder / "copies" / "unfinished.part"]
    left[1].parent.mkdir()
    for file in left:
        file.touch()
        os.utime(file, (1, 1))
    path.write_bytes(b"")
    indexed.close()
    assert client.ask("open", indexed.folder)[0].event == "finished"
    assert not any(file.exists() for file in left)
    _, [answer] = client.ask("match", photos / "Bags" / "BG2.jpg", count=1)
    assert answer.matches[0].reference == "BG2"
    assert client.ask("resume")[0].event == "finished"
    told = {reply.record.stage for reply in client.seen if reply.event == "progress"}
    assert Stage.MENDING in told
    assert not path.exists()
    with closing(Catalogue(indexed.folder)) as again:
        assert is_usable(again, recipe)


def test_a_generation_that_was_damaged_since_the_last_query_is_mended_unasked(
    client: Client, indexed: Catalogue, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(Index.__init__.__kwdefaults__, "exact_below", 0)
    recipe, query = indexed.recipe("active"), photos / "Bags" / "BG2.jpg"
    client.ask("open", indexed.folder)
    client.ask("resume")
    for _ in range(2):
        client.ask("match", query, count=1)
        os.truncate(indexed.index_folder / indexed.generation_file(recipe.id), 0)
        _, [answer] = client.ask("match", query, count=1)
        assert answer.matches[0].reference == "BG2"
        client.until(lambda r: r.id < 0 and r.event == "finished")
        assert is_usable(indexed, recipe)


def test_another_way_of_looking_takes_over_once_all_is_embedded(
    client: Client, photos: Path, tmp_path: Path
) -> None:
    _, records = client.ask("open", tmp_path / "cat")
    assert way(records) == "best"
    client.ask("index", photos)
    for name, is_weighed in (("plain", False), ("best", True)):
        last, records = client.ask("preset", name)
        assert (last.event, way(records)) == ("finished", name)
        with closing(Catalogue(tmp_path / "cat")) as catalogue:
            assert bool(catalogue.recipe("active").evidence) == is_weighed
        _, [answer] = client.ask("match", photos / "Bags" / "BG2.jpg", count=1)
        assert answer.matches[0].is_share == is_weighed
    last, _ = client.ask("preset", "slow")
    assert last.record.reason == RequestReason.BAD_RECIPE
