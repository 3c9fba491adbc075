"""Words and weights through the worker; CLIP has random weights, so order alone is compared."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core import folders
from core.catalogue import Catalogue
from core.embedding import open_embedder
from core.match import Matcher
from core.model_records import HandedOver, Refusal
from core.product_records import Filter
from core.records import Answer, EncoderState, Words, WordsAnswer
from core.weights import ModelStore
from tests.core.test_service import Client
from tests.model_lists import expecting

pytestmark = pytest.mark.slow

CLIP = "clip-vit-b-32"
RED = Words("red leather")


@pytest.fixture
def speaking(
    store: ModelStore, encoder_file: Callable[[str], Path], tmp_path: Path
) -> Iterator[ModelStore]:
    """A store that takes the random CLIP for the true one, and has it not yet."""
    model = expecting(store.model(CLIP), encoder_file(CLIP))
    target = tmp_path / "target"
    yield ModelStore({**store.models, CLIP: model}, (*store.search, target), target)
    shutil.rmtree(target, ignore_errors=True)


@pytest.fixture
def client(speaking: ModelStore, tmp_path: Path) -> Iterator[Client]:
    """A worker that ends with the test, however that ends."""
    with closing(Client(speaking, tmp_path)) as made:
        yield made


def told(records: list[object]) -> list[EncoderState]:
    return [record for record in records if isinstance(record, EncoderState)]


def test_words_alone_and_beside_a_photo_are_answered_once_clip_is_in_use(
    client: Client,
    speaking: ModelStore,
    encoder_file: Callable[[str], Path],
    photos: Path,
    tmp_path: Path,
) -> None:
    shutil.rmtree(photos / "Shoes")
    _, records = client.ask("open", tmp_path / "cat")
    [state] = told(records)
    assert state.here == ("efficientnet-lite2",)
    assert state.with_text == (CLIP, "clip-vit-b-16")
    client.ask("index", photos)
    last, _ = client.ask("match", words=RED, count=3)
    assert (last.event, last.record.reason.value) == ("failed", "no-text")

    last, records = client.ask("adopt", encoder_file(CLIP), model=CLIP)
    assert last.event == "finished"
    assert told(records)[-1].in_use == CLIP
    assert CLIP in told(records)[-1].here
    query = photos / "Bags" / "BG2.jpg"
    _, [said] = client.ask("match", words=RED, count=3)
    _, [shown] = client.ask("match", query, count=3)
    _, [both] = client.ask("match", query, words=RED, count=3)
    _, [bags] = client.ask("match", words=RED, count=9, wanted=Filter(category="Bags"))
    assert isinstance(said, WordsAnswer)
    assert isinstance(both, Answer)
    assert (said.words, said.encoder, both.photo) == (RED.text, CLIP, query)
    assert {match.category for match in bags.matches} == {"Bags"}
    with closing(Catalogue(tmp_path / "cat")) as catalogue:
        matcher = Matcher(catalogue, open_embedder(catalogue.recipe("active"), speaking))
        assert said.matches == matcher.match_words(RED, 3).matches
        assert both.matches == matcher.match(query, 3, words=RED).matches
        assert shown.matches == matcher.match(query, 3).matches != both.matches


def test_weights_go_out_to_a_folder_and_come_in_from_one(
    client: Client, speaking: ModelStore, encoder_file: Callable[[str], Path], tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    client.ask("open", tmp_path / "cat")
    last, records = client.ask("export", stick)
    [done] = [record for record in records if isinstance(record, HandedOver)]
    assert (last.event, done) == (
        "finished",
        HandedOver(("u2netp", "efficientnet-lite2"), (), stick),
    )
    assert (stick / "SHA256SUMS").is_file()

    shutil.copy(encoder_file(CLIP), stick / "another name.safetensors")
    (stick / "broken.onnx").write_bytes(b"x")
    last, records = client.ask("import", stick)
    assert last.event == "finished"
    [done] = [record for record in records if isinstance(record, HandedOver)]
    assert set(done.models) == {"u2netp", "efficientnet-lite2", CLIP}
    assert done.refused == (Refusal(str(stick / "broken.onnx"), "no-model"),)
    assert done.folder is None
    assert CLIP in told(records)[-1].here
    assert told(records)[-1].in_use == "efficientnet-lite2"
    assert (speaking.target / speaking.model(CLIP).file).is_file()

    last, _ = client.ask("import", folders.resource("icons"))
    assert (last.event, last.record.reason.value) == ("failed", "no-models")
