"""Are the embedded networks whole, and do they see what they should in photos of the sample?"""

import time
from collections.abc import Iterator
from functools import cached_property, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core import intake, runtimes
from core.embedding import Embedder, open_embedder, plain_recipe
from core.encoders import kind
from core.removal import WORK_SIDE, Remover
from core.removal_network import open_network
from core.runtimes import Array, Open
from core.self_check.bench import Bench, environment
from core.self_check.samples import FRONT, OTHER, QUERY, SIDE
from core.self_check.step import Check, CheckFailedError, expect
from core.weights import DEFAULT_REMOVAL, EMBEDDED_ENCODER, ModelStore, open_store

# The input of U2-Netp, which every runtime has to run.
_INPUT = (1, 3, 320, 320)


class Networks:
    """The embedded models; they are opened for the first check that asks for them."""

    @cached_property
    def _store(self) -> ModelStore:
        return open_store()

    @cached_property
    def embedder(self) -> Embedder:
        """The embedded networks, by likeness alone. Raises as `open_embedder`."""
        recipe = plain_recipe(self._store, EMBEDDED_ENCODER, DEFAULT_REMOVAL)
        return open_embedder(recipe, self._store)

    def checks(self, bench: Bench) -> Iterator[Check]:
        """One for the files, one for the runtimes, one for each network."""
        yield "models", self._verify
        yield "runtimes", partial(self._run_everywhere, bench.runtime)
        yield "background removal", self._remove
        yield "encoder", self._encode

    def _verify(self) -> str:
        embedded = [model for model in self._store.models.values() if model.embedded]
        for model in embedded:
            self._store.verified(model.id)
        return ", ".join(f"{model.file} {model.sha256[:12]}" for model in embedded)

    def _run_everywhere(self, runtime: str) -> str:
        """The reference must serve, and what is installed must load; processors differ."""
        graph = self._store.verified(DEFAULT_REMOVAL).read_bytes()
        with environment(**{runtimes.ONLY_VARIABLE: runtime}):
            named = {name.split(",")[0]: way for name, way in runtimes.ways(lambda: graph).items()}
        told = {name: _outcome(name, way) for name, way in named.items()}
        reference, said = next(iter(told.items()))
        expect(isinstance(said, float), f"{reference}: {said}")
        return ", ".join(
            f"{name}: {said:.0f} ms" if isinstance(said, float) else f"{name}: not here"
            for name, said in told.items()
        )

    def _remove(self) -> str:
        network = open_network(DEFAULT_REMOVAL, self._store.verified(DEFAULT_REMOVAL))
        image = intake.load(QUERY, WORK_SIDE)
        mask = Remover(network, plain_ground=False).mask(image)
        if mask is None:
            raise CheckFailedError("no product is found in a photo of the sample")
        share = float((np.asarray(mask) > 127).mean())
        expect(0.01 < share < 0.99, f"the mask covers {share:.1%} of the photo")
        return f"the product is {share:.0%} of the photo"

    def _encode(self) -> str:
        front, side, other = (self._vector(photo) for photo in (FRONT, SIDE, OTHER))
        dimension = kind(EMBEDDED_ENCODER).dimension
        expect(front.shape == (dimension,), f"the vector has the shape {front.shape}")
        length = float(np.linalg.norm(front))
        expect(abs(length - 1) < 1e-3, f"the vector has the length {length}")
        same, different = float(front @ side), float(front @ other)
        told = f"two views {same:.2f}, two products {different:.2f}"
        expect(same > different, f"views are farther apart than products: {told}")
        return f"{dimension} numbers, {told}"

    def _vector(self, photo: Path) -> NDArray[np.float32]:
        return self.embedder.embed(self.embedder.prepare(intake.load(photo, WORK_SIDE)))


def _outcome(name: str, way: Open) -> float | str:
    """Milliseconds of one run, or why there was none. Raises where a runtime cannot be loaded."""
    photo: Array = np.random.default_rng(1).random(_INPUT, np.float32)
    try:
        run = way()
        began = time.perf_counter()
        output = run(photo)
    except ImportError as error:
        raise CheckFailedError(f"{name}: {error}") from error
    except Exception as error:  # noqa: BLE001  runtimes share no base but Exception
        return f"{type(error).__name__}: {error}"
    milliseconds = (time.perf_counter() - began) * 1000
    return milliseconds if np.isfinite(output).all() else "its output is not finite"
