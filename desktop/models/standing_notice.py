"""A line about a state: said once when it begins to hold, taken back when it holds no more."""

from desktop.widgets.notice_bar import NoticeBar


class StandingNotice:
    """What one desk has to say in the notice bar; what others say there is left alone."""

    def __init__(self, bar: NoticeBar) -> None:
        self._bar = bar
        self._text = ""
        self._is_said = False

    def forget(self) -> None:
        """Another state begins: what is said next is new, even in the same words."""
        self._is_said = False

    def show(self, text: str, actions: list[tuple[str, str]]) -> None:
        """Say `text` with its actions; empty is nothing to say."""
        before, self._text = self._text, text
        if self._is_said and text == before:
            return
        self._is_said = True
        if text:
            self._bar.show_notice(text, actions)
        else:
            self._bar.take_back(before)
