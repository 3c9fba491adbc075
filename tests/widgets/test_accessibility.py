"""The window for people who do not see it, or not well, or use no mouse."""

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QFont, QFontMetrics, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollBar,
    QTableView,
    QTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.laboratory_records import SetSource
from core.records import Answer, Match
from desktop import motion, theme
from desktop.catalogues.new_catalogue import NewCatalogueDialog
from desktop.laboratory.new_set_dialog import NewSetDialog
from desktop.laboratory.queries_dialog import QueriesDialog
from desktop.laboratory.tuning_dialog import TuningDialog
from desktop.main_window import MainWindow
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.preferences.preferences_dialog import PreferencesDialog
from desktop.settings import Settings
from desktop.theme import DARK, LIGHT, Tones
from desktop.widgets.busy_bar import BusyBar
from desktop.work_details import WorkDetails
from tests.widgets import laboratories
from tests.widgets.catalogues import Tended

CONTROLS = (
    *(QAbstractButton, QAbstractSlider, QAbstractSpinBox, QAbstractItemView, QComboBox),
    *(QLineEdit, QPlainTextEdit, QTextEdit),
)
# Within these, Qt has controls of its own: a combo's list, a spin box's field, a table's header.
OF_QT = (QComboBox, QAbstractSpinBox, QDialogButtonBox, QTableView)
GROUNDS = ("window", "base", "raised", "wash")
LEAST_CONTRAST, LEAST_SHAPE_CONTRAST = 4.5, 3.0


def controls(of: QWidget) -> list[QWidget]:
    found = [child for child in of.findChildren(QWidget) if isinstance(child, CONTROLS)]
    return [
        widget
        for widget in found
        if widget.isVisibleTo(of)
        and not isinstance(widget, QScrollBar)
        and not isinstance(widget.parent(), OF_QT)
        and not widget.objectName().startswith("qt_")
    ]


def spoken(widget: QWidget) -> str:
    told = QAccessible.queryAccessibleInterface(widget)
    assert told is not None, widget
    return told.text(QAccessible.Text.Name)


def name_of(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()}"


@pytest.fixture
def dialogs(window: MainWindow, loader: ThumbnailLoader, tmp_path: Path) -> list[QDialog]:
    settings = Settings(tmp_path / "settings.ini")
    return [
        PreferencesDialog(window, settings),
        NewCatalogueDialog(window),
        WorkDetails(window),
        NewSetDialog(SetSource.CSV, tmp_path / "truth.csv", window),
        QueriesDialog("ResNet50", loader, window),
        TuningDialog(window),
    ]


@pytest.fixture
def filled(
    window: MainWindow,
    tended: Tended,
    match: Callable[..., Match],
    answer: Callable[..., Answer],
    picture: Callable[..., QImage],
) -> MainWindow:
    """All views with something in them, and a notice."""
    laboratories.fill(window.workspace.laboratory_view)
    window.matches_view.set_matches((match(1), match(2)))
    window.query_pane.show_searching(Path("/photos/query.jpg"))
    window.query_pane.show_photo(picture())
    window.query_pane.show_answer(answer())
    window.query_pane.show_cutout(picture())
    window.notice_bar.show_notice("Something", [("go", "&Go on")])
    return window


@pytest.mark.parametrize("view", [0, 1, 2])
def test_every_control_of_the_window_has_a_name_and_a_role(filled: MainWindow, view: int) -> None:
    filled.workspace.show_view(view)
    found = controls(filled)
    assert len(found) > 8
    nameless = [name_of(widget) for widget in found if not spoken(widget).strip()]
    assert nameless == []
    for widget in found:
        told = QAccessible.queryAccessibleInterface(widget)
        assert told is not None
        assert told.role() not in (QAccessible.Role.NoRole, QAccessible.Role.Client), widget


def test_every_control_of_the_dialogs_has_a_name(qtbot: QtBot, dialogs: list[QDialog]) -> None:
    for dialog in dialogs:
        dialog.show()
        nameless = [name_of(widget) for widget in controls(dialog) if not spoken(widget).strip()]
        assert nameless == [], dialog
        assert dialog.windowTitle()
        dialog.reject()


