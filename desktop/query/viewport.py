"""Where a photo lies in the view: zoom and pan, as geometry alone."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize

# Photo pixels may become so many times as large as the screen's.
MOST_MAGNIFIED = 4.0
MIDDLE = (0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Viewport:
    """A photo of `photo` pixels in a `room` of a widget, in logical pixels.

    `zoom` 1 fits the photo into the room; `centre` is what of the photo, in shares of its width and
    height, lies in the middle. `ratio` are the screen's pixels to a logical one.
    """

    room: QRectF
    photo: QSize
    ratio: float = 1.0
    zoom: float = 1.0
    centre: tuple[float, float] = MIDDLE

    @property
    def full_zoom(self) -> float:
        """The zoom at which a pixel of the photo is one of the screen."""
        return 1 / (self.ratio * self._fit)

    @property
    def least(self) -> float:
        """The smallest zoom: all of the photo, or its pixels as they are."""
        return min(1.0, self.full_zoom)

    @property
    def most(self) -> float:
        """The largest zoom."""
        return max(1.0, self.full_zoom) * MOST_MAGNIFIED

    @property
    def percent(self) -> int:
        """How large the photo's pixels are on the screen; 100 is as they are."""
        return round(100 * self.zoom / self.full_zoom)

    @property
    def scale(self) -> float:
        """Logical pixels to one of the photo."""
        return self._fit * self.zoom

    @property
    def area(self) -> QRectF:
        """Where all of the photo lies; its corner is on a pixel of the screen."""
        width, height = self.shown
        middle = self.room.center()
        left = middle.x() - self.centre[0] * width
        top = middle.y() - self.centre[1] * height
        return QRectF(self._snapped(left), self._snapped(top), width, height)

    def zoomed(self, zoom: float, about: QPointF | None = None) -> "Viewport":
        """At another zoom, with what is shown at `about`, or in the middle, where it was."""
        about = about or self.room.center()
        held = self.to_photo(about)
        made = replace(self, zoom=min(self.most, max(self.least, zoom)))
        away = (about - self.room.center()) / made.scale
        centre = (
            (held.x() - away.x()) / self.photo.width(),
            (held.y() - away.y()) / self.photo.height(),
        )
        return replace(made, centre=centre).settled()

    def panned(self, by: QPointF) -> "Viewport":
        """With the photo moved by so many logical pixels, as far as it goes."""
        width, height = self.shown
        centre = self.centre[0] - by.x() / width, self.centre[1] - by.y() / height
        return replace(self, centre=centre).settled()

    def settled(self) -> "Viewport":
        """Moved so that no room is left beside a photo that is larger than its room."""
        zoom = min(self.most, max(self.least, self.zoom))
        made = replace(self, zoom=zoom)
        width, height = made.shown
        centre = (
            _held(made.centre[0], made.room.width() / width),
            _held(made.centre[1], made.room.height() / height),
        )
        return replace(made, centre=centre)

    def to_photo(self, point: QPointF) -> QPointF:
        """The pixel of the photo that is shown at a point of the widget."""
        return (point - self.area.topLeft()) / self.scale

    def to_widget(self, rect: QRectF) -> QRectF:
        """Where a rectangle of the photo, in its pixels, is shown."""
        corner = self.area.topLeft() + rect.topLeft() * self.scale
        return QRectF(corner, rect.size() * self.scale)

    @property
    def _fit(self) -> float:
        wide = max(1.0, self.room.width()) / max(1, self.photo.width())
        return min(wide, max(1.0, self.room.height()) / max(1, self.photo.height()))

    @property
    def shown(self) -> tuple[float, float]:
        """The width and height of all of the photo, in logical pixels."""
        scale = self._fit * self.zoom
        return max(1.0, self.photo.width() * scale), max(1.0, self.photo.height() * scale)

    def _snapped(self, edge: float) -> float:
        return round(edge * self.ratio) / self.ratio


def _held(centre: float, room: float) -> float:
    """The centre, in shares of the photo, where the room is so many times as wide as the photo."""
    return 0.5 if room >= 1 else min(1 - room / 2, max(room / 2, centre))
