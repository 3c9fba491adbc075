"""The photos that could not be used, each with its reason, in nobody's way."""

from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from core.language import _, ngettext
from desktop.widgets.buttons import push_button
from desktop.widgets.panes import pane, quiet_word
from desktop.widgets.tables import plain_table

Index = QModelIndex | QPersistentModelIndex
NAME, FOLDER, REASON = range(3)


class SetAsideModel(QAbstractTableModel):
    """File name, folder and reason of each photo."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[tuple[Path, str]] = []

    def set_items(self, items: list[tuple[Path, str]]) -> None:
        """Show `items`; where they only grew, the rows that were there keep their place."""
        known = len(self._items)
        if known and known < len(items) and items[:known] == self._items:
            self.beginInsertRows(QModelIndex(), known, len(items) - 1)
            self._items = list(items)
            self.endInsertRows()
            return
        self.beginResetModel()
        self._items = list(items)
        self.endResetModel()

    def path(self, row: int) -> Path:
        """The photo in that row."""
        return self._items[row][0]

    def as_text(self) -> str:
        """One line a photo, tabs between its parts, as a spreadsheet takes it."""
        return "\n".join("\t".join(self._cells(row)) for row in range(len(self._items)))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._cells(index.row())[index.column()]
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("File"), _("Folder"), _("Reason"))[section]
        return super().headerData(section, orientation, role)

    def _cells(self, row: int) -> tuple[str, str, str]:
        path, sentence = self._items[row]
        return path.name, str(path.parent), sentence


class SetAsideDialog(QDialog):
    """A table beside the window; it stays open while the work goes on.

    Signals: `retry_requested()`.
    """

    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("set_aside_dialog")
        self.setWindowTitle(_("Photos set aside"))
        self.setModal(False)
        self.resize(1080, 480)
        self._model = SetAsideModel(self)
        self._table = self._make_table()
        self._summary = QLabel()
        self._summary.setWordWrap(True)
        nothing = _("No photo was set aside: every one could be used.")
        self._pages = pane(self._table, quiet_word("set_aside_nothing", nothing))
        self._copy = push_button(
            "set_aside_copy", _("&Copy list"), _("Copy every line of the table")
        )
        self._show = push_button(
            "set_aside_show", _("&Show in folder"), _("Open the folder of the chosen photo")
        )
        self._retry = push_button(
            "set_aside_retry", _("&Try again"), _("Read these photos again, after a mend")
        )
        self._retry.clicked.connect(self.retry_requested)
        self._copy.clicked.connect(self._copy_list)
        self._show.clicked.connect(self._show_in_folder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(14)
        layout.addWidget(self._summary)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._make_buttons())
        self.set_items([])

    @property
    def model(self) -> SetAsideModel:
        """The table's model."""
        return self._model

    def set_items(self, items: list[tuple[Path, str]]) -> None:
        """Show these photos, each with its sentence."""
        self._model.set_items(items)
        self._pages.setCurrentIndex(0 if items else 1)
        self._summary.setVisible(bool(items))
        self._summary.setText(
            ngettext(
                "{count} photo could not be used. The others are indexed.",
                "{count} photos could not be used. The others are indexed.",
                len(items),
            ).format(count=len(items))
        )
        self._copy.setEnabled(bool(items))
        self._retry.setEnabled(bool(items))
        if not self._table.currentIndex().isValid():
            self._table.selectRow(0)
        self._show.setEnabled(bool(items))

    def _copy_list(self) -> None:
        QGuiApplication.clipboard().setText(self._model.as_text())

    def _show_in_folder(self) -> None:
        current = self._table.currentIndex()
        if current.isValid():
            folder = self._model.path(current.row()).parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _make_table(self) -> QTableView:
        table = plain_table("set_aside_table", _("Photos set aside"))
        table.setModel(self._model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = table.horizontalHeader()
        header.setSectionResizeMode(REASON, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(NAME, 170)
        table.setColumnWidth(FOLDER, 210)
        table.doubleClicked.connect(self._show_in_folder)
        return table

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self._show, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self._retry, QDialogButtonBox.ButtonRole.ActionRole)
        close = push_button("set_aside_close", _("C&lose"), _("Close this list (Esc)"))
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        return buttons
