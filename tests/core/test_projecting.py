"""Projections of a catalogue: learned, applied, outgrown, left off anywhere, damaged."""

import shutil
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.crashes import killing
from core import check, duplicates, projection_table
from core.catalogue import Catalogue
from core.embedding import Embedder
from core.errors import RequestError, RequestReason
from core.index import Index, least_for_candidates
from core.jobs import result
from core.match import Matcher
from core.messages import sentence
from core.pipeline import change_recipe, embed_waiting, index_folder, keep_projection, project
from core.projecting import GROWTH, is_outgrown, learn_anew, project_stored
from core.recipe import METRICS, NO_REMOVAL, Recipe
from core.records import Progress, Words
from core.repair import repair
from core.session import Session
from core.vector_file import vectors_beside
from core.weights import ModelStore
from core.whitening import LEAST
from core.wire import Request

Fill = Callable[..., list[Path]]
SIDE, DIMENSION = 14, 3 * 14 * 14
ENOUGH = LEAST * 256
RECIPE = Recipe(
    encoder="pixels",
    encoder_digest="",
    removal=NO_REMOVAL,
    removal_digest="",
    crop_side=SIDE,
    flip=False,
)


@dataclass(frozen=True)
class Pixels:
    """No network: a crop's own pixels are its vector, a text's are drawn from its letters."""

    name: str = "clip-vit-b-32"
    dimension: int = DIMENSION

    def encode(self, crops: np.ndarray) -> np.ndarray:
        return units(crops.reshape(len(crops), -1)[:, : self.dimension].astype(np.float32) - 127.5)

    def encode_text(self, texts: list[str]) -> np.ndarray:
        seeds = [list(text.encode()) for text in texts]
        return units(
            np.stack([np.random.default_rng(s).normal(size=self.dimension) for s in seeds])
        )


