"""The worker hears by itself what changes in the indexed folders of its catalogue."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.bursts import Times
from core.catalogue import Catalogue
from core.holding import held
from core.indexed_folders import set_watched
from core.records import CatalogueInfo, Progress, Stage
from core.service import serve
from core.weights import ModelStore
from core.wire import Reply
from tests.core import test_service
from tests.core.test_service import Client

pytestmark = pytest.mark.slow

TIMES = Times(quiet=0.5, longest=5.0, look=2.0)
# Longer than a burst is gathered and a folder listed.
QUIET_SECONDS = 2.5


class WatchingClient(Client):
    """Its worker has little patience."""

    @staticmethod
    def _serve(requests: int, replies: int, store: ModelStore, scratch: Path) -> None:
        with os.fdopen(requests, "rb") as source, os.fdopen(replies, "wb") as target:
            serve(source, target, store, scratch, TIMES)


@pytest.fixture
def client(store: ModelStore, tmp_path: Path) -> Iterator[Client]:
    (tmp_path / "scratch").mkdir()
    made = WatchingClient(store, tmp_path / "scratch")
    yield made
    made.close()


@pytest.fixture
def bags(photos: Path) -> Path:
    """A folder with the sub-folder Bags, of three photos."""
    for name in ("Shoes", "Watches"):
        shutil.rmtree(photos / name)
    return photos.resolve()


@pytest.fixture
def folder(client: Client, bags: Path, tmp_path: Path) -> Path:
    """A catalogue of that, open and watched."""
    client.ask("open", tmp_path / "cat")
    client.ask("index", bags)
    client.ask("resume")
    own_end(client)
    return tmp_path / "cat"


def own_end(client: Client) -> int:
    """Waits for the end of a job that the worker gave itself; its number."""
    end = client.until(lambda r: r.id < 0 and r.event in ("finished", "failed"))
    assert end.event == "finished", end.record
    return end.id


def embedded(client: Client, count: int) -> CatalogueInfo:
    """Waits until the worker tells of so many photos."""

    def is_it(reply: Reply) -> bool:
        assert reply.event != "failed", reply.record
        return isinstance(reply.record, CatalogueInfo) and reply.record.embedded == count

    info: CatalogueInfo = client.until(is_it).record
    return info


def hears_nothing(client: Client) -> bool:
    """Whether the worker gives itself no job for a while."""
    before = len(client.seen)
    time.sleep(QUIET_SECONDS)
    client.ask("busy")
    return all(reply.id > 0 for reply in client.seen[before:])


def statuses(folder: Path) -> dict[str, str]:
    with closing(Catalogue(folder)) as catalogue:
        rows = catalogue.database.rows("SELECT path, status FROM photo")
        return {Path(path).name: status for path, status in rows}


def test_a_photo_that_comes_is_found_and_one_that_goes_is_not(
    client: Client, bags: Path, folder: Path
) -> None:
    query = bags.parent / "query.jpg"
    (bags / "Bags" / "BG2.jpg").rename(query)
    own_end(client)
    assert statuses(folder)["BG2.jpg"] == "missing"
    shutil.copy(query, bags / "Bags" / "BG7.jpg")
    embedded(client, 3)
    _, [answer] = client.ask("match", query, count=1)
    assert answer.matches[0].photo_path == bags / "Bags" / "BG7.jpg"
    (bags / "Bags").rename(bags / "Sacs")
    own_end(client)
    _, [answer] = client.ask("match", query, count=1)
    assert answer.matches[0].photo_path == bags / "Sacs" / "BG7.jpg"


def test_what_changed_while_nobody_watched_is_found_at_the_next_start(
    client: Client, bags: Path, folder: Path, tmp_path: Path
) -> None:
    client.ask("open", tmp_path / "other")
    shutil.copy(bags / "Bags" / "BG2.jpg", bags / "BG8.jpg")
    assert hears_nothing(client)
    client.ask("open", folder)
    client.ask("resume")
    assert embedded(client, 4).folder == folder


def test_fifty_changes_and_more_during_a_job_are_one_job(
    client: Client, bags: Path, folder: Path
) -> None:
    photo = (bags / "Bags" / "BG2.jpg").read_bytes()
    before = len(client.seen)
    for number in range(12):
        (bags / "Bags" / f"N{number}.jpg").write_bytes(photo)
    client.until(lambda r: r.id < 0 and isinstance(r.record, Progress) and r.record.done > 0)
    for number in range(25):
        (bags / f"M{number}.gif").touch()
        (bags / "Bags" / f"M{number}.gif").touch()
    first = own_end(client)
    second = own_end(client)
    assert hears_nothing(client)
    assert {reply.id for reply in client.seen[before:] if reply.id < 0} == {first, second}


def test_a_photo_that_is_copied_slowly_is_embedded_once_and_whole(
    client: Client, bags: Path, folder: Path
) -> None:
    content = (bags / "Bags" / "BG2.jpg").read_bytes()
    step = len(content) // 6 + 1
    with (bags / "Bags" / "BG9.jpg").open("wb") as file:
        for start in range(0, len(content), step):
            file.write(content[start : start + step])
            file.flush()
            os.fsync(file.fileno())
            time.sleep(0.8)
    before = len(client.seen)
    embedded(client, 4)
    assert not any(reply.event == "set-aside" for reply in client.seen[before:])
    with closing(Catalogue(folder)) as catalogue:
        digests = catalogue.database.rows(
            "SELECT digest FROM photo WHERE path LIKE '%BG2.jpg' OR path LIKE '%BG9.jpg'"
        )
    assert len(set(digests)) == 1


def test_a_paused_run_stays_paused(client: Client, bags: Path, folder: Path) -> None:
    client.ask("pause")
    shutil.copy(bags / "Bags" / "BG2.jpg", bags / "BG8.jpg")
    client.until(lambda r: isinstance(r.record, Progress) and r.record.stage == Stage.PAUSED)
    _, [answer] = client.ask("match", bags / "Bags" / "BG2.jpg", count=3)
    assert bags / "BG8.jpg" not in {match.photo_path for match in answer.matches}
    client.ask("go")
    embedded(client, 4)


def test_a_start_that_was_cancelled_is_not_begun_again_by_itself(
    client: Client, bags: Path, folder: Path, tmp_path: Path
) -> None:
    client.ask("open", tmp_path / "other")
    shutil.copy(bags / "Bags" / "BG2.jpg", bags / "BG8.jpg")
    client.ask("open", folder)
    index = client.send("index", bags / "Bags")
    client.until(lambda r: r.id == index)
    resume = client.send("resume")
    client.ask("cancel")
    client.end(index)
    assert {r.event for r in client.seen if r.id == resume} == {"finished"}
    assert hears_nothing(client)
    shutil.copy(bags / "Bags" / "BG2.jpg", bags / "BG9.jpg")
    embedded(client, 5)


def test_a_folder_that_is_switched_off_is_left_alone_until_it_is_on(
    client: Client, bags: Path, folder: Path
) -> None:
    with closing(Catalogue(folder)) as catalogue:
        assert set_watched(catalogue.database, bags, watched=False)
    client.ask("watch", bags)
    shutil.copy(bags / "Bags" / "BG2.jpg", bags / "BG8.jpg")
    assert hears_nothing(client)
    with closing(Catalogue(folder)) as catalogue:
        assert set_watched(catalogue.database, bags, watched=True)
    client.ask("watch", bags)
    embedded(client, 4)


def test_folders_that_go_are_no_trouble(client: Client, bags: Path, folder: Path) -> None:
    shutil.copytree(bags / "Bags", bags / "More")
    embedded(client, 6)
    shutil.rmtree(bags / "More")
    own_end(client)
    assert sum(status == "present" for status in statuses(folder).values()) == 3
    shutil.rmtree(bags)
    time.sleep(QUIET_SECONDS)
    client.ask("busy")
    assert not any(r.event == "failed" for r in client.seen)
    assert "present" in statuses(folder).values(), "away is not gone"


def test_a_catalogue_that_another_works_on_is_not_watched(
    client: Client, bags: Path, folder: Path, tmp_path: Path
) -> None:
    client.ask("open", tmp_path / "other")
    with held(folder):
        client.ask("open", folder)
        client.ask("resume")
        shutil.copy(bags / "Bags" / "BG2.jpg", bags / "BG8.jpg")
        assert hears_nothing(client)
    client.ask("open", tmp_path / "other")


def test_what_comes_while_a_folder_is_indexed_for_the_first_time_is_found(
    client: Client, bags: Path, tmp_path: Path
) -> None:
    client.ask("open", tmp_path / "cat")
    client.ask("resume")
    index = client.send("index", bags)
    client.until(lambda r: test_service.is_embedding(r, index))
    shutil.copy(bags / "Bags" / "BG2.jpg", bags / "BG8.jpg")
    embedded(client, 4)


def test_an_index_that_was_cancelled_is_not_gone_on_with_by_itself(
    client: Client, bags: Path, tmp_path: Path
) -> None:
    for number in range(60):  # three would be done before anybody could cancel
        shutil.copy(bags / "Bags" / "BG2.jpg", bags / f"more{number:02}x.jpg")
    client.ask("open", tmp_path / "cat")
    client.ask("resume")
    index = client.send("index", bags)
    client.until(
        lambda r: r.id == index and r.event == "progress" and r.record.stage == Stage.EMBEDDING
    )
    client.ask("cancel")
    client.end(index)
    assert hears_nothing(client)
