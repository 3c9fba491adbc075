"""The catalogue on a real SQLite file, and what it says when it cannot be used."""

import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core import database, schema
from core.catalogue import Catalogue
from core.errors import CatalogueError, CatalogueReason
from core.recipe import Recipe
from core.records import CatalogueInfo, Embedded, FileStamp, SetAside, Shown, Waiting
from core.vector_table import Generation

ROOT = Path("/photos")
A, B, C = ROOT / "Bags" / "A.jpg", ROOT / "Bags" / "A_back.jpg", ROOT / "C.jpg"
VECTOR = np.array([0.6, 0.8], np.float32)


def add(catalogue: Catalogue, *paths: Path, size: int = 1) -> None:
    root_id = catalogue.root_id(ROOT)
    catalogue.add_files(root_id, ROOT, [FileStamp(path, size, 1) for path in paths])


def photo_id(catalogue: Catalogue, path: Path) -> int:
    return next(p.id for p in catalogue.waiting("nothing") if p.path == path)


def keep(catalogue: Catalogue, recipe: Recipe, *paths: Path) -> None:
    for path in paths:
        catalogue.store(recipe, [Embedded(photo_id(catalogue, path), VECTOR, "digest", (30, 20))])


def shown(catalogue: Catalogue, recipe: Recipe) -> list[Shown]:
    return list(catalogue.shown_by(catalogue.vectors(recipe.embedding_id)[0]).values())


def reason_of(folder: Path, **options: bool) -> CatalogueReason:
    with pytest.raises(CatalogueError) as caught:
        Catalogue(folder, **options)
    assert caught.value.subject == str(folder)
    return caught.value.reason


def test_what_is_stored_is_there_after_reopening(tmp_path: Path, recipe: Recipe) -> None:
    first = Catalogue(tmp_path / "a" / "b")
    add(first, A, B, C)
    keep(first, recipe, A, C)
    first.set_recipe("active", recipe)
    info = first.info()
    first.close()
    again = Catalogue(tmp_path / "a" / "b", create=False)
    assert again.info() == info
    assert info == CatalogueInfo(
        folder=tmp_path / "a" / "b",
        photos=3,
        products=2,
        embedded=2,
        set_aside=0,
        missing=0,
        roots=(ROOT,),
        categories=("Bags",),
        encoder="made",
        generation=None,
    )
    assert again.recipe("active") == recipe
    assert again.vectors(recipe.embedding_id)[1] == pytest.approx(np.stack([VECTOR] * 2), abs=2e-5)
    again.close()


@pytest.mark.parametrize("content", [b"", None])
def test_an_empty_file_becomes_a_catalogue(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "catalogue.db").write_bytes(content)
    with closing(Catalogue(tmp_path)) as made:
        add(made, A)
        assert made.info().photos == 1
    with closing(sqlite3.connect(tmp_path / "catalogue.db")) as raw:
        done = {row[0] for row in raw.execute("SELECT name FROM _sqlite_migrations")}
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert done == schema.names()
    assert done


def test_opening_does_not_create_where_it_must_not(tmp_path: Path) -> None:
    assert reason_of(tmp_path / "nowhere", create=False) == CatalogueReason.MISSING
    assert not (tmp_path / "nowhere").exists()


def test_a_catalogue_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    Catalogue(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "catalogue.db")) as raw, raw:
        raw.execute(
            "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) "
            "VALUES ('vitrine', 'm999_of_tomorrow', '2099-01-01')"
        )
    before = (tmp_path / "catalogue.db").read_bytes()
    assert reason_of(tmp_path) == CatalogueReason.NEWER
    assert (tmp_path / "catalogue.db").read_bytes() == before


def test_a_refused_catalogue_is_not_held_open(tmp_path: Path) -> None:
    (tmp_path / "catalogue.db").write_bytes(os.urandom(8192))
    failures = []
    for _ in range(3):
        with pytest.raises(CatalogueError) as caught:
            Catalogue(tmp_path)
        failures.append(caught)
    fds = Path("/proc/self/fd")
    if fds.exists():
        held = [str(fd.readlink()) for fd in fds.iterdir() if fd.is_symlink()]
        assert not any(str(tmp_path) in name for name in held)


