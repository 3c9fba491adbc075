"""What the window remembers from one start to the next."""

import json
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from desktop.matches.look import LARGEST, SMALLEST, Look

SYSTEM = "system"
MOST_RECENT = 10


class Settings:
    """Typed access to one INI file, read at the given path."""

    def __init__(self, path: Path) -> None:
        self._values = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def theme(self) -> str:
        """Which of "system", "light" and "dark" was chosen."""
        return str(self._values.value("theme", SYSTEM))

    @theme.setter
    def theme(self, scheme: str) -> None:
        self._values.setValue("theme", scheme)

    @property
    def language(self) -> str:
        """The code of the language that was chosen, or "system"."""
        return str(self._values.value("language", SYSTEM))

    @language.setter
    def language(self, code: str) -> None:
        self._values.setValue("language", code)

    @property
    def notifies(self) -> bool:
        """Whether the system tells when long work has ended behind other windows."""
        return self._switch("notifies", True)

    @notifies.setter
    def notifies(self, wanted: bool) -> None:
        self._values.setValue("notifies", wanted)

    @property
    def reduces_motion(self) -> bool:
        """Whether nothing moves by itself, whatever the system says."""
        return self._switch("reduces_motion", False)

    @reduces_motion.setter
    def reduces_motion(self, wanted: bool) -> None:
        self._values.setValue("reduces_motion", wanted)

    @property
    def shows_toolbar(self) -> bool:
        """Whether the window has its bar of buttons."""
        return self._switch("shows_toolbar", True)

    @shows_toolbar.setter
    def shows_toolbar(self, wanted: bool) -> None:
        self._values.setValue("shows_toolbar", wanted)

    @property
    def matches_look(self) -> Look:
        """How matches are laid out."""
        plain = Look()
        return Look(
            self._switch("matches_grid", plain.is_grid),
            self._number("matches_list_side", plain.list_side),
            self._number("matches_grid_side", plain.grid_side),
        )

    @matches_look.setter
    def matches_look(self, look: Look) -> None:
        self._values.setValue("matches_grid", look.is_grid)
        self._values.setValue("matches_list_side", look.list_side)
        self._values.setValue("matches_grid_side", look.grid_side)

    @property
    def catalogue(self) -> Path | None:
        """The folder of the catalogue that was open last."""
        value = self._values.value("catalogue")
        return Path(str(value)) if value else None

    @catalogue.setter
    def catalogue(self, folder: Path) -> None:
        self._values.setValue("catalogue", str(folder))
        self._remember("catalogues", folder)

    @property
    def catalogues(self) -> list[Path]:
        """The catalogues that were open, the last one first."""
        return self._paths("catalogues")

    def forget_catalogue(self, folder: Path) -> None:
        """It is no longer there."""
        self._keep("catalogues", (known for known in self.catalogues if known != folder))

    @property
    def folders(self) -> list[Path]:
        """The folders that a person had indexed, the last one first."""
        return self._paths("folders")

    def remember_folder(self, folder: Path) -> None:
        """A person has it indexed."""
        self._remember("folders", folder)

    def forget_folders(self) -> None:
        """Begin the list of folders anew."""
        self._keep("folders", ())

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

    def _switch(self, key: str, unset: bool) -> bool:
        return bool(self._values.value(key, unset, type=bool))

    def _number(self, key: str, unset: int) -> int:
        try:
            number = int(str(self._values.value(key, unset)))
        except ValueError:  # a hand has been in the file
            number = unset
        return min(max(number, SMALLEST), LARGEST)

    def _paths(self, key: str) -> list[Path]:
        value = self._values.value(key)
        texts = value if isinstance(value, list) else [value] if value else []
        return [Path(str(text)) for text in texts]

    def _remember(self, key: str, path: Path) -> None:
        self._keep(key, [path, *(known for known in self._paths(key) if known != path)])

    def _keep(self, key: str, paths: Iterable[Path]) -> None:
        self._values.setValue(key, [str(path) for path in paths][:MOST_RECENT])
