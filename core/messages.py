"""Words for people: one sentence for each error: what happened, to which file, what to do."""

from collections.abc import Callable, Mapping
from pathlib import PurePath

from core.errors import (
    CatalogueReason,
    FolderReason,
    IndexReason,
    PhotoReason,
    PictureReason,
    Reason,
    RequestReason,
    VitrineError,
    WeightsReason,
)
from core.language import _
from core.picture_messages import pictures
from core.records import Problem, ProblemKind, SetAside
from core.weights_messages import weights


def sentence(error: VitrineError) -> str:
    """What to tell a person about `error`; folders and catalogues are named in full."""
    return words(error.reason, error.subject)


def about_photo(photo: SetAside) -> str:
    """Why one photo was set aside."""
    return words(PhotoReason(photo.reason), str(photo.path))


def about_problem(problem: Problem) -> str:
    """What a check of the catalogue found."""
    return _problems()[problem.kind].format(name=problem.subject, count=problem.count)


def words(reason: Reason, subject: str) -> str:
    """The sentence for `reason`, about `subject`."""
    template = _TEMPLATES[type(reason)]()[reason]
    is_title = isinstance(reason, WeightsReason) and not PurePath(subject).is_absolute()
    name = subject if is_title else PurePath(subject).name or subject
    return template.format(name=name, path=subject)


def _photo() -> dict[Reason, str]:
    return {
        PhotoReason.EMPTY: _("“{name}” is empty: copy the photo again from where it came."),
        PhotoReason.NOT_AN_IMAGE: _(
            "“{name}” is not a picture, whatever its name says: choose or export the photo again."
        ),
        PhotoReason.OTHER_FORMAT: _(
            "“{name}” is a picture in a format that Vitrine does not read: "
            "save it as JPEG, PNG or TIFF with 8 or 16 bits."
        ),
        PhotoReason.CAMERA_RAW: _(
            "“{name}” is a camera's raw file, which Vitrine does not read: "
            "develop it and save it as JPEG or TIFF."
        ),
        PhotoReason.DOCUMENT: _(
            "“{name}” is a document or a drawing (PDF, SVG, EPS) and not a photo: "
            "export it as JPEG or PNG."
        ),
        PhotoReason.VIDEO: _("“{name}” is a video: save a still of it as JPEG or PNG."),
        PhotoReason.WEB_PAGE: _(
            "“{name}” is a web page and not the picture: save the picture itself from its site."
        ),
        PhotoReason.NOT_FLATTENED: _(
            "“{name}” holds layers without the picture that they make: save it from Photoshop "
            "with “Maximize compatibility”, or as JPEG."
        ),
        PhotoReason.INCOMPLETE: _(
            "“{name}” is incomplete or damaged: copy it again, or wait until its copy is finished."
        ),
        PhotoReason.UNREADABLE: _(
            "“{name}” cannot be opened: check that you may read it and that its disk is well."
        ),
        PhotoReason.VANISHED: _(
            "“{name}” is no longer there: choose it again, or index its folder again."
        ),
        PhotoReason.TOO_LARGE: _(
            "“{name}” is a larger file than Vitrine reads (2 GB): save a smaller copy."
        ),
        PhotoReason.TOO_MANY_PIXELS: _(
            "“{name}” has more pixels than Vitrine reads (250 megapixels): save a smaller copy."
        ),
        PhotoReason.TOO_MUCH_MEMORY: _(
            "“{name}” needs more memory than Vitrine gives to one photo (2 GB): "
            "save a smaller copy."
        ),
        PhotoReason.FAILED: _(
            "“{name}” could not be compared: save it again as JPEG or PNG; the log has the details."
        ),
        PhotoReason.TOO_SLOW: _(
            "Reading “{name}” took more than two minutes: check its disk, then try it again."
        ),
        PhotoReason.CRASHED: _(
            "“{name}” could not be read, because reading it stopped the program twice: "
            "save it again in another format."
        ),
    }


