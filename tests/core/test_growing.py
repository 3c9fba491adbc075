"""Arrays that grow at the end."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.growing import GrowingVectors


@given(st.lists(st.integers(0, 9), max_size=12))
def test_rows_stay_as_they_were_added(sizes: list[int]) -> None:
    vectors = np.arange(3 * sum(sizes), dtype=np.float32).reshape(-1, 3)
    ids = np.arange(sum(sizes), dtype=np.int64)
    grown = GrowingVectors(ids[:0], np.empty((0, 0), dtype=np.float32))
    start = 0
    for size in sizes:
        grown.add(ids[start : start + size], vectors[start : start + size])
        start += size
        assert len(grown) == start
        assert grown.ids.tolist() == ids[:start].tolist()
        assert grown.vectors.ravel().tolist() == vectors[:start].ravel().tolist()
