"""A screen of its own with a window manager, and the hands that xdotool is."""

import os
import select
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageGrab

SIZE = (1280, 820)
PATIENCE_SECONDS = 300.0
STILL_SECONDS = 1.5
BLINKING_PIXELS = 200  # the caret of a field is not movement
# Windows fill the screen, as most people have them; dialogs and tools keep their size.
_RULES = """<openbox_config xmlns="http://openbox.org/3.4/rc">
<theme><name>Clearlooks</name></theme>
<applications><application type="normal"><maximized>yes</maximized></application></applications>
</openbox_config>
"""

Point = tuple[int, int]


class WalkError(Exception):
    """A step did not come about; its text says which."""


@dataclass(frozen=True, slots=True)
class Screen:
    """The display that `environment` names."""

    environment: Mapping[str, str]

    def keys(self, *names: str) -> None:
        """Press combinations, one after another, such as "ctrl+k"."""
        self._xdotool("key", "--clearmodifiers", "--delay", "60", *names)

    def type(self, text: str) -> None:
        """Type text into what has the keyboard."""
        self._xdotool("type", "--delay", "60", text)

    def take_hold(self, start: Point, end: Point) -> None:
        """Press the mouse at `start` and draw it to `end`, as slowly as a hand."""
        self._xdotool("mousemove", *map(str, start), "mousedown", "1")
        for part in np.linspace(start, end, 12).round().astype(int):
            self._xdotool("mousemove", *map(str, part))
            time.sleep(0.1)

    def let_go(self) -> None:
        """Release the mouse, and put it out of the way."""
        self._xdotool("mouseup", "1")
        time.sleep(0.5)
        self._xdotool("mousemove", str(SIZE[0] - 2), "2")

    def window(self, title: str) -> None:
        """Wait for a window whose title holds `title`, and give it the keyboard.

        Raises `WalkError` when none comes.
        """
        self._xdotool("search", "--sync", "--onlyvisible", "--name", title, "windowactivate")

    def grab(self) -> Image.Image:
        """What the screen shows."""
        return ImageGrab.grab(xdisplay=self.environment["DISPLAY"])

    def settle(self) -> Image.Image:
        """What the screen shows once nothing moves on it.

        Raises `WalkError` when it goes on moving.
        """
        last, since = self.grab(), time.monotonic()
        end = since + PATIENCE_SECONDS
        while time.monotonic() < end:
            time.sleep(0.25)
            shown = self.grab()
            if _moved(last, shown) > BLINKING_PIXELS:
                last, since = shown, time.monotonic()
            elif time.monotonic() - since > STILL_SECONDS:
                return shown
        raise WalkError("the screen does not come to rest")

    def _xdotool(self, *words: str) -> None:
        try:
            subprocess.run(
                ["xdotool", *words],
                env=self.environment,
                check=True,
                timeout=PATIENCE_SECONDS,
                stdout=subprocess.DEVNULL,
            )
        except subprocess.SubprocessError as error:
            raise WalkError(f"xdotool {' '.join(words)}: {error}") from error


def wait_for(what: str, came: Callable[[], bool]) -> None:
    """Wait until `came` says so; raises `WalkError` naming `what` when it does not."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not came():
        if time.monotonic() > end:
            raise WalkError(f"{what} did not come about")
        time.sleep(0.25)


@contextmanager
def screen(scratch: Path) -> Iterator[Screen]:
    """A screen with openbox on it, for as long as the block; `scratch` keeps its rules.

    Raises `WalkError` naming what is not installed.
    """
    missing = [name for name in ("Xvfb", "openbox", "xdotool") if shutil.which(name) is None]
    if missing:
        raise WalkError(f"{', '.join(missing)} must be installed first")
    rules = scratch / "rc.xml"
    rules.write_text(_RULES)
    reading, writing = os.pipe()
    size = f"{SIZE[0]}x{SIZE[1]}x24"
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    try:
        number = _number(reading)
        environment = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        manager = subprocess.Popen(["openbox", "--config-file", str(rules)], env=environment)
        try:
            yield Screen(environment)
        finally:
            _end(manager)
    finally:
        _end(server)


def _number(pipe: int) -> int:
    """The display's number, which the server tells when it is ready."""
    ready, _, _ = select.select([pipe], [], [], PATIENCE_SECONDS)
    if not ready:
        raise WalkError("the virtual screen did not start")
    return int(os.read(pipe, 16))


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait()


def _moved(before: Image.Image, after: Image.Image) -> int:
    """How many pixels differ."""
    differs = np.asarray(before) != np.asarray(after)
    return int(differs.any(axis=2).sum())
