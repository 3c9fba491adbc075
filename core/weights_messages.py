"""Words for people about weights that cannot be used, and about their way here."""

from core.errors import Reason, WeightsReason
from core.language import _


def weights() -> dict[Reason, str]:
    """A sentence for each `WeightsReason`; {name} is the model, its file or the proxy."""
    return {
        WeightsReason.UNKNOWN: _("Vitrine knows no model “{name}”: see the Models list."),
        WeightsReason.MISSING: _(
            "The weights of {name} are not on this machine: fetch them, or choose the file."
        ),
        WeightsReason.CUT_SHORT: _(
            "The weights file “{name}” is cut short: fetch it again, or choose a whole copy."
        ),
        WeightsReason.WRONG_DIGEST: _(
            "“{name}” is not the weights file it should be (its SHA-256 differs): "
            "fetch it again, or choose the right file."
        ),
        WeightsReason.NOT_LOADABLE: _(
            "The weights file “{name}” cannot be loaded: fetch it again, or choose the right file."
        ),
        WeightsReason.DOWNLOAD_FAILED: _(
            "{name} could not be fetched: check the network and try again, or choose the file."
        ),
        WeightsReason.NO_SPACE: _(
            "There is no room on the disk for {name}: free some space and try again."
        ),
        WeightsReason.CANNOT_WRITE: _(
            "The weights of {name} cannot be written: check that you may write in that folder."
        ),
        WeightsReason.NO_MODEL: _(
            "“{name}” is none of the weights files that Vitrine knows: choose another."
        ),
        WeightsReason.NO_MODELS: _(
            "There is no weights file that Vitrine knows in “{path}”: "
            "choose the folder that holds them."
        ),
        WeightsReason.IN_USE: _(
            "{name} is in use by a catalogue: change that to another encoder first."
        ),
        WeightsReason.NOT_OURS: _(
            "The weights of {name} are not in the models folder of Vitrine, "
            "and stay where they are."
        ),
        **_on_the_way(),
    }


def _on_the_way() -> dict[Reason, str]:
    """Why weights did not come over the network."""
    return {
        WeightsReason.NO_CONNECTION: _(
            "{name} could not be fetched because its home cannot be reached: "
            "check that this computer is online and try again, or choose the file."
        ),
        WeightsReason.BROKEN_OFF: _(
            "The download of {name} broke off: try again, and it goes on where it stopped."
        ),
        WeightsReason.SERVER_BUSY: _(
            "The home of {name} is busy or out of order: try again later, or choose the file."
        ),
        WeightsReason.FORBIDDEN: _(
            "{name} was refused on the way: ask whoever keeps your network to let it through, "
            "or choose the file."
        ),
        WeightsReason.NOT_FOUND: _(
            "{name} is not where it was published: look for a newer Vitrine, or choose the file."
        ),
        WeightsReason.WEB_PAGE: _(
            "A web page came in the place of {name}: open a browser and see whether the network "
            "wants you to sign in, or choose the file."
        ),
        WeightsReason.PROXY: _(
            "The proxy {name} does not let Vitrine through: check the proxy settings of this "
            "computer (address, name, password), or choose the file."
        ),
        WeightsReason.CERTIFICATE: _(
            "{name} could not be fetched because this computer does not trust the certificate on "
            "the way: ask whoever keeps your network to install theirs, or choose the file."
        ),
        WeightsReason.INSECURE: _(
            "{name} would have come over a connection that is not protected (no HTTPS): "
            "choose the file instead."
        ),
    }
