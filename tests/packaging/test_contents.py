"""What goes into the executable, and what stays out."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core import __version__, runtimes
from resources.packaging import contents
from resources.packaging.project import ROOT, read_project


def test_the_version_is_read_without_importing() -> None:
    project = read_project()
    assert (project.name, project.version) == ("vitrine", __version__)
    assert project.summary


def test_a_project_without_version_is_refused(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "__init__.py").write_text("version = 1\n")
    with pytest.raises(SystemExit, match="__version__"):
        read_project(tmp_path)


def test_every_module_of_the_program_is_named() -> None:
    named = contents.modules(ROOT)
    for wanted in (
        "resources",
        "core",
        "core.encoders.clip",
        "core.service",
        "desktop.worker_role",
    ):
        assert wanted in named
    assert len(named) == len(set(named))


WITHOUT = """
import importlib, sys
from pathlib import Path
from PIL import Image
from resources.packaging import contents
from resources.packaging.project import ROOT
names = contents.modules(ROOT)
sys.modules.update(dict.fromkeys(set(contents.EXCLUDED) - {"resources.packaging"}))
for name in names:
    if not name.startswith(("core.encoders.", "core.finetuning.")):
        importlib.import_module(name)
importlib.import_module("core.finetuning.run")  # which says that there is nothing to train with
from core import folders, runtimes
from core.removal_network import open_network
weights = folders.resource("models", "u2netp.onnx")
open_network("u2netp", weights).mask(Image.new("RGB", (64, 64)))
way = next(name for name in runtimes.ways(weights.read_bytes) if name.startswith("openvino f32"))
runtimes.ways(weights.read_bytes)[way]()
"""


@pytest.mark.slow
def test_the_program_works_without_what_stays_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(runtimes.ONLY_VARIABLE)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    subprocess.run([sys.executable, "-c", WITHOUT], cwd=ROOT, check=True)


def test_each_exclusion_says_why() -> None:
    assert all(re.fullmatch(r"[A-Za-z].{3,}[^.]", why) for why in contents.EXCLUDED.values())


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """All that is collected, small."""
    for name in ("icons", "laboratory", "locale", "profiles", "sample"):
        folder = tmp_path / "resources" / name
        folder.mkdir(parents=True)
        (folder / "file").write_text("here")
    for name in ("guide", "pictures"):
        folder = tmp_path / "docs" / name
        folder.mkdir(parents=True)
        (folder / "file").write_text("here")
    (tmp_path / "LICENSE").write_text("here")
    (tmp_path / "resources" / "models").mkdir()
    (tmp_path / "resources" / "models" / "one.onnx").write_bytes(b"1")
    drawn = tmp_path / contents.BLUEPRINTS
    drawn.mkdir()
    for name in ("__init__.py", "words.json.gz", "resnet50.onnx"):
        (drawn / name).write_bytes(b"1")
    (tmp_path / "resources" / "weighing.json").write_text("{}")
    (tmp_path / "resources" / "models.toml").write_text(
        '[one]\nfile = "one.onnx"\nembedded = true\n[two]\nfile = "two.onnx"\nembedded = false\n'
    )
    return tmp_path


def test_files_go_where_the_program_looks_for_them(repository: Path) -> None:
    pairs = contents.files(repository)
    assert (str(repository / "resources" / "models" / "one.onnx"), "resources/models") in pairs
    assert (str(repository / "docs" / "guide"), "docs/guide") in pairs
    assert (str(repository / "LICENSE"), ".") in pairs
    drawn = [Path(source).name for source, folder in pairs if folder == contents.BLUEPRINTS]
    assert drawn == ["resnet50.onnx", "words.json.gz"]


@pytest.mark.parametrize(
    "gone",
    [
        "LICENSE",
        "resources/models.toml",
        "resources/weighing.json",
        "resources/models/one.onnx",
        "resources/sample",
        "resources/blueprints",
        "docs/guide",
        "docs/pictures/file",
    ],
)
def test_what_is_missing_is_named(repository: Path, gone: str) -> None:
    path = repository / gone
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    with pytest.raises(SystemExit, match=rf"{path.name}|{path.parent.name} is missing or empty"):
        contents.files(repository)
