"""References and categories from file names."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.naming import category_of, reference_of


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("BG1042.jpg", "BG1042"),
        ("BG1042_01.jpg", "BG1042"),
        ("BG1042-2.jpg", "BG1042"),
        ("BG1042-back.jpg", "BG1042"),
        ("BG1042_FRONT.JPG", "BG1042"),
        ("BG1042 detail.png", "BG1042"),
        ("BG1042 (2).jpg", "BG1042"),
        ("BG1042(3).jpg", "BG1042"),
        ("Model-90.jpg", "Model-90"),
        ("Model-91.jpg", "Model-91"),
        ("Model-2024.jpg", "Model-2024"),
        ("setback.jpg", "setback"),
        ("_01.jpg", "_01"),
        ("Täsche 商品_02.jpg", "Täsche 商品"),
        ("100%_back.jpg", "100%"),
        (".jpg", ".jpg"),
    ],
)
def test_view_suffixes_name_one_product(name: str, reference: str) -> None:
    assert reference_of(Path("/photos") / name) == reference


@given(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1))
def test_a_reference_is_never_empty_and_begins_the_name(name: str) -> None:
    path = Path("/photos") / name
    if path.name:
        assert reference_of(path)
        assert path.name.startswith(reference_of(path))


def test_the_category_is_the_folder_above_the_photo() -> None:
    root = Path("/photos")
    assert category_of(root / "Bags" / "a.jpg", root) == "Bags"
    assert category_of(root / "2024" / "Bags" / "a.jpg", root) == "Bags"
    assert category_of(root / "a.jpg", root) == ""
