"""One line that says which encoder is in use and why, with what can be done about it."""

from core.language import _
from core.records import EncoderState
from core.weights import EMBEDDED_ENCODER
from desktop.models.model_work import is_damaged, ways_to_weights

FETCH, CHOOSE = "fetch", "choose"


def encoder_notice(state: EncoderState, titles: dict[str, str], default: str) -> str:
    """The sentence; empty when the default encoder or another that a person chose is in use."""
    used, wanted = titles[state.in_use], titles[state.wanted]
    if state.wanted != state.in_use:
        return _("Changing to {wanted}; {used} answers until every photo is done.").format(
            wanted=wanted, used=used
        )
    if not state.why or state.in_use != EMBEDDED_ENCODER:
        return ""
    missing = _(
        "{used}, which came with Vitrine, compares photos: {default} is not on this machine."
    )
    damaged = _(
        "{used}, which came with Vitrine, compares photos: the file of {default} is damaged."
    )
    text = damaged if is_damaged(state.why) else missing
    return text.format(used=used, default=titles[default])


def encoder_actions(state: EncoderState) -> list[tuple[str, str]]:
    """Fetch and choose, where the default encoder's weights are wanting."""
    return ways_to_weights(FETCH, CHOOSE, state.download_bytes) if state.why else []