def test_products_join_views_of_one_reference_in_one_category(
    catalogue: Catalogue, recipe: Recipe
) -> None:
    other = ROOT / "Shoes" / "A.jpg"
    add(catalogue, A, B, C, other)
    keep(catalogue, recipe, A, B, C, other)
    photos = {photo.photo_path: photo for photo in shown(catalogue, recipe)}
    assert photos[A].product_id == photos[B].product_id
    assert len({photo.product_id for photo in photos.values()}) == 3
    assert (photos[B].reference, photos[B].category) == ("A", "Bags")
    assert (photos[C].reference, photos[C].category) == ("C", "")
    assert catalogue.product_of(B) == photos[A].product_id
    assert catalogue.product_of(ROOT / "unknown.jpg") is None


def test_a_changed_file_loses_its_vector_and_keeps_its_product(
    catalogue: Catalogue, recipe: Recipe
) -> None:
    add(catalogue, A, B)
    keep(catalogue, recipe, A, B)
    product, old = catalogue.product_of(A), catalogue.vectors(recipe.embedding_id)[0]
    add(catalogue, A, size=2)
    assert [photo.photo_path for photo in shown(catalogue, recipe)] == [B]
    assert [photo.path for photo in catalogue.waiting(recipe.embedding_id)] == [A]
    assert catalogue.product_of(A) == product
    assert catalogue.stamps(ROOT)[str(A)] == FileStamp(A, 2, 1)
    keep(catalogue, recipe, A)
    assert not set(catalogue.vectors(recipe.embedding_id)[0][1:]) & set(old)


def test_a_missing_photo_stops_matching_and_comes_back(
    catalogue: Catalogue, recipe: Recipe
) -> None:
    add(catalogue, A, C)
    keep(catalogue, recipe, A, C)
    product = catalogue.product_of(A)
    catalogue.mark_missing([str(A), "/photos/never heard of.jpg"])
    assert [photo.photo_path for photo in shown(catalogue, recipe)] == [C]
    assert catalogue.count_vectors(recipe.embedding_id) == 1
    assert (catalogue.info().photos, catalogue.info().missing) == (1, 1)
    assert catalogue.info().products == 1
    assert str(A) not in catalogue.stamps(ROOT)
    assert catalogue.waiting(recipe.embedding_id) == []
    add(catalogue, A)
    assert catalogue.waiting(recipe.embedding_id) == []
    assert {photo.photo_path for photo in shown(catalogue, recipe)} == {A, C}
    assert catalogue.product_of(A) == product


def test_photos_set_aside_wait_for_another_chance(catalogue: Catalogue, recipe: Recipe) -> None:
    add(catalogue, A, C)
    catalogue.set_aside(photo_id(catalogue, C), "incomplete", "cut")
    assert catalogue.photos_aside() == [SetAside(C, "incomplete", "cut")]
    assert [photo.path for photo in catalogue.waiting(recipe.embedding_id)] == [A]
    assert catalogue.info().set_aside == 1
    assert str(C) in catalogue.stamps(ROOT)
    catalogue.retry_set_aside()
    assert catalogue.photos_aside() == []
    assert [photo.path for photo in catalogue.waiting(recipe.embedding_id)] == [A, C]


def test_a_photo_set_aside_waits_again_when_its_file_changes(
    catalogue: Catalogue, recipe: Recipe
) -> None:
    add(catalogue, A)
    catalogue.set_aside(photo_id(catalogue, A), "incomplete")
    add(catalogue, A, size=2)
    assert catalogue.photos_aside() == []
    assert [photo.path for photo in catalogue.waiting(recipe.embedding_id)] == [A]


def test_a_fourth_take_is_refused(catalogue: Catalogue) -> None:
    add(catalogue, A)
    number = photo_id(catalogue, A)
    assert [catalogue.take_in_hand([number]) for _ in range(5)] == [
        {number},
        {number},
        {number},
        set(),
        set(),
    ]


@pytest.mark.parametrize("relief", ["store", "change", "retry", "let go"])
def test_takes_are_counted_anew(catalogue: Catalogue, recipe: Recipe, relief: str) -> None:
    add(catalogue, A)
    number = photo_id(catalogue, A)
    for _ in range(3):
        catalogue.take_in_hand([number])
    if relief == "store":
        keep(catalogue, recipe, A)
    elif relief == "change":
        add(catalogue, A, size=2)
    elif relief == "retry":
        catalogue.set_aside(number, "crashed")
        catalogue.retry_set_aside()
    else:
        catalogue.let_go([number])
    assert catalogue.take_in_hand([number])