def units(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def made(number: int, seed: int = 1, dimension: int = DIMENSION) -> np.ndarray:
    """Unit vectors whose variance falls from component to component."""
    falling = np.arange(1, dimension + 1) ** -0.4
    drawn = np.random.default_rng(seed).normal(size=(number, dimension))
    return units(0.5 + drawn * falling)


@pytest.fixture(scope="session")
def _enough(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("enough")


@pytest.fixture
def base() -> Embedder:
    return Embedder(RECIPE, Pixels(), None)


@pytest.fixture
def grown(tmp_path: Path, fill: Fill, _enough: Path) -> Iterator[Catalogue]:
    """A catalogue with as many vectors of `RECIPE` as 256 numbers need; filled once."""
    saved = _enough / "saved"
    if not saved.exists():
        with closing(Catalogue(saved)) as filled:
            fill(filled, made(ENOUGH), using=RECIPE)
            filled.set_recipe("active", RECIPE)
    shutil.copytree(saved, tmp_path / "catalogue")
    with closing(Catalogue(tmp_path / "catalogue")) as copy:
        yield copy


@pytest.fixture
def projected(grown: Catalogue, base: Embedder) -> Catalogue:
    """The same, projected to 256."""
    list(project(grown, base, 256))
    return grown


def active(catalogue: Catalogue) -> Recipe:
    recipe = catalogue.recipe("active")
    assert recipe is not None
    return recipe


def embedder_of(catalogue: Catalogue, base: Embedder) -> Embedder:
    recipe = active(catalogue)
    return base.under(recipe, projection_table.needed(catalogue.database, recipe))


def by_photo(catalogue: Catalogue, recipe: Recipe) -> dict[int, np.ndarray]:
    ids, vectors = catalogue.vectors(recipe.embedding_id)
    shown = catalogue.shown_by(ids)
    return {shown[i].photo_id: vector for i, vector in zip(ids.tolist(), vectors, strict=True)}


def assert_whole(catalogue: Catalogue, returned: int = 0) -> None:
    """All vectors of the base are projected by what the active recipe names, and nothing is over.

    The generation covers all but so many photos that came back after it was built.
    """
    recipe = active(catalogue)
    whitening = projection_table.needed(catalogue.database, recipe)
    assert whitening is not None
    own, told = by_photo(catalogue, recipe.base), by_photo(catalogue, recipe)
    assert own.keys() == told.keys()
    keys = sorted(own)
    expected = whitening.whiten(np.stack([own[key] for key in keys]))
    assert np.allclose(np.stack([told[key] for key in keys]), expected, atol=1e-4)
    kept = {recipe.embedding_id, recipe.base.embedding_id}
    rows = catalogue.database.rows("SELECT DISTINCT recipe_id FROM vector")
    assert {row[0] for row in rows} == kept
    assert catalogue.database.one("SELECT count(*) FROM projection") == 1
    generation = catalogue.generation(recipe.id)
    assert generation is not None
    assert len(generation.vector_ids) + returned == len(told)
    assert not result(check.check(catalogue))


def photo(folder: Path, seed: int = 3) -> Path:
    """A photo of noise that is its own crop."""
    folder.mkdir(exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)
    path = folder / f"N{seed}.png"
    Image.fromarray(pixels).save(path)
    return path


def test_vectors_are_projected_beside_those_that_they_were_learned_from(
    grown: Catalogue, base: Embedder
) -> None:
    before = by_photo(grown, RECIPE)
    list(project(grown, base, 256))
    recipe = active(grown)
    assert (recipe.base, recipe.projection) == (RECIPE, 256)
    assert grown.recipe("wanted") == recipe
    assert projection_table.learned_from(grown.database, recipe) == ENOUGH
    assert_whole(grown)
    after = by_photo(grown, RECIPE)
    assert all(np.array_equal(before[key], after[key]) for key in before)
    assert grown.info().embedded == ENOUGH
    told = np.stack([*by_photo(grown, recipe).values()])
    assert told.shape == (ENOUGH, 256)
    assert np.allclose(np.linalg.norm(told, axis=1), 1, atol=1e-3)
    assert np.abs(np.cov(told.T) * 256 - np.eye(256)).mean() < 0.05


def test_it_is_learned_once_and_the_same_vectors_teach_the_same(
    projected: Catalogue, base: Embedder
) -> None:
    recipe, generation = active(projected), projected.generation_file(active(projected).id)
    list(project(projected, base, 256))
    list(keep_projection(projected, base))
    assert (active(projected), projected.generation_file(recipe.id)) == (recipe, generation)
    list(project(projected, base, 0))
    list(project(projected, base, 256))
    assert active(projected) == recipe
    assert_whole(projected)


def test_too_few_photos_are_refused_and_nothing_changes(
    catalogue: Catalogue, fill: Fill, base: Embedder
) -> None:
    fill(catalogue, made(ENOUGH - 1), using=RECIPE)
    catalogue.set_recipe("active", RECIPE)
    with pytest.raises(RequestError) as caught:
        list(project(catalogue, base, 256))
    assert caught.value.reason == RequestReason.TOO_FEW_PHOTOS
    assert "1,024" in sentence(caught.value)
    assert (active(catalogue), catalogue.recipe("wanted")) == (RECIPE, None)
    assert projection_table.wish(catalogue.database) == 0
    list(keep_projection(catalogue, base))
    assert active(catalogue) == RECIPE


def test_photos_that_are_all_the_same_are_too_few(
    catalogue: Catalogue, fill: Fill, base: Embedder
) -> None:
    fill(catalogue, np.repeat(made(100), 11, axis=0), using=RECIPE)
    catalogue.set_recipe("active", RECIPE)
    with pytest.raises(RequestError) as caught:
        list(project(catalogue, base, 256))
    assert caught.value.reason == RequestReason.TOO_FEW_PHOTOS


@pytest.mark.parametrize("dimension", [256, 100])
def test_an_encoder_with_no_more_numbers_is_refused(
    grown: Catalogue, base: Embedder, dimension: int
) -> None:
    narrow = replace(base, encoder=Pixels(dimension=dimension))
    with pytest.raises(RequestError) as caught:
        list(project(grown, narrow, 256))
    assert caught.value.reason == RequestReason.TOO_NARROW
    assert active(grown) == RECIPE


def test_without_a_catalogue_in_use_there_is_nothing_to_project(
    catalogue: Catalogue, base: Embedder
) -> None:
    assert list(project(catalogue, base, 256)) == []
    assert list(keep_projection(catalogue, base)) == []


def test_a_later_photo_stores_both_vectors_at_once(
    projected: Catalogue, base: Embedder, tmp_path: Path
) -> None:
    path = photo(tmp_path / "photos")
    using = embedder_of(projected, base)
    seen = []
    for _record in index_folder(projected, path.parent, using):
        own, told = by_photo(projected, RECIPE), by_photo(projected, using.recipe)
        assert own.keys() == told.keys()
        seen.append(len(own))
    assert set(seen) == {ENOUGH, ENOUGH + 1}
    assert_whole(projected)
    found = Matcher(projected, using).match(path, 1).matches[0]
    assert found.photo_path == path
    assert found.similarity == pytest.approx(1, abs=1e-3)


def test_a_photo_that_changed_is_projected_anew(
    projected: Catalogue, base: Embedder, tmp_path: Path
) -> None:
    folder, using = tmp_path / "photos", embedder_of(projected, base)
    list(index_folder(projected, photo(folder).parent, using))
    photo(folder, 4).replace(folder / "N3.png")
    list(index_folder(projected, folder, using))
    assert_whole(projected)
    (folder / "N3.png").rename(tmp_path / "away.png")
    photo(folder, 5)
    list(index_folder(projected, folder, using))
    assert len(by_photo(projected, using.recipe)) == ENOUGH + 1
    (tmp_path / "away.png").rename(folder / "N3.png")
    list(index_folder(projected, folder, using))
    assert_whole(projected, returned=1)


def test_a_vector_without_its_projected_one_gets_it_without_its_photo(
    projected: Catalogue, base: Embedder
) -> None:
    using = embedder_of(projected, base)
    with projected.database.write():
        projected.database.execute(
            "DELETE FROM vector WHERE recipe_id = ? AND photo_id % 3 = 0",
            [using.recipe.embedding_id],
        )
    list(embed_waiting(projected, using))
    assert_whole(projected)


def test_it_is_learned_anew_when_the_catalogue_has_grown_by_half(
    projected: Catalogue, base: Embedder, fill: Fill
) -> None:
    first = active(projected)
    grown = round(GROWTH * ENOUGH) - 1
    fill(projected, made(grown - ENOUGH, 2), ENOUGH, RECIPE)
    list(embed_waiting(projected, embedder_of(projected, base)))
    assert not is_outgrown(projected, first)
    list(keep_projection(projected, base))
    assert active(projected) == first
    fill(projected, made(1, 3), grown, RECIPE)
    list(embed_waiting(projected, embedder_of(projected, base)))
    old_file = projected.generation_file(first.id)
    index = Index(projected, first)
    for _record in keep_projection(projected, base):
        recipe = active(projected)
        count_now = projected.count_vectors(recipe.embedding_id)
        assert count_now == grown + 1, "what is in use is always whole"
        if recipe == first:
            assert len(index.search(by_photo(projected, first)[1], 5)) == 5
    second = active(projected)
    assert second.projection_digest != first.projection_digest
    assert projection_table.learned_from(projected.database, second) == grown + 1
    assert_whole(projected)
    assert projected.generation(first.id) is None
    name = projected.generation_file(second.id)
    assert name is not None
    assert name != old_file
    files = sorted(path.name for path in projected.index_folder.iterdir())
    assert files == sorted([name, vectors_beside(Path(name)).name])


@pytest.mark.parametrize("job", ["first", "again", "back"])
def test_left_off_anywhere_it_goes_on(
    grown: Catalogue, base: Embedder, fill: Fill, job: str
) -> None:
    if job != "first":
        list(project(grown, base, 256))
    if job == "again":
        fill(grown, made(ENOUGH // 2, 2), ENOUGH, RECIPE)
    wish = 0 if job == "back" else 256
    for left_off in (1, 2, 3, 4, 6):
        _leave_off(project(grown, base, wish), left_off)
        recipe = active(grown)
        own = grown.count_vectors(recipe.embedding_id)
        assert own in (ENOUGH, grown.count_vectors(RECIPE.embedding_id))
        assert not [p for p in result(check.check(grown)) if check.is_fault(p)]
    list(project(grown, base, wish))
    if job == "back":
        assert active(grown) == RECIPE
        rows = grown.database.rows("SELECT DISTINCT recipe_id FROM vector")
        assert rows == [(RECIPE.embedding_id,)]
        assert grown.database.one("SELECT count(*) FROM projection") == 0
    else:
        assert_whole(grown)


def _leave_off(job: Generator[object], after: int) -> None:
    """Close a job after so many records, if it has not ended before."""
    for _ in range(after):
        next(job, None)
    job.close()


@pytest.mark.parametrize("metric", METRICS)
def test_it_is_searched_in_every_metric(grown: Catalogue, base: Embedder, metric: str) -> None:
    recipe = replace(RECIPE, metric=metric)
    grown.set_recipe("active", recipe)
    list(project(grown, base.under(recipe, None), 256))
    assert active(grown).metric == metric
    assert_whole(grown)
    ids, vectors = grown.vectors(active(grown).embedding_id)
    index = Index(grown, active(grown), exact_below=0)
    for place in (0, 500, 1023):
        near = index.search(vectors[place], 3)
        assert near[0].vector_id == ids[place]
        assert near[0].distance == pytest.approx(0, abs=1e-3)


def test_whitened_vectors_are_compared_one_and_all_for_longer() -> None:
    narrow, wide = (replace(RECIPE, projection=p, projection_digest="d") for p in (256, 512))
    assert least_for_candidates(narrow) == 100_000
    assert least_for_candidates(wide) == 50_000
    assert least_for_candidates(RECIPE) == 5_000


def test_candidates_of_whitened_vectors_are_the_nearest(
    projected: Catalogue, base: Embedder
) -> None:
    ids, vectors = projected.vectors(active(projected).embedding_id)
    index, found = Index(projected, active(projected), exact_below=0), 0
    for query in embedder_of(projected, base).projected(made(40, 5)):
        nearest = ids[np.argsort(-(vectors @ query))[:10]]
        found += len({near.vector_id for near in index.search(query, 10)} & {*nearest.tolist()})
    assert found / 400 > 0.99


def test_recipes_of_one_catalogue_never_share_vectors(
    grown: Catalogue, base: Embedder, fill: Fill
) -> None:
    list(project(grown, base, 256))
    narrow, ids = active(grown), set(grown.vector_ids(active(grown).embedding_id).tolist())
    fill(grown, made(ENOUGH, 2), ENOUGH, RECIPE)
    wide = result(learn_anew(grown, base, 512))
    assert wide.whitening is not None
    list(project_stored(grown, wide.recipe, wide.whitening))
    shapes = {
        r.projection: grown.vectors(r.embedding_id)[1].shape for r in (RECIPE, narrow, wide.recipe)
    }
    assert shapes == {0: (2048, DIMENSION), 256: (ENOUGH, 256), 512: (2048, 512)}
    own = set(grown.vector_ids(RECIPE.embedding_id).tolist())
    other = set(grown.vector_ids(wide.recipe.embedding_id).tolist())
    assert not (ids & own) | (ids & other) | (own & other)
    for recipe, whitening in ((narrow, None), (RECIPE, wide.whitening), (narrow, wide.whitening)):
        with pytest.raises(ValueError, match="under"):
            base.under(recipe, whitening)
    list(project(grown, base, 512))
    assert active(grown) == wide.recipe
    assert_whole(grown)


def test_what_was_asked_for_is_learned_again_under_another_encoder(
    projected: Catalogue, base: Embedder, fill: Fill
) -> None:
    other = Embedder(replace(RECIPE, crop_margin=0.2), base.encoder, None)
    known = projected.vectors(RECIPE.embedding_id)[1]
    fill(projected, made(ENOUGH, 8), 0, other.recipe)
    assert len(known) == ENOUGH
    list(change_recipe(projected, other))
    assert active(projected) == other.recipe
    list(keep_projection(projected, other))
    assert (active(projected).base, active(projected).projection) == (other.recipe, 256)


def test_what_was_asked_for_waits_for_photos_enough(
    catalogue: Catalogue, base: Embedder, fill: Fill
) -> None:
    catalogue.set_recipe("active", RECIPE)
    fill(catalogue, made(ENOUGH - 1), using=RECIPE)
    with catalogue.database.write():
        projection_table.set_wish(catalogue.database, 256)
    list(keep_projection(catalogue, base))
    assert active(catalogue) == RECIPE
    fill(catalogue, made(1, 2), ENOUGH - 1, RECIPE)
    list(keep_projection(catalogue, base))
    assert active(catalogue).projection == 256
    assert_whole(catalogue)


def test_a_folder_that_is_away_does_not_hold_up_a_projection(
    grown: Catalogue, base: Embedder, tmp_path: Path
) -> None:
    folder = photo(tmp_path / "photos").parent
    job = index_folder(grown, folder, base)
    while next(job).stage != "embedding":  # type: ignore[union-attr]
        pass
    job.close()
    folder.rename(tmp_path / "away")
    list(project(grown, base, 256))
    assert_whole(grown)
    (tmp_path / "away").rename(folder)
    list(embed_waiting(grown, embedder_of(grown, base)))
    assert len(by_photo(grown, active(grown))) == ENOUGH + 1
    assert_whole(grown)


def test_queries_of_photo_and_words_are_projected_as_one(
    projected: Catalogue, base: Embedder, tmp_path: Path
) -> None:
    speaking = replace(base, recipe=replace(RECIPE, encoder="clip-vit-b-32"))
    path, other = photo(tmp_path / "photos"), photo(tmp_path / "photos", 4)
    whitening = projection_table.find(projected.database, active(projected))
    using = speaking.under(
        replace(speaking.recipe, projection=256, projection_digest=whitening.digest), whitening
    )
    list(index_folder(projected, path.parent, using))
    matcher = Matcher(projected, using)
    for photo_path in (path, other):
        both = matcher.match(photo_path, 2, words=Words("red", 0.1))
        assert both.matches[0].photo_path == photo_path
    words = matcher.match_words(Words("red"), 2)
    assert len(words.matches) == 2
    said = using.projected(using.embed_words("red"))
    assert said.shape == (256,)
    likest = max(matcher.catalogue.vectors(using.recipe.embedding_id)[1] @ said)
    assert words.matches[0].similarity == pytest.approx(likest, abs=1e-4)


def test_near_duplicates_are_those_of_the_vectors_themselves(
    grown: Catalogue, base: Embedder, fill: Fill
) -> None:
    drawn = np.random.default_rng(9).normal(size=DIMENSION)
    nearly = made(ENOUGH)[5] + 0.01 * drawn / np.linalg.norm(drawn)
    fill(grown, units(nearly[np.newaxis]), ENOUGH, RECIPE)
    with grown.database.write():
        grown.database.execute("UPDATE photo SET digest = path")
    before = result(duplicates.near(grown, 0.995))
    assert len(before) == 1
    list(project(grown, base, 256))
    assert result(duplicates.near(grown, 0.995)) == before


DAMAGES = {
    "gone": "DELETE FROM projection",
    "cut": "UPDATE projection SET data = substr(data, 1, 999)",
    "changed": "UPDATE projection SET data = zeroblob(length(data))",
    "renamed": "UPDATE projection SET digest = 'another'",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_projection_is_told_of_mended_and_learned_again(
    projected: Catalogue, base: Embedder, damage: str
) -> None:
    recipe = active(projected)
    with projected.database.write():
        projected.database.execute(damage)
    with pytest.raises(RequestError):
        embedder_of(projected, base)
    found = result(check.check(projected))
    assert [(p.kind.value, p.subject) for p in found] == [("projection", recipe.projection_digest)]
    assert all(map(check.is_mendable, found))
    assert result(repair(projected)) == []
    assert active(projected) == RECIPE
    list(keep_projection(projected, base))
    assert active(projected) == recipe
    assert_whole(projected)


def test_two_processes_may_embed_while_one_learns(
    projected: Catalogue, base: Embedder, fill: Fill, tmp_path: Path
) -> None:
    fill(projected, made(ENOUGH // 2, 2), ENOUGH, RECIPE)
    old = embedder_of(projected, base)
    folder = photo(tmp_path / "photos").parent
    with closing(Catalogue(projected.folder)) as other:
        for number, record in enumerate(keep_projection(projected, base)):
            if isinstance(record, Progress) and number in (0, 2, 3):
                list(index_folder(other, photo(folder, 20 + number).parent, old))
    list(keep_projection(projected, base))
    list(embed_waiting(projected, embedder_of(projected, base)))
    assert_whole(projected)


def projecting(tell: Callable[..., None], folder: Path) -> None:
    """What a child that is killed does."""
    embedder = Embedder(RECIPE, Pixels(), None)
    with closing(Catalogue(folder)) as catalogue:
        for record in project(catalogue, embedder, 256):
            tell(record)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
@pytest.mark.parametrize("again", [False, True], ids=["first", "again"])
def test_killed_at_any_instant_it_goes_on(
    grown: Catalogue, base: Embedder, fill: Fill, tmp_path: Path, again: bool
) -> None:
    if again:
        list(project(grown, base, 256))
        fill(grown, made(ENOUGH // 2, 2), ENOUGH, RECIPE)
    before, total = active(grown), grown.count_vectors(RECIPE.embedding_id)
    grown.database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    whole = killing.run(projecting, (shutil.copytree(grown.folder, tmp_path / "0"),), None)
    for number in range(1, 7):
        folder = shutil.copytree(grown.folder, tmp_path / f"{number}")
        killing.run(projecting, (folder,), whole.seconds * number / 7)
        with closing(Catalogue(folder)) as catalogue:
            recipe = active(catalogue)
            count = catalogue.count_vectors(recipe.embedding_id)
            assert count == (ENOUGH if recipe == before else total)
            assert not [p for p in result(check.check(catalogue)) if check.is_fault(p)]
            list(project(catalogue, base, 256))
            assert_whole(catalogue)


@pytest.mark.slow
def test_the_command_line_projects_tells_of_it_and_goes_back(
    run, indexed: Catalogue, plain_embedder: Embedder, fill: Fill, photos: Path
) -> None:
    at = ("--catalogue", indexed.folder)
    code, told = run("index", photos, "--projection", 256, *at)
    assert (code, told["error"]["reason"]) == (1, "too-few-photos")
    fill(indexed, made(ENOUGH, 1, 1280), using=plain_embedder.recipe)
    assert run("index", photos, "--projection", 256, *at)[0] == 0
    told = run("info", *at)[1]
    assert told["projection"] == {"numbers": 256, "asked_for": 256, "learned_from": ENOUGH + 16}
    assert told["recipe"]["projection"] == 256
    for metric in METRICS:
        code, answer = run("match", photos / "Bags" / "BG2.jpg", "--metric", metric, *at)
        assert code == 0
        assert answer["matches"][0]["reference"] == "BG2"
    assert run("check", *at) == (0, {"found": [], "left": []})
    (indexed.folder / "recipe.json").write_text(active(indexed).to_json(), encoding="utf-8")
    before = active(indexed)
    assert run("index", photos, "--recipe", indexed.folder / "recipe.json", *at)[0] == 0
    assert active(indexed) == before
    assert run("index", photos, "--projection", 0, *at)[0] == 0
    assert active(indexed) == plain_embedder.recipe
    assert run("info", *at)[1]["projection"]["asked_for"] == 0


@pytest.mark.slow
def test_the_worker_learns_anew_and_answers_meanwhile(
    indexed: Catalogue, plain_embedder: Embedder, fill: Fill, store: ModelStore, tmp_path: Path
) -> None:
    fill(indexed, made(ENOUGH, 1, 1280), using=plain_embedder.recipe)
    list(project(indexed, plain_embedder, 256))
    first = active(indexed)
    fill(indexed, made(ENOUGH, 2, 1280), ENOUGH, plain_embedder.recipe)
    session = Session(store, tmp_path)
    list(session.open(indexed.folder))
    photo_path = indexed.shown_by([1])[1].photo_path
    query = Request(1, "match", str(photo_path), count=1)
    answers = [session.match(query) for _record in session.resume(Request(2, "resume"))]
    answers.append(session.match(query))
    assert {answer.matches[0].photo_path for answer in answers} == {photo_path}
    assert active(indexed).projection_digest != first.projection_digest
    assert indexed.count_vectors(first.embedding_id) == 0
    session.close()
