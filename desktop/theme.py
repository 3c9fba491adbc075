"""The look of the window: two sets of tones, a palette and a short style sheet made from them.

Fusion draws the controls; everything painted by hand takes its colours from the palette, where
`Accent` is the one accent, `PlaceholderText` is quiet text and `Mid` is a hairline.

Longer than most modules, because the style sheet is one text.
"""

from dataclasses import dataclass
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from core import folders

SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


@dataclass(frozen=True, slots=True)
class Tones:
    """The colours of one scheme; `raised` is a control's face, `wash` a chosen row."""

    window: str
    base: str
    raised: str
    wash: str
    text: str
    quiet: str
    line: str
    accent: str
    on_accent: str


LIGHT = Tones(
    window="#f6f4f0",
    base="#fffefc",
    raised="#fbfaf7",
    wash="#f1ebe2",
    text="#221f1c",
    quiet="#6b655d",
    line="#dcd6cc",
    accent="#80532a",
    on_accent="#fffdf9",
)
DARK = Tones(
    window="#1a1918",
    base="#211f1e",
    raised="#2a2826",
    wash="#342f29",
    text="#eee9e1",
    quiet="#aaa297",
    line="#3d3935",
    accent="#d6ab7b",
    on_accent="#221a12",
)

# The property that keeps the application's sheet, and marks the windows that wear it.
SHEET = "sheet"

