"""Fetching a model from its home: what comes, what is asked again, and what a person is told."""

import errno
import math
import os
import shutil
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import trustme

from core import folders, language
from core.download import Patience
from core.errors import WeightsError, WeightsReason
from core.messages import sentence
from core.records import Progress, Stage
from core.weights import MANIFEST_VARIABLE, ModelStore, open_store
from tests.model_home import Home, proxy, serve, trust
from tests.model_lists import made, write

DATA = bytes(range(256)) * 4000
QUICK = Patience(tries=2, first_wait=0.01, longest_wait=1, connect=5, silence=5, look=0.02)
HASTY = replace(QUICK, silence=0.4)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def _home(authority: trustme.CA) -> Iterator[Home]:
    with serve(DATA, authority) as home:
        yield home


@pytest.fixture
def home(
    _home: Home, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Home:
    """The home with nothing remembered, trusted, and no proxy on the way to it."""
    trust(authority, tmp_path, monkeypatch)
    _home.reset()
    return _home


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "models"


def store_of(target: Path, *urls: str) -> ModelStore:
    return ModelStore({"made": made("made", DATA, *urls)}, (target,), target, patience=QUICK)


def refusal(store: ModelStore) -> WeightsError:
    with pytest.raises(WeightsError) as caught:
        list(store.fetch("made"))
    assert not store.is_usable("made")
    return caught.value


def is_whole(store: ModelStore) -> bool:
    """Whether the model is here and nothing else is."""
    names = [path.name for path in store.target.iterdir()]
    return names == ["made.pth"] and store.verified("made").read_bytes() == DATA


def test_a_fetch_brings_the_file_and_tells_its_bytes(tmp_path: Path, home: Home) -> None:
    store = store_of(tmp_path / "new" / "models", f"{home.address}/slow")
    steps = list(store.fetch("made"))
    assert is_whole(store)
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert len(steps) > 10
    assert all(step.total == len(DATA) for step in steps)
    assert steps[-1] == Progress(Stage.DONE, len(DATA), len(DATA))


def test_speed_and_remaining_time_are_told(target: Path, home: Home) -> None:
    began = time.monotonic()
    steps = [(time.monotonic(), s) for s in store_of(target, f"{home.address}/slow").fetch("made")]
    took = time.monotonic() - began
    known = [(at, step) for at, step in steps if step.a_second]
    assert known
    for at, step in known:
        assert 1 / 3 < step.a_second / (len(DATA) / took) < 3
        assert step.seconds_left == pytest.approx(began + took - at, abs=took)


def test_what_breaks_off_goes_on_where_it_stopped(target: Path, home: Home) -> None:
    store = store_of(target, f"{home.address}/breaks")
    list(store.fetch("made"))
    assert is_whole(store)
    assert home.ranges == [None, f"bytes={home.third}-"]
    assert home.has_served(len(DATA))


@pytest.mark.parametrize("bytes_a_try", [100_000, 333_333, len(DATA) - 1])
def test_however_often_it_breaks_off_no_byte_comes_twice(
    target: Path, home: Home, bytes_a_try: int
) -> None:
    store = store_of(target, f"{home.address}/cut-{bytes_a_try}")
    list(store.fetch("made"))
    assert is_whole(store)
    assert home.has_served(len(DATA))
    assert len(home.asked) == math.ceil(len(DATA) / bytes_a_try)


def test_a_home_that_falls_silent_is_asked_again(target: Path, home: Home) -> None:
    store = replace(store_of(target, f"{home.address}/stalls"), patience=HASTY)
    list(store.fetch("made"))
    assert is_whole(store)
    assert home.has_served(len(DATA))


def test_a_home_that_always_breaks_off_is_given_up_and_gone_on_with_later(
    target: Path, home: Home
) -> None:
    assert refusal(store_of(target, f"{home.address}/always-breaks")).reason == (
        WeightsReason.BROKEN_OFF
    )
    assert len(home.asked) == 1 + QUICK.tries
    home.reset()
    store = store_of(target, f"{home.address}/whole")
    list(store.fetch("made"))
    assert is_whole(store)
    assert home.has_served(len(DATA) - home.third)


def test_a_cancelled_fetch_goes_on_where_it_stopped(target: Path, home: Home) -> None:
    store = store_of(target, f"{home.address}/slow")
    job = store.fetch("made")
    while next(job).done < home.third:
        pass
    job.close()
    had = (target / "made.pth.part").stat().st_size
    time.sleep(0.2)
    assert (target / "made.pth.part").stat().st_size == had
    home.reset()
    list(store.fetch("made"))
    assert is_whole(store)
    assert home.ranges == [f"bytes={had}-"]
    assert home.has_served(len(DATA) - had)


def test_cancel_does_not_wait_for_a_silent_home(target: Path, home: Home) -> None:
    store = replace(store_of(target, f"{home.address}/stalls"), patience=replace(QUICK, silence=30))
    job = store.fetch("made")
    while next(job).done < home.third:
        pass
    began = time.monotonic()
    job.close()
    assert time.monotonic() - began < 1


def test_a_file_that_is_another_by_now_is_fetched_anew(target: Path, home: Home) -> None:
    store = store_of(target, f"{home.address}/breaks")
    job = store.fetch("made")
    while next(job).done < home.third:
        pass
    job.close()
    home.reset()
    home.version = '"two"'
    list(store.fetch("made"))
    assert is_whole(store)
    assert home.ranges == [f"bytes={home.third}-", f"bytes={home.third}-"]


@pytest.mark.parametrize("name", ["403", "500", "503", "page", "insecure"])
def test_a_refusal_leaves_what_has_come(target: Path, home: Home, name: str) -> None:
    target.mkdir()
    (target / "made.pth.part").write_bytes(DATA[: home.third])
    refusal(store_of(target, f"{home.address}/{name}"))
    home.reset()
    store = store_of(target, f"{home.address}/whole")
    list(store.fetch("made"))
    assert is_whole(store)
    assert home.has_served(len(DATA) - home.third)


@pytest.mark.parametrize("name", ["norange", "other-part", "whole"])
@pytest.mark.parametrize("left", [b"an older half" * 100, bytes(len(DATA)), bytes(len(DATA) + 1)])
def test_what_another_left_does_no_harm(target: Path, home: Home, name: str, left: bytes) -> None:
    target.mkdir()
    (target / "made.pth.part").write_bytes(left)
    store = store_of(target, f"{home.address}/{name}")
    list(store.fetch("made"))
    assert is_whole(store)


def test_other_bytes_are_never_put_in_place(target: Path, home: Home) -> None:
    for name in ("wrong", "short", "page", "endless"):
        refusal(store_of(target, f"{home.address}/{name}"))
        assert list(target.iterdir()) == []


@pytest.mark.parametrize("status", [408, 429, 500, 502, 504])
def test_a_home_in_trouble_is_asked_again(target: Path, home: Home, status: int) -> None:
    store = store_of(target, f"{home.address}/{status}-once")
    list(store.fetch("made"))
    assert is_whole(store)
    assert len(home.asked) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 499])
