"""Photos as Qt has them are opaque, whatever memory they were made in."""

from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from desktop.photos.reading import read_photo


def test_a_photo_covers_what_it_is_painted_on(qapp: QApplication, tmp_path: Path) -> None:
    Image.new("RGB", (48, 36), "#804020").save(tmp_path / "bag.png")
    photo = read_photo(tmp_path / "bag.png", 48)
    assert {byte[3] for byte in _pixels(photo)} == {255}
    tile = QPixmap(48, 36)
    tile.fill(Qt.GlobalColor.transparent)
    with QPainter(tile) as painter:
        painter.drawPixmap(0, 0, QPixmap.fromImage(photo))
    assert {tuple(pixel) for pixel in _pixels(tile.toImage())} == {(0x20, 0x40, 0x80, 255)}


def _pixels(image: QImage) -> list[bytes]:
    held = bytes(image.constBits())
    return [held[start : start + 4] for start in range(0, len(held), 4)]
