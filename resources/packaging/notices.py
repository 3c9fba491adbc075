"""The folder `licences` of the executable: texts of all licences, and the bill of materials."""

from collections.abc import Iterable
from pathlib import Path

from resources.packaging import licences, sbom
from resources.packaging.components import components
from resources.packaging.project import Project

FOLDER = "licences"


def write(
    project: Project, sources: Iterable[Path], folder: Path, time: int
) -> list[tuple[str, str]]:
    """Write both files about the collected files `sources` into `folder`.

    Returns pairs of a file and the folder of the executable that it goes to.
    """
    parts = components(sources)
    folder.mkdir(parents=True, exist_ok=True)
    texts, bill = folder / "third-party.txt", folder / "vitrine.cdx.json"
    texts.write_text(licences.third_party(project, parts), encoding="utf-8")
    bill.write_text(sbom.bill(project, parts, time), encoding="utf-8")
    return [(str(texts), FOLDER), (str(bill), FOLDER)]
