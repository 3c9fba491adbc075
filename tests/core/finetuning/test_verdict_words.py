"""What is said of a fine-tuning is plain, above all where it did not help."""

import pytest

from core.finetuning.words import epoch_text, verdict
from core.tuning_records import Gain, Tuned, TuningEpoch

MODEL = "resnet50+2026-11-26"


def tuned(tuned_share: float, low: float, high: float, recommended: bool) -> Tuned:
    gain = Gain(40, 20, 0.5, tuned_share, low, high)
    return Tuned(MODEL, "resnet50", 3, gain, by_photos=True, recommended=recommended)


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (tuned(0.75, 0.1, 0.4, True), f"“{MODEL}” is recommended"),
        (tuned(0.55, -0.05, 0.15, False), "may be chance: fine-tuning did not help"),
        (tuned(0.25, -0.4, -0.1, False), f"did harm: “{MODEL}” is not recommended"),
        (Tuned("", "resnet50", 0, None, False, False), "did not help"),
    ],
)
def test_a_verdict_says_whether_it_helped(result: Tuned, said: str) -> None:
    assert said in verdict(result)


def test_figures_are_told_with_their_interval() -> None:
    text = verdict(tuned(0.75, 0.1, 0.4, True))
    for figure in ("40 labelled photos", "75.0%", "50.0%", "+25.0%", "+10.0%", "+40.0%"):
        assert figure in text
    assert "12.5%" in epoch_text(TuningEpoch(1, 20, 2.5, 0.125, 1))
