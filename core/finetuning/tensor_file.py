"""Tensors into a file of safetensors, whose library says in words alone what the disk refused."""

import re
from collections.abc import Mapping
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import save_file
from torch import Tensor

_NUMBER = re.compile(r"\(os error (\d+)\)")


def write(tensors: Mapping[str, Tensor], path: Path, told: dict[str, str] | None = None) -> None:
    """Write tensors, none of which shares its memory, and what is `told` of them.

    Raises `OSError`.
    """
    try:
        save_file(dict(tensors), path, told)
    except SafetensorError as error:
        said = _NUMBER.search(str(error))
        if not said:
            raise
        number = int(said[1])
        # The last one counts on Windows alone, where the number is of its own kind.
        raise OSError(number, str(error), str(path), number) from error
