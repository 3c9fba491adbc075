"""`vitrine-cli`, called as a script calls it."""

import json
import shutil
from pathlib import Path

import pytest

from core import __version__
from core.catalogue import Catalogue
from core.cli import main
from core.recipe import from_json
from tests.model_lists import made, write

INFO = {
    *("folder", "photos", "products", "embedded", "set_aside", "missing", "roots"),
    *("categories", "encoder", "generation"),
}
ANSWER = {
    *("photo", "size", "crop", "background", "cutout", "matches", "encoder", "seconds", "others"),
    *("is_confident", "digest", "hidden"),
}
MATCH = {
    *("product_id", "reference", "category", "photo_id", "photo_path"),
    *("likeness", "similarity", "distance", "is_right", "agreeing", "is_share"),
}
SCORES = {
    *("queries", "failed", "top1", "top3", "top5", "seconds_a_query", "recipe"),
    *("calibration_error", "refused", "reliability"),
}
MODEL = {
    *(
        "id",
        "title",
        "job",
        "size",
        "needs",
        "sha256",
        "licence",
        "embedded",
        "path",
        "usable",
        "why",
    ),
}


@pytest.fixture
def few(photos: Path) -> Path:
    """Three photos of two products."""
    shutil.rmtree(photos / "Shoes")
    shutil.rmtree(photos / "Watches")
    return photos


@pytest.mark.slow
def test_a_folder_is_indexed_matched_evaluated_and_told_of(run, few: Path, tmp_path: Path) -> None:
    at = ("--catalogue", tmp_path / "cat")
    code, values = run("index", few, "--removal", "none", *at)
    assert code == 0
    assert set(values) == {"info", "set_aside"}
    assert set(values["info"]) == INFO
    assert (values["info"]["photos"], values["info"]["products"]) == (3, 2)
    assert values["set_aside"] == []

    code, info = run("info", *at)
    assert code == 0
    assert set(info) == {"info", "recipe", "projection", "set_aside"}
    assert info["info"] == values["info"]
    assert from_json(json.dumps(info["recipe"])).encoder == "efficientnet-lite2"

    for metric in ("l1", "l2"):
        code, answer = run("match", few / "Bags" / "BG2.jpg", "-k", 1, "--metric", metric, *at)
        assert code == 0
        assert set(answer) == ANSWER
        assert [set(match) for match in answer["matches"]] == [MATCH]
        assert answer["matches"][0]["reference"] == "BG2"
        assert answer["background"] == "kept"
    both = [few / "Bags" / f"BG1_{view}.jpg" for view in ("front", "back")]
    code, answer = run("match", *both, "-k", 1, *at)
    assert (code, answer["photo"], answer["others"]) == (0, str(both[0]), [str(both[1])])
    assert answer["matches"][0]["reference"] == "BG1"
    code, answer = run("match", few / "gone.jpg", *both, "-k", 1, *at)
    assert (code, answer["photo"]) == (3, str(both[0]))
    code, answer = run("match", few / "Bags" / "BG2.jpg", "--category", "Hats", *at)
    assert (code, answer["matches"]) == (0, [])

    truth = few / "truth.csv"
    truth.write_text(
        "query,match\nBags/BG2.jpg,Bags/BG2.jpg\nBags/BG1_back.jpg,Bags/BG1_front.jpg\n"
    )
    code, scores = run("evaluate", truth, *at)
    assert code == 0
    assert set(scores) == SCORES
    assert (scores["queries"], scores["failed"], scores["top1"]) == (2, 0, 1.0)

    best = "--catalogue", tmp_path / "best"
    code, _values = run("index", few, "--recipe", "best", "--removal", "none", *best)
    assert code == 0
    code, answer = run("match", few / "Bags" / "BG2.jpg", *best)
    assert answer["matches"][0]["reference"] == "BG2"
    code, scores = run("evaluate", truth, "--without", "colour", "--without", "points", *best)
    assert (code, scores["recipe"]["evidence"]) == (0, ["regions", "colour", "points"])
    assert set(scores) == SCORES

    recipe = tmp_path / "recipe.json"
    recipe.write_text(json.dumps(info["recipe"]))
    code, again = run("index", few, "--recipe", recipe, "--catalogue", tmp_path / "second")
    assert code == 0
    assert again["info"]["embedded"] == 3


@pytest.mark.slow
def test_photos_set_aside_are_exit_code_3(run, few: Path, tmp_path: Path) -> None:
    (few / "empty.jpg").touch()
    code, values = run("index", few, "--removal", "none", "--catalogue", tmp_path / "cat")
    assert code == 3
    assert values["set_aside"] == [
        {"path": str(few / "empty.jpg"), "reason": "empty", "detail": ""}
    ]
    code, _ = run("index", few, "--catalogue", tmp_path / "cat")
    assert code == 3
    (few / "empty.jpg").unlink()
    code, _ = run("index", few, "--catalogue", tmp_path / "cat")
    assert code == 0


@pytest.mark.slow
def test_another_removal_changes_the_catalogue_over(run, few: Path, tmp_path: Path) -> None:
    at = ("--catalogue", tmp_path / "cat")
    run("index", few, "--removal", "none", *at)
    code, _ = run("index", few, "--removal", "u2netp", *at)
    assert code == 0
    _, info = run("info", *at)
    assert info["recipe"]["removal"] == "u2netp"
    assert info["info"]["embedded"] == 3
    _, answer = run("match", few / "Bags" / "BG2.jpg", "--cutout", tmp_path / "cut.png", *at)
    assert answer["background"] == "removed"
    assert (tmp_path / "cut.png").is_file()
    look = ("--turn", "90", "--square", "20,40,180,200", "--keep-background")
    code, answer = run("match", few / "Bags" / "BG2.jpg", *look, *at)
    assert (code, answer["background"]) == (0, "kept")
    assert answer["crop"] == {"left": 20, "top": 40, "right": 180, "bottom": 200}
    code, failure = run("match", few / "Bags" / "BG2.jpg", "--square", "900,0,999,99", *at)
    assert (code, failure["error"]["reason"]) == (1, "bad-square")


