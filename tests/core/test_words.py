"""Search by words, by a photo and words, and categories as text; CLIP has random weights here.

So nothing is said about what is like what: only that the vectors are made and ranked as promised.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import folders, intake
from core.catalogue import Catalogue
from core.cli import main
from core.digest import digest_of
from core.embedding import Embedder
from core.encoders import TextEncoder
from core.errors import RequestError, RequestReason
from core.match import Matcher
from core.pipeline import index_folder
from core.product_records import Filter
from core.query_vector import query_vector
from core.recipe import NO_REMOVAL, Recipe
from core.records import Words
from core.weights import MANIFEST_VARIABLE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def speaking(clip: TextEncoder) -> Embedder:
    """CLIP on whole photos."""
    recipe = Recipe(
        encoder=clip.name,
        encoder_digest="0" * 64,
        removal=NO_REMOVAL,
        removal_digest="",
        flip=False,
        pooling="class",
    )
    return Embedder(recipe, clip, None)


@pytest.fixture(scope="module")
def matcher(
    tmp_path_factory: pytest.TempPathFactory, speaking: Embedder, drawn_photos: Path
) -> Matcher:
    """Over the drawn photos."""
    catalogue = Catalogue(tmp_path_factory.mktemp("spoken"))
    list(index_folder(catalogue, drawn_photos, speaking))
    return Matcher(catalogue, speaking)


@pytest.fixture
def two(photos: Path) -> Path:
    """Two photos of products of two categories."""
    for path in photos.rglob("*.*"):
        if path.name not in ("BG2.jpg", "SH2.jpg"):
            path.unlink()
    return photos


def stored(matcher: Matcher) -> dict[str, np.ndarray]:
    """The vectors of the catalogue, by the photo's name."""
    ids, vectors = matcher.catalogue.vectors(matcher.recipe.embedding_id)
    shown = matcher.catalogue.shown_by(ids)
    return {shown[int(i)].photo_path.name: v for i, v in zip(ids, vectors, strict=True)}


def test_words_rank_the_catalogue_by_their_own_vector(matcher: Matcher, speaking: Embedder) -> None:
    said = speaking.embed_words("red leather bag")
    answer = matcher.match_words(Words("red leather bag"), 20)
    assert (answer.words, answer.encoder) == ("red leather bag", "clip-vit-b-32")
    assert len(answer.matches) == 7
    for match in answer.matches:
        assert 0 <= match.likeness <= 1
        cosine = float(stored(matcher)[match.photo_path.name] @ said)
        assert match.similarity == pytest.approx(cosine, abs=1e-3)
    cosines = [match.similarity for match in answer.matches]
    assert cosines == sorted(cosines, reverse=True)
    assert answer.matches[0].likeness > 0
    assert matcher.match_words(Words("  Red leather BAG"), 20).matches == answer.matches


def test_words_under_a_filter_rank_what_passes(matcher: Matcher) -> None:
    matches = matcher.match_words(Words("shoe"), 20, Filter(category="Shoes")).matches
    assert {match.category for match in matches} == {"Shoes"}
    assert len(matches) == 3


def test_words_beside_a_photo_count_by_their_weight(
    matcher: Matcher, speaking: Embedder, drawn_photos: Path
) -> None:
    photo = drawn_photos / "Bags" / "BG2.jpg"
    alone = matcher.match(photo, 7).matches
    assert matcher.match(photo, 7, words=Words("red", 0)).matches[0].reference == "BG2"
    assert matcher.match(photo, 7, words=Words("   ")).matches == alone
    said = matcher.match_words(Words("red"), 7).matches
    only = matcher.match(photo, 7, words=Words("red", 1)).matches
    assert [m.reference for m in only] == [m.reference for m in said]

    seen = stored(matcher)["BG2.jpg"]
    both = query_vector(speaking, seen, Words("red", 0.25))
    expected = 0.75 * seen + 0.25 * speaking.embed_words("red")
    assert both == pytest.approx(expected / np.linalg.norm(expected), abs=1e-5)
    mixed = matcher.match(photo, 7, words=Words("red", 0.25)).matches
    for match in mixed:
        cosine = float(stored(matcher)[match.photo_path.name] @ both)
        assert match.similarity == pytest.approx(cosine, abs=1e-3)


