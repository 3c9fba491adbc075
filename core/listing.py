"""What a run finds in a folder beside what the catalogue knows of it, noted as it goes.

Files that were moved keep their photo with all that was learned and entered about it; what is gone
is marked missing and never deleted.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from core import products, scan
from core.catalogue import Catalogue
from core.database import listed
from core.errors import FolderError, FolderReason, PhotoReason, RequestError
from core.mounts import Mounts
from core.moves import Finder, Kept, Known, keep, known_below
from core.naming import category_of
from core.product_records import ProductChanges
from core.records import FileStamp, Progress, Stage

FILES_A_TRANSACTION = 500
_FILES_A_REPORT = 100


def list_folder(catalogue: Catalogue, root: Path, within: Path | None = None) -> Iterator[Progress]:
    """Note the new, changed, moved and vanished files of `root`, or of the folder `within` it.

    Nothing vanishes with `root` itself, nor with a disk that was mounted below it. Raises
    `FolderError` (missing, unreadable, without photos, gone meanwhile); what was noted until then
    is kept.
    """
    yield Progress(Stage.LISTING)
    listing = _Listing(catalogue, root)
    for _ in listing.compare(within):
        yield Progress(Stage.LISTING, listing.met)
    if not scan.is_folder(root):
        raise FolderError(root, FolderReason.VANISHED)
    if not listing.met and (within is None or next(scan.walk(root), None) is None):
        raise FolderError(root, FolderReason.NO_PHOTOS)
    for of_the_disk in (PhotoReason.UNREADABLE, PhotoReason.TOO_SLOW):
        catalogue.retry_set_aside(of_the_disk)
    for _ in listing.settle():
        yield Progress(Stage.LISTING, listing.met)
    yield Progress(Stage.LISTING, listing.met, listing.met)


def _beside(
    found: Iterator[FileStamp], known: Iterator[Known]
) -> Iterator[tuple[FileStamp | None, Known | None]]:
    """What was found and what is known, path by path; both come in the order of their paths."""
    stamp, photo = next(found, None), next(known, None)
    while stamp or photo:
        path = str(stamp.path) if stamp else ""
        is_first = stamp is not None and (photo is None or path <= photo.path)
        is_known = photo is not None and (stamp is None or photo.path <= path)
        yield (stamp if is_first else None), (photo if is_known else None)
        stamp = next(found, None) if is_first else stamp
        photo = next(known, None) if is_known else photo


class _Listing:
    """One run over a folder; its generators yield between two steps that may take a while."""

    def __init__(self, catalogue: Catalogue, root: Path) -> None:
        self.met = 0
        self._catalogue, self._root = catalogue, root
        self._finder = Finder(catalogue.database)
        self._mounts = Mounts(catalogue.database)
        self._new: list[FileStamp] = []
        self._kept: list[Kept] = []
        self._unsure: list[Kept] = []
        self._vanished: list[str] = []
        self._unmet: set[int] = set()
        self._emptied: set[int] = set()
        self._moved: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._roots = {
            i: Path(path) for i, path in catalogue.database.rows("SELECT id, path FROM root")
        }

    def compare(self, within: Path | None) -> Iterator[None]:
        """Note what is new, changed or moved."""
        found = scan.walk(self._root, within, self._mounts.meet)
        known_photos = known_below(self._catalogue.database, within or self._root)
        for count, (stamp, known) in enumerate(_beside(found, known_photos), start=1):
            if stamp is not None:
                self.met += 1
                self._mounts.use(str(stamp.path))
                if known is None or not known.is_as(stamp):
                    yield from self._note(stamp, known)
            elif known is not None and not known.is_missing:
                self._miss(known)
            if count % _FILES_A_REPORT == 0:
                yield

    def settle(self) -> Iterator[None]:
        """Note what only the end can tell: what has vanished, and what follows from moves."""
        for kept in self._unsure:
            yield from self._take(kept if kept.known.id in self._unmet else kept.stamp)
            self._unmet.discard(kept.known.id)
        self._write()
        self._mounts.remember(self._catalogue.root_id(self._root))
        vanished = [path for path in self._vanished if not self._mounts.is_away(path)]
        for start in range(0, len(vanished), FILES_A_TRANSACTION):
            self._catalogue.mark_missing(vanished[start : start + FILES_A_TRANSACTION])
            yield
        yield from self._follow_folders()
        if self._emptied:
            self._drop_emptied()

    def _note(self, stamp: FileStamp, known: Known | None) -> Iterator[None]:
        kept = yield from self._finder.look(stamp, known)
        if kept is not None and not kept.is_sure:
            self._unsure.append(kept)
        else:
            yield from self._take(kept or stamp)

    def _miss(self, known: Known) -> None:
        if scan.is_there(Path(known.path)):
            self._unmet.add(known.id)
        else:
            self._vanished.append(known.path)

    def _take(self, one: Kept | FileStamp) -> Iterator[None]:
        if isinstance(one, Kept):
            self._kept.append(one)
        else:
            self._new.append(one)
        if len(self._kept) + len(self._new) >= FILES_A_TRANSACTION:
            self._write()
            yield

    def _write(self) -> None:
        root_id = self._catalogue.root_id(self._root)
        refused = keep(self._catalogue.database, root_id, self._kept) if self._kept else []
        if self._new or refused:
            self._catalogue.add_files(root_id, self._root, [*self._new, *refused])
        for known, stamp, _ in self._kept:
            if known.path != str(stamp.path):
                self._emptied.add(known.root_id)
                old = category_of(Path(known.path), self._roots.get(known.root_id, self._root))
                self._moved[old, category_of(stamp.path, self._root)].append(known.id)
        self._new, self._kept = [], []

    def _follow_folders(self) -> Iterator[None]:
        """Whose photos have all moved from its category's folder to another's goes there too.

        Not where a person has corrected the category, nor to one that has such a product already.
        """
        for (old, new), ids in self._moved.items():
            if not old or not new or old == new:
                continue
            for (product_id,) in self._catalogue.database.rows(
                "SELECT DISTINCT product_id FROM photo JOIN product ON product.id = product_id "
                "WHERE photo.id IN (SELECT value FROM json_each(?)) AND category = ?",
                [listed(ids), old],
            ):
                if self._categories(product_id) == {new}:
                    with suppress(RequestError):
                        products.change(self._catalogue, [product_id], ProductChanges(category=new))
                yield

    def _categories(self, product_id: int) -> set[str]:
        """The categories that a product's photos lie in, by their folders."""
        rows = self._catalogue.database.rows(
            "SELECT photo.path, root.path FROM photo JOIN root ON root.id = root_id "
            "WHERE product_id = ? AND status != 'missing'",
            [product_id],
        )
        return {category_of(Path(path), Path(root)) for path, root in rows}

    def _drop_emptied(self) -> None:
        """An indexed folder whose photos have all gone to another is none any more."""
        database = self._catalogue.database
        with database.write():
            for (root_id,) in database.rows(
                "SELECT id FROM root WHERE id IN (SELECT value FROM json_each(?)) "
                "AND NOT EXISTS (SELECT 1 FROM photo WHERE root_id = root.id)",
                [listed(self._emptied)],
            ):
                database.execute("DELETE FROM mount WHERE root_id = ?", [root_id])
                database.execute("DELETE FROM root WHERE id = ?", [root_id])
