"""Answers by all that is known of photos, with the embedded encoder."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from core.catalogue import Catalogue
from core.embedding import Embedder
from core.encoders import kind, open_encoder
from core.match import Matcher
from core.pipeline import index_folder
from core.product_records import Filter
from core.recipe import PARTS, Part
from core.weighing import learned

pytestmark = pytest.mark.slow
COUNT = 24
EncoderFile = Callable[[str], Path]


def printed(seed: int, tint: tuple[float, float, float] = (1, 1, 1)) -> Image.Image:
    """A print on cloth, different for each seed."""
    chance = np.random.default_rng(seed)
    image = Image.new("RGB", (320, 320), "white")
    pen = ImageDraw.Draw(image)
    ground = chance.integers(60, 220, 3)
    pen.rectangle(
        (50, 50, 270, 270), fill=tuple(int(v * t) for v, t in zip(ground, tint, strict=True))
    )
    for _patch in range(60):
        x, y = chance.integers(55, 240, 2).tolist()
        wide, high = chance.integers(6, 28, 2).tolist()
        colour = chance.integers(0, 256, 3)
        fill = tuple(int(v * t) for v, t in zip(colour, tint, strict=True))
        draw = pen.ellipse if chance.random() < 0.5 else pen.rectangle
        draw((x, y, x + wide, y + high), fill=fill)
    return image.filter(ImageFilter.GaussianBlur(0.7))


@pytest.fixture(scope="module")
def prints(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Photos of different prints, and one of the first print in another colour."""
    folder = tmp_path_factory.mktemp("prints")
    for seed in range(COUNT):
        printed(seed).save(folder / f"P{seed:02}.png")
    printed(0, (0.3, 0.6, 1)).save(folder / "BLUE.png")
    return folder


@pytest.fixture(scope="module")
def knowing(plain_embedder: Embedder) -> Embedder:
    """Whole photos, with all evidence."""
    return plain_embedder.under(replace(plain_embedder.recipe, evidence=PARTS), None)


@pytest.fixture(scope="module")
def matcher(
    tmp_path_factory: pytest.TempPathFactory, prints: Path, knowing: Embedder
) -> Iterator[Matcher]:
    catalogue = Catalogue(tmp_path_factory.mktemp("catalogue"))
    list(index_folder(catalogue, prints, knowing))
    yield Matcher(catalogue, knowing)
    catalogue.close()


def test_each_photo_finds_itself_and_is_sure(matcher: Matcher, prints: Path) -> None:
    for seed in range(0, COUNT, 5):
        answer = matcher.match(prints / f"P{seed:02}.png", 5)
        assert answer.matches[0].reference == f"P{seed:02}"
        assert answer.matches[0].agreeing > 30
        assert answer.matches[0].is_share
        assert answer.is_confident
        told = [match.likeness for match in answer.matches]
        assert told == sorted(told, reverse=True)
        assert min(told) >= 0
        assert sum(told) <= 1


def test_a_turned_crop_finds_its_print(matcher: Matcher, prints: Path, tmp_path: Path) -> None:
    for seed in (2, 7, 11):
        whole = Image.open(prints / f"P{seed:02}.png")
        crop = whole.rotate(12, fillcolor="white").crop((80, 90, 230, 240)).resize((400, 400))
        crop.save(tmp_path / "crop.png")
        first = matcher.match(tmp_path / "crop.png", 3).matches[0]
        assert first.reference == f"P{seed:02}"
        assert first.agreeing >= 8


def test_colour_decides_between_two_of_one_print(matcher: Matcher, prints: Path) -> None:
    for name, other in (("P00", "BLUE"), ("BLUE", "P00")):
        found = [match.reference for match in matcher.match(prints / f"{name}.png", 25).matches]
        assert found.index(name) == 0
        assert found.index(other) < 5


def test_an_answer_is_confident_from_a_likeness_on(
    matcher: Matcher, knowing: Embedder, prints: Path, tmp_path: Path
) -> None:
    printed(99).save(tmp_path / "other.png")
    found = {}
    for name in ("known", "other"):
        photo = prints / "P03.png" if name == "known" else tmp_path / "other.png"
        answer = found[name] = matcher.match(photo, 3)
        assert answer.is_confident == (answer.matches[0].likeness >= learned().least_share)
    assert found["known"].matches[0].likeness > found["other"].matches[0].likeness
    strict = msgspec.structs.replace(learned(), sure=-1000.0)
    answer = Matcher(matcher.catalogue, knowing, strict).match(prints / "P03.png", 3)
    assert not answer.is_confident
    assert answer.matches[0].reference == "P03"


def test_the_same_query_has_the_same_answer(
    matcher: Matcher, knowing: Embedder, prints: Path
) -> None:
    photo = prints / "P03.png"
    again = Matcher(matcher.catalogue, knowing)
    assert again.match(photo, 9).matches == matcher.match(photo, 9).matches


def test_filters_hold(matcher: Matcher, prints: Path) -> None:
    wanted = Filter(words="P1")
    found = matcher.match(prints / "P03.png", 25, wanted).matches
    assert {match.reference for match in found} == {f"P{number}" for number in range(10, 20)}


def test_photos_without_evidence_are_found_by_their_vector(
    catalogue: Catalogue, knowing: Embedder, prints: Path
) -> None:
    list(index_folder(catalogue, prints, knowing))
    with catalogue.database.write():
        catalogue.database.execute("DELETE FROM evidence WHERE photo_id % 2 = 0")
    for name in ("P04", "P05"):
        first = Matcher(catalogue, knowing).match(prints / f"{name}.png", 3).matches[0]
        assert first.reference == name


@pytest.mark.parametrize("part", PARTS)
def test_each_part_can_be_wanted_alone(
    catalogue: Catalogue, plain_embedder: Embedder, photos: Path, part: Part
) -> None:
    alone = plain_embedder.under(replace(plain_embedder.recipe, evidence=(part,)), None)
    list(index_folder(catalogue, photos, alone))
    answer = Matcher(catalogue, alone).match(photos / "Bags" / "BG2.jpg", 3)
    assert answer.matches[0].reference == "BG2"


def test_a_part_that_counts_nothing_changes_nothing(
    matcher: Matcher, knowing: Embedder, prints: Path
) -> None:
    without = msgspec.structs.replace(learned(), points=0.0)
    answer = Matcher(matcher.catalogue, knowing, without).match(prints / "P01.png", 3)
    assert answer.matches[0].agreeing == 0


@pytest.mark.parametrize("name", ["resnet50", "clip-vit-b-32", "dinov2-vit-s-14"])
def test_other_encoders_go_the_same_way(
    catalogue: Catalogue, knowing: Embedder, encoder_file: EncoderFile, tmp_path: Path, name: str
) -> None:
    recipe = replace(knowing.recipe, encoder=name, pooling=kind(name).poolings[0])
    other = Embedder(recipe, open_encoder(name, encoder_file(name)), None)
    for seed in range(5):
        printed(seed).save(tmp_path / f"P{seed:02}.png")
    list(index_folder(catalogue, tmp_path, other))
    answer = Matcher(catalogue, other).match(tmp_path / "P03.png", 5)
    assert answer.matches[0].reference == "P03"
    assert answer.matches[0].agreeing > 30
    assert sum(match.likeness for match in answer.matches) <= 1
