"""How matches look is remembered from one start to the next, whatever a file says."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from desktop.matches.look import LARGEST, SMALLEST, STEP, Look
from desktop.settings import Settings


def test_the_look_of_matches_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    assert Settings(path).matches_look == Look()
    look = Look(is_grid=True, list_side=96, grid_side=240)
    Settings(path).matches_look = look
    assert Settings(path).matches_look == look


def test_nonsense_in_the_file_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    path.write_text("[General]\nmatches_list_side=large\nmatches_grid_side=99999\n")
    assert Settings(path).matches_look == Look(grid_side=LARGEST)


@given(is_grid=st.booleans(), side=st.integers(-1000, 1000))
def test_sides_stay_in_their_range_and_belong_to_their_layout(is_grid: bool, side: int) -> None:
    look = Look(is_grid).with_side(side)
    assert SMALLEST <= look.side <= LARGEST
    assert (look.side - SMALLEST) % STEP == 0
    other = Look(is_grid)
    assert (look.list_side, look.grid_side)[not is_grid] == (
        other.list_side,
        other.grid_side,
    )[not is_grid]
