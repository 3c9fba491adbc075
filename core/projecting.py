"""A catalogue's projection: learned from its vectors and applied to them.

The vectors that the networks gave stay in the catalogue beside the projected ones, under the base
of the recipe: no photo is opened to project, to learn anew, or to go back.
"""

from collections.abc import Generator, Iterator
from dataclasses import replace

from core import compact
from core import projection_table as table
from core.catalogue import Catalogue
from core.embedding import Embedder
from core.errors import RequestError, RequestReason
from core.projection import SAMPLE
from core.recipe import Projection, Recipe
from core.records import Progress, Stage
from core.rows import spread
from core.vector_table import name_recipe
from core.whitening import LEAST, Moments, Whitening, learn

# A projection is learned anew when there are so many times the vectors that it was learned from.
GROWTH = 1.5
_BLOCK = 2048
# Rows of a transaction; others write in between.
_ROWS = 1024

_LACKING = (
    "SELECT own.id, own.data FROM vector AS own CROSS JOIN photo ON photo.id = own.photo_id "
    "WHERE +own.recipe_id = ?1 AND status = 'present' AND own.id > ?3 AND NOT EXISTS "
    "(SELECT 1 FROM vector WHERE recipe_id = ?2 AND photo_id = own.photo_id) "
    "ORDER BY own.id LIMIT ?4"
)
# Where the vector is still there: its photo may have changed since it was read.
_ADD = (
    "INSERT OR IGNORE INTO vector(photo_id, recipe_id, data) "
    "SELECT photo_id, ?, ? FROM vector WHERE id = ?"
)


def is_outgrown(catalogue: Catalogue, recipe: Recipe) -> bool:
    """Whether the catalogue has grown by half since the recipe's projection was learned."""
    if not recipe.projection:
        return False
    learned = table.learned_from(catalogue.database, recipe)
    return catalogue.count_vectors(recipe.base.embedding_id) >= GROWTH * learned


def refuse_narrow(embedder: Embedder, dimension: Projection) -> None:
    """Raises `RequestError` for an encoder that gives no more numbers than `dimension`."""
    if embedder.encoder.dimension <= dimension:
        raise RequestError(embedder.recipe.encoder, RequestReason.TOO_NARROW, str(dimension))


def learn_anew(
    catalogue: Catalogue, embedder: Embedder, dimension: Projection
) -> Generator[Progress, None, Embedder]:
    """Learn a projection from the embedder's vectors; the same networks with it.

    It is the recipe that is wanted from then on, which one transaction notes. Raises `RequestError`
    for too few photos, or none that differ enough, and for an encoder with too few numbers.
    """
    refuse_narrow(embedder, dimension)
    base = embedder.recipe.base
    known = catalogue.vector_ids(base.embedding_id)
    refusal = RequestError(catalogue.folder, RequestReason.TOO_FEW_PHOTOS, f"{len(known)} photos")
    if len(known) < LEAST * dimension:
        raise refusal
    moments, sample = Moments(), spread(known, SAMPLE)
    for start in range(0, len(sample), _BLOCK):
        yield Progress(Stage.PROJECTING)
        moments.add(catalogue.vectors_by_id(sample[start : start + _BLOCK])[1])
    yield Progress(Stage.PROJECTING)
    whitening = learn(moments, dimension)
    if whitening is None:
        raise refusal
    recipe = replace(base, projection=dimension, projection_digest=whitening.digest)
    with catalogue.database.write():
        table.keep(catalogue.database, whitening, len(known))
        table.set_wish(catalogue.database, dimension)
        catalogue.note_recipe("wanted", recipe)
    return embedder.under(recipe, whitening)


def project_stored(
    catalogue: Catalogue, recipe: Recipe, whitening: Whitening
) -> Iterator[Progress]:
    """Project the stored vectors of the recipe's base that have not been projected yet."""
    base, name = recipe.base.embedding_id, recipe.embedding_id
    total = catalogue.count_vectors(base)
    done, above = catalogue.count_vectors(name), 0
    while rows := catalogue.database.rows(_LACKING, [base, name, above, _ROWS]):
        yield Progress(Stage.PROJECTING, done, total)
        ids, vectors = compact.unpack(rows, len(rows))
        projected = whitening.whiten(vectors)
        with catalogue.database.write():
            name_recipe(catalogue.database, recipe)
            for number, vector in zip(ids.tolist(), projected, strict=True):
                catalogue.database.execute(_ADD, [name, compact.pack(vector), number])
        done, above = done + len(rows), int(ids[-1])
