"""Lists of models for tests, in the format of `resources/models.toml`."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from core.models import Model

FIELDS = ("title", "job", "file", "size", "sha256", "licence", "embedded")


def made(name: str, content: bytes, *urls: str, file: str = "", job: str = "encoder") -> Model:
    """A model whose weights are `content`."""
    return Model(
        id=name,
        title=name.capitalize(),
        job=job,
        file=file or f"{name}.pth",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        licence="none",
        embedded=False,
        sources=tuple({"url": url} for url in urls),
    )


def expecting(model: Model, path: Path) -> Model:
    """The model of the list, as if its weights were the file `path`."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return replace(model, size=path.stat().st_size, sha256=digest)


def write(path: Path, models: Iterable[Model]) -> Path:
    """The list of `models`."""
    lines: list[str] = []
    for model in models:
        lines.append(f"[{json.dumps(model.id)}]")
        lines += [f"{name} = {json.dumps(getattr(model, name))}" for name in FIELDS]
        sources = ", ".join(
            "{ " + ", ".join(f"{k} = {json.dumps(v)}" for k, v in source.items()) + " }"
            for source in model.sources
        )
        lines.append(f"sources = [{sources}]\n")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
