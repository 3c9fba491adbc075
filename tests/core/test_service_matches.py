"""The worker's answers about matches: what was said of them, others like one, why they agree."""

from pathlib import Path

import pytest

from core import wire
from core.catalogue import Catalogue
from core.confirmed import Verdict, judge
from core.records import Agreement, Answer, LikeAnswer
from core.wire import Request
from tests.core.test_service import Client, client, is_embedding

__all__ = ["client"]
pytestmark = pytest.mark.slow


def test_verdicts_others_like_a_match_and_agreement_come_through_the_pipe(
    client: Client, photos: Path, tmp_path: Path
) -> None:
    query = photos / "Bags" / "BG2.jpg"
    client.ask("open", tmp_path / "cat")
    client.ask("index", photos)
    _, [plain] = client.ask("match", query, count=3)
    assert isinstance(plain, Answer)
    assert plain.is_confident
    catalogue = Catalogue(tmp_path / "cat")
    judge(catalogue, Verdict(plain.digest, plain.matches[0].product_id, False, query))
    judge(catalogue, Verdict(plain.digest, plain.matches[2].product_id, True, query))
    catalogue.close()
    _, [judged] = client.ask("match", query, count=2)
    assert [match.is_right for match in judged.matches] == [True, False, None]

    _, [like] = client.ask("match", like=plain.matches[0].photo_id, count=3)
    assert isinstance(like, LikeAnswer)
    assert like.photo.photo_path.name == "BG2.jpg"
    assert "BG2" not in [match.reference for match in like.matches]
    last, _ = client.ask("match", like=9999, count=3)
    assert (last.event, last.record.reason.value) == ("failed", "not-compared")

    _, [why] = client.ask("why", query, other=str(query))
    assert isinstance(why, Agreement)
    assert why.size == why.other_size
    last, _ = client.ask("why", query, other=str(photos / "gone.jpg"))
    assert (last.event, last.record.reason.value) == ("failed", "vanished")


def test_a_query_goes_before_comparisons_and_of_those_the_newest_alone_is_made(
    client: Client, photos: Path, tmp_path: Path
) -> None:
    photo = str(photos / "Bags" / "BG2.jpg")
    client.ask("open", tmp_path / "cat")
    index = client.send("index", photos)
    client.until(lambda r: is_embedding(r, index))
    requests = [
        Request(901, "why", photo, other=photo),
        Request(902, "why", photo, other=photo),
        Request(903, "match", photo, count=1),
    ]
    client.write(b"".join(wire.encode_request(request) for request in requests))
    client.end(index)
    told = [(r.id, r.event) for r in client.seen if r.id > 900]
    assert [pair for pair in told if pair[1] != "finished"] == [(903, "answer"), (902, "agreement")]
    assert {number for number, event in told if event == "finished"} == {901, 902, 903}
