"""Weights carried from machine to machine, by `vitrine-cli models import` and `export`."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from core.cli import main
from core.weights import MANIFEST_VARIABLE, open_store
from tests.model_lists import made, write

CONTENTS = {"one": b"first" * 1000, "two": b"other" * 1000, "six": b"sixth model" * 700}


@pytest.fixture(autouse=True)
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of three models, two of them of the same size."""
    models = [made(name, content) for name, content in CONTENTS.items()]
    path = write(tmp_path / "list.toml", models)
    monkeypatch.setenv(MANIFEST_VARIABLE, str(path))


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def ids(values: dict[str, list[dict[str, str]]]) -> list[str]:
    return [row["id"] for row in values["models"]]


def test_files_are_known_by_what_they_hold(run, tmp_path: Path) -> None:
    stick = lay(
        tmp_path / "stick é 商品",
        {
            "two.pth": CONTENTS["one"],
            "deep/in here/download (3)": CONTENTS["two"],
            "deep/copy of it.bin": CONTENTS["two"],
            "a photo.jpg": b"x",
            "SHA256SUMS": b"...",
        },
    )
    code, values = run("models", "import", stick)
    assert (code, values["refused"]) == (0, [])
    assert sorted(ids(values)) == ["one", "two"]
    store = open_store()
    for name in ("one", "two"):
        assert store.verified(name) == store.target / f"{name}.pth"
        assert store.verified(name).read_bytes() == CONTENTS[name]
    assert sorted(path.name for path in store.target.iterdir()) == ["one.pth", "two.pth"]
    assert len(list(stick.rglob("*"))) == 7


def test_a_refused_file_stops_no_other_and_has_its_sentence(
    run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = lay(
        tmp_path / "stick",
        {
            "one.pth": CONTENTS["one"][:-1],
            "deep/two.pth": CONTENTS["two"][::-1],
            "foreign.safetensors": b"no model of ours",
            "six.pth": CONTENTS["six"],
        },
    )
    assert main(["models", "import", str(stick), "--json"]) == 3
    told = capsys.readouterr()
    values = json.loads(told.out)
    assert ids(values) == ["six"]
    assert {(Path(e["subject"]).name, e["reason"]) for e in values["refused"]} == {
        ("one.pth", "cut-short"),
        ("two.pth", "wrong-digest"),
        ("foreign.safetensors", "no-model"),
    }
    for words in ("“one.pth” is cut short", "“two.pth” is not the", "none of the weights files"):
        assert words in told.err


def test_one_file_is_imported(run, tmp_path: Path) -> None:
    file = lay(tmp_path / "x", {"anything": CONTENTS["six"]}) / "anything"
    code, values = run("models", "import", file)
    assert (code, ids(values)) == (0, ["six"])
    code, values = run("models", "import", file)
    assert (code, ids(values)) == (0, ["six"])


@pytest.mark.parametrize(
    ("files", "name", "reason"),
    [
        ({"a.txt": b""}, "a.txt", "no-model"),
        ({"a.txt": b""}, "", "no-models"),
        ({}, "not there", "no-models"),
    ],
)
def test_what_is_no_weights_file_is_told_so(
    run, tmp_path: Path, files: dict[str, bytes], name: str, reason: str
) -> None:
    lay(tmp_path / "x", files)
    code, values = run("models", "import", tmp_path / "x" / name)
    assert code == 1
    refused = values["refused"] if "refused" in values else [values["error"]]
    assert [error["reason"] for error in refused] == [reason]


def test_a_full_disk_is_told_once_for_each_file(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = lay(tmp_path / "stick", {"a": CONTENTS["one"], "b": CONTENTS["six"]})
    full = shutil._ntuple_diskusage(1, 1, 0)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: full)
    code, values = run("models", "import", stick)
    assert (code, values["models"]) == (1, [])
    assert [(e["subject"], e["reason"]) for e in values["refused"]] == [
        ("One", "no-space"),
        ("Six", "no-space"),
    ]


def test_what_is_exported_is_checked_by_sha256sum_and_imported_elsewhere(
    run, tmp_path: Path, sandbox: Path
) -> None:
    lay(open_store().target, {"one.pth": CONTENTS["one"]})
    lay(sandbox / "u2net", {"six.pth": CONTENTS["six"]})
    stick = tmp_path / "new" / "stick"
    code, values = run("models", "export", stick)
    assert (code, ids(values)) == (0, ["one", "six"])
    assert sorted(path.name for path in stick.iterdir()) == ["SHA256SUMS", "one.pth", "six.pth"]
    sums = (stick / "SHA256SUMS").read_text()
    assert sums == "".join(
        f"{hashlib.sha256(CONTENTS[name]).hexdigest()}  {name}.pth\n" for name in ("one", "six")
    )
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=stick, check=True)
    shutil.rmtree(sandbox)
    assert not open_store().is_usable("six")
    assert run("models", "import", stick)[0] == 0
    assert open_store().is_usable("six")


def test_named_models_are_exported_and_the_list_of_sums_grows(run, tmp_path: Path) -> None:
    lay(open_store().target, {f"{name}.pth": content for name, content in CONTENTS.items()})
    assert ids(run("models", "export", tmp_path / "stick", "six")[1]) == ["six"]
    (open_store().target / "two.pth").write_bytes(b"")
    code, values = run("models", "export", tmp_path / "stick", "two", "one", "unheard-of")
    assert (code, ids(values)) == (3, ["one"])
    assert [error["reason"] for error in values["refused"]] == ["cut-short", "unknown"]
    sums = (tmp_path / "stick" / "SHA256SUMS").read_text().splitlines()
    assert [line.split()[1] for line in sums] == ["one.pth", "six.pth"]


def test_a_folder_that_cannot_be_written_is_told_so(run, tmp_path: Path) -> None:
    lay(open_store().target, {"one.pth": CONTENTS["one"]})
    (tmp_path / "file").touch()
    code, values = run("models", "export", tmp_path / "file" / "stick")
    assert (code, values["models"]) == (1, [])
    assert [error["reason"] for error in values["refused"]] == ["cannot-write"]


def test_the_list_shows_where_each_model_was_found_and_what_is_wrong(
    run, sandbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    six = lay(sandbox / "u2net", {"six.pth": CONTENTS["six"]}) / "six.pth"
    two = lay(open_store().target, {"two.pth": b"short"}) / "two.pth"
    rows = {row["id"]: row for row in run("models", "list")[1]["models"]}
    assert (rows["six"]["path"], rows["six"]["usable"], rows["six"]["why"]) == (str(six), True, "")
    assert (rows["two"]["path"], rows["two"]["why"]) == (str(two), "cut-short")
    assert (rows["one"]["path"], rows["one"]["why"]) == (None, "missing")
    assert main(["models", "list"]) == 0
    assert str(six) in capsys.readouterr().out
