"""Why there is no worker, and none is started again unasked: each in one sentence."""

from enum import Enum

from core.language import _


class Trouble(Enum):
    """What is wrong with the worker."""

    KEEPS_STOPPING = "keeps-stopping"
    DOES_NOT_START = "does-not-start"
    OTHER_VERSION = "other-version"


def sentence(trouble: Trouble) -> str:
    """What to tell a person about it."""
    return {
        Trouble.KEEPS_STOPPING: _(
            "The worker keeps stopping, so nothing can be indexed or matched: see the log."
        ),
        Trouble.DOES_NOT_START: _(
            "The worker cannot be started, so nothing can be indexed or matched: its program is "
            "missing or may not be run; install Vitrine again."
        ),
        Trouble.OTHER_VERSION: _(
            "The worker is of another version of Vitrine, so nothing can be indexed or matched: "
            "close Vitrine and install it again."
        ),
    }[trouble]
