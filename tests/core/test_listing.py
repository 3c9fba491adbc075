"""Listing folders again and again while people move, touch, copy and delete what lies in them."""

import os
import shutil
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest

from core import products
from core.catalogue import Catalogue
from core.errors import FolderError, FolderReason
from core.listing import FILES_A_TRANSACTION, list_folder
from core.mounts import Mounts
from core.product_records import ProductChanges
from core.recipe import Recipe
from core.records import Progress, Stage
from tests.core.listed import bring_up_to_date, present, rows, write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three photos of three products, one of them in no category."""
    folder = tmp_path / "photos"
    for name in ("Bags/A.jpg", "Bags/B.jpg", "C.jpg"):
        write(folder / name, f"content of {name}")
    return folder


def category(catalogue: Catalogue, path: Path) -> str:
    (product,) = products.products(catalogue, [catalogue.product_of(path) or 0])
    return product.category


@pytest.mark.parametrize(
    "target",
    ["Bags/Z.jpg", "Shoes/A.jpg", "0/deep/er/A.jpg", "A.jpg", "Bags/a.JPG", "Bags/É 商品.jpg"],
)
def test_a_photo_that_was_moved_is_the_same_photo(
    catalogue: Catalogue, recipe: Recipe, root: Path, target: str
) -> None:
    bring_up_to_date(catalogue, recipe, root)
    before = rows(catalogue, recipe)
    product = before[root / "Bags/A.jpg"].product_id
    products.change(catalogue, [product], ProductChanges(notes="kept", add_tags=("new",)))
    vectors = catalogue.vectors(recipe.embedding_id)[0].tolist()
    (root / target).parent.mkdir(parents=True, exist_ok=True)
    (root / "Bags/A.jpg").rename(root / target)
    assert bring_up_to_date(catalogue, recipe, root) == 0
    after = rows(catalogue, recipe)
    assert after.pop(root / target) == before.pop(root / "Bags/A.jpg")
    assert after == before
    assert catalogue.vectors(recipe.embedding_id)[0].tolist() == vectors
    (kept,) = products.products(catalogue, [product])
    assert (kept.notes, kept.tags, kept.photos) == ("kept", ("new",), (root / target,))
    assert catalogue.info().missing == 0


def test_a_photo_that_was_missing_is_found_where_it_is_now(
    catalogue: Catalogue, recipe: Recipe, root: Path, tmp_path: Path
) -> None:
    bring_up_to_date(catalogue, recipe, root)
    before = rows(catalogue, recipe)[root / "C.jpg"]
    (root / "C.jpg").rename(tmp_path / "elsewhere")
    bring_up_to_date(catalogue, recipe, root)
    assert rows(catalogue, recipe)[root / "C.jpg"].status == "missing"
    (tmp_path / "elsewhere").rename(root / "D.jpg")
    assert bring_up_to_date(catalogue, recipe, root) == 0
    assert rows(catalogue, recipe)[root / "D.jpg"] == before


def test_a_copy_is_a_photo_of_its_own(catalogue: Catalogue, recipe: Recipe, root: Path) -> None:
    bring_up_to_date(catalogue, recipe, root)
    before = rows(catalogue, recipe)
    shutil.copy2(root / "C.jpg", root / "Bags" / "C.jpg")
    os.link(root / "C.jpg", root / "link.jpg")
    (root / "Bags" / "L.jpg").symlink_to(root / "C.jpg")
    assert bring_up_to_date(catalogue, recipe, root) == 3
    after = rows(catalogue, recipe)
    assert len(after) == 6
    assert before.items() <= after.items()


def test_of_equal_photos_that_were_moved_each_stays_itself(
    catalogue: Catalogue, recipe: Recipe, tmp_path: Path
) -> None:
    root = tmp_path / "photos"
    for name in ("1.jpg", "2.jpg", "3.jpg"):
        write(root / "old" / name, "the same")
    bring_up_to_date(catalogue, recipe, root)
    before = rows(catalogue, recipe)
    (root / "old").rename(root / "anew")
    (root / "anew" / "2.jpg").rename(root / "anew" / "0.jpg")
    assert bring_up_to_date(catalogue, recipe, root) == 0
    after = rows(catalogue, recipe)
    assert {row.id for row in after.values()} == {row.id for row in before.values()}
    assert after[root / "anew/3.jpg"] == before[root / "old/3.jpg"]


@pytest.mark.slow
def test_thousands_of_equal_photos_are_moved_in_no_time(
    catalogue: Catalogue, recipe: Recipe, tmp_path: Path
) -> None:
    root, count = tmp_path / "photos", 4000
    for number in range(count):
        write(root / "old" / f"{number}.jpg", "no photo yet")
    bring_up_to_date(catalogue, recipe, root)
    before = {path.name: row for path, row in rows(catalogue, recipe).items()}
    (root / "old").rename(root / "new")
    began = time.monotonic()
    assert bring_up_to_date(catalogue, recipe, root) == 0
    assert time.monotonic() - began < 20
    assert {path.name: row for path, row in rows(catalogue, recipe).items()} == before


def test_a_file_of_the_same_size_is_another_photo(
    catalogue: Catalogue, recipe: Recipe, root: Path
) -> None:
    bring_up_to_date(catalogue, recipe, root)
    (root / "C.jpg").unlink()
    write(root / "D.jpg", "content of D.jpg")
    assert bring_up_to_date(catalogue, recipe, root) == 1
    assert rows(catalogue, recipe)[root / "C.jpg"].status == "missing"


def test_a_photo_that_was_not_embedded_cannot_be_known_again(
    catalogue: Catalogue, recipe: Recipe, root: Path
) -> None:
    list(list_folder(catalogue, root))
    (root / "C.jpg").rename(root / "D.jpg")
    list(list_folder(catalogue, root))
    assert present(catalogue, recipe) == {root / n for n in ("Bags/A.jpg", "Bags/B.jpg", "D.jpg")}


def test_a_touched_file_keeps_its_vector_and_a_changed_one_does_not(
    catalogue: Catalogue, recipe: Recipe, root: Path
) -> None:
    bring_up_to_date(catalogue, recipe, root)
    before = rows(catalogue, recipe)
    os.utime(root / "C.jpg", ns=(1, 1))
    write(root / "Bags/A.jpg", "CONTENT of Bags/A.jpg")
    os.utime(root / "Bags/A.jpg", ns=(1, 1))
    assert bring_up_to_date(catalogue, recipe, root) == 1
    after = rows(catalogue, recipe)
    assert after[root / "C.jpg"] == before[root / "C.jpg"]
    assert after[root / "Bags/A.jpg"].id == before[root / "Bags/A.jpg"].id
    assert after[root / "Bags/A.jpg"].vector != before[root / "Bags/A.jpg"].vector
    assert catalogue.stamps(root)[str(root / "C.jpg")].mtime_ns == 1
    shutil.copy2(root / "C.jpg", root / "backup")
    (root / "C.jpg").unlink()
    bring_up_to_date(catalogue, recipe, root)
    shutil.copy(root / "backup", root / "C.jpg")
    assert bring_up_to_date(catalogue, recipe, root) == 0
    assert rows(catalogue, recipe)[root / "C.jpg"] == before[root / "C.jpg"]


def test_a_changed_file_is_not_known_by_what_it_held_before(
    catalogue: Catalogue, recipe: Recipe, root: Path
) -> None:
    bring_up_to_date(catalogue, recipe, root)
    old = (root / "C.jpg").read_text(encoding="utf-8")
    write(root / "C.jpg", old.upper())
    os.utime(root / "C.jpg", ns=(1, 1))
    list(list_folder(catalogue, root))
    (root / "C.jpg").unlink()
    write(root / "D.jpg", old)
    assert bring_up_to_date(catalogue, recipe, root) == 1
    assert rows(catalogue, recipe)[root / "C.jpg"].status == "missing"


def test_photos_follow_an_indexed_folder_that_was_moved(
    catalogue: Catalogue, recipe: Recipe, root: Path, tmp_path: Path
) -> None:
    bring_up_to_date(catalogue, recipe, root)
    before = {path.relative_to(root): row for path, row in rows(catalogue, recipe).items()}
    new = tmp_path / "on another disk"
    root.rename(new)
    assert bring_up_to_date(catalogue, recipe, new) == 0
    after = {path.relative_to(new): row for path, row in rows(catalogue, recipe).items()}
    assert after == before
    assert catalogue.roots() == [new]
    assert category(catalogue, new / "Bags/A.jpg") == "Bags"


def test_an_indexed_folder_stays_one_while_a_photo_of_it_is_known(
    catalogue: Catalogue, recipe: Recipe, root: Path, tmp_path: Path
) -> None:
    bring_up_to_date(catalogue, recipe, root)
    new = tmp_path / "new"
    new.mkdir()
    (root / "Bags").rename(new / "Bags")
    bring_up_to_date(catalogue, recipe, new)
    assert catalogue.roots() == [root, new]
    (root / "C.jpg").rename(new / "C.jpg")
    bring_up_to_date(catalogue, recipe, new)
    assert catalogue.roots() == [new]


def test_a_folder_that_is_written_otherwise_by_now_is_the_same(
    catalogue: Catalogue, recipe: Recipe, root: Path
) -> None:
    """As on a disk without capitals, the old name still leads to the file: by a link, here."""
    bring_up_to_date(catalogue, recipe, root)
    before = rows(catalogue, recipe)
    (root / "Bags").rename(root / "bags")
    (root / "Bags").symlink_to(root / "bags", target_is_directory=True)
    assert bring_up_to_date(catalogue, recipe, root) == 0
    after = rows(catalogue, recipe)
    assert after[root / "bags/A.jpg"] == before[root / "Bags/A.jpg"]
    assert set(after) == {root / name for name in ("bags/A.jpg", "bags/B.jpg", "C.jpg")}


def test_a_name_that_is_written_otherwise_needs_no_digest(
    catalogue: Catalogue, recipe: Recipe, root: Path
) -> None:
    list(list_folder(catalogue, root))
    (root / "Bags").rename(root / "bags")
    (root / "Bags").symlink_to(root / "bags", target_is_directory=True)
    list(list_folder(catalogue, root))
    assert set(rows(catalogue, recipe)) == {root / n for n in ("bags/A.jpg", "bags/B.jpg", "C.jpg")}


def test_vanished_photos_are_missing_and_come_back(
    catalogue: Catalogue, recipe: Recipe, root: Path, tmp_path: Path
) -> None:
    bring_up_to_date(catalogue, recipe, root)
    before = rows(catalogue, recipe)
    (root / "Bags").rename(tmp_path / "away")
    bring_up_to_date(catalogue, recipe, root)
    assert present(catalogue, recipe) == {root / "C.jpg"}
    assert catalogue.info().missing == 2
    (tmp_path / "away").rename(root / "Bags")
    assert bring_up_to_date(catalogue, recipe, root) == 0
    assert rows(catalogue, recipe) == before


def test_a_folder_that_cannot_be_read_loses_nothing(
    catalogue: Catalogue,
    recipe: Recipe,
    public_folder: Path,
    unprivileged: Callable[[], AbstractContextManager[None]],
) -> None:
    write(public_folder / "closed" / "a.jpg", "a")
    write(public_folder / "b.jpg", "b")
    bring_up_to_date(catalogue, recipe, public_folder)
    (public_folder / "closed").chmod(0)
    with unprivileged():
        list(list_folder(catalogue, public_folder))
    (public_folder / "closed").chmod(0o755)
    assert len(present(catalogue, recipe)) == 2


def test_a_photo_set_aside_stays_aside_until_it_changes(
    catalogue: Catalogue, recipe: Recipe, root: Path
) -> None:
    bring_up_to_date(catalogue, recipe, root)
    catalogue.set_aside(rows(catalogue, recipe)[root / "C.jpg"].id, "incomplete")
    list(list_folder(catalogue, root))
    assert [photo.path for photo in catalogue.photos_aside()] == [root / "C.jpg"]
    (root / "C.jpg").unlink()
    list(list_folder(catalogue, root))
    assert catalogue.photos_aside() == []
    assert catalogue.info().missing == 1


def test_only_the_part_that_is_asked_for_is_compared(
    catalogue: Catalogue, recipe: Recipe, root: Path
) -> None:
    bring_up_to_date(catalogue, recipe, root)
    (root / "Bags/A.jpg").unlink()
    (root / "C.jpg").unlink()
    write(root / "Bags/N.jpg", "new")
    write(root / "Bags2/M.jpg", "new too")
    assert bring_up_to_date(catalogue, recipe, root, root / "Bags") == 1
    assert present(catalogue, recipe) == {root / n for n in ("Bags/B.jpg", "Bags/N.jpg", "C.jpg")}
    assert category(catalogue, root / "Bags/N.jpg") == "Bags"
    assert catalogue.roots() == [root]


@pytest.mark.parametrize("is_left", [True, False])
def test_a_part_that_is_gone_or_empty_has_lost_its_photos(
    catalogue: Catalogue, recipe: Recipe, root: Path, is_left: bool
) -> None:
    bring_up_to_date(catalogue, recipe, root)
    shutil.rmtree(root / "Bags")
    if is_left:
        (root / "Bags").mkdir()
    list(list_folder(catalogue, root, root / "Bags"))
    assert present(catalogue, recipe) == {root / "C.jpg"}


@pytest.mark.parametrize(
    ("is_there", "reason"), [(True, FolderReason.NO_PHOTOS), (False, FolderReason.MISSING)]
)
def test_with_the_whole_folder_away_no_part_of_it_is_lost(
    catalogue: Catalogue, recipe: Recipe, root: Path, is_there: bool, reason: FolderReason
) -> None:
    bring_up_to_date(catalogue, recipe, root)
    root.rename(root.with_name("away"))
    if is_there:
        root.mkdir()
    for within in (None, root / "Bags"):
        with pytest.raises(FolderError) as caught:
            list(list_folder(catalogue, root, within))
        assert caught.value.reason == reason
    assert len(present(catalogue, recipe)) == 3


def test_a_run_that_is_left_off_is_gone_on_with(
    catalogue: Catalogue, recipe: Recipe, tmp_path: Path
) -> None:
    root, count = tmp_path / "many", 2 * FILES_A_TRANSACTION + 10
    for number in range(count):
        write(root / f"{number % 7}" / f"{number}.jpg", f"photo {number}")
    noted = []
    with closing(Catalogue(catalogue.folder)) as other:
        for step in list_folder(catalogue, root):
            noted.append(other.info().photos)
            if step.done > 1.5 * FILES_A_TRANSACTION:
                break
    assert sorted(set(noted)) == [0, FILES_A_TRANSACTION]
    steps = list(list_folder(catalogue, root))
    assert steps[-1] == Progress(Stage.LISTING, count, count)
    assert catalogue.info().photos == count


def test_others_may_write_while_a_folder_is_listed(
    catalogue: Catalogue, recipe: Recipe, tmp_path: Path
) -> None:
    root = tmp_path / "many"
    for number in range(1200):
        write(root / f"{number:04}.jpg", f"photo {number}")
    bring_up_to_date(catalogue, recipe, root)
    for number in range(0, 1200, 2):
        (root / f"{number:04}.jpg").rename(root / f"{number:04}.jpeg")
    with closing(Catalogue(catalogue.folder)) as other:
        for number, _ in enumerate(list_folder(catalogue, root)):
            other.set_aside(1100 + number, "incomplete")
    assert catalogue.info().missing == 0
    assert len(rows(catalogue, recipe)) == 1200


def test_the_category_follows_when_all_photos_of_a_product_lie_in_another_folder(
    catalogue: Catalogue, recipe: Recipe, tmp_path: Path
) -> None:
    root = tmp_path / "photos"
    names = ("A_1.jpg", "A_2.jpg", "B_1.jpg", "B_2.jpg", "C.jpg", "D.jpg")
    for name in names:
        write(root / "Bags" / name, name)
    write(root / "Clutches" / "D.jpg", "another D")
    bring_up_to_date(catalogue, recipe, root)
    ids = {name[0]: catalogue.product_of(root / "Bags" / name) or 0 for name in names}
    products.change(catalogue, [ids["C"]], ProductChanges(category="Evening"))
    for name in ("A_1.jpg", "A_2.jpg", "B_1.jpg", "C.jpg", "D.jpg"):
        target = root / "Clutches" / ("E.jpg" if name == "D.jpg" else name)
        (root / "Bags" / name).rename(target)
    assert bring_up_to_date(catalogue, recipe, root) == 0
    found = {p.id: p.category for p in products.products(catalogue, list(ids.values()))}
    assert {letter: found[product] for letter, product in ids.items()} == {
        "A": "Clutches",  # all of it has moved
        "B": "Bags",  # a view has stayed
        "C": "Evening",  # a person has said so
        "D": "Bags",  # there is such a product in Clutches
    }
    write(root / "Clutches" / "A_3.jpg", "a third view")
    bring_up_to_date(catalogue, recipe, root)
    assert catalogue.product_of(root / "Clutches" / "A_3.jpg") == ids["A"]


def test_a_disk_below_the_folder_that_is_away_loses_nothing(
    catalogue: Catalogue, recipe: Recipe, root: Path
) -> None:
    bring_up_to_date(catalogue, recipe, root)
    mounts = Mounts(catalogue.database)
    mounts.meet(str(root / "Bags"))
    mounts.remember(catalogue.root_id(root))
    shutil.rmtree(root / "Bags")
    for within in (None, root / "Bags"):
        list(list_folder(catalogue, root, within))
        (root / "Bags").mkdir(exist_ok=True)
        list(list_folder(catalogue, root, within))
        assert len(present(catalogue, recipe)) == 3
    (root / "C.jpg").rename(root / "D.jpg")
    list(list_folder(catalogue, root))
    assert root / "D.jpg" in present(catalogue, recipe)


def test_a_folder_that_is_used_where_a_disk_was_is_one_as_any_other(
    catalogue: Catalogue, recipe: Recipe, root: Path
) -> None:
    bring_up_to_date(catalogue, recipe, root)
    mounts = Mounts(catalogue.database)
    mounts.meet(str(root / "Bags"))
    mounts.remember(catalogue.root_id(root))
    (root / "Bags/A.jpg").unlink()
    list(list_folder(catalogue, root))
    assert present(catalogue, recipe) == {root / "Bags/B.jpg", root / "C.jpg"}
    assert catalogue.database.one("SELECT count(*) FROM mount") == 0


MOUNTED = """
    import subprocess, sys
    from pathlib import Path
    from core.catalogue import Catalogue
    from core.listing import list_folder

    folder = Path(sys.argv[1])
    root, disk = folder / "photos", folder / "photos" / "disk"
    catalogue = Catalogue(folder / "catalogue")

    def mount():
        if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", disk]).returncode:
            sys.exit(77)
        (disk / "Bags").mkdir()
        (disk / "Bags" / "a.jpg").write_text("a")

    def tell(name):
        list(list_folder(catalogue, root))
        print(name, catalogue.info().photos, catalogue.info().missing)

    disk.mkdir(parents=True)
    (root / "b.jpg").write_text("b")
    mount()
    tell("mounted")
    subprocess.run(["umount", disk], check=True)
    tell("unmounted")
    disk.rmdir()
    tell("without its folder")
    disk.mkdir()
    mount()
    (disk / "Bags" / "a.jpg").unlink()
    tell("emptied while mounted")
"""


@pytest.mark.slow
def test_a_disk_that_was_really_mounted_and_unmounted_loses_nothing(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    if unshare is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("mounting needs root and unshare")
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(MOUNTED), encoding="utf-8")
    run = subprocess.run(
        [unshare, "--mount", sys.executable, str(script), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode == 77 or run.stderr.startswith("unshare"):
        pytest.skip("this machine does not let us mount")
    assert run.stdout.splitlines() == [
        "mounted 2 0",
        "unmounted 2 0",
        "without its folder 2 0",
        "emptied while mounted 1 1",
    ], run.stderr
