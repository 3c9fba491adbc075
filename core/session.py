"""One open catalogue and its networks: what the worker does with them at the window's request.

A job gives a record between any two photos, and is left off by closing it. Where another process
works on the catalogue, this one reads it and answers queries.

Longer than most modules, because what is open and what may be done with it changes together.
"""

import logging
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from pathlib import Path

from core import holding, model_jobs, model_use, pipeline, projection_table
from core.agreement import agreement
from core.catalogue import Catalogue
from core.choice import Choice, choose
from core.cutout import FULL_SIDE
from core.embedding import Embedder, open_embedder, with_encoder, with_removal
from core.errors import (
    CatalogueError,
    CatalogueReason,
    FolderError,
    RequestError,
    RequestReason,
    VitrineError,
)
from core.finetuning.photos import photos_of
from core.finetuning.run import Place, finetune
from core.indexed_folders import watched_in
from core.jobs import meanwhile, stepwise
from core.laboratory.run import run
from core.leftovers import sweep
from core.match import Matcher
from core.presets import with_preset
from core.query_records import AS_IT_IS
from core.recipe import Recipe
from core.recipe import from_json as recipe_from
from core.records import (
    Agreement,
    Answer,
    InUse,
    LikeAnswer,
    Progress,
    SetAside,
    Stage,
    WordsAnswer,
)
from core.removal_records import Cutout, CutoutOrder
from core.run_wish import Wish, set_wish
from core.tuning_records import TuningOrder
from core.upkeep import generation_state
from core.weights import ModelStore
from core.wire import Record, Request

_log = logging.getLogger(__name__)

# None is a turn without anything to tell.
Job = Generator[Record | None, None, None]
TURN_SECONDS = 1.0


