"""`python -m resources.packaging`: what people install, made in `dist` of what was built there."""

import shutil
import sys
from pathlib import Path

from resources.packaging import linux, macos, sizes, windows
from resources.packaging.digests import write_digests
from resources.packaging.project import ROOT, TITLE, Project, build_time, read_project


def main() -> int:
    """Make this system's deliveries and their digests; prints what there is."""
    project, out = read_project(), ROOT / "dist"
    folder = out / TITLE
    if not folder.is_dir():
        raise SystemExit(f"{folder} is missing: `python -m PyInstaller build.spec` builds it.")
    sizes.refuse_large(folder)
    _deliver(project, out)
    for name, size in sizes.by_component(folder).items():
        print(f"{size / 1e6:8.1f} MB  {name}")
    for path in write_digests(out):
        print(f"{path.stat().st_size / 1e6:8.1f} MB  {path.relative_to(ROOT)}")
    return 0


def _deliver(project: Project, out: Path) -> None:
    if sys.platform == "win32":
        windows.installer(project, out / TITLE, out, ROOT / "build" / "build")
    elif sys.platform == "darwin":
        macos.disk_image(project, out / f"{TITLE}.app", out)
    else:
        linux.archive(project, out / TITLE, out, build_time())
        if shutil.which("dpkg-deb"):
            linux.debian(project, out / TITLE, out)


if __name__ == "__main__":
    sys.exit(main())
