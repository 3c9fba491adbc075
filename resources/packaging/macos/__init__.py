"""macOS: what the program says of itself, and the disk image."""

import platform
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from resources.packaging.photo_types import PHOTO_TYPES
from resources.packaging.project import TITLE, Project

# Hardened programs may not run memory that they wrote themselves; ctypes and OpenVINO must.
ENTITLEMENTS = Path(__file__).parent / "entitlements.plist"
_LANGUAGES = ("en", "fr")
# What wheels of onnxruntime, numpy and scipy want that pip takes on macOS 14 and later.
_MINIMUM_SYSTEM = "14.0"


def information(project: Project) -> dict[str, Any]:
    """What the program's Info.plist says beside its name, identifier and version."""
    types = [identifier for photo in PHOTO_TYPES for identifier in photo.identifiers]
    return {
        "CFBundleDisplayName": TITLE,
        # PyInstaller would say of an app with a console program in it that it has no window.
        "CFBundleExecutable": TITLE,
        "LSBackgroundOnly": False,
        "CFBundleVersion": project.version,
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": list(_LANGUAGES),
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Photo",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": types,
            }
        ],
        "LSApplicationCategoryType": "public.app-category.business",
        "LSMinimumSystemVersion": _MINIMUM_SYSTEM,
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
    }


def disk_image(project: Project, program: Path, out: Path) -> Path:
    """Make the disk image of the program `Vitrine.app` in `out`."""
    image = out / f"{TITLE}-{project.version}-macos-{platform.machine()}.dmg"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["ditto", str(program), f"{folder}/{program.name}"], check=True)
        Path(folder, "Applications").symlink_to("/Applications")
        make = ["hdiutil", "create", "-volname", TITLE, "-srcfolder", folder]
        subprocess.run([*make, "-format", "ULFO", "-ov", str(image)], check=True)
    return image
