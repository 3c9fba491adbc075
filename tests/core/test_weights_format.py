"""No weights file runs code: how files are opened, and what becomes of one that carries code."""

import ast
import pickle
import tarfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from core import folders
from core.encoders import checkpoint
from core.models import read_manifest
from core.weights import MANIFEST_VARIABLE
from tests.model_lists import made, write

CORE = Path(__file__).parents[2] / "core"
RUN_CODE = {"pickle", "cPickle", "_pickle", "joblib", "dill", "cloudpickle", "shelve", "marshal"}
TENSORS = CORE / "encoders" / "checkpoint.py"
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in CORE.rglob("*.py")}


def called(node: ast.Call) -> str:
    return ast.unparse(node.func)


def test_core_opens_no_pickle_by_itself_but_for_tensors() -> None:
    for path, tree in TREES.items():
        if path == TENSORS:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                assert not {alias.name.split(".")[0] for alias in node.names} & RUN_CODE, path
            elif isinstance(node, ast.ImportFrom):
                assert str(node.module).split(".")[0] not in RUN_CODE, path


def test_where_tensors_are_unpickled_nothing_else_can_be() -> None:
    used = {
        ast.unparse(node) for node in ast.walk(TREES[TENSORS]) if isinstance(node, ast.Attribute)
    }
    assert {name for name in used if name.startswith("pickle.")} == {
        "pickle.Unpickler",  # the base of the only one
        "pickle.UnpicklingError",
    }
    (reader,) = (
        node
        for node in ast.walk(TREES[TENSORS])
        if isinstance(node, ast.ClassDef) and "pickle.Unpickler" in map(ast.unparse, node.bases)
    )
    defined = {node.name for node in reader.body if isinstance(node, ast.FunctionDef)}
    assert {"find_class", "persistent_load"} <= defined
    for name in ("eval", "getattr", "loads"):
        with pytest.raises(pickle.UnpicklingError):
            checkpoint._Unpickler(BytesIO()).find_class("builtins", name)
    assert {module for module, _name in checkpoint._KNOWN} == {
        "collections",
        "torch",
        "torch._utils",
    }


def test_torch_loads_weights_only_and_no_programs() -> None:
    loads = 0
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = called(node)
            words = {word.arg: ast.unparse(word.value) for word in node.keywords}
            assert not name.endswith(("jit.load", "hub.load", "load_state_dict_from_url")), path
            assert words.get("allow_pickle", "False") == "False", path
            if name == "torch.load":
                loads += 1
                assert words.get("weights_only") == "True", path
    assert loads


def test_the_models_of_the_program_are_of_kinds_without_code() -> None:
    for model in read_manifest(folders.resource("models.toml")).values():
        assert Path(model.file).suffix in (".onnx", ".pt", ".pth", ".safetensors")


class Payload:
    """Writes a file when it is unpickled."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.target,)


def plain(mark: Path) -> bytes:
    return pickle.dumps({"weight": Payload(mark)})


def zipped(mark: Path) -> bytes:
    import torch

    out = BytesIO()
    torch.save({"weight": torch.zeros(2), "code": Payload(mark)}, out)
    return out.getvalue()


def legacy(mark: Path) -> bytes:
    import torch

    out = BytesIO()
    torch.save({"code": Payload(mark)}, out, _use_new_zipfile_serialization=False)
    return out.getvalue()


def tarred(mark: Path) -> bytes:
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in ("sys_info", "storages", "tensors", "pickle"):
            info = tarfile.TarInfo(name)
            info.size = len(plain(mark))
            archive.addfile(info, BytesIO(plain(mark)))
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("make", [plain, zipped, legacy, tarred])
@pytest.mark.parametrize("suffix", [".pth", ".safetensors", ".onnx"])
def test_a_listed_file_that_carries_code_is_refused_and_its_code_not_run(
    run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], bytes],
    suffix: str,
) -> None:
    mark = tmp_path / "the code ran"
    content = make(mark)
    replaced = "u2netp" if suffix == ".onnx" else "resnet50"
    models = read_manifest(folders.resource("models.toml"))
    models[replaced] = made(replaced, content, file=f"evil{suffix}", job=models[replaced].job)
    listed = write(tmp_path / "list.toml", models.values())
    monkeypatch.setenv(MANIFEST_VARIABLE, str(listed))
    (tmp_path / "evil").write_bytes(content)
    photo = tmp_path / "photos" / "a.jpg"
    photo.parent.mkdir()
    Image.new("RGB", (300, 300), "red").save(photo)

    code, values = run("models", "import", tmp_path / "evil")
    assert (code, [row["id"] for row in values["models"]]) == (0, [replaced])
    if replaced == "u2netp":
        arguments = ["cutout", photo, "-o", tmp_path / "out.png"]
    else:
        arguments = ["index", photo.parent, "--removal", "none", "--encoder", "resnet50"]
        arguments += ["--catalogue", tmp_path / "catalogue"]
    code, values = run(*arguments)
    assert (code, values["error"]["reason"]) == (1, "not-loadable")
    assert not mark.exists()
