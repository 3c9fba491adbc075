"""Who may import whom, and what importing costs."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = ROOT / "core"

# A module may import from the rows above its own, never from its own row or from below.
ROWS = (
    (
        *(
            "pace",
            "bursts",
            "memory",
            "compact",
            "projection",
            "growing",
            "locality",
            "rows",
            "digest",
            "jobs",
            "matte",
            "heartbeat",
            "gentleness",
            "streams",
            "errors",
            "versions",
            "tuned_names",
        ),
    ),
    (
        *("records", "product_records", "language", "folders", "augment"),
        *(
            "naming",
            "schema",
            "backup",
            "drives",
            "refusals",
            "runtimes",
            "whitening",
            "tuning_records",
            "written",
            "photo_mishaps",
        ),
    ),
    (
        "narrow",
        "scan",
        "intake",
        "plain_ground",
        "fastest",
        "crop",
        "encoders",
        "download",
        "arrival",
        "weight_places",
        "weights_messages",
        "picture_messages",
        "addresses",
        "models",
        "recipe",
        "removal_records",
        "query_records",
        "boxes",
        "model_records",
        "confidence",
        "database",
        "view_rule",
        "holding",
        "places",
        "thumbnail_store",
        "regions",
    ),
    (
        *(
            "run_wish",
            "discretion",
            "unfinished",
            "weights",
            "messages",
            "filing",
            "vector_table",
            "vector_file",
            "distance",
        ),
        *(
            "product_text",
            "subject",
            "removal_network",
            "laboratory_records",
            "projection_table",
            "encoding",
        ),
        *("moves", "mounts", "indexed_folders", "observing", "local_features"),
        *("kept_queries", "colour_look", "evidence_table"),
    ),
    ("catalogue", "candidates", "evidence", "merging", "removal", "handover", "watching", "wire"),
    (
        "agreement",
        "generation",
        "embedding",
        "surroundings",
        "cutout",
        "products",
        "search",
        "leftovers",
        "duplicates",
        "references",
        *("run_mark", "confirmed", "unused_projections"),
    ),
    (
        *("lanes", "index", "browsing", "corrections", "refiling", "check", "upkeep"),
        *("presets", "query_vector", "sights", "together", "projecting", "listing", "weighing"),
        *("finetuning", "model_use"),
    ),
    ("choice", "embedding_run", "model_jobs", "sheets", "export", "views", "repair", "reranking"),
    ("ranking", "pipeline"),
    ("match",),
    ("evaluate",),
    ("laboratory",),
    ("session", "self_check"),
    ("cli", "service"),
)
RANK = {name: row for row, names in enumerate(ROWS) for name in names}
HEAVY = (
    *("torch", "onnxruntime", "openvino", "rembg", "timm", "torchvision", "open_clip", "annoy"),
    "matplotlib",
)
OWNERS = {
    "rembg": {"removal_network"},
    "onnxruntime": {"runtimes"},
    "openvino": {"runtimes"},
    "torch": {"encoders", "finetuning"},
    "timm": {"encoders"},
    "torchvision": {"encoders"},
    "open_clip": {"encoders"},
    "safetensors": {"encoders", "finetuning"},
    "annoy": {"candidates", "generation"},
    "sqlite_utils": {"database", "schema"},
    "requests": {"download"},
    "urllib3": {"download"},
    "truststore": {"download"},
    "filelock": {"arrival", "holding"},
    "pi_heif": {"intake"},
    "psutil": {"drives", "gentleness", "runtimes"},
    "openpyxl": {"sheets", "export"},
    "watchdog": {"observing"},
    "matplotlib": {"laboratory"},
    "jinja2": {"laboratory"},
}


def part_of(path: Path) -> str:
    return path.relative_to(CORE).with_suffix("").parts[0]


def imported(path: Path) -> set[str]:
    """Every module that a file imports anywhere, `from core import x` as core.x."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            if node.module == "core":
                names |= {f"core.{alias.name}" for alias in node.names}
            else:
                names.add(str(node.module))
    return names


SOURCES = sorted(p for p in CORE.rglob("*.py") if p != CORE / "__init__.py")


def test_every_module_of_core_has_its_row() -> None:
    assert {part_of(path) for path in SOURCES} == set(RANK)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(CORE)))
def test_imports_inside_core_go_up_the_table(path: Path) -> None:
    own = part_of(path)
    for name in imported(path):
        parts = name.split(".")
        if parts[0] == "core" and parts[1] in RANK and parts[1] != own:
            assert RANK[parts[1]] < RANK[own], f"{own} imports {parts[1]}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(CORE)))
def test_core_knows_no_window_and_libraries_stay_with_their_owner(path: Path) -> None:
    for name in imported(path):
        top = name.split(".")[0]
        assert top not in ("PySide6", "desktop", "shiboken6")
        assert part_of(path) in OWNERS.get(top, {part_of(path)}), f"{path} imports {top}"


def loaded_by(*modules: str) -> set[str]:
    """The top-level packages in memory after importing `modules` in a fresh interpreter."""
    code = (
        f"import importlib, json, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        f"print(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(json.loads(run.stdout))


def test_importing_core_loads_no_network_and_no_qt() -> None:
    assert not loaded_by("core", "core.intake", "core.wire") & {*HEAVY, "PySide6", "pi_heif"}


@pytest.mark.slow
def test_the_window_loads_no_network() -> None:
    modules = sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "desktop").rglob("*.py")
        if path.stem not in ("__init__", "__main__", "worker_role")
    )
    loaded = loaded_by("desktop", *modules)
    assert "PySide6" in loaded
    # Dialogs are imported when they are first asked for, on the thread of the window.
    assert not loaded & {*HEAVY, "scipy"}


@pytest.mark.slow
def test_the_worker_loads_no_qt_and_opens_no_network_before_it_must() -> None:
    loaded = loaded_by("desktop.worker_role")
    assert not loaded & {"PySide6", "shiboken6", "torch", "onnxruntime", "rembg"}
