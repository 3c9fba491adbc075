"""`vitrine-cli`'s commands that tend a catalogue."""

from pathlib import Path

import numpy as np
import pytest

from core import products
from core.catalogue import Catalogue
from core.cli import main
from core.product_records import ProductChanges
from core.recipe import Recipe


@pytest.fixture
def folder(catalogue: Catalogue, fill, recipe: Recipe) -> Path:
    """A catalogue of P0, P1 (the same file as all) and P2, with a tag."""
    fill(catalogue, np.eye(3, dtype=np.float32))
    catalogue.set_recipe("active", recipe)
    products.change(catalogue, [1], ProductChanges(name="Sac écru", add_tags=("été",)))
    return catalogue.folder


def test_a_whole_catalogue_is_told_of_as_whole(
    run, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", "--catalogue", folder) == (0, {"found": [], "left": []})
    assert main(["check", "--catalogue", str(folder)]) == 0
    assert capsys.readouterr().out == "whole\n"


def test_what_is_not_whole_is_told_of_and_mended(
    run, folder: Path, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    with catalogue.database.write():
        catalogue.database.execute("DELETE FROM product_text WHERE rowid = 1")
    problem = {"kind": "text", "subject": "product_text", "count": 1}
    assert run("check", "--catalogue", folder) == (1, {"found": [problem], "left": [problem]})
    assert main(["check", "--repair", "--catalogue", str(folder)]) == 0
    assert capsys.readouterr().out.startswith("repaired  Products that")
    assert run("check", "--repair", "--catalogue", folder)[1] == {"found": [], "left": []}


def test_vectors_that_wait_for_their_recipe_are_no_fault(
    run, folder: Path, catalogue: Catalogue
) -> None:
    with catalogue.database.write():
        catalogue.database.execute("DELETE FROM setting")
    code, values = run("check", "--catalogue", folder)
    assert (code, [p["kind"] for p in values["left"]]) == (0, ["unused-vectors"])


def test_products_are_found_by_words(run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, values = run("search", "ecru", "sac", "--catalogue", folder)
    assert code == 0
    assert values["products"] == [
        {
            "id": 1,
            "reference": "P0",
            "category": "",
            "name": "Sac écru",
            "notes": "",
            "tags": ["été"],
            "columns": {},
            "photos": [str(Path("/made/P0.jpg"))],
        }
    ]
    assert run("search", "--tag", "autre", "--catalogue", folder)[1] == {"products": []}
    assert main(["search", "--tag", "été", "--catalogue", str(folder)]) == 0
    assert capsys.readouterr().out == "P0  Sac écru  été\n"


def test_duplicates_are_listed(run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, values = run("duplicates", "--near", "0.9", "--catalogue", folder)
    assert (code, values["near"]) == (0, [])
    (group,) = values["exact"]
    assert [photo["reference"] for photo in group["photos"]] == ["P0", "P1", "P2"]
    assert main(["duplicates", "--catalogue", str(folder)]) == 0
    assert capsys.readouterr().out.startswith("exact  P0  ")
    with pytest.raises(SystemExit):
        main(["duplicates", "--near", "2", "--catalogue", str(folder)])


def test_a_table_is_previewed_and_joined(
    run, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("ref,colour\nP1,red\nP9,blue\n")
    expected = {
        "columns": [["ref", "reference"], ["colour", "name"]],
        "rows": 2,
        "products": [2],
        "unmatched": [{"row": 3, "reference": "P9"}],
    }
    at = ("--catalogue", folder, "--column", "colour=name")
    assert run("import-sheet", table, "--preview", *at) == (0, expected)
    assert run("search", "red", "--catalogue", folder)[1] == {"products": []}
    assert run("import-sheet", table, *at) == (0, expected)
    assert len(run("search", "red", "--catalogue", folder)[1]["products"]) == 1
    assert main(["import-sheet", str(table), "--catalogue", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "ref -> reference",
        "colour -> own",
        "2 rows, 1 products, 1 rows without one",
        "row 3  P9",
    ]
    code, values = run("import-sheet", table, "--catalogue", folder, "--column", "nobody=tags")
    assert (code, values["error"]["reason"]) == (1, "bad-sheet")
    (tmp_path / "none.csv").write_text("a,b\n")
    code, values = run("import-sheet", tmp_path / "none.csv", "--catalogue", folder)
    assert (code, values["error"]["reason"]) == (1, "bad-sheet")
    assert values["error"]["subject"] == str(tmp_path / "none.csv")


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_what_a_search_finds_is_written(run, folder: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    code, values = run("export", out, "--search", "ecru", "--catalogue", folder)
    assert (code, values) == (0, {"file": str(out), "products": 1})
    assert out.is_file()
    with pytest.raises(SystemExit):
        main(["export", str(tmp_path / "out.txt"), "--catalogue", str(folder)])
