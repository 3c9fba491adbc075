"""One line that says which encoder is in use and why, with what can be done about it."""

from PySide6.QtCore import QLocale

from core.errors import WeightsReason
from core.language import _
from core.records import EncoderState

FETCH, CHOOSE = "fetch", "choose"
_DAMAGED = {WeightsReason.CUT_SHORT, WeightsReason.WRONG_DIGEST, WeightsReason.NOT_LOADABLE}


def encoder_notice(state: EncoderState, titles: dict[str, str], default: str) -> str:
    """The sentence; empty when the default encoder is in use and nothing is to be said."""
    used, wanted = titles[state.in_use], titles[state.wanted]
    if state.wanted != state.in_use:
        return _("Changing to {wanted}; {used} answers until every photo is done.").format(
            wanted=wanted, used=used
        )
    if not state.why:
        return ""
    missing = _("{used} is in use: the weights of {default} are not on this machine.")
    damaged = _("{used} is in use: the weights file of {default} is damaged.")
    text = damaged if state.why in _DAMAGED else missing
    return text.format(used=used, default=titles[default])


def encoder_actions(state: EncoderState) -> list[tuple[str, str]]:
    """Fetch and choose, where the default encoder's weights are wanting."""
    if not state.why:
        return []
    size = QLocale().formattedDataSize(
        state.download_bytes, 0, QLocale.DataSizeFormat.DataSizeSIFormat
    )
    return [(FETCH, _("Fetch ({size})").format(size=size)), (CHOOSE, _("Choose a file…"))]
