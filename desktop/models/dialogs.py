"""The dialogs of the Models menu: one for encoders, one for the removal of backgrounds."""

from PySide6.QtWidgets import QWidget

from core.language import _
from core.models import Model
from desktop.models.encoder_form import EncoderForm
from desktop.models.model_dialog import ModelDialog, Wording
from desktop.models.removal_form import RemovalForm


def removal_dialog(models: list[Model], parent: QWidget | None = None) -> ModelDialog:
    """What cuts products out: one of `models`, or nothing."""
    words = Wording(
        job="removal",
        title=_("Background removal"),
        intro=_(
            "Before photos are compared, the product is cut out of them. Choose what finds it:"
        ),
        apply_tip=_("Cut all products out so"),
    )
    return ModelDialog(words, RemovalForm(models), parent)


def encoder_dialog(form: EncoderForm, parent: QWidget | None = None) -> ModelDialog:
    """What compares photos, chosen in `form`."""
    words = Wording(
        job="encoder",
        title=_("Encoder"),
        intro=_("The encoder is the network that says how alike two photos are. Choose one:"),
        apply_tip=_("Compare all photos with it"),
    )
    return ModelDialog(words, form, parent)
