"""Whether things may move by themselves: a person or the system may want them still."""

import shutil
import subprocess
import sys
from threading import Event, Thread

from PySide6.QtWidgets import QApplication

_PROPERTY = "reduces_motion"
_ASK_SECONDS = 1.0
_system_wants_it = Event()


def set_reduced(app: QApplication, wanted: bool) -> None:
    """What a person wants; the system may want it too."""
    app.setProperty(_PROPERTY, wanted)


def ask_system() -> None:
    """Find out what the system wants, without waiting for it."""

    def ask() -> None:
        if system_reduces():
            _system_wants_it.set()

    Thread(target=ask, name="motion", daemon=True).start()


def is_reduced() -> bool:
    """Whether nothing is to move by itself."""
    app = QApplication.instance()
    return _system_wants_it.is_set() or (app is not None and bool(app.property(_PROPERTY)))


def system_reduces() -> bool:
    """What the system's settings say of animations; where they say nothing, they may be."""
    if sys.platform == "win32":
        import ctypes

        shown = ctypes.c_int(1)
        get_client_area_animation = 0x1042
        ctypes.windll.user32.SystemParametersInfoW(
            get_client_area_animation, 0, ctypes.byref(shown), 0
        )
        return not shown.value
    if sys.platform == "darwin":
        return _says(["defaults", "read", "com.apple.universalaccess", "reduceMotion"]) == "1"
    return _says(["gsettings", "get", "org.gnome.desktop.interface", "enable-animations"]) == (
        "false"
    )


def _says(command: list[str]) -> str:
    if shutil.which(command[0]) is None:
        return ""
    try:
        asked = subprocess.run(  # noqa: S603  two commands of the system, above
            command, capture_output=True, text=True, timeout=_ASK_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return asked.stdout.strip()
