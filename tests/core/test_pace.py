"""The pace of a job: true, calm, and not fooled by rests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.pace import Pace


def test_nothing_is_said_before_anything_is_known() -> None:
    pace = Pace(30)
    pace.note(0, 10.0)
    pace.note(1, 10.5)
    assert (pace.a_second, pace.seconds_for(5)) == (0.0, None)


@given(st.floats(0.1, 50), st.floats(0.01, 2))
def test_an_even_job_is_told_as_it_is(rate: float, step: float) -> None:
    pace, done = Pace(30), 0
    for number in range(2000):
        now = number * step
        more = int(now * rate) - done
        pace.note(more, now)
        done += more
    assert pace.a_second == pytest.approx(rate, rel=0.1, abs=2 / 30)


def test_one_slow_photo_does_not_double_the_remaining_time() -> None:
    pace, now = Pace(30), 0.0
    for _ in range(100):
        now += 0.5
        pace.note(1, now)
    before = pace.seconds_for(100)
    pace.note(1, now + 5.0)
    after = pace.seconds_for(100)
    assert before == pytest.approx(50, rel=0.05)
    assert after is not None
    assert after < 1.25 * 50


def test_a_rest_is_not_counted() -> None:
    pace = Pace(30)
    for second in range(10):
        pace.note(2, float(second))
    pace.rest()
    pace.note(0, 5000.0)
    for second in range(10):
        pace.note(2, 5001.0 + second)
    assert pace.a_second == pytest.approx(2, rel=0.1)