def test_an_encoder_without_text_refuses_words_in_a_sentence(
    indexed: Catalogue, plain_embedder: Embedder, drawn_photos: Path
) -> None:
    mute = Matcher(indexed, plain_embedder)
    photo = drawn_photos / "Bags" / "BG2.jpg"
    for ask in (
        lambda: mute.match_words(Words("red"), 3),
        lambda: mute.match(photo, 3, words=Words("red")),
        lambda: plain_embedder.embed_words("red"),
    ):
        with pytest.raises(RequestError) as caught:
            ask()
        assert caught.value.reason == RequestReason.NO_TEXT
        assert caught.value.subject == "efficientnet-lite2"
    assert mute.match(photo, 3, words=Words("")).matches == mute.match(photo, 3).matches


def test_words_need_a_catalogue_and_something_said(
    catalogue: Catalogue, matcher: Matcher, speaking: Embedder
) -> None:
    with pytest.raises(RequestError) as caught:
        Matcher(catalogue, speaking).match_words(Words("red"), 3)
    assert caught.value.reason == RequestReason.EMPTY_CATALOGUE
    with pytest.raises(ValueError, match="words"):
        matcher.match_words(Words(" "), 3)


def test_the_category_moves_a_catalogue_photo_and_no_query(
    speaking: Embedder, catalogue: Catalogue, two: Path
) -> None:
    recipe = replace(speaking.recipe, text="category", text_weight=0.3)
    moved = Embedder(recipe, speaking.encoder, None)
    list(index_folder(catalogue, two, moved))
    vectors = stored(Matcher(catalogue, moved))
    for name, category in (("BG2.jpg", "Bags"), ("SH2.jpg", "Shoes")):
        prepared = moved.prepare(intake.load(two / category / name, 1024))
        query = moved.embed(prepared)
        assert query == pytest.approx(speaking.embed(prepared), abs=1e-6)
        expected = 0.7 * query + 0.3 * speaking.embed_words(category)
        expected /= np.linalg.norm(expected)
        assert float(vectors[name] @ expected) == pytest.approx(1, abs=1e-4)
        assert float(vectors[name] @ query) < 0.999


@pytest.fixture
def listed(
    encoder_file: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A models list and a models folder in which the random CLIP is the one that is expected."""
    path = encoder_file("clip-vit-b-32")
    text = folders.resource("models.toml").read_text(encoding="utf-8")
    before, after = text.split('["clip-vit-b-32"]')
    true = next(line for line in after.splitlines() if line.startswith("sha256"))
    after = after.replace(true, f'sha256 = "{digest_of(path)}"', 1)
    manifest = tmp_path / "models.toml"
    manifest.write_text(f'{before}["clip-vit-b-32"]{after}', encoding="utf-8")
    monkeypatch.setenv(MANIFEST_VARIABLE, str(manifest))
    folders.models_folder().mkdir(parents=True)
    (folders.models_folder() / path.name).hardlink_to(path)


def test_the_command_line_takes_a_photo_words_or_both(
    run, listed: None, two: Path, tmp_path: Path
) -> None:
    at = ("--catalogue", tmp_path / "cat")
    recipe = ("--encoder", "clip-vit-b-32", "--removal", "none", "--recipe", "fast")
    assert run("index", two, *recipe, *at)[0] == 0
    code, said = run("match", "--words", "red bag", "-k", 3, *at)
    assert (code, set(said)) == (0, {"words", "matches", "encoder", "seconds"})
    assert len(said["matches"]) == 2
    photo = two / "Bags" / "BG2.jpg"
    code, both = run("match", photo, "--words", "red bag", "--words-weight", 1, "-k", 3, *at)
    assert code == 0
    references = [[m["reference"] for m in answer["matches"]] for answer in (said, both)]
    assert references[0] == references[1]
    assert both["photo"] == str(photo.resolve())

    values = run("info", *at)[1]["recipe"]
    assert values["pooling"] == "class"
    path = tmp_path / "recipe.json"
    path.write_text(json.dumps({**values, "text": "category", "text_weight": 0.5}))
    assert run("index", two, "--recipe", path, *at)[0] == 0
    assert run("info", *at)[1]["recipe"]["text"] == "category"


def test_the_command_line_refuses_words_without_text_and_nothing_at_all(
    run, indexed: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ("--catalogue", indexed.folder)
    code, values = run("match", "--words", "red", *at)
    assert (code, values["error"]["reason"]) == (1, "no-text")
    assert main(["match", *map(str, at)]) == 2
    assert "--words" in capsys.readouterr().err
    for weight in ("-0.1", "1.1", "much", "nan"):
        with pytest.raises(SystemExit):
            main(["match", "--words", "red", "--words-weight", weight, *map(str, at)])