@pytest.mark.parametrize("view", [0, 1, 2])
def test_the_tab_key_goes_round_all_that_can_be_used(
    qtbot: QtBot, filled: MainWindow, view: int
) -> None:
    filled.workspace.show_view(view)
    filled.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is filled)
    wanted = {widget for widget in controls(filled) if widget.isEnabled()}
    workspace = filled.workspace
    start = workspace.laboratory_view.focus if view == 2 else workspace.filter_bar.focus_search
    start()
    first, reached = QApplication.focusWidget(), set()
    for _ in range(300):
        qtbot.keyClick(QApplication.focusWidget() or filled, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        reached.add(now)
        if now is first:
            break
    groups = {_group(widget) for widget in reached} - {None}
    missed = [widget for widget in wanted - reached if _group(widget) not in groups]
    assert [name_of(widget) for widget in missed] == []


def _group(widget: QWidget | None) -> QButtonGroup | None:
    """Of buttons of which one is on: within it, the arrow keys lead on."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group if group is not None and group.exclusive() else None


def test_every_entry_of_the_menus_can_be_chosen_by_a_letter_or_a_key(window: MainWindow) -> None:
    for menu in window.findChildren(QMenu):
        entries = [action for action in menu.actions() if action.text() and action.isVisible()]
        deaf = [a.text() for a in entries if "&" not in a.text() and a.shortcut().isEmpty()]
        named = menu.objectName() in ("menu_language",)  # languages by their own names
        assert named or deaf == [], menu.objectName()


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [part / 255 for part in QColor(colour).getRgb()[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    list(product(("text", "quiet", "accent"), GROUNDS)),
)
def test_text_stands_out_from_every_ground(tones: Tones, ink: str, ground: str) -> None:
    assert contrast(getattr(tones, ink), getattr(tones, ground)) >= LEAST_CONTRAST


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
def test_text_on_the_accent_and_the_focus_stand_out(tones: Tones) -> None:
    assert contrast(tones.on_accent, tones.accent) >= LEAST_CONTRAST
    for ground in (tones.window, tones.base, tones.raised, tones.wash):
        assert contrast(tones.accent, ground) >= LEAST_SHAPE_CONTRAST


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", [0, 1, 2])
def test_focus_can_be_seen(qtbot: QtBot, filled: MainWindow, view: int, scheme: str) -> None:
    """Each control looks otherwise with the focus than without."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, scheme)
    filled.workspace.show_view(view)
    filled.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is filled)
    for widget in controls(filled):
        if not widget.isEnabled() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        with_it, without = _shown(widget, focus=True), _shown(widget, focus=False)
        assert with_it != without, name_of(widget)


def _shown(widget: QWidget, *, focus: bool) -> QImage:
    widget.clearFocus()
    if focus:
        widget.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    # As the Tab key does, and as a window without a window manager forgets.
    widget.window().setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    image = QImage(widget.size(), QImage.Format.Format_RGB32)
    image.fill(0)
    widget.render(image)
    return image


def test_a_match_is_read_out_in_words(window: MainWindow, match: Callable[..., Match]) -> None:
    window.matches_view.set_matches((match(1, likeness=0.83),))
    index = window.matches_view.model.index(0, 0)
    told = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "REF-1" in told
    assert "Bags" in told
    assert "83" in told


@pytest.fixture
def still(qapp: QApplication) -> Iterator[None]:
    motion.set_reduced(qapp, True)
    yield
    motion.set_reduced(qapp, False)


def test_nothing_moves_by_itself_where_that_is_not_wanted(qtbot: QtBot, still: None) -> None:
    bar = BusyBar("bar", "Progress")
    qtbot.addWidget(bar)
    assert (bar.minimum(), bar.maximum()) != (0, 0)
    bar.show_share(1, 4)
    assert bar.value() * 4 == bar.maximum()


def test_work_of_unknown_length_moves_elsewhere(qtbot: QtBot, qapp: QApplication) -> None:
    motion.set_reduced(qapp, False)
    bar = BusyBar("bar", "Progress")
    qtbot.addWidget(bar)
    assert (bar.minimum(), bar.maximum()) == (0, 0)


@pytest.fixture
def large_font(qapp: QApplication) -> Iterator[QFont]:
    before = qapp.font()
    larger = QFont(before)
    larger.setPointSizeF(before.pointSizeF() * 1.6)
    qapp.setFont(larger)
    yield larger
    qapp.setFont(before)


def test_the_systems_font_size_is_followed(
    qtbot: QtBot, large_font: QFont, window: MainWindow
) -> None:
    assert theme.font().pointSizeF() == pytest.approx(large_font.pointSizeF())
    for widget in controls(window):
        is_worded = isinstance(widget, QAbstractButton) and not isinstance(widget, QToolButton)
        if is_worded and widget.text() and widget.isVisible():
            text = widget.text().replace("&", "")
            assert widget.width() >= QFontMetrics(widget.font()).horizontalAdvance(text), text
            assert widget.height() >= QFontMetrics(widget.font()).height(), text
