"""Top-k over queries whose ranks are known."""

from pathlib import Path

import pytest

from core.catalogue import Catalogue
from core.embedding import Embedder
from core.errors import RequestError, RequestReason
from core.evaluate import Labelled, Scores, evaluate, read_truth
from core.listing import list_folder
from core.match import Matcher
from core.records import Progress, SetAside, Stage


@pytest.fixture
def listed(catalogue: Catalogue, photos: Path) -> Catalogue:
    """The drawn photos, known but not embedded."""
    list(list_folder(catalogue, photos.resolve()))
    return catalogue


def written(photos: Path, text: str | bytes) -> Path:
    path = photos / "truth.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_truth_is_read_relative_to_its_file(listed: Catalogue, photos: Path) -> None:
    text = "query,match,note\r\n../q/ä 1.jpg,Bags/BG2.jpg,x\r\nb.jpg,Bags/BG1_back.jpg,\r\n"
    labelled = read_truth(written(photos, text), listed)
    front = listed.product_of(photos.resolve() / "Bags" / "BG1_front.jpg")
    assert [row.query for row in labelled] == [photos / "../q/ä 1.jpg", photos / "b.jpg"]
    assert labelled[1].product_id == front
    assert labelled[0].product_id != front


def test_a_byte_order_mark_is_no_part_of_the_first_column(listed: Catalogue, photos: Path) -> None:
    path = written(photos, "\ufeffquery,match\na.jpg,Bags/BG2.jpg\n")
    assert len(read_truth(path, listed)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "query,match\n",
        "photo,product\na.jpg,Bags/BG2.jpg\n",
        "query,match\na.jpg\n",
        "query,match\n,Bags/BG2.jpg\n",
        "query,match\na.jpg,Bags/unknown.jpg\n",
        "query,match\na.jpg,../../elsewhere.jpg\n",
        b"query,match\n\xff\xfe,\xff\n",
        b"\x00\x01\x02",
    ],
)
def test_a_truth_that_cannot_be_used_is_refused(
    listed: Catalogue, photos: Path, text: str | bytes
) -> None:
    with pytest.raises(RequestError) as caught:
        read_truth(written(photos, text), listed)
    assert caught.value.reason == RequestReason.BAD_TRUTH
    assert caught.value.subject == str(photos / "truth.csv")


@pytest.mark.parametrize("name", ["nowhere.csv", "Bags"])
def test_a_truth_that_is_no_file_is_refused(listed: Catalogue, photos: Path, name: str) -> None:
    with pytest.raises(RequestError) as caught:
        read_truth(photos / name, listed)
    assert caught.value.reason == RequestReason.BAD_TRUTH


@pytest.mark.slow
def test_scores_are_the_shares_of_known_ranks(
    indexed: Catalogue, plain_embedder: Embedder, drawn_photos: Path
) -> None:
    matcher = Matcher(indexed, plain_embedder)
    photos = drawn_photos
    query = photos / "Shoes" / "SH1.webp"
    ranked = [match.product_id for match in matcher.match(query, 7).matches]
    labelled = [Labelled(query, ranked[rank - 1]) for rank in (1, 1, 2, 3, 4, 5, 6, 7)]
    labelled += [Labelled(photos / "nowhere.jpg", ranked[0]), Labelled(query, ranked[2])]
    records = list(evaluate(matcher, labelled))
    scores = records[-1]
    assert isinstance(scores, Scores)
    assert (scores.queries, scores.failed) == (10, 1)
    assert (scores.top1, scores.top3, scores.top5) == (0.2, 0.5, 0.7)
    aside = [record for record in records if isinstance(record, SetAside)]
    assert [(photo.path, photo.reason) for photo in aside] == [(photos / "nowhere.jpg", "vanished")]
    steps = [record for record in records if isinstance(record, Progress)]
    assert [step.done for step in steps] == list(range(1, 11))
    assert {(step.stage, step.total) for step in steps} == {(Stage.EVALUATING, 10)}


@pytest.mark.slow
def test_a_likeness_that_is_always_right_is_not_off_and_refuses_the_rest(
    indexed: Catalogue, plain_embedder: Embedder, drawn_photos: Path
) -> None:
    paths = [path.resolve() for path in sorted(drawn_photos.rglob("*.*"))]
    labelled = [Labelled(path, indexed.product_of(path) or 0) for path in paths]
    scores = list(evaluate(Matcher(indexed, plain_embedder), labelled))[-1]
    assert isinstance(scores, Scores)
    assert scores.calibration_error == pytest.approx(0, abs=0.01)
    assert scores.refused == 1
    assert [(held.right, held.queries) for held in scores.reliability] == [(1, len(paths))]
    wrong = [Labelled(row.query, labelled[0].product_id) for row in labelled[3:]]
    scores = list(evaluate(Matcher(indexed, plain_embedder), wrong))[-1]
    assert isinstance(scores, Scores)
    assert scores.calibration_error == pytest.approx(1, abs=0.01)
    assert scores.refused == 0