def test_failures_are_exit_code_1_and_a_sentence(
    run, photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, values = run("info", "--catalogue", tmp_path / "nowhere")
    assert code == 1
    assert set(values) == {"error"}
    assert values["error"]["family"] == "catalogue"
    assert values["error"]["reason"] == "missing"
    assert values["error"]["subject"] == str(tmp_path / "nowhere")
    assert main(["info", "--catalogue", str(tmp_path / "nowhere")]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert str(tmp_path / "nowhere") in told.err


@pytest.mark.slow
@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_folder_that_cannot_be_indexed_is_exit_code_1(run, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    at = ("--catalogue", tmp_path / "cat", "--removal", "none")
    code, values = run("index", tmp_path / name, *at)
    assert code == 1
    assert values["error"]["family"] == "folder"


@pytest.mark.slow
def test_an_empty_catalogue_and_a_missing_encoder_are_exit_code_1(
    run, photos: Path, tmp_path: Path
) -> None:
    at = ("--catalogue", tmp_path / "cat")
    Catalogue(tmp_path / "cat").close()
    code, values = run("match", photos / "Bags" / "BG2.jpg", *at)
    assert (code, values["error"]["reason"]) == (1, "empty-catalogue")
    code, values = run("index", photos, "--encoder", "resnet50", *at)
    assert (code, values["error"]["reason"]) == (1, "missing")
    (tmp_path / "bad.json").write_text("{}")
    code, values = run("index", photos, "--recipe", tmp_path / "bad.json", *at)
    assert (code, values["error"]["reason"]) == (1, "bad-recipe")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["unheard-of"],
        ["index"],
        ["index", "folder"],
        ["match", "a.jpg", "--catalogue", "c", "--metric", "chebyshev"],
        ["match", "a.jpg", "--catalogue", "c", "-k", "0"],
        ["match", "a.jpg", "--catalogue", "c", "-k", "-3"],
        ["match", "a.jpg", "--catalogue", "c", "-k", "many"],
        ["match", "a.jpg", "--catalogue", "c", "--square", "0,0,50,60"],
        ["match", "a.jpg", "--catalogue", "c", "--square", "0,0,50"],
        ["match", "a.jpg", "--catalogue", "c", "--turn", "45"],
        ["models"],
        ["index", "folder", "--catalogue", "c", "--encoder", "unheard-of"],
    ],
)
def test_wrong_usage_is_exit_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage: vitrine-cli" in capsys.readouterr().err


def test_the_models_are_listed_with_where_they_are(run, capsys: pytest.CaptureFixture[str]) -> None:
    code, values = run("models", "list")
    assert code == 0
    rows = {row["id"]: row for row in values["models"]}
    assert all(set(row) == MODEL for row in rows.values())
    assert rows["u2netp"]["usable"]
    assert rows["efficientnet-lite2"]["usable"]
    assert (rows["resnet50"]["usable"], rows["resnet50"]["path"]) == (False, None)
    assert main(["models", "list"]) == 0
    assert "resnet50" in capsys.readouterr().out


def test_models_that_are_here_are_not_fetched_again(run) -> None:
    code, values = run("models", "fetch", "u2netp")
    assert code == 0
    assert [row["id"] for row in values["models"]] == ["u2netp"]


def test_a_model_that_nobody_knows_is_exit_code_1(run) -> None:
    code, values = run("models", "fetch", "unheard-of")
    assert (code, values["error"]["reason"]) == (1, "unknown")


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.strip() == __version__


def test_a_model_that_does_not_come_holds_up_no_other(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    models = [made(name, b"x", "http://127.0.0.1:9/x") for name in ("one", "two")]
    monkeypatch.setenv("VITRINE_MODELS_LIST", str(write(tmp_path / "list.toml", models)))
    assert main(["models", "fetch", "one", "two"]) == 1
    told = capsys.readouterr().err
    for name in ("One", "Two"):
        assert f"{name} would have come over a connection that is not protected" in told


def test_a_folder_that_is_hardly_meant_is_refused(
    run, capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VITRINE_HOME", str(tmp_path / "data"))
    own = tmp_path / "data" / "catalogues"
    own.mkdir(parents=True)
    (tmp_path / "link").symlink_to(own, target_is_directory=True)
    for folder in (own, tmp_path / "link"):
        code, values = run("index", folder, "--catalogue", tmp_path / "cat")
        assert code == 2
        assert values["error"]["reason"] == "own-data"
    assert not (tmp_path / "cat").exists()
    assert main(["index", str(own), "--catalogue", str(tmp_path / "cat")]) == 2
    said = capsys.readouterr().err.splitlines()
    assert str(own) in said[0]
    assert "--anyway" in said[1]


@pytest.mark.slow
def test_a_folder_that_is_meant_anyway_is_indexed(
    run, few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VITRINE_HOME", str(few.parent))
    at = ("--removal", "none", "--catalogue", tmp_path / "cat")
    assert run("index", few, *at)[0] == 2
    code, values = run("index", few, "--anyway", *at)
    assert (code, values["info"]["photos"]) == (0, 3)
