"""Where Vitrine keeps its own files: never beside the program, never in a photo folder."""

import os
from importlib.resources import files
from pathlib import Path

import platformdirs

DATA_VARIABLE = "VITRINE_HOME"


def data_folder() -> Path:
    """The user's data; `VITRINE_HOME` moves it (a USB stick, a test)."""
    moved = os.environ.get(DATA_VARIABLE)
    return Path(moved) if moved else platformdirs.user_data_path("Vitrine", appauthor=False)


def catalogues_folder() -> Path:
    """Each catalogue of the window is a folder in here."""
    return data_folder() / "catalogues"


def models_folder() -> Path:
    """Weights that the user fetched or chose."""
    return data_folder() / "models"


def queries_folder() -> Path:
    """Pictures to look for that came from other programs and from the web."""
    return data_folder() / "queries"


def log_file() -> Path:
    """What Help > Open log shows."""
    return data_folder() / "logs" / "vitrine.log"


def resource(*parts: str) -> Path:
    """A file or folder that travels with the program."""
    return Path(str(files("resources"))).joinpath(*parts)


def licences() -> Path:
    """The licences of all that the executable is made of; from source there is no such file."""
    return resource().parent / "licences" / "third-party.txt"


def guide(language: str) -> Path:
    """The user guide; it lies beside the program's packages."""
    return resource().parent / "docs" / "guide" / f"{language}.md"
