"""Fine-tuning as the window and the command line ask for it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core import folders
from core.catalogue import Catalogue
from core.embedding import plain_recipe
from core.encoders import open_encoder
from core.encoders.network import TorchEncoder
from core.finetuning.outcome import keep
from core.finetuning.run import FOLDER
from core.session import Session
from core.tuning_records import Tuned, TuningEpoch, TuningOrder
from core.weights import EMBEDDED_ENCODER, ModelStore
from core.wire import Request, decode_reply, decode_request, encode_reply, encode_request

pytestmark = pytest.mark.slow


@pytest.fixture
def session(own_store: ModelStore, few: Catalogue, tmp_path: Path) -> Iterator[Session]:
    """The worker's side, with the catalogue of few shirts open."""
    few.set_recipe("active", plain_recipe(own_store, EMBEDDED_ENCODER, "none"))
    made = Session(own_store, tmp_path)
    list(made.open(few.folder))
    yield made
    made.close()


def test_the_window_can_have_an_encoder_made_used_and_removed(
    session: Session, few: Catalogue
) -> None:
    order = TuningOrder(epochs=2)
    request = decode_request(encode_request(Request(1, "finetune", tuning=order)))
    records = [each for each in session.finetune(request) if each is not None]
    assert [each.epoch for each in records if isinstance(each, TuningEpoch)] == [0, 1, 2]
    tuned = records[-1]
    assert isinstance(tuned, Tuned)
    for record in records:
        assert decode_reply(encode_reply(1, record)).record == record
    list(session.change_encoder(Request(2, "encoder", model=tuned.model)))
    assert few.recipe("active").encoder == tuned.model
    with pytest.raises(Exception, match="in-use"):
        list(session.remove_model(Request(3, "remove", model=tuned.model)))
    list(session.change_encoder(Request(4, "encoder", model=EMBEDDED_ENCODER)))
    list(session.remove_model(Request(5, "remove", model=tuned.model)))


def test_a_cancelled_one_can_be_gone_on_with(session: Session, few: Catalogue) -> None:
    job = session.finetune(Request(1, "finetune", tuning=TuningOrder(epochs=3)))
    for record in job:
        if isinstance(record, TuningEpoch) and record.epoch == 1:
            break
    job.close()
    assert (few.folder / FOLDER).exists()
    again = session.finetune(Request(2, "finetune", tuning=TuningOrder(epochs=3, resume=True)))
    epochs = [each for each in again if isinstance(each, TuningEpoch)]
    assert epochs[1].loss is not None


def test_the_command_line_tells_what_came_of_it(
    few: Catalogue,
    own_store: ModelStore,
    monkeypatch: pytest.MonkeyPatch,
    run: Callable[..., tuple[int, Any]],
) -> None:
    monkeypatch.setenv(folders.DATA_VARIABLE, str(own_store.target.parent))
    few.set_recipe("active", replace(plain_recipe(own_store, EMBEDDED_ENCODER, "none")))
    at = ("--catalogue", few.folder)
    code, values = run("finetune", *at, "--epochs", 2, "--with-category")
    assert code == 0
    assert [each["epoch"] for each in values["epochs"]] == [0, 1, 2]
    assert values["model"].startswith(f"{EMBEDDED_ENCODER}+")
    assert values["gain"]["low"] <= values["gain"]["high"]
    assert isinstance(values["recommended"], bool)
    code, values = run("models", "remove", values["model"], *at)
    assert code == 0


def test_the_command_line_tells_which_labelled_photos_are_away(
    few: Catalogue,
    own_store: ModelStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: Callable[..., tuple[int, Any]],
) -> None:
    monkeypatch.setenv(folders.DATA_VARIABLE, str(own_store.target.parent))
    few.set_recipe("active", replace(plain_recipe(own_store, EMBEDDED_ENCODER, "none")))
    ((reference,),) = few.database.rows("SELECT reference FROM product LIMIT 1")
    (tmp_path / "truth.csv").write_text(f"query,reference\naway.jpg,{reference}\n")
    truth = ("--truth", tmp_path / "truth.csv")
    code, values = run("finetune", "--catalogue", few.folder, "--epochs", 1, *truth)
    assert code == 3
    assert [Path(each["path"]).name for each in values["set_aside"]] == ["away.jpg"]


def test_an_encoder_that_another_process_has_made_is_known(
    session: Session, few: Catalogue, own_store: ModelStore
) -> None:
    weights = own_store.verified(EMBEDDED_ENCODER)
    base = open_encoder(EMBEDDED_ENCODER, weights)
    assert isinstance(base, TorchEncoder)
    made = keep(own_store, base, {}, date(2026, 1, 2))
    list(session.change_encoder(Request(1, "encoder", model=made.id)))
    assert few.recipe("active").encoder == made.id
    again = Session(own_store, own_store.target)
    session.close()
    list(again.open(few.folder))
    list(again.warm(Request(2, "warm")))
    assert few.recipe("active").encoder == made.id
    list(again.change_encoder(Request(3, "encoder", model=EMBEDDED_ENCODER)))
    other = keep(own_store, base, {}, date(2026, 1, 3))
    list(again.remove_model(Request(4, "remove", model=other.id)))
    again.close()
