"""Whatever people do with products, no run undoes it, and the text search follows."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from core import products, views
from core.catalogue import Catalogue
from core.check import check
from core.errors import RequestError
from core.jobs import result
from core.product_records import ProductChanges
from core.records import FileStamp
from core.search import search
from core.view_rule import ViewRule

ROOT = Path("/photos")
NAMED = ("a.jpg", "a_back.jpg", "B/a.jpg", "B/b.jpg", "b.jpg", "B/b_a.jpg")
PATHS = [ROOT / name for name in NAMED]
NAMES = st.sampled_from(["a", "b", "A", "ç"])
CATEGORIES = st.sampled_from(["", "B"])
PATH = st.sampled_from(PATHS)


class Products(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.catalogue = Catalogue(Path(self.folder.name))
        self.size = 0
        self.index(PATHS)

    def teardown(self) -> None:
        self.catalogue.close()
        self.folder.cleanup()

    def index(self, paths: list[Path]) -> None:
        self.size += 1
        root_id = self.catalogue.root_id(ROOT)
        stamps = [FileStamp(path, self.size, 1) for path in paths]
        self.catalogue.add_files(root_id, ROOT, stamps)

    def of(self, path: Path) -> int:
        return self.catalogue.product_of(path) or 0

    def entered(self) -> list[object]:
        ids = [row[0] for row in self.catalogue.database.rows("SELECT id FROM product")]
        return [products.products(self.catalogue, ids), [self.of(path) for path in PATHS]]

    @rule(path=PATH, reference=NAMES, category=CATEGORIES)
    def rename(self, path: Path, reference: str, category: str) -> None:
        before = self.entered()
        changes = ProductChanges(reference=reference, category=category)
        try:
            products.change(self.catalogue, [self.of(path)], changes)
        except RequestError:
            assert self.entered() == before

    @rule(path=PATH, tag=NAMES, value=st.sampled_from(["", "x", "é"]))
    def describe(self, path: Path, tag: str, value: str) -> None:
        changes = ProductChanges(notes=value, add_tags=(tag,), columns={tag: value})
        products.change(self.catalogue, [self.of(path)], changes)

    @rule(into=PATH, other=PATH)
    def merge(self, into: Path, other: Path) -> None:
        products.merge(self.catalogue, self.of(into), [self.of(other)])
        assert self.of(into) == self.of(other)

    @rule(path=PATH, reference=NAMES, category=CATEGORIES)
    def split(self, path: Path, reference: str, category: str) -> None:
        rows = self.catalogue.database.rows("SELECT id FROM photo WHERE path = ?", [str(path)])
        before = self.entered()
        try:
            made = products.split(self.catalogue, [rows[0][0]], reference, category)
        except RequestError:
            assert self.entered() == before
        else:
            assert self.of(path) == made

    @rule(words=st.sampled_from([(), ("back",), ("a", "back")]))
    def file_by_another_rule(self, words: tuple[str, ...]) -> None:
        wanted = ViewRule(words=words)
        told = views.preview(self.catalogue, wanted)
        assert views.apply(self.catalogue, wanted) == told
        assert views.preview(self.catalogue, wanted).photos_moved == 0

    @rule(paths=st.lists(PATH))
    def index_again(self, paths: list[Path]) -> None:
        before = self.entered()
        self.catalogue.mark_missing(map(str, paths))
        self.index(paths)
        assert self.entered() == before

    @invariant()
    def whole(self) -> None:
        assert result(check(self.catalogue)) == []
        assert len(search(self.catalogue)) == self.catalogue.database.one(
            "SELECT count(*) FROM product_text"
        )

    @invariant()
    def a_name_means_one_product(self) -> None:
        doubled = self.catalogue.database.one(
            "SELECT count(*) FROM alias JOIN product USING (reference, category)"
        )
        assert doubled == 0


TestProducts = Products.TestCase
TestProducts.settings = settings(max_examples=25, stateful_step_count=20)
