"""What fine-tuning says to people."""

from core.language import _
from core.tuning_records import Gain, Tuned, TuningEpoch


def epoch_text(told: TuningEpoch) -> str:
    """One epoch in a line."""
    text = _("Epoch {epoch} of {epochs}: finds {share} of the products held back")
    return text.format(epoch=told.epoch, epochs=told.epochs, share=_percent(told.recall))


def verdict(tuned: Tuned) -> str:
    """What came of it: a sentence or two, plain where it did not help."""
    if tuned.gain is None:
        return _(
            "Fine-tuning did not help: no epoch found more of the products held back than the "
            "encoder as it was, and none was kept."
        )
    said = _measured(tuned.gain, by_photos=tuned.by_photos)
    if tuned.recommended:
        return said + " " + _("“{model}” is recommended.").format(model=tuned.model)
    if tuned.gain.high < 0:
        end = _("Fine-tuning did harm: “{model}” is not recommended.")
    else:
        end = _("That may be chance: fine-tuning did not help, and “{model}” is not recommended.")
    return said + " " + end.format(model=tuned.model)


def _measured(found: Gain, *, by_photos: bool) -> str:
    queries = (
        _("Of {count} labelled photos of products that it had not seen")
        if by_photos
        else _("Of {count} made views of products that it had not seen")
    )
    text = _(
        "{queries}, it finds {tuned} first, and {base} as it was: "
        "{difference}, between {low} and {high} in 95 cases of 100."
    )
    return text.format(
        queries=queries.format(count=found.queries),
        tuned=_percent(found.tuned),
        base=_percent(found.base),
        difference=_percent(found.difference, "+"),
        low=_percent(found.low, "+"),
        high=_percent(found.high, "+"),
    )


def _percent(share: float, sign: str = "") -> str:
    whole, _point, tenths = format(100 * share, f"{sign}.1f").partition(".")
    return _("{whole}.{tenths}%").format(whole=whole, tenths=tenths)
