"""Where a photo lies when it is come nearer to and moved about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSize

from desktop.query.viewport import MOST_MAGNIFIED, Viewport

SIDES = st.integers(20, 9000)


@st.composite
def viewports(draw: st.DrawFn) -> Viewport:
    room = QRectF(12, 12, draw(st.integers(100, 1500)), draw(st.integers(100, 1500)))
    ratio = draw(st.sampled_from([1.0, 1.25, 1.5, 2.0]))
    made = Viewport(room, QSize(draw(SIDES), draw(SIDES)), ratio)
    return made.zoomed(draw(st.floats(0.1, 20)), draw(points()))


@st.composite
def points(draw: st.DrawFn) -> QPointF:
    return QPointF(draw(st.floats(0, 1500)), draw(st.floats(0, 1500)))


@given(viewports())
def test_all_of_the_photo_fits_into_the_middle_of_its_room(viewport: Viewport) -> None:
    whole = viewport.zoomed(1.0)
    assert whole.room.adjusted(-1, -1, 1, 1).contains(whole.area)
    assert max(
        whole.area.width() / whole.room.width(), whole.area.height() / whole.room.height()
    ) == pytest.approx(1, abs=0.01)
    away = whole.area.center() - whole.room.center()
    assert max(abs(away.x()), abs(away.y())) <= 1


@given(viewports(), st.floats(0.01, 100), points())
def test_no_room_is_left_beside_a_photo_that_is_larger(
    viewport: Viewport, zoom: float, about: QPointF
) -> None:
    made = viewport.zoomed(zoom, about).panned(about)
    room, area = made.room, made.area
    assert made.least <= made.zoom <= made.most
    if area.width() > room.width() + 2:
        assert area.left() <= room.left() + 1
        assert area.right() >= room.right() - 1
    else:
        assert abs(area.center().x() - room.center().x()) <= 1
    if area.height() > room.height() + 2:
        assert area.top() <= room.top() + 1
        assert area.bottom() >= room.bottom() - 1


@given(viewports(), st.floats(0, 1), st.floats(0, 1))
def test_a_point_of_the_widget_and_one_of_the_photo_are_the_same(
    viewport: Viewport, across: float, down: float
) -> None:
    pixel = QPointF(across * viewport.photo.width(), down * viewport.photo.height())
    there = viewport.to_widget(QRectF(pixel, QPointF(pixel.x() + 1, pixel.y() + 1))).topLeft()
    back = viewport.to_photo(there)
    assert back.x() == pytest.approx(pixel.x(), abs=0.01)
    assert back.y() == pytest.approx(pixel.y(), abs=0.01)


def test_what_is_under_the_mouse_stays_there() -> None:
    viewport = Viewport(QRectF(0, 0, 400, 400), QSize(4000, 4000))
    for at in (QPointF(100, 300), QPointF(390, 10), QPointF(200, 200)):
        before = viewport.to_photo(at)
        near = viewport.zoomed(5, at)
        away = near.to_photo(at) - before
        assert max(abs(away.x()), abs(away.y())) <= 2
        back = near.zoomed(1, at)
        assert back.area == viewport.area


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_at_full_size_pixels_are_those_of_the_screen(ratio: float) -> None:
    viewport = Viewport(QRectF(12, 12, 501, 377), QSize(3001, 2003), ratio)
    near = viewport.zoomed(viewport.full_zoom).panned(QPointF(-13.7, 21.3))
    assert near.percent == 100
    assert near.scale * ratio == pytest.approx(1)
    for edge in (near.area.left(), near.area.top()):
        assert edge * ratio == pytest.approx(round(edge * ratio), abs=1e-6)
    assert near.zoomed(1e9).percent == 100 * MOST_MAGNIFIED


def test_a_small_photo_can_be_seen_as_it_is() -> None:
    viewport = Viewport(QRectF(0, 0, 400, 400), QSize(100, 100))
    assert viewport.percent == 400
    assert viewport.zoomed(viewport.full_zoom).area == QRectF(150, 150, 100, 100)
