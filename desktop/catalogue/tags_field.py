"""Tags in one line, with commas between them; the last one is completed while it is typed."""

from PySide6.QtWidgets import QCompleter, QLineEdit

from desktop.catalogue.fields import TextField


class TagsField(TextField):
    """Tags with commas between them."""

    between_lines = ", "

    @property
    def tags(self) -> list[str]:
        """The tags as they stand in the field."""
        return split_tags(self.line)

    def make_completer(self) -> QCompleter:
        return _LastTagCompleter(self)


class _LastTagCompleter(QCompleter):
    """Completes what stands behind the last comma."""

    def splitPath(self, path: str) -> list[str]:
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index: object) -> str:
        field = self.widget()
        before = field.text().rpartition(",")[0] if isinstance(field, QLineEdit) else ""
        tag = str(index.data())  # type: ignore[attr-defined]  # a QModelIndex of either kind
        return f"{before.rstrip()}, {tag}" if before.strip() else tag


def split_tags(text: str) -> list[str]:
    """The tags of a line with commas, each once."""
    return list(dict.fromkeys(filter(None, map(str.strip, text.split(",")))))
