"""Words for people about pictures that other programs and the web do not hand over."""

from core.errors import PictureReason, Reason
from core.language import _


def pictures() -> dict[Reason, str]:
    """A sentence for each `PictureReason`; {name} is the host, the file or what was written."""
    return {
        PictureReason.NO_PICTURE: _(
            "There is no picture in “{name}”: drop or paste the file of a photo, a picture, or "
            "the web address of one."
        ),
        PictureReason.ONLY_PROMISED: _(
            "The other program only promises “{name}” and does not hand it over: "
            "save it as a file first, then drop that."
        ),
        PictureReason.OTHER_COMPUTER: _(
            "“{name}” lies on another computer that this one does not reach as a folder: "
            "copy it here first, then drop it."
        ),
        PictureReason.IN_BROWSER: _(
            "“{name}” is only in the memory of the browser: "
            "save or copy the picture there, then drop its file or paste it."
        ),
        PictureReason.NO_ADDRESS: _(
            "No picture can be fetched from “{name}”, only from http and https addresses: "
            "save the picture, then drop its file."
        ),
        PictureReason.BAD_DATA: _(
            "The picture inside “{name}” is damaged: save it as a file, then drop that."
        ),
        PictureReason.TOO_LARGE: _(
            "The picture of {name} is larger than Vitrine takes over from elsewhere (40 MB): "
            "save it as a file, then drop that."
        ),
        PictureReason.NO_SPACE: _(
            "There is no room on the disk for {name}: free some space and try again."
        ),
        PictureReason.CANNOT_WRITE: _(
            "{name} cannot be kept in Vitrine's own folder: check that you may write there."
        ),
        **_on_the_way(),
    }


def _on_the_way() -> dict[Reason, str]:
    """Why a picture did not come from the web; {name} is the host or the proxy."""
    return {
        PictureReason.NOT_REACHED: _(
            "The picture could not be fetched because {name} cannot be reached: "
            "check that this computer is online, or save the picture and drop its file."
        ),
        PictureReason.NOT_THERE: _(
            "{name} has no picture at this address any more: look at its page again."
        ),
        PictureReason.REFUSED: _(
            "{name} does not give the picture to other programs: "
            "save it in the browser, then drop its file."
        ),
        PictureReason.BUSY: _(
            "{name} is busy or out of order: try again later, or save the picture and drop its "
            "file."
        ),
        PictureReason.TOO_SLOW: _(
            "The picture from {name} took longer than two minutes: "
            "save it in the browser, then drop its file."
        ),
        PictureReason.BROKEN_OFF: _("The picture from {name} broke off on the way: try again."),
        PictureReason.SENT_ROUND: _(
            "{name} sends from one address to the next without end: "
            "save the picture in the browser, then drop its file."
        ),
        PictureReason.DISTRUSTED: _(
            "The picture was not fetched because this computer does not trust the certificate of "
            "{name}: save it in the browser, then drop its file."
        ),
        PictureReason.PROXY: _(
            "The proxy {name} does not let Vitrine through: check the proxy settings of this "
            "computer, or save the picture in the browser and drop its file."
        ),
        PictureReason.FETCH_FAILED: _(
            "The picture from {name} could not be fetched: "
            "save it in the browser, then drop its file."
        ),
    }
