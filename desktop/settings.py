"""What the window remembers from one start to the next."""

import json
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings


class Settings:
    """Typed access to one INI file, read at the given path."""

    def __init__(self, path: Path) -> None:
        self._values = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def theme(self) -> str:
        """Which of "system", "light" and "dark" was chosen."""
        return str(self._values.value("theme", "system"))

    @theme.setter
    def theme(self, scheme: str) -> None:
        self._values.setValue("theme", scheme)

    @property
    def catalogue(self) -> Path | None:
        """The folder of the catalogue that was open last."""
        value = self._values.value("catalogue")
        return Path(str(value)) if value else None

    @catalogue.setter
    def catalogue(self, folder: Path) -> None:
        self._values.setValue("catalogue", str(folder))

    @property
    def cutout_folder(self) -> Path | None:
        """The folder that a cut-out was saved in last."""
        value = self._values.value("cutout_folder")
        return Path(str(value)) if value else None

    @cutout_folder.setter
    def cutout_folder(self, folder: Path) -> None:
        self._values.setValue("cutout_folder", str(folder))

    @property
    def recent(self) -> list[tuple[Path, ...]]:
        """The photos that were looked for last, the newest first; what cannot be read is none."""
        try:
            kept = json.loads(str(self._values.value("recent", "[]")))
            return [tuple(map(Path, photos)) for photos in kept]
        except (ValueError, TypeError):
            return []

    @recent.setter
    def recent(self, queries: list[tuple[Path, ...]]) -> None:
        self._values.setValue("recent", json.dumps([list(map(str, each)) for each in queries]))

    @property
    def window(self) -> QByteArray:
        """The window's state, as `MainWindow.save_state` gave it."""
        value = self._values.value("window")
        return value if isinstance(value, QByteArray) else QByteArray()

    @window.setter
    def window(self, state: QByteArray) -> None:
        self._values.setValue("window", state)
