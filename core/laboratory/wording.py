"""What cells and their choices are called."""

from core.augment import Augmentation
from core.laboratory_records import Cell, CellResult
from core.language import _
from core.recipe import NO_REMOVAL, Metric, Part, View


def augmentation(name: Augmentation) -> str:
    """What is added to the gallery."""
    names: dict[Augmentation, str] = {
        "none": _("none"),
        "flip-h": _("flip H"),
        "flip-v": _("flip V"),
        "colour": _("colour"),
        "flip-h+colour": _("flip H + colour"),
        "flip-v+colour": _("flip V + colour"),
        "rotation": _("rotation"),
        "brightness": _("brightness"),
        "rescale": _("rescale"),
    }
    return names[name]


def metric(name: Metric) -> str:
    """How vectors are compared."""
    names: dict[Metric, str] = {"cosine": _("cosine"), "l1": "L1", "l2": "L2"}
    return names[name]


def views(cell: Cell) -> str:
    """What of a photo the encoder sees."""
    if cell.removal == NO_REMOVAL:
        return _("whole photo")
    names: dict[View, str] = {
        "cutout": _("cut-out"),
        "square": _("square with ground"),
        "whole": _("whole photo"),
    }
    return " + ".join(names[view] for view in cell.views)


def evidence(cell: Cell) -> str:
    """What is weighed beside the vector."""
    names: dict[Part, str] = {
        "regions": _("regions"),
        "colour": _("colours"),
        "points": _("points"),
    }
    return " + ".join(names[part] for part in cell.evidence) or _("none")


def removal(cell: Cell) -> str:
    """How the background is removed."""
    if cell.removal == NO_REMOVAL:
        return _("none")
    if cell.plain_ground:
        return _("{model}, not on plain grounds").format(model=cell.removal)
    return cell.removal


def encoder(cell: Cell) -> str:
    """What makes vectors."""
    return _("{encoder} + text").format(encoder=cell.encoder) if cell.text else cell.encoder


def dated(text: str, result: CellResult) -> str:
    """What is said of a result, and whether it was taken before something changed."""
    return text if result.is_current else _("{share}, earlier").format(share=text)


def in_short(cell: Cell) -> str:
    """A cell in a line: what it is made of, and what differs from the simplest."""
    told = [encoder(cell), removal(cell), views(cell)]
    if cell.mirrored:
        told.append(_("mirrored"))
    if cell.augmentation != "none":
        told.append(augmentation(cell.augmentation))
    if cell.evidence:
        told.append(evidence(cell))
    return " · ".join([*told, metric(cell.metric)])
