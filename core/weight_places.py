"""Where weights may lie already: folders of Vitrine's, and what other programs have fetched.

All are only read. Caches are found as the libraries themselves find them.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from core import folders

CHOSEN_VARIABLE = "VITRINE_MODELS"
_HUB_HOST = "huggingface.co"
_RESOLVE = "resolve"


def own_folders() -> tuple[Path, ...]:
    """Folders that the user named (`VITRINE_MODELS`), the user's own, and the program's."""
    named = os.environ.get(CHOSEN_VARIABLE, "").split(os.pathsep)
    chosen = tuple(Path(folder) for folder in named if folder)
    return (*chosen, folders.models_folder(), folders.resource("models"))


def cache_folders(removals: Iterable[str]) -> tuple[Path, ...]:
    """Where torch.hub, rembg (by the id of a removal) and CLIP keep files under their names."""
    torch_home = _place("TORCH_HOME", _cache() / "torch")
    data = os.environ.get("XDG_DATA_HOME")
    old_rembg = _place("U2NET_HOME", Path(data or Path.home()) / ".u2net")
    rembg = _place("REMBG_HOME", Path(data) / "rembg" if data else Path.home() / ".rembg")
    models = [home / "models" / removal for removal in removals for home in (rembg, old_rembg)]
    clip = Path.home() / ".cache" / "clip"
    return (torch_home / "hub" / "checkpoints", old_rembg, *models, clip)


def hub_folders() -> tuple[Path, ...]:
    """Caches of the Hugging Face hub, which timm, open_clip and transformers share."""
    home = _place("HF_HOME", _cache() / "huggingface")
    named = _place("HF_HUB_CACHE", _place("HUGGINGFACE_HUB_CACHE", home / "hub"))
    return tuple(dict.fromkeys((named, home / "hub")))


def is_file(path: Path) -> bool:
    """Whether there is a file that may be looked at; the folders of others may refuse."""
    try:
        return path.is_file()
    except OSError:
        return False


def names_of(file: str, urls: Iterable[str]) -> tuple[str, ...]:
    """What a file may be called: as in the list, or as its home calls it."""
    return tuple(dict.fromkeys((file, *(Path(unquote(urlsplit(url).path)).name for url in urls))))


def in_hub(hub: Path, sha256: str, urls: Iterable[str]) -> Iterator[Path]:
    """Files of a hub cache that may be the one: by digest, and by name where its home is there.

    A hub names large files by their SHA-256 and links to them; where the system has no links, the
    files themselves lie under `snapshots`.
    """
    for repository in _within(hub, "models--*"):
        yield repository / "blobs" / sha256
    for url in urls:
        parts = urlsplit(url)
        path = unquote(parts.path).strip("/").split("/")
        if parts.hostname == _HUB_HOST and len(path) > 4 and path[2] == _RESOLVE:
            snapshots = hub / f"models--{path[0]}--{path[1]}" / "snapshots"
            for snapshot in _within(snapshots, "*"):
                yield snapshot.joinpath(*path[4:])


def _within(folder: Path, pattern: str) -> list[Path]:
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return []


def _cache() -> Path:
    return _place("XDG_CACHE_HOME", Path.home() / ".cache")


def _place(variable: str, otherwise: Path) -> Path:
    named = os.environ.get(variable)
    return Path(os.path.expandvars(named)).expanduser() if named else otherwise
