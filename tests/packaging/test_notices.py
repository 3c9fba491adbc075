"""The licences and the bill of materials that travel with the executable."""

import json
import shutil
import sysconfig
from pathlib import Path

import numpy
import PIL.Image
import PySide6
import pytest
import requests

from resources.packaging import licences, notices, sbom
from resources.packaging.components import Component, components
from resources.packaging.project import ROOT, read_project

PROJECT = read_project()
SOURCES = [
    Path(str(PySide6.__file__)),
    Path(numpy.__file__),
    Path(PIL.Image.__file__),
    Path(requests.__file__),
    Path(sysconfig.get_path("stdlib")) / "json" / "__init__.py",
    ROOT / "core" / "scan.py",
]


@pytest.fixture(scope="module")
def parts() -> list[Component]:
    return components(SOURCES)


def test_each_file_is_told_to_what_it_came_from(parts: list[Component]) -> None:
    found = {part.name for part in parts}
    assert found >= {"numpy", "pillow", "PySide6_Essentials", "requests", "Python", "U2-Netp"}
    assert "vitrine" not in found
    by_name = {part.name: part for part in parts}
    assert by_name["requests"].sources == (SOURCES[3].resolve(),)
    assert by_name["Python"].sources == (SOURCES[4].resolve(),)


def test_every_component_has_a_licence_with_its_text(parts: list[Component]) -> None:
    for part in parts:
        assert part.licence
        assert all(path.is_file() for path in part.texts)
        assert part.texts
    qt = next(part for part in parts if part.name == "PySide6_Essentials")
    assert "LGPL" in qt.licence
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in qt.texts[0].read_text()


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="needs dpkg")
def test_a_system_library_comes_with_debians_copyright() -> None:
    library = next(Path("/lib").glob("*-linux-gnu/libz.so.1"))
    part = next(part for part in components([library]) if part.kind == "deb")
    assert part.name == "zlib1g"
    assert part.texts[0].name == "copyright"


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="needs dpkg")
def test_a_file_of_nobody_is_named(tmp_path: Path) -> None:
    stray = tmp_path / "stray.so"
    stray.write_bytes(b"")
    with pytest.raises(SystemExit, match=r"stray\.so"):
        components([stray])


@pytest.mark.parametrize("name", ["libx264.164.dylib", "libx265.so.199", "x264-164.dll"])
def test_what_is_under_the_gpl_ends_the_build(tmp_path: Path, name: str) -> None:
    codec = tmp_path / name
    codec.write_bytes(b"")
    with pytest.raises(SystemExit, match="GPL"):
        components([*SOURCES, codec])


def test_the_text_lists_everything_once(parts: list[Component]) -> None:
    text = licences.third_party(PROJECT, parts)
    for part in parts:
        assert f"\n{part.name} {part.version}: " in text
    assert text.count("GNU LESSER GENERAL PUBLIC LICENSE\n") == 1
    assert "replace each by your own build" in text


def test_the_bill_is_the_same_for_the_same_components(parts: list[Component]) -> None:
    bill = sbom.bill(PROJECT, parts, 1_700_000_000)
    assert bill == sbom.bill(PROJECT, parts, 1_700_000_000)
    told = json.loads(bill)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    assert told["metadata"]["component"]["version"] == PROJECT.version
    assert {part["name"] for part in told["components"]} == {part.name for part in parts}
    assert all(part["licenses"] for part in told["components"])
    numpy_part = next(part for part in told["components"] if part["name"] == "numpy")
    assert numpy_part["purl"] == f"pkg:pypi/numpy@{numpy.__version__}"


def test_both_files_go_into_the_folder_of_licences(tmp_path: Path) -> None:
    written = notices.write(PROJECT, SOURCES[-1:], tmp_path / "made", 1_700_000_000)
    assert [Path(path).name for path, _folder in written] == ["third-party.txt", "vitrine.cdx.json"]
    assert all(folder == "licences" and Path(path).is_file() for path, folder in written)
