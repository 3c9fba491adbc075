"""A progress bar that also stands for work of unknown length."""

from PySide6.QtWidgets import QProgressBar

from desktop import motion

_STEPS = 1000


class BusyBar(QProgressBar):
    """Moves while the length is unknown, unless motion is reduced: then it is half full."""

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setTextVisible(False)
        self.show_share(0, 0)

    def show_share(self, done: int, total: int) -> None:
        """So much of all is done; a `total` of 0 is unknown."""
        if total:
            self.setRange(0, _STEPS)
            self.setValue(_STEPS * done // total)
        elif motion.is_reduced():
            self.setRange(0, _STEPS)
            self.setValue(_STEPS // 2)
        else:
            self.setRange(0, 0)