def test_a_refusal_is_final(target: Path, home: Home, status: int) -> None:
    refusal(store_of(target, f"{home.address}/{status}"))
    assert len(home.asked) == 1


def test_a_home_that_wants_hours_is_not_waited_for(target: Path, home: Home) -> None:
    assert refusal(store_of(target, f"{home.address}/503")).reason == WeightsReason.SERVER_BUSY
    assert len(home.asked) == 1


def test_waits_grow_and_differ() -> None:
    patience = Patience(first_wait=1, longest_wait=8)
    waits = [[patience.wait(n) for _ in range(50)] for n in (1, 2, 3, 4, 9)]
    for most, drawn in zip((1, 2, 4, 8, 8), waits, strict=True):
        assert most / 2 <= min(drawn) < max(drawn) <= most


def test_a_redirect_is_followed(target: Path, home: Home) -> None:
    store = store_of(target, f"{home.address}/redirect")
    list(store.fetch("made"))
    assert is_whole(store)
    assert home.asked == ["redirect", "whole"]


def test_the_next_source_is_tried_and_the_first_ones_failure_told(target: Path, home: Home) -> None:
    bad = [f"{home.address}/404", f"{home.address}/wrong"]
    assert refusal(store_of(target, *bad)).reason == WeightsReason.NOT_FOUND
    store = store_of(target, *bad, f"{home.address}/whole")
    list(store.fetch("made"))
    assert is_whole(store)


