"""Pictures scaled well, by a thread, for the place that they are shown in.

Until one is there, and while the place moves, the painter stretches the picture itself, which is
quick and coarse.
"""

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QObject, QRectF, QRunnable, QSize, QThreadPool, QTimer, Signal, Slot
from PySide6.QtGui import QImage

SETTLE_MS = 120


@dataclass(frozen=True, slots=True)
class _Place:
    """A part of an image, in its pixels, and the screen's pixels that it takes."""

    image: int
    part: tuple[int, int, int, int]
    size: tuple[int, int]


class _Mail(QObject):
    """Brings pictures to the window's thread; it outlives a scaler whose jobs still run.

    Signals: `made(_Place, QImage)`.
    """

    made = Signal(object, QImage)


class _Job(QRunnable):
    """One picture to make."""

    def __init__(self, place: _Place, image: QImage, mail: _Mail) -> None:
        super().__init__()
        self._place, self._image, self._mail = place, image, mail

    def run(self) -> None:
        """By Pillow, for Qt's scaling holds up the threads of Python, the window's too."""
        from PIL import Image

        source, (left, top, width, height) = self._image, self._place.part
        shape, stride = (source.width(), source.height()), source.bytesPerLine()
        # Four channels of any meaning, without a copy: colours are premultiplied already.
        pixels = cast("bytes", source.constBits())
        seen = Image.frombuffer("RGBX", shape, pixels, "raw", "RGBX", stride, 1)
        box = left, top, left + width, top + height
        scaled = seen.resize(self._place.size, Image.Resampling.HAMMING, box, reducing_gap=2.0)
        made = QImage(scaled.tobytes(), *scaled.size, 4 * scaled.width, source.format())
        self._mail.made.emit(self._place, made.copy())


class Scaler(QObject):
    """Signals: `ready()` when a picture that was asked for can be shown."""

    ready = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._mail = _Mail()
        self._mail.made.connect(self._take)
        self._scaled: dict[int, tuple[_Place, QImage]] = {}
        self._wanted: dict[int, tuple[_Place, QImage]] = {}
        self._asked: set[_Place] = set()
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self._start)

    def keep(self, images: list[QImage]) -> None:
        """Forget all pictures but these."""
        keys = {image.cacheKey() for image in images}
        self._scaled = {key: value for key, value in self._scaled.items() if key in keys}
        self._wanted = {key: value for key, value in self._wanted.items() if key in keys}

    def scaled(self, image: QImage, part: QRectF, size: QSize) -> QImage | None:
        """`part` of an image in `size` pixels of the screen; None while there is none.

        An image that is not to be made smaller needs none.
        """
        whole = part.toAlignedRect().intersected(image.rect())
        if size.isEmpty() or (whole.width() <= size.width() and whole.height() <= size.height()):
            return None
        place = _Place(
            image.cacheKey(),
            (whole.x(), whole.y(), whole.width(), whole.height()),
            (size.width(), size.height()),
        )
        known = self._scaled.get(place.image)
        if known and known[0] == place:
            return known[1]
        if self._wanted.get(place.image, (None,))[0] != place:
            self._wanted[place.image] = place, image
            self._settling.start()
        return None

    def _start(self) -> None:
        for place, image in self._wanted.values():
            if place not in self._asked:
                self._asked.add(place)
                QThreadPool.globalInstance().start(_Job(place, image, self._mail))

    @Slot(object, QImage)
    def _take(self, place: _Place, picture: QImage) -> None:
        self._asked.discard(place)
        if self._wanted.get(place.image, (None,))[0] == place:
            del self._wanted[place.image]
            self._scaled[place.image] = place, picture
            self.ready.emit()
