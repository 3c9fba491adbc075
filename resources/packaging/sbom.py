"""The list of components for machines: a CycloneDX bill of materials."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component as Part
from cyclonedx.model.component import ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from resources.packaging.components import Component
from resources.packaging.project import Project

_NAMESPACE = uuid.UUID("6e9c1b0f-6b0c-4e2b-9c41-0f7f3c1e5a52")


def bill(project: Project, components: Iterable[Component], time: int) -> str:
    """The bill of materials as JSON, the same for the same components and `time` (since 1970)."""
    parts = [_part(component) for component in components]
    program = Part(
        name=project.name,
        version=project.version,
        type=ComponentType.APPLICATION,
        bom_ref=project.name,
        licenses=[LicenseFactory().make_from_string("Apache-2.0")],
    )
    listed = " ".join(f"{part.name} {part.version}" for part in parts)
    bom = Bom(
        components=parts,
        serial_number=uuid.uuid5(_NAMESPACE, f"{project.version} {listed}"),
        metadata=BomMetaData(component=program, timestamp=datetime.fromtimestamp(time, UTC)),
    )
    bom.register_dependency(program, parts)
    return JsonV1Dot6(bom).output_as_string(indent=2)


def _part(component: Component) -> Part:
    is_model = component.kind == "model"
    return Part(
        name=component.name,
        version=component.version,
        type=ComponentType.MACHINE_LEARNING_MODEL if is_model else ComponentType.LIBRARY,
        bom_ref=f"{component.kind}:{component.name}@{component.version}",
        licenses=[LicenseFactory().make_from_string(component.licence)],
        purl=None if is_model else _url(component),
    )


def _url(component: Component) -> PackageURL:
    namespace = "debian" if component.kind == "deb" else None
    return PackageURL(component.kind, namespace, component.name, component.version)
