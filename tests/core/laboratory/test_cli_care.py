"""The laboratory's commands with what nobody should have typed: nothing is lost, nothing raised."""

import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from core.catalogue import Catalogue
from core.cli import main
from core.errors import RequestError, WeightsReason
from core.evaluate import read_truth
from core.laboratory import charts
from core.laboratory.scores import Figures, Share
from core.messages import words
from core.written import write_whole


@pytest.mark.parametrize(
    "arguments",
    [
        ("testsets", "export", "mine", "photo.jpg"),
        ("testsets", "export", "mine", "catalogue.db"),
        ("report", "mine", "--csv", "photo.jpg"),
        ("report", "mine", "--html", "catalogue.db"),
        ("testsets", "add", "mine", "--seed", "-1"),
        ("testsets", "add", "mine", "--split", "0"),
        ("testsets", "add", "mine", "--split", "1"),
        ("testsets", "add", "mine", "--split", "nan"),
        ("finetune", "--seed", "-1"),
        ("report", "b\udcff"),
        ("testsets", "add", "b\udcff"),
        ("evaluate", "--set", "mine", "--encoder", "resnet50"),
        ("evaluate", "--grid", "--set", "mine", "--without", "colour"),
    ],
)
def test_wrong_usage_touches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("photo.jpg", "catalogue.db"):
        Path(name).write_bytes(b"dear")
    try:
        code = main([*arguments, "--catalogue", "cat"])
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else 1
    assert code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["catalogue.db", "photo.jpg"]
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"dear"}


@pytest.mark.parametrize(
    "arguments", [("evaluate", "--grid", "--set", "x"), ("finetune",), ("resume",)]
)
def test_a_catalogue_that_is_not_there_is_not_begun(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    assert main([*arguments, "--catalogue", str(tmp_path / "none")]) == 1
    assert not (tmp_path / "none").exists()


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    kept = tmp_path / "kept.csv"
    kept.write_text("old")
    (tmp_path / "kept.csv.part").mkdir()
    with pytest.raises(RequestError):
        write_whole(kept, "new")
    assert kept.read_text() == "old"


def test_a_list_with_a_path_that_no_disk_has_is_refused(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    (tmp_path / "truth.csv").write_bytes(b"query,match\na\0b.jpg,c.jpg\n")
    with pytest.raises(RequestError):
        read_truth(tmp_path / "truth.csv", catalogue)


@pytest.mark.parametrize(
    ("subject", "named"),
    [("CLIP ViT-B/32", "CLIP ViT-B/32"), (str(Path("/models/a.pth").absolute()), "a.pth")],
)
def test_titles_are_told_whole_and_files_by_name(subject: str, named: str) -> None:
    assert f"{named} " in words(WeightsReason.MISSING, subject).replace("”", " ")


def test_charts_know_characters_that_their_font_lacks() -> None:
    share = Share(0.5, 0.4, 0.6)
    figures = Figures(1, 0, share, share, share, share)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "日本語" in charts.of_categories({"日本語": figures})


def test_charts_keep_out_of_the_persons_folders(tmp_path: Path) -> None:
    code = (
        "from core.laboratory import charts\n"
        "from core.laboratory.scores import Figures, Share\n"
        "s = Share(.5, .4, .6)\n"
        "charts.of_categories({'Bags': Figures(1, 0, s, s, s, s)})\n"
    )
    home = tmp_path / "home"
    home.mkdir()
    own = {"HOME": str(home), "VITRINE_HOME": str(tmp_path / "own"), "PATH": ""}
    subprocess.run([sys.executable, "-c", code], check=True, env=own)
    assert not list(home.iterdir())
