"""What is asked before products become one, or a photo becomes a product of its own."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.language import _, ngettext
from core.product_records import Product
from core.records import Shown
from desktop import theme
from desktop.widgets.choice_box import ChoiceBox

WIDTH = 460


class RegroupDialog(QDialog):
    """A question that says what will happen; it stays open until it has happened.

    Signals: `agreed()`.
    """

    agreed = Signal()

    def __init__(self, name: str, texts: tuple[str, str, str], parent: QWidget) -> None:
        """`texts` are the title, what will happen, and the word on the button that does it."""
        super().__init__(parent)
        title, explanation, act = texts
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(WIDTH)
        self.fields = QFormLayout()
        self.fields.setHorizontalSpacing(14)
        self.fields.setVerticalSpacing(10)
        self.fields.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._refusal = QLabel()
        self._refusal.setObjectName("regroup_refusal")
        theme.set_role(self._refusal, "accent")
        self._refusal.hide()
        words = QLabel(explanation)
        for label in (words, self._refusal):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(16)
        layout.addWidget(words)
        layout.addLayout(self.fields)
        layout.addWidget(self._refusal)
        layout.addStretch()
        self.agree = QPushButton(act)
        layout.addWidget(self._make_buttons())

    def refuse(self, sentence: str) -> None:
        """Say why it did not happen; what was typed stays."""
        self._refusal.setText(sentence)
        self._refusal.show()

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.agree.setObjectName("regroup_agree")
        self.agree.setAccessibleName(self.agree.text())
        theme.set_role(self.agree, "primary")
        buttons.addButton(self.agree, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.agreed)
        buttons.rejected.connect(self.reject)
        return buttons


class MergeDialog(RegroupDialog):
    """Which of several products the others become."""

    def __init__(self, products: Sequence[Product], parent: QWidget) -> None:
        count = len(products)
        explanation = ngettext(
            "{count} product becomes one. It keeps its reference, category and name; the photos, "
            "tags, notes and columns of the others go to it, and their references lead to it from "
            "now on. This cannot be undone with Ctrl+Z.",
            "{count} products become one. It keeps its reference, category and name; the photos, "
            "tags, notes and columns of the others go to it, and their references lead to it from "
            "now on. This cannot be undone with Ctrl+Z.",
            count,
        ).format(count=count)
        title = _("Make one product of these")
        super().__init__("merge_dialog", (title, explanation, _("Make one product")), parent)
        label = _("Keep")
        first, *others = ((_called(product), product.id) for product in products)
        self._kept = ChoiceBox("merge_kept", label, first[0])
        self._kept.setItemData(0, first[1])
        for text, product_id in others:
            self._kept.addItem(text, product_id)
        self.fields.addRow(label, self._kept)

    @property
    def kept(self) -> int:
        """The product that stays."""
        return int(self._kept.currentData())


class SplitDialog(RegroupDialog):
    """What the product that a photo becomes is called."""

    def __init__(self, photo: Shown, parent: QWidget) -> None:
        explanation = _(
            "The photo “{photo}” leaves {reference} and becomes a product of its own. Tags, notes "
            "and columns stay with {reference}. To undo this, make one product of the two again."
        ).format(photo=photo.photo_path.name, reference=photo.reference)
        title = _("Make a product of its own of this photo")
        super().__init__("split_dialog", (title, explanation, _("Make a product")), parent)
        self._reference = QLineEdit(photo.photo_path.stem)
        self._category = QLineEdit(photo.category)
        for name, label, field in (
            ("split_reference", _("Reference"), self._reference),
            ("split_category", _("Category"), self._category),
        ):
            field.setObjectName(name)
            field.setAccessibleName(label)
            field.setAcceptDrops(False)
            self.fields.addRow(label, field)
        self._reference.textChanged.connect(lambda text: self.agree.setEnabled(bool(text.strip())))
        self._reference.selectAll()

    @property
    def names(self) -> tuple[str, str]:
        """Reference and category of the new product."""
        return self._reference.text().strip(), self._category.text().strip()


def _called(product: Product) -> str:
    return " · ".join(filter(None, (product.reference, product.name, product.category)))