class Session:
    """At most one catalogue at a time; until one is open, all else raises why none is."""

    def __init__(self, store: ModelStore, scratch: Path) -> None:
        """Cut-outs for the window's eyes are written to `scratch`."""
        self._store, self._scratch = store, scratch
        self._catalogue: Catalogue | None = None
        self._release: Callable[[], None] | None = None
        self._refusal: VitrineError = RequestError("", RequestReason.UNEXPECTED, "none is open")
        self._embedders: dict[str, Embedder] = {}
        self._matcher: Matcher | None = None
        self._active: Recipe | None = None
        self._seen: tuple[object, ...] | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a catalogue."""
        return self._catalogue is not None

    @property
    def is_ours(self) -> bool:
        """Whether the catalogue may be changed here: no other process works on it."""
        return self._release is not None

    def open(self, folder: Path) -> Job:
        """Turn to another catalogue; its `state`, which says first where it is only read.

        Raises `CatalogueError`; then none is open.
        """
        self.close()
        self._know_tuned()
        try:
            self._take(folder)
            if self.is_ours:
                # Migrating a large one takes minutes, so a thread opens it first.
                yield from meanwhile(lambda: Catalogue(folder).close(), TURN_SECONDS)
                self._catalogue = Catalogue(folder)
                sweep(self._catalogue)
            else:
                self._catalogue = Catalogue(folder, writable=False)
                yield InUse(folder)
            yield from self.state()
        except CatalogueError as refusal:
            self._refusal = refusal
            self.close()
            raise

    def close(self) -> None:
        """Release the catalogue."""
        self._matcher = self._seen = None
        if self._catalogue:
            self._catalogue.close()
            self._catalogue = None
        if self._release:
            self._release()
            self._release = None

    def state(self) -> Iterator[Record]:
        """What the catalogue holds, then which encoder and which removal answer."""
        yield self._opened.info()
        yield from self._recipes()

    def photos_aside(self) -> list[SetAside]:
        """The photos that were set aside, by path."""
        return self._opened.photos_aside()

    def wish(self, wanted: Wish) -> None:
        """Pause the run that is under way, or let it go on."""
        set_wish(self._opened.database, wanted)

    def keep_recipe(self) -> None:
        """Give up a change of encoder or removal that is under way, where there is one."""
        active = self._catalogue.recipe("active") if self._catalogue and self.is_ours else None
        if self._catalogue and active:
            self._catalogue.set_recipe("wanted", active)

    def has_changed(self) -> bool:
        """Whether the generation's files are not as they were last seen: `resume` mends them.

        They are opened anew by the next query, never searched as they are: that could end the
        process. Opening finds out whether they are whole.
        """
        recipe = self._matcher.recipe if self._matcher else self._choice().answering
        state = generation_state(self._opened, recipe)
        if state == self._seen:
            return False
        self._seen, self._matcher = state, None
        return True

    def settle(self) -> None:
        """Take the files as they are after a job of ours for the ones that were last seen."""
        self._matcher = None
        self._seen = generation_state(self._opened, self._choice().answering)

    def match(self, request: Request) -> Answer | WordsAnswer | LikeAnswer:
        """The answer to a query, with what was indexed meanwhile; without a photo it has words."""
        # No name for the matcher here: a library that keeps this frame would keep its vectors too.
        count, wanted, words = request.count, request.wanted, request.words
        if request.like:
            return self._ready_matcher().match_like(request.like, count, wanted)
        if words and not request.subject:
            return self._ready_matcher().match_words(words, count, wanted)
        photos = (Path(request.subject), *request.others)
        look = request.look or AS_IT_IS
        return self._ready_matcher().match(photos, count, wanted, words, look, judged=True)

    def cut_out(self, request: Request) -> Cutout:
        """Write the picture that is wanted of a photo's product."""
        order = request.cutout or CutoutOrder()
        path = order.path or self._scratch / f"cutout-{request.id}.png"
        background = self._ready_matcher().cut_out(
            Path(request.subject),
            path,
            order.ground,
            order.side or FULL_SIDE,
            request.look or AS_IT_IS,
        )
        return Cutout(path, background)

    def why(self, request: Request) -> Agreement:
        """Where two photos agree, whichever they are."""
        return agreement(Path(request.subject), Path(request.other))

    def warm(self, _request: Request) -> Job:
        """Open the networks before the first query asks for them."""
        yield Progress(Stage.LOADING)
        self._embedder(self._choice().answering)

    def index(self, request: Request) -> Job:
        """Index a folder, then whatever else waits."""
        catalogue, embedder = self._changing, self._embedder(self._choice().answering)
        yield from pipeline.index_folder(catalogue, Path(request.subject), embedder)
        yield from self.resume(request)

    def resume(self, _request: Request) -> Job:
        """Go on with what an earlier run left, including a change of encoder or removal.

        Where another process works on the catalogue, that one does it.
        """
        choice = self._choice()
        if not self.is_ours:
            return
        if self._opened.recipe("active") == choice.answering:
            yield from pipeline.embed_waiting(self._opened, self._embedder(choice.answering))
        if self._opened.recipe("active") not in (None, choice.wanted):
            yield from pipeline.change_recipe(self._opened, self._embedder(choice.wanted))
        yield from pipeline.keep_projection(self._opened, self._embedder(choice.wanted))

    def watched(self) -> Callable[[], list[Path]]:
        """What tells any thread which indexed folders are to be watched."""
        return partial(watched_in, self._opened.folder)

    def look_at(self, folders: Sequence[Path], request: Request) -> Job:
        """Go on with folders in which something has changed; one that is gone is no error."""
        if not self.is_ours:
            return
        try:
            yield from pipeline.list_changed(self._opened, folders)
            yield from self.resume(request)
        except FolderError as error:
            _log.info("left off: %s", error)

    def retry(self, request: Request) -> Job:
        """Give the photos that were set aside another chance."""
        self._refuse_readers()
        self.wish(Wish.GO)
        self._opened.retry_set_aside()
        yield from self.resume(request)

    def change_encoder(self, request: Request) -> Job:
        """Compare photos with another encoder."""
        self._know_tuned()
        recipe = with_encoder(self._choice().wanted, self._store, request.model)
        yield from self._change_to(recipe)

    def change_removal(self, request: Request) -> Job:
        """Remove backgrounds in another way; the model may be "none"."""
        wanted, is_plain = self._choice().wanted, request.plain_ground
        if is_plain is None:
            is_plain = wanted.plain_ground
        recipe = with_removal(wanted, self._store, request.model, plain_ground=is_plain)
        yield from self._change_to(recipe)

    def change_preset(self, request: Request) -> Job:
        """Look at photos in another way, by its name."""
        recipe = with_preset(self._choice().wanted, self._store, request.subject)
        yield from self._change_to(recipe)

    def take_recipe(self, request: Request) -> Job:
        """Compare photos under a recipe, given as its JSON text."""
        self._know_tuned()
        yield from self._change_to(recipe_from(request.subject))

    def fetch(self, request: Request) -> Job:
        """Download a model's weights and change to it."""
        self._refuse_readers()
        yield from stepwise(self._store.fetch(request.model), TURN_SECONDS)
        yield from self._change_model(request)

    def adopt(self, request: Request) -> Job:
        """Take a model's weights from a file and change to it."""
        self._refuse_readers()
        yield Progress(Stage.FETCHING)
        chosen = Path(request.subject)
        yield from meanwhile(lambda: self._store.adopt(request.model, chosen), TURN_SECONDS)
        yield from self._change_model(request)

    def measure(self, request: Request) -> Job:
        """Measure a grid over a test set, or go on with it."""
        catalogue, order = self._changing, request.grid
        self._know_tuned()
        if order:
            yield from run(catalogue, self._store, order)

    def import_models(self, request: Request) -> Job:
        """Take models from a file or folder, and use those that the catalogue waited for."""
        job = model_jobs.import_models(self._store, Path(request.subject))
        yield from stepwise(job, TURN_SECONDS)
        if self.is_open:
            yield from self.resume(request)

    def export_models(self, request: Request) -> Job:
        """Copy all models that are on this machine to a folder."""
        job = model_jobs.export_models(self._store, Path(request.subject))
        yield from stepwise(job, TURN_SECONDS)

    def finetune(self, request: Request) -> Job:
        """Make a new encoder of one that is here, on the photos of the catalogue."""
        self._know_tuned()
        embedder = self._embedder(self._choice().answering)
        photos = photos_of(self._changing)
        place = Place(self._opened.folder, self._store)
        job = finetune(request.tuning or TuningOrder(), place, photos, embedder)
        yield from stepwise(job, TURN_SECONDS)
        self._know_tuned()

    def remove_model(self, request: Request) -> Job:
        """Delete a model's weights from this machine, unless a catalogue uses it."""
        self._refuse_readers()
        self._know_tuned()
        also = [self._opened.folder] if self.is_open else []
        yield Progress(Stage.CHECKING)
        remove = partial(model_use.remove, self._store, request.model, also)
        yield from meanwhile(remove, TURN_SECONDS)
        self._know_tuned()

    def _know_tuned(self) -> None:
        """Another process makes encoders too, and a cancelled job does at its very end."""
        self._store = model_use.with_tuned(self._store)

    def _change_model(self, request: Request) -> Job:
        is_removal = self._store.model(request.model).job == "removal"
        yield from (self.change_removal if is_removal else self.change_encoder)(request)

    def _change_to(self, recipe: Recipe) -> Job:
        self._refuse_readers()
        answering = self._choice().answering
        if answering.base == recipe:
            recipe = answering
        embedder = self._embedder(recipe)
        self._opened.set_recipe("wanted", recipe)
        if self._opened.recipe("active") is None:
            self._opened.set_recipe("active", recipe)
        yield from self._recipes()
        yield from pipeline.change_recipe(self._opened, embedder)
        yield from pipeline.keep_projection(self._opened, embedder)

    def _recipes(self) -> Iterator[Record]:
        choice = self._choice()
        yield model_jobs.with_choice(choice.encoder, self._store, choice.wanted)
        yield choice.removal

    def _take(self, folder: Path) -> None:
        """Work on a catalogue from now on, unless another process does."""
        try:
            self._release = holding.take(folder)
        except CatalogueError as error:
            if error.reason != CatalogueReason.IN_USE:
                raise
            _log.info("%s is only read: %s", folder, error)

    def _refuse_readers(self) -> None:
        if self.is_open and not self.is_ours:
            raise CatalogueError(self._opened.folder, CatalogueReason.IN_USE)

    @property
    def _changing(self) -> Catalogue:
        """The catalogue, which may be changed. Raises `CatalogueError` where it is only read."""
        self._refuse_readers()
        return self._opened

    @property
    def _opened(self) -> Catalogue:
        if self._catalogue is None:
            raise self._refusal
        return self._catalogue

    def _choice(self) -> Choice:
        return choose(self._store, self._opened)

    def _ready_matcher(self) -> Matcher:
        if self._active != self._opened.recipe("active"):
            self._matcher = None
        if self._matcher is None:
            self._active = self._opened.recipe("active")
            self._matcher = Matcher(self._opened, self._embedder(self._choice().answering))
        else:
            self._matcher.refresh()
        return self._matcher

    def _embedder(self, recipe: Recipe) -> Embedder:
        """The recipe's networks are opened once, whatever they are projected by."""
        base = recipe.base
        if base.id not in self._embedders:
            self._embedders[base.id] = open_embedder(base, self._store)
        whitening = projection_table.needed(self._opened.database, recipe)
        return self._embedders[base.id].under(recipe, whitening)
