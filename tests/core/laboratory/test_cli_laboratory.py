"""The laboratory's commands: test sets, a grid, its report as JSON, CSV and one page."""

import csv
import io
from pathlib import Path
from xml.etree import ElementTree

import pytest

from core.catalogue import Catalogue
from core.cli import main
from core.listing import list_folder
from core.product_records import ProductChanges
from core.products import change


@pytest.fixture
def folder(catalogue: Catalogue, photos: Path) -> Path:
    """A catalogue whose photos are known but not embedded."""
    list(list_folder(catalogue, photos.resolve()))
    return catalogue.folder


@pytest.fixture
def cli(run, folder: Path):
    def do(*arguments: object):
        return run(*arguments, "--catalogue", folder)

    return do


def test_test_sets_are_added_listed_exported_split_and_deleted(
    cli, shots: Path, tmp_path: Path
) -> None:
    code, made = cli("testsets", "add", "mine", "--folder", shots)
    assert code == 0
    assert [(each["name"], each["queries"], each["products"]) for each in made["sets"]] == [
        ("mine", 8, 7)
    ]
    code, values = cli("testsets", "export", "mine", tmp_path / "mine.csv")
    assert code == 0
    rows = list(csv.DictReader((tmp_path / "mine.csv").open(encoding="utf-8")))
    assert {row["reference"] for row in rows} == {"BG1", "BG2", "WT1", "WT2", "SH1", "SH2", "SH3"}
    code, made = cli("testsets", "add", "half", "--csv", tmp_path / "mine.csv", "--split", "0.5")
    assert [each["name"] for each in made["sets"]] == ["half (1)", "half (2)"]
    assert sum(each["products"] for each in made["sets"]) == 7
    assert cli("testsets", "delete", "mine")[0] == 0
    code, values = cli("testsets", "list")
    assert [each["name"] for each in values["test_sets"]] == ["half (1)", "half (2)"]


def test_what_no_product_has_or_is_a_catalogue_photo_is_told_and_left_out(
    cli, photos: Path, shots: Path
) -> None:
    stranger = shots / "stranger.jpg"
    stranger.write_bytes((shots / "Bags" / "BG2.jpg").read_bytes())
    (shots / "SH1_2.webp").write_bytes((photos / "Shoes" / "SH1.webp").read_bytes())
    code, made = cli("testsets", "add", "mine", "--folder", shots)
    assert code == 3
    assert made["left_out"] == [str(stranger), str(shots / "SH1_2.webp")]


def test_photos_of_a_table_that_are_away_are_told(cli, shots: Path, tmp_path: Path) -> None:
    (tmp_path / "truth.csv").write_text("query,reference\naway.jpg,BG2\nshots/Bags/BG2.jpg,BG2\n")
    code, made = cli("testsets", "add", "mine", "--csv", tmp_path / "truth.csv")
    assert (code, made["missing"]) == (3, [str(tmp_path.resolve() / "away.jpg")])
    assert made["sets"][0]["queries"] == 2


def test_a_set_that_was_never_measured_says_so(
    cli, folder: Path, shots: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli("testsets", "add", "mine", "--folder", shots)
    assert main(["report", "mine", "--catalogue", str(folder)]) == 0
    assert "nothing is measured over “mine”" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ("testsets", "delete", "nobody"),
        ("testsets", "export", "nobody", "out.csv"),
        ("testsets", "add", "mine"),
        ("report", "nobody"),
        ("evaluate", "--set", "nobody", "--grid"),
    ],
)
def test_what_is_not_there_fails_in_one_sentence(cli, arguments: tuple[str, ...]) -> None:
    code, values = cli(*arguments)
    assert code == 1
    assert values["error"]["family"] == "request"


@pytest.mark.parametrize("arguments", [(), ("truth.csv", "--set", "x"), ("truth.csv", "--grid")])
def test_queries_come_from_one_place(folder: Path, arguments: tuple[str, ...]) -> None:
    assert main(["evaluate", *arguments, "--catalogue", str(folder)]) == 2


@pytest.mark.slow
def test_a_grid_is_measured_and_reported(
    cli, catalogue: Catalogue, shots: Path, tmp_path: Path
) -> None:
    change(catalogue, [1], ProductChanges(category="<b>Bags & $co$ 袋</b>"))
    cli("testsets", "add", "mine", "--folder", shots)
    grid = ("--grid", "--set", "mine", "--removal", "none", "--augmentation", "none")
    encoders = ("--encoder", "efficientnet-lite2", "--encoder", "resnet50")
    code, values = cli("evaluate", *grid, *encoders, "--metric", "cosine", "--metric", "l1")
    assert code == 0
    cells = values["cells"]
    assert len(cells) == 5  # the recipe in use is measured, too
    assert [cell["missing"] for cell in cells] == ["", "", "", "resnet50", "resnet50"]
    assert all(cell["figures"]["queries"] == 8 for cell in cells[:3])
    assert cells[3]["figures"] is None
    base = next(cell for cell in cells if cell["id"] == values["base"])
    assert base["gain"] is None
    assert all(cell["gain"]["queries"] == 8 for cell in cells[:3] if cell is not base)

    page, table = tmp_path / "report.html", tmp_path / "report.csv"
    chosen = next(cell for cell in cells[:3] if cell is not base)
    code, again = cli("report", "mine", "--html", page, "--csv", table, "--base", chosen["id"])
    assert (code, again["base"]) == (0, chosen["id"])
    text = page.read_text(encoding="utf-8")
    assert "ResNet50" in text
    assert "is not on this machine" in text
    assert "http://" not in text.replace("http://www.w3.org/", "")
    assert "src=" not in text
    assert "<b>Bags" not in text
    for drawing in text.split("<svg")[1:]:
        ElementTree.fromstring(f"<svg{drawing.split('</svg>')[0]}</svg>")
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
    assert [row["cell"] for row in rows] == [cell["id"] for cell in cells]
    assert float(rows[0]["top1"]) == pytest.approx(cells[0]["figures"]["top1"]["value"], abs=1e-4)
    assert rows[-1]["top1"] is None or rows[-1]["top1"] == ""
    code, failed = cli("report", "mine", "--base", "00000000")
    assert (code, failed["error"]["reason"]) == (1, "no-cell")
    assert cli("evaluate", "--set", "mine")[0] == 1  # nothing is indexed yet
