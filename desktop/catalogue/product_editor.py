"""The sheet of the chosen products, where they are corrected: one, or many at once.

Each field is handed on as soon as it is left, on Enter, and before other products are shown.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from core.language import _
from core.product_records import Choices, Common, Product, ProductChanges
from core.records import Shown
from desktop import theme, wording
from desktop.catalogue.product_form import ProductForm
from desktop.photos.photo_strip import PhotoStrip
from desktop.photos.thumbnails import ThumbnailLoader
from desktop.widgets.elided import ElidedLabel
from desktop.widgets.panes import quiet_word

MARGIN, HINT_MARGIN = 16, 32
LEAST_WIDTH = 300
MERGED_MOST = 100  # more are hardly one product, and nobody could choose which stays


@dataclass(frozen=True, slots=True)
class ChosenProducts:
    """What is shown of the chosen products; `products` and `photos` are the first of them."""

    ids: tuple[int, ...]
    products: tuple[Product, ...]
    common: Common
    photos: list[Shown]
    photo_count: int


class ProductEditor(QFrame):
    """Shows a sheet and says what was changed on it.

    Signals: `edited(ids: tuple[int, ...], changes: ProductChanges)`, `shown()` when a sheet was
    shown, or none; `refused(sentence: str)` for what no catalogue would take.
    """

    edited = Signal(object, object)
    shown = Signal()
    refused = Signal(str)

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("product_editor")
        self.setAccessibleName(_("Chosen products"))
        theme.set_role(self, "pane")
        self.setMinimumWidth(LEAST_WIDTH)
        self._sheet: ChosenProducts | None = None
        self._unsaved: defaultdict[tuple[int, ...], list[ProductChanges]] = defaultdict(list)
        self._title, self._about = ElidedLabel(), ElidedLabel()
        self.strip = PhotoStrip(thumbnails)
        self._form = ProductForm()
        self._form.changed.connect(self._tell)
        self._form.refused.connect(self.refused)
        self._pages = QStackedWidget()
        hint = quiet_word(
            "editor_hint", _("Choose a product to see what is known of it, and to correct it.")
        )
        hint.setContentsMargins(HINT_MARGIN, HINT_MARGIN, HINT_MARGIN, HINT_MARGIN)
        self._pages.addWidget(hint)
        self._pages.addWidget(self._make_page())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self._pages)

    @property
    def ids(self) -> tuple[int, ...]:
        """The products on the sheet."""
        return self._sheet.ids if self._sheet else ()

    @property
    def products(self) -> tuple[Product, ...]:
        """The products on the sheet, the first ones, as they were read last."""
        return self._sheet.products if self._sheet else ()

    def show_sheet(self, sheet: ChosenProducts | None, choices: Choices) -> None:
        """Show other products or none, or the same ones anew: what is being typed stays."""
        if self.ids != (sheet.ids if sheet else ()):
            self.flush()
            if self._form.unsaved != ProductChanges():
                self._unsaved[self.ids].append(self._form.unsaved)
            self._form.revert()
        self._sheet = sheet
        if sheet is None:
            self.strip.show_photos([])
        else:
            self._fill(sheet, choices)
            for changes in self._unsaved.pop(sheet.ids, ()):
                self._form.put_back(changes)
        self._pages.setCurrentIndex(0 if sheet is None else 1)
        self.shown.emit()

    def flush(self) -> None:
        """Hand on what was typed and not yet."""
        if self._sheet is not None:
            self._form.flush()

    def save(self) -> None:
        """Hand on what was typed and not yet, and once more what was refused."""
        if self._sheet is not None:
            self._form.insist()

    def put_back(self, ids: Sequence[int], changes: ProductChanges) -> None:
        """Show again, marked, what could not be saved, as soon as these products are shown."""
        if tuple(ids) == self.ids:
            self._form.put_back(changes)
        else:
            self._unsaved[tuple(ids)].append(changes)

    def forget(self) -> None:
        """Turn to another catalogue, whose products have the same numbers."""
        self._unsaved.clear()

    def edit_reference(self) -> None:
        """Put the cursor into the reference of the one product."""
        if len(self.ids) == 1:
            self._form.edit_reference()

    def _fill(self, sheet: ChosenProducts, choices: Choices) -> None:
        count = len(sheet.ids)
        alone = count == 1
        self._title.setText(sheet.products[0].reference if alone else wording.products(count))
        self._about.setText(wording.photos(sheet.photo_count))
        self.strip.show_photos(sheet.photos)
        self.strip.setVisible(bool(sheet.photos))
        self._form.show_values(sheet.common, choices, alone=alone)

    def _tell(self, changes: ProductChanges) -> None:
        self.edited.emit(self.ids, changes)

    def _make_page(self) -> QScrollArea:
        self._title.setObjectName("editor_title")
        self._title.setFont(theme.font(1.35, QFont.Weight.DemiBold))
        self._about.setObjectName("editor_about")
        theme.set_role(self._about, "quiet")
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addWidget(self.strip)
        column.addSpacing(8)
        column.addWidget(self._form)
        column.addStretch()
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        return area
