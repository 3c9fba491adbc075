"""The sample catalogue is complete, small, and recognised by the program that ships it."""

import csv
import json
from pathlib import Path

import pytest
from PIL import Image

from core import folders
from core.cli import main
from core.view_rule import ViewRule

SAMPLE = folders.resource("sample")
CATEGORIES = {"Bags", "RTW", "Accessories", "Shoes", "SLG", "Watches"}


def photos() -> list[Path]:
    return sorted((SAMPLE / "catalogue").rglob("*.jpg"))


def truth() -> list[dict[str, str]]:
    with (SAMPLE / "truth.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_house_has_its_categories_and_enough_products() -> None:
    views: dict[tuple[str, str], int] = {}
    for path in photos():
        product = (path.parent.name, ViewRule().reference_of(path))
        views[product] = views.get(product, 0) + 1
    assert {category for category, _ in views} == CATEGORIES
    assert len(views) >= 48
    assert set(views.values()) <= {1, 2, 3}


def test_the_truth_names_24_queries_and_photos_that_exist() -> None:
    rows = truth()
    assert len(rows) == len({row["query"] for row in rows}) == 24
    for row in rows:
        assert (SAMPLE / row["query"]).is_file()
        assert (SAMPLE / row["match"]).parent.name == row["category"]
        assert (SAMPLE / row["match"]).is_file()


def test_some_queries_lie_on_their_side() -> None:
    turned = [Image.open(SAMPLE / row["query"]).getexif().get(0x0112, 1) for row in truth()]
    assert sum(orientation != 1 for orientation in turned) >= 2


def test_it_is_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()) < 6_000_000


@pytest.mark.slow
def test_most_queries_find_their_product(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalogue = ["--catalogue", str(tmp_path / "catalogue"), "--json"]
    assert main(["index", str(SAMPLE / "catalogue"), *catalogue]) == 0
    capsys.readouterr()
    assert main(["evaluate", str(SAMPLE / "truth.csv"), *catalogue]) == 0
    scores = json.loads(capsys.readouterr().out)
    assert scores["queries"] == 24
    assert scores["top1"] >= 0.75
    assert scores["top5"] >= 0.9
