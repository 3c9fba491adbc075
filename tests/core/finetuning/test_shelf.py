"""The shelf goes on where a killed process left it."""

from pathlib import Path

import numpy as np
import pytest

from core.finetuning.shelf import Shelf, Shown

A, B, C = (Shown(f"/photos/{name}.jpg", number, "Bags") for number, name in enumerate("abc"))


def rows(start: int, count: int) -> np.ndarray:
    return np.arange(start, start + count * 6, dtype=np.float32).reshape(count, 2, 3)


def test_what_was_put_is_found_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, (2, 3))
    assert len(shelf.rows()) == 0
    shelf.put(A, rows(0, 3), 1)
    shelf.put(C, rows(100, 2), 2)
    again = Shelf(tmp_path, (2, 3))
    assert again.photos == shelf.photos
    assert [(each.first, each.plain, each.made) for each in again.photos] == [(0, 1, 2), (3, 2, 0)]
    assert again.digest == shelf.digest
    assert np.array_equal(again.rows(), np.concatenate([rows(0, 3), rows(100, 2)]))


@pytest.mark.parametrize("left", ["rows", "line"])
def test_a_photo_that_was_half_put_is_put_again(tmp_path: Path, left: str) -> None:
    shelf = Shelf(tmp_path, (2, 3))
    shelf.put(A, rows(0, 2), 1)
    if left == "rows":
        with (tmp_path / "features.f16").open("ab") as file:
            file.write(b"\x01" * 17)
    else:
        with (tmp_path / "photos.jsonl").open("a") as file:
            file.write('{"photo": {"path": "/photos/b')
    again = Shelf(tmp_path, (2, 3))
    again.put(B, rows(50, 2), 1)
    last = Shelf(tmp_path, (2, 3))
    assert [each.photo for each in last.photos] == [A, B]
    assert np.array_equal(last.rows(), np.concatenate([rows(0, 2), rows(50, 2)]))