STYLE = Template("""
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="accent"] { color: $accent; }
QFrame[role="pane"] { background: $base; border: 1px solid $line; border-radius: 8px; }
QFrame[role="drop"] { background: $base; border: 1px dashed $quiet; border-radius: 8px; }
QFrame[role="drop"][active="true"] { background: $wash; border: 2px solid $accent; }
QFrame[role="notice"] { background: $wash; border: 1px solid $line; border-left: 3px solid $accent;
    border-radius: 6px; }
QPushButton { background: $raised; border: 1px solid $line; border-radius: 6px;
    padding: 6px 14px; }
QPushButton:hover { border-color: $quiet; }
QPushButton:pressed { background: $wash; }
QPushButton:checked { background: $wash; border-color: $quiet; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $quiet; background: $window; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent;
    padding: 6px 20px; }
QPushButton[role="primary"]:focus { border-color: $text; }
QPushButton[role="primary"]:disabled { background: $window; color: $quiet; border-color: $line; }
QPushButton[role="link"] { background: transparent; border: 1px solid transparent;
    padding: 2px 6px; color: $accent; text-decoration: underline; }
QPushButton#add_column { padding-left: 0; }
QPushButton[role="link"]:focus { border-color: $accent; }
QPushButton[role="segment"] { color: $quiet; padding: 6px 16px; }
QPushButton[role="segment"][side="left"] { border-top-right-radius: 0;
    border-bottom-right-radius: 0; border-right: none; }
QPushButton[role="segment"][side="middle"] { border-radius: 0; border-right: none; }
QPushButton[role="segment"][side="right"] { border-top-left-radius: 0;
    border-bottom-left-radius: 0; }
QPushButton[role="segment"]:checked { background: $wash; color: $text; border-color: $line; }
QPushButton[role="segment"]:focus { border: 1px solid $accent; }
QLineEdit, QPlainTextEdit { background: $base; border: 1px solid $line; border-radius: 6px;
    padding: 5px 8px; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:hover, QPlainTextEdit:hover { border-color: $quiet; }
QLineEdit:focus, QPlainTextEdit:focus { border: 2px solid $accent; padding: 4px 7px; }
QLineEdit:disabled { color: $quiet; background: $window; }
QLineEdit[refused="true"], QPlainTextEdit[refused="true"] {
    border: 2px dashed $accent; padding: 4px 7px; }
QAbstractSpinBox { background: $base; border: 1px solid $line; border-radius: 6px;
    padding: 4px 6px; }
QAbstractSpinBox:hover { border-color: $quiet; }
QAbstractSpinBox:focus { border: 2px solid $accent; padding: 3px 5px; }
QAbstractSpinBox:disabled { color: $quiet; background: $window; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 18px; border: none; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $wash; }
QAbstractSpinBox::up-arrow { width: 12px; height: 12px; image: url("$up"); }
QAbstractSpinBox::down-arrow { width: 12px; height: 12px; image: url("$down"); }
QComboBox QAbstractItemView { background: $base; border: 1px solid $line;
    selection-background-color: $wash; selection-color: $text; }
QComboBox QLineEdit { border: none; padding: 0; }
QAbstractSpinBox QLineEdit { border: none; padding: 0 0 0 6px; }
QCheckBox::indicator:unchecked, QTableView::indicator:unchecked,
QTreeView::indicator:unchecked { width: 12px; height: 12px;
    border: 1px solid $quiet; border-radius: 2px; background: $base; }
QCheckBox::indicator:checked, QTableView::indicator:checked, QTreeView::indicator:checked {
    width: 12px; height: 12px; border: 1px solid $accent; border-radius: 2px; background: $accent;
    image: url("$tick"); }
QTreeView::indicator:indeterminate { width: 12px; height: 12px; border: 1px solid $accent;
    border-radius: 2px; background: $accent; image: url("$dash"); }
QCheckBox::indicator:checked:disabled { border-color: $quiet; background: $quiet; }
QRadioButton::indicator { width: 12px; height: 12px; border: 1px solid $quiet;
    border-radius: 7px; background: $base; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 4px solid $accent; }
QRadioButton::indicator:checked:disabled { border-color: $quiet; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px;
    padding: 4px; }
QToolButton[role="title"] { padding: 1px 4px; }
QToolButton[role="look"] { padding: 3px; }
QToolButton[role="rest"] { padding: 0; border: none; }
QToolButton[role="rest"]:focus { background: $wash; }
QToolBar { background: transparent; border: none; padding: 0; spacing: 1px; }
QToolButton:hover { background: $wash; }
QToolButton:checked { background: $wash; border-color: $line; }
QToolButton:focus { border-color: $accent; }
QListView, QTableView, QTreeView, GridView { background: $base; border: none; outline: none; }
QTableView, QTreeView, QListWidget, QListView#queries_list {
    selection-background-color: $wash; selection-color: $text; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QTableView::item { padding: 0 10px; }
QTableView::item:focus, QTreeView::item:focus { color: $text; background: $wash;
    border: 1px solid $accent; }
QTableView::item:focus { padding: 0 9px; }
QListView#queries_list::item { padding: 3px 6px; border: 1px solid transparent; }
QListView#queries_list::item:selected { color: $text; background: $wash; }
QListView#queries_list::item:focus { border: 1px solid $accent; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QHeaderView::section { background: $window; color: $quiet; border: none;
    border-bottom: 1px solid $line; padding: 6px 10px; }
QTableView QHeaderView::section { padding-left: 13px; }
QProgressBar { background: $line; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QSlider::groove:horizontal { height: 4px; background: $line; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $quiet; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
    background: $raised; border: 1px solid $quiet; }
QSlider::handle:horizontal:hover { border-color: $accent; }
QSlider::handle:horizontal:focus { border: 2px solid $accent; width: 12px; height: 12px; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }
QToolBar#toolbar { background: $window; border-bottom: 1px solid $line; padding: 1px 0; }
QToolBar::separator { background: $line; width: 1px; margin: 6px 6px; }
QStatusBar { border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QMenuBar { background: $window; border-bottom: 1px solid $line; padding: 2px 6px; }
QMenuBar::item { padding: 5px 10px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $wash; }
QSplitter::handle { background: transparent; }
QSplitter::handle:horizontal:hover { background: $line; margin: 0 6px; border-radius: 2px; }
QToolTip { color: $text; background: $raised; border: 1px solid $line; padding: 4px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: $line; border-radius: 4px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def apply(app: QApplication, scheme: str) -> None:
    """Dress `app` in "system", "light" or "dark", now and whenever the system changes."""
    hints = app.styleHints()
    first = app.property("scheme") is None
    app.setProperty("scheme", scheme)
    if first:
        app.setStyle("Fusion")
        hints.colorSchemeChanged.connect(lambda _: _dress(app))
    hints.setColorScheme(SCHEMES[scheme])
    _dress(app)


def _dress(app: QApplication) -> None:
    """Some platforms cannot be told a scheme, so a chosen one outranks what they report."""
    chosen = SCHEMES[app.property("scheme")]
    shown = app.styleHints().colorScheme() if chosen == Qt.ColorScheme.Unknown else chosen
    tones = DARK if shown == Qt.ColorScheme.Dark else LIGHT
    app.setPalette(palette(tones))
    tone = "dark" if tones is DARK else "light"  # of marks that are drawn in `on_accent`
    marks = {"tick": f"tick-{tone}", "dash": f"dash-{tone}", "up": "step-up", "down": "step-down"}
    files = {
        mark: folders.resource("icons", f"{name}.svg").as_posix() for mark, name in marks.items()
    }
    colours = {name: getattr(tones, name) for name in Tones.__slots__}
    sheet = STYLE.substitute(colours, **files)
    if sheet == app.property(SHEET):
        return
    app.setProperty(SHEET, sheet)
    for window in app.topLevelWidgets():
        if window.property(SHEET):
            window.setStyleSheet(sheet)


def dress(window: QWidget) -> None:
    """Dress a window that has no parent, and all that it is a parent of, now and in each scheme.

    The application wears no sheet itself: that takes Qt several times as long to change.
    """
    app = QApplication.instance()
    window.setProperty(SHEET, True)
    window.setStyleSheet((app.property(SHEET) if app else None) or "")


def palette(tones: Tones) -> QPalette:
    """The palette of a set of tones."""
    role = QPalette.ColorRole
    made = QPalette(QColor(tones.raised), QColor(tones.window))
    for names, tone in (
        ((role.Window,), tones.window),
        ((role.Base, role.Light), tones.base),
        ((role.AlternateBase, role.Button, role.Midlight, role.ToolTipBase), tones.raised),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), tones.text),
        ((role.PlaceholderText,), tones.quiet),
        ((role.Mid, role.Dark), tones.line),
        ((role.Accent, role.Highlight, role.Link, role.LinkVisited), tones.accent),
        ((role.HighlightedText, role.BrightText), tones.on_accent),
    ):
        for name in names:
            made.setColor(name, QColor(tone))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(tones.quiet))
    return made


def font(scale: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The application's font, larger or heavier."""
    made = QApplication.font()
    made.setPointSizeF(made.pointSizeF() * scale)
    made.setWeight(weight)
    return made


def header(text: str = "") -> QLabel:
    """The title over a pane."""
    label = QLabel(text)
    label.setFont(font(1.35, QFont.Weight.Light))
    label.setContentsMargins(4, 0, 4, 0)
    return label


def set_role(widget: QWidget, role: str) -> None:
    """Let the style sheet know what `widget` is for; its selectors name these roles."""
    widget.setProperty("role", role)
    repolish(widget)


def repolish(widget: QWidget) -> None:
    """Make the style sheet look again at the properties that it selects by."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