@pytest.mark.parametrize("vector", [[np.nan, 1], [np.inf, 0], [0, 0]])
def test_a_vector_that_means_nothing_is_not_stored(
    catalogue: Catalogue, recipe: Recipe, vector: list[float]
) -> None:
    add(catalogue, A)
    with pytest.raises(ValueError, match="finite and not zero"):
        catalogue.store(recipe, [Embedded(photo_id(catalogue, A), np.float32(vector), "d", (1, 1))])
    assert catalogue.count_vectors(recipe.embedding_id) == 0


def test_vectors_of_two_recipes_never_meet(catalogue: Catalogue, recipe: Recipe) -> None:
    other = replace(recipe, encoder="other")
    add(catalogue, A, C)
    keep(catalogue, recipe, A)
    catalogue.store(other, [Embedded(photo_id(catalogue, A), np.float32([1, 0, 0]), "d", (1, 1))])
    assert catalogue.vectors(recipe.embedding_id)[1].shape == (1, 2)
    assert catalogue.vectors(other.embedding_id)[1].shape == (1, 3)
    assert [photo.path for photo in catalogue.waiting(other.embedding_id)] == [C]
    assert catalogue.vectors("unknown")[1].shape == (0, 0)


def test_recipes_that_differ_in_their_metric_share_vectors(
    catalogue: Catalogue, recipe: Recipe
) -> None:
    add(catalogue, A)
    keep(catalogue, recipe, A)
    assert catalogue.count_vectors(replace(recipe, metric="l2").embedding_id) == 1


def test_the_newest_generation_replaces_the_older_of_its_recipe(catalogue: Catalogue) -> None:
    ids, directions = np.array([1, 2, 5], np.int64), np.eye(2, 3, dtype=np.float32)
    first = Generation("r", "one.annoy", 3, "d1", "v1", ids, directions)
    assert (
        catalogue.publish(Generation("other", "zero.annoy", 3, "d0", "v0", ids, directions)) == []
    )
    assert catalogue.publish(first) == []
    assert catalogue.publish(replace(first, file="two.annoy")) == ["one.annoy"]
    found = catalogue.generation("r")
    assert found is not None
    assert (found.file, found.dimension, found.digest) == ("two.annoy", 3, "d1")
    assert np.array_equal(found.vector_ids, ids)
    assert np.array_equal(found.projection, directions)
    assert catalogue.generation("unknown") is None
    assert catalogue.generation("other") is not None


def test_files_of_a_folder_are_known_whichever_root_they_came_with(catalogue: Catalogue) -> None:
    add(catalogue, A, C, Path("/photos-of-others/D.jpg"))
    assert set(catalogue.stamps(ROOT)) == {str(A), str(C)}
    assert set(catalogue.stamps(ROOT / "Bags")) == {str(A)}


@pytest.mark.parametrize("name", ["é 商品_%.jpg", "a'b\"; DROP TABLE photo; --.jpg", "[x]?*.jpg"])
def test_any_name_is_kept(catalogue: Catalogue, recipe: Recipe, name: str) -> None:
    path = ROOT / "100%_'x" / name
    add(catalogue, path)
    keep(catalogue, recipe, path)
    assert shown(catalogue, recipe)[0].photo_path == path
    assert set(catalogue.stamps(ROOT / "100%_'x")) == {str(path)}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Locks are not waited for: nothing here ends them."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)


