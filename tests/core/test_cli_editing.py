"""`vitrine-cli`'s commands that change products and the rule for views."""

from pathlib import Path

import pytest

from core.catalogue import Catalogue
from core.cli import main
from core.records import FileStamp

ROOT = Path("/photos")
NAMES = ("Bags/BG1_a.jpg", "Bags/BG1_b.jpg", "Bags/SH3.jpg", "Shoes/SH3.jpg", "Shoes/SH3_back.jpg")


@pytest.fixture
def folder(catalogue: Catalogue) -> Path:
    stamps = [FileStamp(ROOT / name, 1, 1) for name in NAMES]
    catalogue.add_files(catalogue.root_id(ROOT), ROOT, stamps)
    return catalogue.folder


@pytest.fixture
def cli(run, folder: Path):
    def do(*arguments: object):
        return run(*arguments, "--catalogue", folder)

    return do


def test_products_are_edited_many_at_once(cli) -> None:
    code, values = cli(
        *("edit", "BG1_a", "bg1_B", "--name", "Sac", "--notes", "à voir", "--category", "Sacs"),
        *("--add-tag", "été", "--add-tag", "noir", "--column", "Prix=9=9", "--column", "Cuir=x"),
    )
    assert code == 0
    assert [p["reference"] for p in values["products"]] == ["BG1_a", "BG1_b"]
    for product in values["products"]:
        assert (product["name"], product["notes"], product["category"]) == ("Sac", "à voir", "Sacs")
        assert (product["tags"], product["columns"]) == (
            ["noir", "été"],
            {"Cuir": "x", "Prix": "9=9"},
        )
    code, values = cli(
        *("edit", "Sacs/BG1_a", "--reference", "Sac 12", "--remove-tag", "NOIR"),
        *("--column", "Cuir=", "--notes", ""),
    )
    (product,) = values["products"]
    assert (product["reference"], product["tags"]) == ("Sac 12", ["été"])
    assert (product["columns"], product["notes"]) == ({"Prix": "9=9"}, "")


def test_a_reference_in_several_categories_is_told_apart(cli) -> None:
    code, values = cli("edit", "SH3", "--name", "x")
    assert (code, values["error"]["reason"]) == (1, "several-products")
    code, values = cli("edit", "Shoes/SH3", "--name", "x")
    assert (code, values["products"][0]["category"]) == (0, "Shoes")
    code, values = cli("merge", "Shoes/SH3", "Bags/SH3")
    assert (code, len(values["products"][0]["photos"])) == (0, 3)
    assert cli("edit", "SH3")[1]["products"] == values["products"]


def test_photos_are_split_off(cli) -> None:
    code, values = cli("split", "Shoes/SH3", "SH3_back.jpg", "--as", "SH3 gold")
    assert code == 0
    assert [(p["reference"], p["category"], len(p["photos"])) for p in values["products"]] == [
        ("SH3", "Shoes", 1),
        ("SH3 gold", "Shoes", 1),
    ]
    code, values = cli("split", "Shoes/SH3", ROOT / NAMES[3], "--as", "SH3", "--category", "Or")
    assert (code, values["products"][1]["category"]) == (0, "Or")
    code, values = cli("split", "BG1_a", "SH3.jpg", "--as", "x")
    assert (code, values["error"]["reason"]) == (1, "no-photo")


def test_the_rule_for_views_is_shown_tried_and_changed(
    cli, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, shown = cli("views")
    assert (code, shown["rule"]["highest"], shown["rule"]["numbers"]) == (0, 9, True)
    change = ("--words", "a, b", "--no-numbers", "--highest", "12", "--separators", "_.", "--runs")
    code, tried = cli("views", *change, "--preview")
    assert (tried["products_before"], tried["products_after"]) == (4, 4)
    assert tried["together"] == [
        {"reference": "BG1", "category": "Bags", "photos": [str(ROOT / n) for n in NAMES[:2]]}
    ]
    assert [example["reference"] for example in tried["apart"]] == ["SH3"]
    assert cli("views") == (0, shown)
    assert cli("views", *change) == (0, tried)
    rule = {"words": ["a", "b"], "numbers": False, "highest": 12, "separators": "_.", "runs": True}
    assert cli("views")[1]["rule"] == {**rule, "brackets": True}
    assert cli("views", "--numbers")[1]["rule"] == {**rule, "numbers": True, "brackets": True}
    assert cli("views", "--default")[1]["rule"] == shown["rule"]
    assert main(["views", "--words", "a,b", "--catalogue", str(folder)]) == 0
    assert (
        "4 products -> 4 products\ntogether  BG1  BG1_a.jpg, BG1_b.jpg" in capsys.readouterr().out
    )
    assert main(["views", "--catalogue", str(folder)]) == 0
    assert capsys.readouterr().out.startswith("words       a, b\nnumbers     0 to 9\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("edit", "BG1_a", "--reference", " "),
        ("edit", "BG1_a", "--column", "Prix"),
        ("edit", "BG1_a", "--column", "=9"),
        ("split", "BG1_a", "BG1_a.jpg"),
        ("views", "--highest", "1000"),
        ("views", "--separators", "x"),
        ("merge", "BG1_a"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(cli, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli(*arguments)
    assert caught.value.code == 2
