"""How the photo in the left pane is looked at: what its commands and its square make of it.

It belongs to one photo, and is forgotten with it; the backdrop alone stays.
"""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from core import boxes
from core.query_records import AS_IT_IS, Look
from core.records import Box
from desktop.query.backdrops import Backdrop
from desktop.query.before_after import BeforeAfterView
from desktop.query.look_actions import LookActions

# While a square is dragged, it is asked for this often.
PAUSE_MS = 250


class LookDesk(QObject):
    """Joins the commands to the view, and says what is to be looked for.

    Signals: `changed(look: Look)`, every `PAUSE_MS` at most while a square changes; `turned()`
    before that; `crop_ended()`; `backdrop_chosen(backdrop: str)`.
    """

    changed = Signal(object)
    turned = Signal()
    crop_ended = Signal()
    backdrop_chosen = Signal(str)

    def __init__(self, view: BeforeAfterView, actions: LookActions) -> None:
        super().__init__(view)
        self._view, self._actions = view, actions
        self._look = AS_IT_IS
        self._size = (0, 0)
        self._found: Box | None = None
        self._told = AS_IT_IS
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        view.tool.changed.connect(self._take_square)
        view.tool.ended.connect(self._end)
        self._connect(actions)
        self.set_backdrop(Backdrop.BOARD)
        self.begin()

    @property
    def look(self) -> Look:
        """How the photo is looked at."""
        return self._look

    @property
    def is_cropping(self) -> bool:
        """Whether the square is under work."""
        return self._view.tool.square is not None

    @property
    def part(self) -> Box | None:
        """What of the photo lies in the square; None where all of it is looked at."""
        square = self._look.square
        return boxes.within(square, self._size) if square and all(self._size) else None

    def begin(self) -> None:
        """Another photo, of which nothing is wished yet."""
        self._pause.stop()
        self._look = self._told = AS_IT_IS
        self._size, self._found = (0, 0), None
        self._show()
        self._actions.offer(photo=False, answered=False)

    def set_answer(self, size: tuple[int, int], found: Box) -> None:
        """How large the photo is once it is turned, and which square was looked at."""
        self._size, self._found = size, found
        self._actions.offer(photo=True, answered=True)

    def set_backdrop(self, backdrop: str) -> None:
        """Show cut-outs on a ground that was chosen before; on the first one for no such ground."""
        known = Backdrop(backdrop) if backdrop in list(Backdrop) else Backdrop.BOARD
        self._actions.backdrops[known].setChecked(True)
        self._view.set_backdrop(known)

    def _connect(self, actions: LookActions) -> None:
        view = self._view
        actions.crop.triggered.connect(self._crop)
        actions.automatic.triggered.connect(lambda: self._end(kept=False))
        actions.turn_left.triggered.connect(lambda: self._turn(-1))
        actions.turn_right.triggered.connect(lambda: self._turn(1))
        actions.remove.triggered.connect(self._remove)
        actions.zoom_in.triggered.connect(lambda: view.zoom_by(1))
        actions.zoom_out.triggered.connect(lambda: view.zoom_by(-1))
        actions.all_of_it.triggered.connect(view.show_all)
        actions.full_size.triggered.connect(view.show_pixels)
        actions.next_backdrop.triggered.connect(self._next_backdrop)
        for backdrop, action in actions.backdrops.items():
            action.triggered.connect(lambda _on, chosen=backdrop: self._choose_backdrop(chosen))

    def _crop(self, wanted: bool) -> None:
        square = self._look.square or self._found
        if not wanted or square is None:
            self._end(kept=True)
            return
        self._view.set_square(square)
        self._view.setFocus()
        self._show()

    def _end(self, kept: bool) -> None:
        self._view.set_square(None)
        if not kept:
            self._change(replace(self._look, square=None))
        self._tell()
        self._show()
        self.crop_ended.emit()

    def _take_square(self, square: Box) -> None:
        self._change(replace(self._look, square=square))

    def _turn(self, quarters: int) -> None:
        look = self._look
        square = look.square and boxes.turned(look.square, quarters, self._size)
        self._found = self._found and boxes.turned(self._found, quarters, self._size)
        self._size = self._size[::-1] if quarters % 2 else self._size
        self._look = replace(look, turns=(look.turns + quarters) % 4, square=square)
        was_cropping = self.is_cropping
        self.turned.emit()
        if all(self._size):
            self._view.set_size(*self._size)
        if was_cropping:
            self._view.set_square(square or self._found)
        self._tell()
        self._show()

    def _remove(self, wanted: bool) -> None:
        self._look = replace(self._look, removes=wanted)
        self._tell()

    def _change(self, look: Look) -> None:
        self._look = look
        self._show()
        if not self._pause.isActive():
            self._tell()

    def _tell(self) -> None:
        if self._look != self._told:
            self._told = self._look
            self._pause.start()
            self.changed.emit(self._look)

    def _next_backdrop(self) -> None:
        shown = next(b for b, action in self._actions.backdrops.items() if action.isChecked())
        self._choose_backdrop(shown.next)

    def _choose_backdrop(self, backdrop: Backdrop) -> None:
        self.set_backdrop(backdrop)
        self.backdrop_chosen.emit(backdrop)

    def _show(self) -> None:
        """The commands tell what is wished."""
        actions = self._actions
        actions.crop.setChecked(self.is_cropping)
        actions.remove.setChecked(self._look.removes)
        actions.automatic.setEnabled(self._look.square is not None or self.is_cropping)
