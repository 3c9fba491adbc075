"""What the window remembers from one start to the next."""

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
    def backdrop(self) -> str:
        """What cut-outs are shown on."""
        return str(self._values.value("backdrop", ""))

    @backdrop.setter
    def backdrop(self, backdrop: str) -> None:
        self._values.setValue("backdrop", backdrop)

    @property
    def window(self) -> QByteArray:
        """The window's state, as `MainWindow.save_state` gave it."""
        value = self._values.value("window")
        return value if isinstance(value, QByteArray) else QByteArray()

    @window.setter
    def window(self, state: QByteArray) -> None:
        self._values.setValue("window", state)
