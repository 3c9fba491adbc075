"""The left pane: where a photo is dropped, and what was seen in it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QTransform
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.language import _
from core.records import Answer, Background, Box, Match, Shown
from desktop import theme
from desktop.query.before_after import BeforeAfterView
from desktop.query.caption import PhotoCaption, outcome
from desktop.query.cutout_actions import CutoutActions
from desktop.query.drag_handle import DragHandle
from desktop.query.drop_target import DropTarget
from desktop.query.look_actions import LookActions
from desktop.query.look_bar import LookBar
from desktop.query.look_desk import LookDesk
from desktop.query.photo_row import PhotoRow
from desktop.query.sorry import Sorry
from desktop.widgets.buttons import icon_button


class QueryPane(QWidget):
    """Empty, searching, answered, or sorry.

    Signals: `open_requested()`.
    """

    open_requested = Signal()

    def __init__(
        self, actions: CutoutActions, looks: LookActions, parent: QWidget | None = None
    ) -> None:
        """`actions` act on the cut-out that is shown, `looks` on how its photo is looked at."""
        super().__init__(parent)
        self._actions = actions
        self._answer: Answer | None = None
        self._cutout: QImage | None = None
        self._cutout_at: Box | None = None
        self._is_like = False
        self._photo = QImage()
        self.setObjectName("query_pane")
        self.setAccessibleName(_("Your photo"))
        self._view = BeforeAfterView()
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._view.addActions(actions.all())
        self._look_actions = looks
        self._desk = LookDesk(self._view, looks)
        self._desk.turned.connect(self._turn)
        for action in (*looks.looks, *looks.zooms, looks.next_backdrop):
            self.addAction(action)
        self._bar = LookBar(looks)
        self.row = PhotoRow()
        self._sorry = Sorry()
        self._caption = PhotoCaption()
        self._caption.open_requested.connect(self.open_requested)
        self.drag_handle = DragHandle()
        self._buttons: list[QToolButton] = [
            self.drag_handle,
            *(icon_button(a, f"{a.objectName()}_button") for a in actions.all()),
        ]
        self._empty = DropTarget()
        self._empty.open_requested.connect(self.open_requested)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._make_page())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(self._make_header())
        layout.addWidget(self._pages, 1)

    @property
    def view(self) -> BeforeAfterView:
        """The before/after view."""
        return self._view

    @property
    def desk(self) -> LookDesk:
        """How the photo is looked at."""
        return self._desk

    def take_keyboard(self) -> None:
        """Let the keyboard begin where a photo is opened."""
        self._empty.take_keyboard()

    def show_empty(self) -> None:
        """Wait for a photo."""
        self._forget()
        self._show_page(0)

    def show_searching(self, path: Path) -> None:
        """Say that `path` is being looked at; its photo and its answer follow."""
        self._forget()
        self._caption.show_name(path.name)
        self._say(_("Looking at the photo…"), busy=True)
        self._show_page(1)

    def show_photo(self, image: QImage) -> None:
        """Show the photo, with its answer where that came first."""
        self._photo = image
        is_answered = self._answer is not None
        self._look_actions.offer(photo=True, answered=is_answered, is_query=not self._is_like)
        self._view.set_photo(_turned(image, self._desk.look.turns))
        self._compare()

    def show_looking(self) -> None:
        """Say that the photo is looked at in another way; what is shown stays until then."""
        self._caption.set_busy(True)

    def show_answer(self, answer: Answer) -> None:
        """Show what became of the background; a cut-out follows where it was removed.

        The one that is shown stays until then: the same photo may be answered again.
        """
        self._answer = answer
        self._desk.set_answer(answer.size, answer.crop)
        if answer.background == Background.KEPT:
            self._set_cutout(None)
        self._caption.show_name(answer.photo.name, str(answer.photo))
        awaited = answer.background == Background.REMOVED and self._cutout is None
        self._say(self._outcome(answer), busy=awaited and not self._desk.is_cropping)
        self._show_page(1)
        self._compare()

    def show_like(self, photo: Match | Shown) -> None:
        """Say that products like the one in a catalogue photo are looked for; its photo follows."""
        self._forget()
        self._is_like = True
        self._caption.show_name(photo.reference, str(photo.photo_path))
        self._say(_("A photo of the catalogue: products like it"), busy=False)
        self._show_page(1)

    def show_cutout(self, cutout: QImage | None) -> None:
        """Show the cut-out of the photo that was answered; None when there is none to be had."""
        if self._answer is not None:
            self._cutout_at = self._desk.part
            self._set_cutout(cutout)
            self._say(self._outcome(self._answer), busy=False)
            self._compare()

    def show_error(self, sentence: str) -> None:
        """Say why the photo could not be used; the next one is a drop away."""
        self._forget()
        self._say(_("No answer for this photo"), busy=False)
        self._view.hide()
        self._bar.hide()
        self._sorry.say(sentence)
        self._show_page(1)

    def set_drag_active(self, active: bool) -> None:
        """Light up while something is dragged over the window."""
        for frame in (self._empty, self._stage):
            frame.setProperty("active", active)
            theme.repolish(frame)

    def _forget(self) -> None:
        self._is_like = False
        self._answer = None
        self._photo = QImage()
        self._set_cutout(None)
        self._view.clear()
        self._desk.begin()

    def _set_cutout(self, cutout: QImage | None) -> None:
        self._cutout = cutout
        self.drag_handle.set_cutout(cutout)
        self._actions.set_cutout(self._answer.photo if self._answer else Path(), cutout)

    def _compare(self) -> None:
        answer = self._answer
        if answer is not None and not self._photo.isNull():
            self._view.set_size(*answer.size)
            self._view.set_answer(self._cutout, answer.crop, self._cutout_at)

    def _turn(self) -> None:
        """The photo turns at once; its answer and its cut-out follow."""
        self._answer = None
        self._set_cutout(None)
        self._view.set_turned(_turned(self._photo, self._desk.look.turns))

    def _outcome(self, answer: Answer) -> str:
        return outcome(answer, chosen=not self._desk.look.removes)

    def _say(self, sentence: str, busy: bool) -> None:
        self._caption.say(sentence, busy=busy)
        self._view.show()
        self._bar.show()
        self._sorry.hide()

    def _show_page(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        for button in self._buttons:
            button.setVisible(page == 1)

    def _make_header(self) -> QHBoxLayout:
        """As high as its title, so that the panes beside each other begin at one height."""
        title = theme.header(_("Your photo"))
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(title, 1)
        for button in self._buttons:
            button.setFixedHeight(title.sizeHint().height())
            button.hide()
            row.addWidget(button)
        return row

    def _make_page(self) -> QWidget:
        self._stage = QFrame()
        self._stage.setObjectName("photo_stage")
        theme.set_role(self._stage, "pane")
        inside = QVBoxLayout(self._stage)
        inside.addWidget(self._view, 1)
        inside.addWidget(self._sorry, 1)
        inside.addWidget(self._bar)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._stage, 1)
        layout.addWidget(self.row)
        layout.addWidget(self._caption)
        return page


def _turned(image: QImage, turns: int) -> QImage:
    """The image turned by so many quarters clockwise."""
    return image.transformed(QTransform().rotate(90 * turns)) if turns else image
