"""Categories from folders, and names that are the same."""

from pathlib import Path

from core.naming import category_of, fold


def test_the_category_is_the_folder_above_the_photo() -> None:
    root = Path("/photos")
    assert category_of(root / "Bags" / "a.jpg", root) == "Bags"
    assert category_of(root / "2024" / "Bags" / "a.jpg", root) == "Bags"
    assert category_of(root / "a.jpg", root) == ""


def test_names_are_the_same_whatever_their_capitals_and_accents_are_made_of() -> None:
    assert fold(" E\u0301t\u00e9 ") == fold("\u00c9TE\u0301")
