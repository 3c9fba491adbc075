"""The maths of whitening, over made and random vectors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import compact
from core.whitening import (
    FLOOR,
    LEAST,
    Moments,
    Whitening,
    digest_of,
    from_bytes,
    learn,
    whitened,
)

DIMENSION = 24


def sample(seed: int, count: int = 400, dimension: int = DIMENSION) -> np.ndarray:
    """Unit vectors off the origin whose variance falls over mixed axes."""
    rng = np.random.default_rng(seed)
    deviations = np.arange(1, dimension + 1) ** -0.5
    mixed = np.linalg.qr(rng.normal(size=(dimension, dimension)))[0]
    vectors = 1 + (rng.normal(size=(count, dimension)) * deviations) @ mixed
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def moments_of(*blocks: np.ndarray) -> Moments:
    moments = Moments()
    for block in blocks:
        moments.add(block)
    return moments


def learned(vectors: np.ndarray, dimension: int) -> Whitening:
    whitening = learn(moments_of(vectors), dimension)
    assert whitening is not None
    return whitening


seeds = st.integers(0, 10_000)


@given(seeds, st.integers(1, DIMENSION - 1))
def test_before_it_has_unit_length_a_sample_has_no_correlations(seed: int, dimension: int) -> None:
    vectors = sample(seed)
    whitening = learned(vectors, dimension)
    told = (vectors - whitening.mean) @ whitening.directions.T
    assert np.allclose(told.mean(axis=0), 0, atol=1e-3)
    assert np.allclose(np.cov(told.T, bias=True), np.eye(dimension), atol=2e-2)


@given(seeds)
def test_at_unit_length_each_number_counts_about_the_same(seed: int) -> None:
    vectors = sample(seed, 4000)
    covariance = np.cov(learned(vectors, 8).whiten(vectors).T)
    assert np.allclose(covariance, np.eye(8) / 8, atol=0.02)


@given(seeds, st.integers(1, 8), st.lists(st.floats(-4, 4, width=32), min_size=24, max_size=24))
def test_any_vector_gets_unit_length(seed: int, dimension: int, values: list[float]) -> None:
    whitening = learned(sample(seed), dimension)
    for vector in (np.float32(values), whitening.mean):
        told = whitening.whiten(vector)
        assert told.shape == (dimension,)
        assert told.dtype == np.float32
        assert np.linalg.norm(told) == pytest.approx(1, abs=1e-5)


@given(seeds, st.integers(1, 8))
def test_the_same_vectors_give_the_same_bytes(seed: int, dimension: int) -> None:
    vectors = sample(seed)
    one, other = learned(vectors, dimension), learned(vectors, dimension)
    assert one.to_bytes() == other.to_bytes()
    assert one.digest == other.digest == digest_of(one.to_bytes())
    assert learned(sample(seed + 1), dimension).digest != one.digest


@given(seeds, st.integers(1, 399))
def test_blocks_make_no_difference(seed: int, cut: int) -> None:
    vectors = sample(seed)
    blocks = moments_of(vectors[:cut], vectors[cut:])
    assert blocks.count == len(vectors)
    assert np.allclose(blocks.mean, vectors.astype(float).mean(axis=0))
    assert np.allclose(blocks.covariance, np.cov(vectors.astype(float).T, bias=True))


@given(seeds)
def test_whitening_rows_is_whitening_each(seed: int) -> None:
    vectors = sample(seed, 50)
    whitening = learned(vectors, 8)
    each = np.stack([whitening.whiten(vector) for vector in vectors])
    assert np.allclose(whitening.whiten(vectors), each, atol=1e-5)


@given(seeds)
def test_bytes_come_back(seed: int) -> None:
    whitening = learned(sample(seed), 7)
    again = from_bytes(whitening.to_bytes(), 7)
    assert again.digest == whitening.digest
    assert again.dimension == 7
    assert np.array_equal(again.mean, whitening.mean)
    assert np.array_equal(again.directions, whitening.directions)
    with pytest.raises(ValueError, match="reshape"):
        from_bytes(whitening.to_bytes()[:-4], 7)


@given(seeds)
def test_a_stored_vector_is_whitened_as_it_was_stored(seed: int) -> None:
    vectors = sample(seed)
    whitening, data = learned(vectors, 7), compact.pack(vectors[0])
    told = compact.unpack([(1, whitened(data, whitening))], 1)[1][0]
    assert np.allclose(told, whitening.whiten(vectors[0]), atol=1e-3)


def test_too_few_vectors_or_too_few_that_differ_teach_nothing() -> None:
    assert learn(moments_of(sample(1, LEAST * 8 - 1)), 8) is None
    assert learn(moments_of(sample(1, LEAST * 8)), 8) is not None
    same = np.repeat(sample(1, 8), 50, axis=0)
    assert learn(moments_of(same), 8) is None
    assert learn(moments_of(same), 7) is not None
    assert learn(moments_of(np.repeat(sample(1, 1), 400, axis=0)), 2) is None


def test_no_more_directions_than_components() -> None:
    assert learn(moments_of(sample(1)), DIMENSION + 1) is None


def test_a_variance_that_is_hardly_there_is_not_blown_up() -> None:
    rng = np.random.default_rng(1)
    vectors = (rng.normal(size=(400, 4)) * [1, 1, 1e-3, 1e-4]).astype(np.float32)
    whitening = learned(vectors, 3)
    assert np.linalg.norm(whitening.directions, axis=1).max() < 1.1 / FLOOR**0.5
