"""The tensors of a weights file as numpy arrays, without torch and without running any of its code.

Safetensors, and the two kinds of file that torch writes: a zip archive, and what it wrote before.
Their pickles may name the functions of `_KNOWN` and nothing else, as in `weights_only=True`.
"""

import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray
from safetensors import safe_open

from core.errors import WeightsError, WeightsReason

Tensors = dict[str, NDArray[Any]]

_COUNT_BYTES = 8


def read_tensors(weights: Path, wanted: Container[str] | None = None) -> Tensors:
    """What the checkpoint `weights` holds, by name: all of it, or of `wanted` what is there.

    Raises `WeightsError` when the file is no plain state dict.
    """
    read = _of_safetensors if is_safetensors(weights) else _of_torch
    try:
        return read(weights, _Everything() if wanted is None else wanted)
    except Exception as error:  # pickle, zip and safetensors raise a dozen kinds
        raise WeightsError(weights, WeightsReason.NOT_LOADABLE, str(error)) from error


def is_safetensors(weights: Path) -> bool:
    """By content, because the caches of others name files by their digest."""
    with weights.open("rb") as file:
        start = file.read(9)  # the length of the header in 8 bytes, then the header, in JSON
    return start[8:] == b"{"


class _Everything:
    def __contains__(self, name: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class _Storage:
    key: str
    dtype: np.dtype[Any]
    count: int


@dataclass(frozen=True, slots=True)
class _View:
    """A tensor before its bytes are read: all lengths in values of its storage."""

    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    def array(self, stored: bytes) -> NDArray[Any]:
        """The tensor in the bytes of its storage. Raises `ValueError` where it is not within."""
        kept = self.storage
        values = np.frombuffer(stored, kept.dtype)
        if any(number < 0 for number in (self.offset, *self.shape, *self.strides)):
            raise ValueError("a tensor has a negative length")
        reach = sum((n - 1) * step for n, step in zip(self.shape, self.strides, strict=True))
        if values.size != kept.count or (0 not in self.shape and self.offset + reach >= kept.count):
            raise ValueError("a tensor reaches beyond its storage")
        steps = tuple(step * kept.dtype.itemsize for step in self.strides)
        return as_strided(values[self.offset :], self.shape, steps, writeable=False)


def _view(
    storage: _Storage, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object
) -> _View:
    return _View(storage, offset, tuple(shape), tuple(strides))


_STORAGES = {
    "DoubleStorage": "<f8",
    "FloatStorage": "<f4",
    "HalfStorage": "<f2",
    "LongStorage": "<i8",
    "IntStorage": "<i4",
}
_KNOWN: dict[tuple[str, str], object] = {
    ("collections", "OrderedDict"): OrderedDict,
    ("torch._utils", "_rebuild_tensor"): _view,
    ("torch._utils", "_rebuild_tensor_v2"): _view,
    ("torch._utils", "_rebuild_parameter"): lambda view, *_: view,
} | {("torch", name): np.dtype(code) for name, code in _STORAGES.items()}


class _Unpickler(pickle.Unpickler):
    """Knows tensors and the dictionary that they lie in; `sizes` are the bytes of each storage."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file)
        self.sizes: dict[str, int] = {}

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _KNOWN[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is no tensor") from None

    def persistent_load(self, reference: Any) -> _Storage:
        kind, dtype, key, _place, count, *_view_of = reference
        if kind != "storage" or any(_view_of):
            raise pickle.UnpicklingError(f"{kind} is no storage")
        storage = _Storage(str(key), dtype, int(count))
        self.sizes[storage.key] = storage.count * storage.dtype.itemsize
        return storage


def _of_safetensors(weights: Path, wanted: Container[str]) -> Tensors:
    with safe_open(weights, framework="numpy") as file:
        return {name: file.get_tensor(name) for name in file.keys() if name in wanted}  # noqa: SIM118


def _of_torch(weights: Path, wanted: Container[str]) -> Tensors:
    read = _archived if zipfile.is_zipfile(weights) else _in_a_row
    with weights.open("rb") as file:
        return read(file, wanted)


def _archived(file: IO[bytes], wanted: Container[str]) -> Tensors:
    """Since torch 1.6: an archive of one folder, with the storages under `data`."""
    with zipfile.ZipFile(file) as archive:
        (pickled,) = (name for name in archive.namelist() if name.endswith("/data.pkl"))
        folder = pickled.removesuffix(".pkl")
        with archive.open(pickled) as part:
            views = _wanted(_Unpickler(part).load(), wanted)
        return {
            name: view.array(archive.read(f"{folder}/{view.storage.key}"))
            for name, view in views.items()
        }


def _in_a_row(file: IO[bytes], wanted: Container[str]) -> Tensors:
    """Before: pickles of the writer, of the tensors and of their keys; then the storages."""
    for _ in range(3):
        _Unpickler(file).load()
    reader = _Unpickler(file)
    views = _wanted(reader.load(), wanted)
    stored = {}
    for key in _Unpickler(file).load():
        file.seek(_COUNT_BYTES, 1)
        stored[str(key)] = file.read(reader.sizes[str(key)])
    return {name: view.array(stored[view.storage.key]) for name, view in views.items()}


def _wanted(state: object, wanted: Container[str]) -> dict[str, _View]:
    if not isinstance(state, dict) or not all(isinstance(v, _View) for v in state.values()):
        raise pickle.UnpicklingError("not a state dict")
    return {str(name): view for name, view in state.items() if name in wanted}
