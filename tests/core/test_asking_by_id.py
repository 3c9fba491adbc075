"""Asking for a few photos costs the same in a catalogue of any size."""

from collections.abc import Callable

import numpy as np
import pytest

from core.catalogue import Catalogue

STEPS = 20  # virtual instructions of SQLite between two counts


def instructions(catalogue: Catalogue, ask: Callable[[], object]) -> int:
    """How much SQLite does to answer."""
    counted = [0]

    def count() -> int:
        counted[0] += STEPS
        return 0

    connection = catalogue.database.execute("SELECT 1").connection
    connection.set_progress_handler(count, STEPS)
    ask()
    connection.set_progress_handler(None, 0)
    return counted[0]


@pytest.mark.parametrize("asked", ["shown_by", "vectors_by_id"])
def test_a_look_up_of_matches_does_not_go_through_the_catalogue(
    catalogue: Catalogue, fill: Callable[..., object], asked: str
) -> None:
    rng = np.random.default_rng(1)
    fill(catalogue, rng.standard_normal((40, 8)).astype(np.float32))
    ids = [row[0] for row in catalogue.database.rows("SELECT id FROM vector LIMIT 20")]
    small = instructions(catalogue, lambda: getattr(catalogue, asked)(ids))
    fill(catalogue, rng.standard_normal((800, 8)).astype(np.float32), 40)
    large = instructions(catalogue, lambda: getattr(catalogue, asked)(ids))
    assert small > 0
    assert large < 2 * small
