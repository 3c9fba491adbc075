"""Tables for spreadsheets: no text of theirs is run, and each comes back as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.written import csv_text, guarded, unguarded

CELLS = st.text() | st.text("=+-@\t\r'1 ,\n", max_size=5)


@given(CELLS)
def test_a_guarded_text_comes_back_and_is_no_formula(text: str) -> None:
    cell = guarded(text)
    assert isinstance(cell, str)
    assert unguarded(cell) == text
    assert cell[:1] not in set("=@\t\r")
    assert cell[:1] not in set("+-") or cell[1].isdecimal()


@given(st.lists(st.lists(CELLS, min_size=1, max_size=3), max_size=4))
def test_rows_come_back_from_their_csv(rows: list[list[str]]) -> None:
    text = csv_text(rows)
    read = csv.reader(io.StringIO(text, newline=""))
    assert [[unguarded(cell) for cell in row] for row in read] == rows


@pytest.mark.parametrize("number", [-1, -0.5, "-1", "+2,5", "-0.25"])
def test_numbers_stay_numbers(number: object) -> None:
    assert guarded(number) == number
