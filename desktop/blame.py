"""Which request the worker had in hand when it died, and how often that happened to it."""

from collections import Counter

from core.wire import Reply


class Blame:
    """Goes by the replies: of requests that were begun and not ended, the latest is to blame."""

    def __init__(self) -> None:
        self._in_hand: list[int] = []
        self._deaths: Counter[int] = Counter()

    def hear(self, reply: Reply) -> None:
        """The worker has begun a request, or ended it."""
        if reply.event == "begun":
            self._in_hand.append(reply.id)
        elif reply.event in ("finished", "failed") and reply.id in self._in_hand:
            self._in_hand.remove(reply.id)

    def died(self) -> None:
        """The worker is gone, and what it had in hand with it."""
        if self._in_hand:
            self._deaths[self._in_hand[-1]] += 1
        self._in_hand.clear()

    def forgive(self, request_id: int) -> None:
        """The request has got on: the next death is its first."""
        del self._deaths[request_id]

    def deaths(self, request_id: int) -> int:
        """How many workers in a row died of the request."""
        return self._deaths[request_id]