def _folder() -> dict[Reason, str]:
    return {
        FolderReason.MISSING: _("The folder “{path}” does not exist: choose another."),
        FolderReason.UNREADABLE: _(
            "The folder “{path}” cannot be opened: check that you may read it."
        ),
        FolderReason.NO_PHOTOS: _(
            "There are no photos in “{path}”: choose the folder that holds them."
        ),
        FolderReason.VANISHED: _(
            "The folder “{path}” went away: what was indexed is kept; "
            "connect it and index it again to go on."
        ),
        FolderReason.WHOLE_DISK: _(
            "“{path}” is the whole disk, with much that is no product: "
            "choose the folder that holds the product photos."
        ),
        FolderReason.HOME: _(
            "“{path}” holds all of your own files, with much that is no product: "
            "choose the folder that holds the product photos."
        ),
        FolderReason.SYSTEM: _(
            "“{path}” belongs to the operating system or to programs: "
            "choose the folder that holds the product photos."
        ),
        FolderReason.OWN_DATA: _(
            "“{path}” is where Vitrine keeps its own files: "
            "choose the folder that holds the product photos."
        ),
        FolderReason.NOT_INDEXED: _(
            "“{path}” is no indexed folder of this catalogue: index it first, or name another."
        ),
    }


def _catalogue() -> dict[Reason, str]:
    return {
        CatalogueReason.FULL_DISK: _(
            "The disk of the catalogue “{path}” is full: what was indexed is kept; "
            "free some space and index again to go on."
        ),
        CatalogueReason.LOCKED: _(
            "The catalogue “{path}” is in use by another program: close it and try again."
        ),
        CatalogueReason.IN_USE: _(
            "The catalogue “{path}” is open in another Vitrine; here it can be looked at and "
            "searched, but not changed."
        ),
        CatalogueReason.READ_ONLY: _(
            "The catalogue “{path}” cannot be written: check that you may write there."
        ),
        CatalogueReason.FAILING_DISK: _(
            "The disk of the catalogue “{path}” reports an error: what was done is kept; "
            "check the disk and how it is connected, then try again."
        ),
        CatalogueReason.DAMAGED: _(
            "The catalogue “{path}” is damaged: restore a copy, or index into a new catalogue."
        ),
        CatalogueReason.NEWER: _(
            "The catalogue “{path}” was made by a newer Vitrine: update Vitrine to open it."
        ),
        CatalogueReason.FOREIGN: _(
            "The database in “{path}” belongs to another program: choose another folder for the "
            "catalogue."
        ),
        CatalogueReason.MISSING: _("There is no catalogue in “{path}”: index a folder first."),
    }


def _index() -> dict[Reason, str]:
    rebuilt = _("The search index “{name}” is not usable and will be built again.")
    return dict.fromkeys(IndexReason, rebuilt)


