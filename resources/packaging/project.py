"""What the project calls itself, read from its own files without importing it."""

import ast
import os
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TITLE = "Vitrine"
COMMAND = "vitrine-cli"
IDENTIFIER = "org.vitrine.Vitrine"
COPYRIGHT = "Apache-2.0; licences of its parts are in the folder licences"


@dataclass(frozen=True, slots=True)
class Project:
    """Name in small letters, version (`1.2.3`), and one English sentence on what it is for."""

    name: str
    version: str
    summary: str


def read_project(root: Path = ROOT) -> Project:
    """The project of `pyproject.toml`, with the version that `core` gives itself.

    Raises `SystemExit` where one of the two does not say it.
    """
    table = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return Project(table["name"], _version(root / "core" / "__init__.py"), table["description"])


def build_time() -> int:
    """Seconds since 1970 that everything made is dated with: SOURCE_DATE_EPOCH, or now."""
    return int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())


def _version(module: Path) -> str:
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__version__":
            return str(ast.literal_eval(node.value))
    raise SystemExit(f"{module} does not say __version__.")
