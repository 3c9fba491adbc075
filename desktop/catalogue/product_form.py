"""The fields of a product, or of many at once: what is known, and what is typed instead."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.language import _
from core.naming import fold
from core.product_records import Choices, Common, ProductChanges
from desktop import theme
from desktop.catalogue.fields import TextField
from desktop.catalogue.notes_field import NotesField
from desktop.catalogue.own_columns import ROW_GAP, OwnColumns
from desktop.catalogue.tags_field import TagsField


class ProductForm(QWidget):
    """Each field is handed on by itself, so that one that is refused holds back no other.

    Signals: `changed(changes: ProductChanges)`; `refused(sentence: str)` for what no catalogue
    would take.
    """

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reference = TextField("edit_reference", _("Reference"))
        self._category = TextField("edit_category", _("Category"))
        self._name = TextField("edit_name", _("Name"))
        self._tags = TagsField("edit_tags", _("Tags"))
        self._notes = NotesField("edit_notes", _("Notes"))
        self._some_tags = QLabel()
        self._columns = OwnColumns()
        self._common: Common | None = None
        self._tags_before: Sequence[str] = ()
        self._lay_out()
        for field in (self._reference, self._category, self._name, self._notes):
            field.entered.connect(self._hand_on_text)
        self._tags.entered.connect(self._hand_on_tags)
        self._columns.entered.connect(
            lambda name, text: self.changed.emit(ProductChanges(columns={name: text}))
        )

    def show_values(self, common: Common, choices: Choices, *, alone: bool) -> None:
        """Show what one product (`alone`) is, or what several have in common."""
        self._common = common
        self._reference.setEnabled(alone)
        self._reference.show_value(common.reference)
        self._category.set_choices(list(choices.categories))
        self._category.show_value(common.category)
        self._name.show_value(common.name)
        self._tags.set_choices(list(choices.tags))
        self._tags_before = common.tags
        self._tags.show_value(", ".join(common.tags))
        self._some_tags.setText(
            _("Some of them have: {tags}").format(tags=", ".join(common.some_tags))
        )
        self._some_tags.setVisible(bool(common.some_tags))
        self._notes.show_value(common.notes)
        self._columns.show_values(choices.columns, common.columns)

    def flush(self) -> None:
        """Hand on what was typed and not yet."""
        self._hand_on_text()
        self._hand_on_tags()
        self._columns.flush()

    def revert(self) -> None:
        """Show what is saved."""
        for field in (self._reference, self._category, self._name, self._tags, self._notes):
            field.revert()
        self._columns.revert()

    def put_back(self, changes: ProductChanges) -> None:
        """Show again, marked, what could not be saved."""
        common = self._common
        if common is None:
            return
        for text, field, saved in (
            (changes.reference, self._reference, common.reference),
            (changes.category, self._category, common.category),
            (changes.name, self._name, common.name),
            (changes.notes, self._notes, common.notes),
        ):
            if text is not None:
                field.refuse(text, saved)
        if changes.add_tags or changes.remove_tags:
            gone = {fold(tag) for tag in changes.remove_tags}
            shown = common.tags if self._tags.refused is None else self._tags.tags
            kept = [tag for tag in shown if fold(tag) not in gone]
            self._tags_before = common.tags
            self._tags.refuse(", ".join([*kept, *changes.add_tags]), ", ".join(common.tags))
        self._columns.refuse(changes.columns, common.columns)

    @property
    def unsaved(self) -> ProductChanges:
        """What could not be saved and stands in the fields still."""
        tags = self._tags_before if self._tags.refused is None else self._tags.tags
        return replace(
            _difference(self._tags_before, tags),
            reference=self._reference.refused,
            category=self._category.refused,
            name=self._name.refused,
            notes=self._notes.refused,
            columns=self._columns.refused,
        )

    def insist(self) -> None:
        """Hand on what was typed and not yet, and once more what was refused."""
        for field in (self._reference, self._category, self._name, self._tags, self._notes):
            field.insist()
        self._columns.insist()
        self.flush()

    def edit_reference(self) -> None:
        """Put the cursor into the reference."""
        self._reference.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._reference.selectAll()

    def _hand_on_text(self) -> None:
        for field, changes in (
            (self._reference, ProductChanges(reference=self._reference.pending)),
            (self._category, ProductChanges(category=self._category.pending)),
            (self._name, ProductChanges(name=self._name.pending)),
            (self._notes, ProductChanges(notes=self._notes.pending)),
        ):
            if changes.reference == "":
                field.revert()
                self.refused.emit(_("A product needs a reference: the old one stays."))
            elif field.pending is not None:
                field.accept()
                self.changed.emit(changes)

    def _hand_on_tags(self) -> None:
        if self._tags.pending is None:
            return
        changes = _difference(self._tags_before, self._tags.tags)
        self._tags_before = self._tags.tags
        self._tags.accept()
        if changes != ProductChanges():
            self.changed.emit(changes)

    def _lay_out(self) -> None:
        self._some_tags.setObjectName("some_tags")
        self._some_tags.setTextFormat(Qt.TextFormat.PlainText)
        self._some_tags.setWordWrap(True)
        theme.set_role(self._some_tags, "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for text, field in (
            (_("Reference"), self._reference),
            (_("Category"), self._category),
            (_("Name"), self._name),
            (_("Tags, with commas between them"), self._tags),
            (_("Notes"), self._notes),
        ):
            column.addWidget(_caption(text, field))
            column.addWidget(field)
            if field is self._tags:
                column.addWidget(self._some_tags)
            if field is not self._notes:
                column.addSpacing(ROW_GAP)
        column.addWidget(self._columns)


def _difference(before: Sequence[str], after: Sequence[str]) -> ProductChanges:
    """What makes some tags of others; one that is written otherwise is another one."""
    old, new = _by_key(before), _by_key(after)
    return ProductChanges(
        add_tags=tuple(tag for key, tag in new.items() if old.get(key) != tag),
        remove_tags=tuple(tag for key, tag in old.items() if new.get(key) != tag),
    )


def _by_key(tags: Sequence[str]) -> dict[str, str]:
    """Tags by what makes them the same, as they are written first."""
    keyed: dict[str, str] = {}
    for tag in tags:
        keyed.setdefault(fold(tag), tag)
    return keyed


def _caption(text: str, field: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(field)
    theme.set_role(label, "quiet")
    return label
