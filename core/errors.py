"""Typed errors: what failed, on what, and why. Their wording is `core.messages`' job."""

from enum import StrEnum
from os import PathLike


class PhotoReason(StrEnum):
    """Why a photo was set aside."""

    EMPTY = "empty"
    NOT_AN_IMAGE = "not-an-image"
    OTHER_FORMAT = "other-format"
    CAMERA_RAW = "camera-raw"
    DOCUMENT = "document"
    VIDEO = "video"
    WEB_PAGE = "web-page"
    NOT_FLATTENED = "not-flattened"
    INCOMPLETE = "incomplete"
    UNREADABLE = "unreadable"
    VANISHED = "vanished"
    TOO_LARGE = "too-large"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_MUCH_MEMORY = "too-much-memory"
    TOO_SLOW = "too-slow"
    CRASHED = "crashed"
    FAILED = "failed"


class FolderReason(StrEnum):
    """Why a folder could not be indexed to its end, or had better not be."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    NO_PHOTOS = "no-photos"
    VANISHED = "vanished"
    WHOLE_DISK = "whole-disk"
    HOME = "home"
    SYSTEM = "system"
    OWN_DATA = "own-data"
    NOT_INDEXED = "not-indexed"


class WeightsReason(StrEnum):
    """Why a model's weights cannot be used."""

    UNKNOWN = "unknown"
    MISSING = "missing"
    CUT_SHORT = "cut-short"
    WRONG_DIGEST = "wrong-digest"
    NOT_LOADABLE = "not-loadable"
    DOWNLOAD_FAILED = "download-failed"
    NO_CONNECTION = "no-connection"
    BROKEN_OFF = "broken-off"
    SERVER_BUSY = "server-busy"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    WEB_PAGE = "web-page"
    PROXY = "proxy"
    CERTIFICATE = "certificate"
    INSECURE = "insecure"
    NO_SPACE = "no-space"
    CANNOT_WRITE = "cannot-write"
    NO_MODEL = "no-model"
    NO_MODELS = "no-models"
    IN_USE = "in-use"
    NOT_OURS = "not-ours"


class CatalogueReason(StrEnum):
    """Why the catalogue's database refused."""

    FULL_DISK = "full-disk"
    LOCKED = "locked"
    IN_USE = "in-use"
    READ_ONLY = "read-only"
    FAILING_DISK = "failing-disk"
    DAMAGED = "damaged"
    NEWER = "newer"
    FOREIGN = "foreign"
    MISSING = "missing"


class IndexReason(StrEnum):
    """Why an Annoy generation is not used."""

    MISSING = "missing"
    DAMAGED = "damaged"
    FOREIGN = "foreign"
    SELF_TEST = "self-test"
    NO_NAME = "no-name"


class RequestReason(StrEnum):
    """Why a request could not be answered."""

    EMPTY_CATALOGUE = "empty-catalogue"
    BAD_TRUTH = "bad-truth"
    BAD_RECIPE = "bad-recipe"
    NAME_TAKEN = "name-taken"
    NO_PRODUCT = "no-product"
    NOT_COMPARED = "not-compared"
    CHANGED_SINCE = "changed-since"
    SEVERAL_PRODUCTS = "several-products"
    NO_PHOTO = "no-photo"
    BAD_VIEW_RULE = "bad-view-rule"
    BAD_SHEET = "bad-sheet"
    CANNOT_WRITE = "cannot-write"
    NO_SPACE = "no-space"
    PHOTO_ITSELF = "photo-itself"
    BAD_SQUARE = "bad-square"
    NOT_OF_ENCODER = "not-of-encoder"
    NO_TEXT = "no-text"
    NO_QUERIES = "no-queries"
    NO_CELL = "no-cell"
    NO_TEST_SET = "no-test-set"
    SET_NAME_TAKEN = "set-name-taken"
    TOO_FEW_PHOTOS = "too-few-photos"
    TOO_FEW_PRODUCTS = "too-few-products"
    NO_TRAINING = "no-training"
    TOO_NARROW = "too-narrow"
    STOPPED = "stopped"
    GIVEN_UP = "given-up"
    NO_MEMORY = "no-memory"
    UNEXPECTED = "unexpected"


class PictureReason(StrEnum):
    """Why a picture did not come here from another program or from the web."""

    NO_PICTURE = "no-picture"
    ONLY_PROMISED = "only-promised"
    OTHER_COMPUTER = "other-computer"
    IN_BROWSER = "in-browser"
    NO_ADDRESS = "no-address"
    BAD_DATA = "bad-data"
    TOO_LARGE = "too-large"
    NOT_REACHED = "not-reached"
    NOT_THERE = "not-there"
    REFUSED = "refused"
    BUSY = "busy"
    TOO_SLOW = "too-slow"
    BROKEN_OFF = "broken-off"
    SENT_ROUND = "sent-round"
    DISTRUSTED = "distrusted"
    PROXY = "proxy"
    FETCH_FAILED = "fetch-failed"
    NO_SPACE = "no-space"
    CANNOT_WRITE = "cannot-write"


Reason = (
    PhotoReason
    | FolderReason
    | WeightsReason
    | CatalogueReason
    | IndexReason
    | RequestReason
    | PictureReason
)


class VitrineError(Exception):
    """A failure that a person can be told about.

    `subject` names the file, folder, model, proxy, catalogue or host; `reason` is one of the
    enumerations above; `detail` is for the log and is never needed to understand the sentence.
    """

    family: str
    reasons: type[Reason]

    def __init__(self, subject: str | PathLike[str], reason: Reason, detail: str = "") -> None:
        super().__init__(f"{subject}: {reason} {detail}".strip())
        self.subject = str(subject)
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type["VitrineError"], tuple[str, Reason, str]]:
        return type(self), (self.subject, self.reason, self.detail)


class PhotoError(VitrineError):
    """One photo cannot be used; the run goes on without it."""

    family = "photo"
    reasons = PhotoReason
    reason: PhotoReason


class FolderError(VitrineError):
    """The folder to index cannot be read, or is there no more."""

    family = "folder"
    reasons = FolderReason
    reason: FolderReason


class WeightsError(VitrineError):
    """A model's weights are missing or are not what they should be."""

    family = "weights"
    reasons = WeightsReason
    reason: WeightsReason


class CatalogueError(VitrineError):
    """The catalogue cannot be opened or written."""

    family = "catalogue"
    reasons = CatalogueReason
    reason: CatalogueReason


class IndexFileError(VitrineError):
    """An Annoy generation is not to be trusted; exact search serves instead."""

    family = "index"
    reasons = IndexReason
    reason: IndexReason


class RequestError(VitrineError):
    """What was asked cannot be done as things stand."""

    family = "request"
    reasons = RequestReason
    reason: RequestReason


class PictureError(VitrineError):
    """A picture could not be taken from another program or from the web."""

    family = "picture"
    reasons = PictureReason
    reason: PictureReason


# How the networks' libraries say it, in words alone.
_NO_MEMORY = (
    "allocate memory",
    "not enough memory",
    "out of memory",
    "bad_alloc",
    "bad allocation",
)


def is_out_of_memory(error: Exception) -> bool:
    """Whether memory ran out."""
    said = str(error).lower()
    return isinstance(error, MemoryError) or any(words in said for words in _NO_MEMORY)
