"""Names for a library that opens files by bytes, as they would be on Windows."""

from pathlib import Path

import pytest

from core.errors import IndexFileError, IndexReason
from core.narrow import narrow


def test_a_name_that_needs_nothing_is_itself() -> None:
    assert narrow(Path("dé ß 商品") / "a.annoy", is_narrow=False) == str(Path("dé ß 商品/a.annoy"))
    assert narrow(Path("plain") / "a.annoy", is_narrow=True) == str(Path("plain/a.annoy"))


def test_a_folder_outside_ascii_goes_by_its_short_name() -> None:
    asked: list[Path] = []

    def short(folder: Path) -> str:
        asked.append(folder)
        return "LONORE~1"

    found = narrow(Path("Éléonore") / "a.annoy", is_narrow=True, short_name=short)
    assert (found, asked) == (str(Path("LONORE~1/a.annoy")), [Path("Éléonore")])


def test_where_the_disk_keeps_no_short_names_there_is_no_generation() -> None:
    with pytest.raises(IndexFileError) as caught:
        narrow(Path("商品") / "a.annoy", is_narrow=True, short_name=str)
    assert caught.value.reason == IndexReason.NO_NAME