def test_a_locked_catalogue_is_told_so_and_works_afterwards(
    tmp_path: Path, impatient: None
) -> None:
    with closing(Catalogue(tmp_path)) as made:
        other = sqlite3.connect(tmp_path / "catalogue.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CatalogueError) as caught:
            add(made, A)
        assert caught.value.reason == CatalogueReason.LOCKED
        other.execute("ROLLBACK")
        other.close()
        add(made, A)
        assert made.info().photos == 1


def test_an_exclusively_locked_file_is_told_so_on_opening(tmp_path: Path, impatient: None) -> None:
    other = sqlite3.connect(tmp_path / "catalogue.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert reason_of(tmp_path) == CatalogueReason.LOCKED
    other.close()


def test_two_processes_may_write_in_turn(tmp_path: Path, recipe: Recipe) -> None:
    with closing(Catalogue(tmp_path)) as made:
        add(made, *(ROOT / f"{n}.jpg" for n in range(40)))
        waiting = made.waiting(recipe.embedding_id)
    failures: list[Exception] = []

    def work(mine: list[Waiting]) -> None:
        try:
            with closing(Catalogue(tmp_path)) as own:
                for photo in mine:
                    assert own.take_in_hand([photo.id])
                    own.store(recipe, [Embedded(photo.id, VECTOR, "d", (1, 1))])
                    ids, none = np.array([photo.id]), np.empty((0, 2), np.float32)
                    own.publish(Generation("r", str(photo.id), 2, "d", "v", ids, none))
        except Exception as error:  # noqa: BLE001  told by the assertion below
            failures.append(error)

    threads = [threading.Thread(target=work, args=(waiting[i::2],)) for i in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with closing(Catalogue(tmp_path)) as made:
        assert made.count_vectors(recipe.embedding_id) == 40


def test_a_failure_in_the_middle_of_a_batch_leaves_no_half_and_no_lock(
    tmp_path: Path, impatient: None
) -> None:
    def stamps_then_failure():
        yield FileStamp(A, 1, 1)
        raise RuntimeError("the walk broke")

    with closing(Catalogue(tmp_path)) as made:
        root_id = made.root_id(ROOT)
        with pytest.raises(RuntimeError, match="the walk broke"):
            made.add_files(root_id, ROOT, stamps_then_failure())
        with closing(Catalogue(tmp_path)) as other:
            assert other.info().photos == 0
            add(other, C)
        add(made, A)
        assert made.info().photos == 2


@pytest.mark.parametrize("size", [100, 8192, 100_000])
def test_random_bytes_are_a_damaged_catalogue(tmp_path: Path, size: int) -> None:
    (tmp_path / "catalogue.db").write_bytes(np.random.default_rng(size).bytes(size))
    assert reason_of(tmp_path) == CatalogueReason.DAMAGED
    assert (tmp_path / "catalogue.db").stat().st_size == size


def test_a_catalogue_damaged_in_its_middle_is_told_so(tmp_path: Path, recipe: Recipe) -> None:
    with closing(Catalogue(tmp_path)) as made:
        add(made, *(ROOT / f"{n}.jpg" for n in range(300)))
    path = tmp_path / "catalogue.db"
    data = path.read_bytes()
    path.write_bytes(data[:4096] + np.random.default_rng(1).bytes(len(data) - 4096))
    with pytest.raises(CatalogueError) as caught:
        Catalogue(tmp_path).waiting(recipe.embedding_id)
    assert caught.value.reason == CatalogueReason.DAMAGED


@pytest.mark.parametrize("table", ["photo", "bookmark"])
def test_a_database_of_another_program_is_not_taken_over(tmp_path: Path, table: str) -> None:
    path = tmp_path / "catalogue.db"
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(f"CREATE TABLE {table} (name TEXT)")
    before = path.read_bytes()
    assert reason_of(tmp_path) == CatalogueReason.FOREIGN
    assert path.read_bytes() == before


def test_a_truncated_database_is_damaged_and_nothing_is_written_to_it(tmp_path: Path) -> None:
    with closing(Catalogue(tmp_path)) as made:
        add(made, *(ROOT / f"{n}.jpg" for n in range(300)))
        page = made.database.one("PRAGMA page_size")
    path = tmp_path / "catalogue.db"
    whole = path.stat().st_size
    for size in (whole - page // 2, whole - page, 2 * page, page + 1000, 50):
        os.truncate(path, size)
        before = path.read_bytes()
        assert reason_of(tmp_path) == CatalogueReason.DAMAGED
        assert path.read_bytes() == before


def test_without_its_wal_the_database_is_as_at_the_last_checkpoint(
    tmp_path: Path, recipe: Recipe
) -> None:
    live, lost = tmp_path / "live", tmp_path / "lost"
    with closing(Catalogue(live)) as made:
        add(made, A)
        made.database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        add(made, C)
        lost.mkdir()
        shutil.copy(live / "catalogue.db", lost)
        assert (live / "catalogue.db-wal").stat().st_size > 0
    with closing(Catalogue(lost)) as again:
        assert [photo.path for photo in again.waiting("nothing")] == [A]
        add(again, C)
        keep(again, recipe, A, C)
        assert len(shown(again, recipe)) == 2


def test_a_catalogue_deep_in_folders_is_opened(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*["商品é"] * 3, *["deep" * 10] * 6)
    assert len(str(folder)) > 260
    with closing(Catalogue(folder)) as made:
        add(made, Path(r"\\server\share\x.jpg"), folder / "x.jpg")
        assert made.info().photos == 2


def test_a_folder_in_place_of_the_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "catalogue.db").mkdir()
    assert reason_of(tmp_path) == CatalogueReason.READ_ONLY


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").touch()
    assert reason_of(tmp_path / "x") == CatalogueReason.READ_ONLY


def test_a_folder_that_may_not_be_written_is_read_only(
    public_folder: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    folder = public_folder / "catalogue"
    Catalogue(folder).close()
    for path in (folder, folder / "index"):
        path.chmod(0o555)
    (folder / "catalogue.db").chmod(0o444)
    with unprivileged():
        assert reason_of(folder) == CatalogueReason.READ_ONLY
        assert reason_of(folder / "new") == CatalogueReason.READ_ONLY
    folder.chmod(0o755)


def test_a_database_that_may_only_be_read_says_so_when_it_is_written(
    public_folder: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    folder = public_folder / "catalogue"
    Catalogue(folder).close()
    for path, mode in (
        (folder, 0o777),
        (folder / "index", 0o777),
        (folder / "catalogue.db", 0o444),
    ):
        path.chmod(mode)
    with unprivileged():
        with closing(Catalogue(folder)) as made, pytest.raises(CatalogueError) as caught:
            add(made, A)
        assert caught.value.reason == CatalogueReason.READ_ONLY


def test_a_full_database_is_a_full_disk_and_keeps_what_it_has(
    tmp_path: Path, recipe: Recipe
) -> None:
    with closing(Catalogue(tmp_path)) as made:
        add(made, A)
        keep(made, recipe, A)
        pages = made._db.execute("PRAGMA page_count").fetchone()[0]
        made._db.execute(f"PRAGMA max_page_count = {pages + 3}")
        with pytest.raises(CatalogueError) as caught:
            add(made, *(ROOT / f"{'long' * 40}{n}.jpg" for n in range(500)))
        assert caught.value.reason == CatalogueReason.FULL_DISK
        assert [photo.photo_path for photo in shown(made, recipe)] == [A]
        assert made.info().photos == 1


FULL_DISK = """
    import sys
    from pathlib import Path
    import numpy as np
    from core.catalogue import Catalogue
    from core.errors import CatalogueError
    from core.generation import build
    from core.recipe import Recipe
    from core.records import Embedded, FileStamp

    folder = Path(sys.argv[1])
    recipe = Recipe(encoder="made", encoder_digest="", removal="none", removal_digest="")
    catalogue = Catalogue(folder / "catalogue")
    root, root_id = Path("/p"), catalogue.root_id(Path("/p"))
    catalogue.add_files(root_id, root, [FileStamp(root / f"{i}.jpg", 1, 1) for i in range(300)])
    vectors = np.random.default_rng(1).normal(size=(300, 256)).astype(np.float32)
    for photo, vector in zip(catalogue.waiting(recipe.embedding_id), vectors):
        catalogue.store(recipe, [Embedded(photo.id, vector, "d", (1, 1))])
    with (folder / "ballast").open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(bytes(4096))
        except OSError:
            pass
    def attempt(name, act):
        try:
            act()
            print(name, "done")
        except CatalogueError as error:
            print(name, error.reason.value)
    attempt("build", lambda: build(catalogue, recipe))
    photo = catalogue.waiting("other")[0]
    made = [Embedded(photo.id, vectors[0], "d", (1, 1))]
    attempt("store", lambda: [catalogue.store(recipe, made) for _ in range(2000)])
    attempt("open", lambda: Catalogue(folder / "second"))
    print("kept", len(catalogue.vectors(recipe.embedding_id)[0]))
    print("left", sorted(path.name for path in catalogue.index_folder.iterdir()))
    (folder / "ballast").unlink()
    attempt("build", lambda: build(catalogue, recipe))
"""


@pytest.mark.slow
def test_a_full_disk_is_told_so_and_left_in_order(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    if unshare is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("a small disk needs root and unshare")
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(FULL_DISK), encoding="utf-8")
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f"mount -t tmpfs -o size=12m tmpfs {disk} || exit 77"
    command = f"{mount}; exec {sys.executable} {script} {disk}"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    run = subprocess.run(
        [unshare, "--mount", "sh", "-c", command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode == 77 or run.stderr.startswith("unshare"):
        pytest.skip("this machine does not let us mount")
    assert run.stdout.splitlines() == [
        "build full-disk",
        "store full-disk",
        "open full-disk",
        "kept 300",
        "left []",
        "build done",
    ], run.stderr