def test_a_proxy_is_gone_through(target: Path, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_of(target, f"https://home.test:{home.port}/breaks")
    with proxy(home) as way:
        monkeypatch.setenv("HTTPS_PROXY", f"http://ann:s3cret@127.0.0.1:{way.port}")
        list(store.fetch("made"))
    assert is_whole(store)
    assert {name for name, _ in way.asked} == {f"home.test:{home.port}"}
    assert all(password for _, password in way.asked)
    assert home.has_served(len(DATA))


@pytest.mark.parametrize("status", [403, 407, 502])
def test_a_proxy_that_refuses_is_named_without_its_password(
    target: Path, home: Home, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    with proxy(home) as way:
        way.status = status
        monkeypatch.setenv("HTTPS_PROXY", f"http://ann:s3cret@127.0.0.1:{way.port}")
        error = refusal(store_of(target, f"https://home.test:{home.port}/whole"))
    assert error.reason == WeightsReason.PROXY
    assert error.subject == f"127.0.0.1:{way.port}"
    assert len(way.asked) == (1 if status < 500 else 1 + QUICK.tries)
    assert "s3cret" not in f"{sentence(error)} {error.detail}"


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"])
def test_a_certificate_of_the_house_is_trusted_when_named(
    target: Path, home: Home, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    trusted = os.environ["SSL_CERT_FILE"]
    monkeypatch.delenv("SSL_CERT_FILE")
    store = store_of(target, f"{home.address}/whole")
    assert refusal(store).reason == WeightsReason.CERTIFICATE
    assert home.asked == []
    monkeypatch.setenv(variable, trusted)
    list(store.fetch("made"))
    assert is_whole(store)


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"])
@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_file_of_certificates_that_is_none_is_a_matter_of_trust(
    target: Path, home: Home, monkeypatch: pytest.MonkeyPatch, variable: str, content: str | None
) -> None:
    named = target.with_suffix(".pem")
    if content:
        named.write_text(content)
    monkeypatch.setenv(variable, str(named))
    assert refusal(store_of(target, f"{home.address}/whole")).reason == WeightsReason.CERTIFICATE


def test_too_little_room_is_seen_before_anything_comes(
    target: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = SimpleNamespace(free=len(DATA) - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: free)
    store = store_of(target, f"{home.address}/breaks")
    assert refusal(store).reason == WeightsReason.NO_SPACE
    assert home.asked == []
    (target / "made.pth.part").write_bytes(DATA[:10])
    list(store.fetch("made"))
    assert is_whole(store)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_disk_that_fills_up_is_told_so_and_no_other_source_tried(
    target: Path, home: Home
) -> None:
    target.mkdir()
    (target / "made.pth.part").symlink_to("/dev/full")
    error = refusal(store_of(target, f"{home.address}/whole", f"{home.address}/404"))
    assert error.reason == WeightsReason.NO_SPACE
    assert isinstance(error.__cause__, OSError)
    assert error.__cause__.errno == errno.ENOSPC
    assert home.asked == ["whole"]


def test_a_folder_that_cannot_be_made_is_told_so(tmp_path: Path, home: Home) -> None:
    (tmp_path / "file").touch()
    store = store_of(tmp_path / "file" / "models", f"{home.address}/whole")
    assert refusal(store).reason == WeightsReason.CANNOT_WRITE


def test_a_model_without_a_source_cannot_be_fetched(target: Path) -> None:
    assert refusal(store_of(target)).reason == WeightsReason.DOWNLOAD_FAILED


@pytest.mark.parametrize("job", ["encoder", "removal"])
def test_the_command_line_fetches_what_the_list_names(
    run, tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch, job: str
) -> None:
    sources = [f"{home.address}/404", f"{home.address}/breaks"]
    listed = write(tmp_path / "list.toml", [made("made", DATA, *sources, job=job)])
    monkeypatch.setenv(MANIFEST_VARIABLE, str(listed))
    code, values = run("models", "fetch", "made")
    assert code == 0
    assert [(row["id"], row["usable"]) for row in values["models"]] == [("made", True)]
    assert home.has_served(len(DATA))
    assert open_store().verified_for(job, "made") == folders.models_folder() / "made.pth"


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/x", "http://example.invalid/x", "file:///x"])
def test_there_is_no_way_but_https(target: Path, home: Home, url: str) -> None:
    assert refusal(store_of(target, url)).reason == WeightsReason.INSECURE


SCRIPT = """
import sys
from pathlib import Path
from core.weights import MANIFEST_VARIABLE, ModelStore, open_store
from tests.core.test_download import store_of
for step in store_of(Path(sys.argv[1]), sys.argv[2]).fetch("made"):
    print(step.done, flush=True)
"""


def other_process(target: Path, url: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(target), url], stdout=subprocess.PIPE, text=True
    )


def test_two_processes_fetch_a_model_once(target: Path, home: Home) -> None:
    url = f"{home.address}/slow"
    both = [other_process(target, url) for _ in range(2)]
    for process in both:
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        assert said.split()[-1] == str(len(DATA))
    assert is_whole(store_of(target, url))
    assert home.has_served(len(DATA))


def test_a_process_that_is_killed_leaves_its_turn_and_its_part(target: Path, home: Home) -> None:
    url = f"{home.address}/slow"
    other = other_process(target, url)
    assert other.stdout
    while int(other.stdout.readline()) < home.third:
        pass
    job = store_of(target, url).fetch("made")
    assert next(job).done >= home.third
    assert len(home.asked) == 1
    other.kill()
    other.communicate()
    list(job)
    assert is_whole(store_of(target, url))
    assert len(home.asked) == 2
    assert str(home.ranges[1]).startswith("bytes=")


def test_another_thread_of_this_process_waits_its_turn(target: Path, home: Home) -> None:
    store = store_of(target, f"{home.address}/slow")
    threads = [threading.Thread(target=lambda: list(store.fetch("made"))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert is_whole(store)
    assert home.has_served(len(DATA))


TOLD = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "fetch-sentences.toml").read_text(encoding="utf-8")
)
ELSEWHERE = ("self-signed", "dead proxy", "no space")


def told(error: WeightsError) -> dict[str, str]:
    """The sentence in both languages."""
    return {spoken: _said(error, spoken) for spoken in ("en", "fr")}


def _said(error: WeightsError, spoken: str) -> str:
    language.use(spoken)
    return sentence(error)


@pytest.mark.parametrize("name", [name for name in TOLD if name not in ELSEWHERE])
def test_a_person_is_told_what_happened_and_what_to_do(target: Path, home: Home, name: str) -> None:
    is_address = "://" in name or name == "nonsense"
    url = name if is_address else f"{home.address}/{name}"
    assert told(refusal(store_of(target, url))) == TOLD[name]


def test_a_person_is_told_of_a_certificate(
    target: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert told(refusal(store_of(target, f"{home.address}/whole"))) == TOLD["self-signed"]


@pytest.mark.parametrize("scheme", ["http", "socks5"])
def test_a_person_is_told_of_a_dead_proxy(
    target: Path, home: Home, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"{scheme}://127.0.0.1:9")
    assert told(refusal(store_of(target, "https://home.test/made.pth"))) == TOLD["dead proxy"]


def test_a_person_is_told_of_a_full_disk(
    target: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=0))
    assert told(refusal(store_of(target, f"{home.address}/whole"))) == TOLD["no space"]
