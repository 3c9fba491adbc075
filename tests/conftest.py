"""What every test lives in: its own data folder, no network, English."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core import folders, language, runtimes

_LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True)
def sandbox(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data and the caches where weights are looked for, empty for each test."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv(folders.DATA_VARIABLE, str(home / "vitrine"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("U2NET_HOME", str(home / "u2net"))
    caches = ("TORCH_HOME", "REMBG_HOME", "XDG_DATA_HOME")
    hubs = ("HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE")
    for name in (*caches, *hubs, "VITRINE_MODELS", "VITRINE_MODELS_LIST", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "en")
    # Every test is a new machine to Vitrine: no time goes into measuring which runtime is quickest.
    monkeypatch.setenv(runtimes.ONLY_VARIABLE, "onnxruntime")
    return home


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """English before the test, and again for the next one."""
    language.use("en")
    yield
    language.use("en")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Connections leave this machine for no test; loopback and local sockets work."""
    patch = pytest.MonkeyPatch()

    def guarded(real: Any) -> Any:
        def connect(self: socket.socket, address: Any) -> Any:
            is_remote = self.family != getattr(socket, "AF_UNIX", None)
            if is_remote and not str(address[0]).startswith(_LOOPBACK):
                raise ConnectionRefusedError(f"tests do not connect to {address!r}")
            return real(self, address)

        return connect

    patch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
    patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
    yield
    patch.undo()