def _request() -> dict[Reason, str]:
    return {
        RequestReason.EMPTY_CATALOGUE: _(
            "The catalogue “{path}” holds no photos yet: index a folder first."
        ),
        RequestReason.BAD_TRUTH: _(
            "“{name}” is no list of queries of this catalogue: it needs the columns query and "
            "match, with photos that are indexed, or query and reference."
        ),
        RequestReason.NO_QUERIES: _(
            "The test set “{path}” would be empty: give it a name, and photos beside those of the "
            "catalogue that show its products."
        ),
        RequestReason.NO_CELL: _(
            "Nothing was measured under “{path}” over this test set: choose one of the table's."
        ),
        RequestReason.NO_TEST_SET: _("There is no test set “{path}”: choose another."),
        RequestReason.SET_NAME_TAKEN: _(
            "There is a test set “{path}” already: choose another name, or delete it first."
        ),
        RequestReason.BAD_RECIPE: _(
            "“{name}” is no recipe: use the one that “vitrine-cli info --json” prints."
        ),
        RequestReason.NAME_TAKEN: _(
            "“{path}” is already the reference of another product in this category: "
            "choose another, or merge the two."
        ),
        RequestReason.NO_PRODUCT: _(
            "There is no product “{path}” in the catalogue: search for it again."
        ),
        RequestReason.NOT_COMPARED: _(
            "This photo of the catalogue is not compared yet, or no longer there: wait until its "
            "folder is indexed, then try again."
        ),
        RequestReason.CHANGED_SINCE: _(
            "“{path}” has been changed by a table or another program since, and stays as it is: "
            "correct it on its sheet."
        ),
        RequestReason.SEVERAL_PRODUCTS: _(
            "“{path}” is the reference of products in several categories: "
            "write the category before it, as in Bags/{path}."
        ),
        RequestReason.NO_PHOTO: _(
            "“{name}” is not one photo of this product: give a file name of it, or a whole path."
        ),
        RequestReason.BAD_VIEW_RULE: _(
            "The rule “{name}” of the catalogue cannot be read: update Vitrine, or restore a copy "
            "of the catalogue."
        ),
        RequestReason.BAD_SHEET: _(
            "“{name}” is no table that can be joined: save it as CSV or XLSX, with headings in "
            "its first row and the reference under one of them."
        ),
        RequestReason.CANNOT_WRITE: _(
            "“{path}” cannot be written: check that you may write there and that no other "
            "program has it open."
        ),
        RequestReason.NO_SPACE: _(
            "There is no room on the disk for “{path}”: free some space and try again."
        ),
        RequestReason.PHOTO_ITSELF: _(
            "“{name}” is the photo itself, which is never written over: choose another name."
        ),
        RequestReason.BAD_SQUARE: _(
            "The square does not fit “{name}”: draw one that lies on the photo and is at least "
            "32 pixels wide."
        ),
        RequestReason.NOT_OF_ENCODER: _(
            "The encoder “{path}” cannot do what the recipe asks (its pooling or its text): "
            "choose another encoder or another recipe."
        ),
        RequestReason.NO_TEXT: _(
            "The encoder “{path}” understands no words: change to a CLIP encoder."
        ),
        RequestReason.TOO_FEW_PHOTOS: _(
            "The catalogue “{path}” holds too few different photos for this projection "
            "(1,024 for 256 numbers, 2,048 for 512): index more of them, or go on without it."
        ),
        RequestReason.TOO_FEW_PRODUCTS: _(
            "The catalogue “{path}” holds too few products to fine-tune an encoder (24): "
            "index more of them."
        ),
        RequestReason.NO_TRAINING: _(
            "The encoder “{path}” cannot be fine-tuned by this Vitrine, which has no torch: "
            "use one that is installed from its source."
        ),
        RequestReason.TOO_NARROW: _(
            "The encoder “{path}” gives no more numbers than this projection keeps: "
            "choose a smaller one, or another encoder."
        ),
        RequestReason.STOPPED: _(
            "Indexing “{name}” was stopped from elsewhere; what is done is kept, "
            "index again to go on."
        ),
        RequestReason.GIVEN_UP: _(
            "The work on “{path}” is given up, because it stopped the program four times: "
            "Help > Open log has the details."
        ),
        RequestReason.NO_MEMORY: _(
            "There is not enough memory for “{name}”: close other programs and try again."
        ),
        RequestReason.UNEXPECTED: _(
            "Something unexpected happened with “{name}”: Help > Open log has the details."
        ),
    }


def _problems() -> dict[ProblemKind, str]:
    return {
        ProblemKind.DATABASE: _("The database is damaged: {name}."),
        ProblemKind.LINKS: _("Rows of “{name}” that belong to nothing: {count}."),
        ProblemKind.VECTORS: _("Photos whose vector is damaged (recipe {name}): {count}."),
        ProblemKind.TEXT: _("Products that the text search does not know as they are: {count}."),
        ProblemKind.GENERATION: _("The search index “{name}” is missing or damaged."),
        ProblemKind.PROJECTION: _("The projection “{name}” is missing or damaged."),
        ProblemKind.STRAY_FILE: _("The file “{name}” belongs to no search index."),
        ProblemKind.UNUSED_VECTORS: _("Vectors of a recipe that is not in use ({name}): {count}."),
    }


# By enumeration, because members of two of them are equal where their values are.
_TEMPLATES: dict[type[Reason], Callable[[], Mapping[Reason, str]]] = {
    PhotoReason: _photo,
    FolderReason: _folder,
    WeightsReason: weights,
    CatalogueReason: _catalogue,
    IndexReason: _index,
    RequestReason: _request,
    PictureReason: pictures,
}
