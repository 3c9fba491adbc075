"""Which of the collected files stay out: parts of libraries that the program never comes to."""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePath

# A file as PyInstaller lists it: where it goes, where it lies, and what it is.
Entry = tuple[str, str, str]

_QT_LIBRARIES = {"Core", "DBus", "Gui", "Network", "Svg", "WaylandClient", "Widgets", "XcbQpa"}
# By folder of plugins, without `lib`: those of all systems. None means all that there are.
_QT_PLUGINS: dict[str, set[str] | None] = {
    "platforms": {"qxcb", "qwayland", "qoffscreen", "qwindows", "qcocoa"},
    "platformthemes": {"qxdgdesktopportal"},
    "platforminputcontexts": {
        "composeplatforminputcontextplugin",
        "ibusplatforminputcontextplugin",
    },
    "styles": None,
    "iconengines": {"qsvgicon"},
    "imageformats": {"qgif", "qico", "qjpeg", "qsvg", "qwebp"},
    "wayland-decoration-client": None,
    "wayland-shell-integration": {"xdg-shell"},
}
_QT_LIBRARY = re.compile(r"PySide6/(?:.*/)?(?:lib)?Qt6?([A-Z][A-Za-z0-9]*?)(?:\.|$|_debug)")
_QT_PLUGIN = re.compile(r"PySide6/(?:Qt/)?plugins/([^/]+)/(?:lib)?([^/.]+)\.\w+$")
_QT_WORDS = re.compile(r"PySide6/(?:Qt/)?translations/(.*)$")
_OPENVINO = re.compile(r"openvino/libs/(?:lib)?openvino_(\w+?)(?:\.|$)")
_LINKED = ("BINARY", "EXTENSION")
_SYSTEM_FOLDERS = (Path("/lib"), Path("/lib64"), Path("/usr/lib"), Path("/usr/lib64"))
# Runs networks on processors, and reads ONNX.
_OPENVINO_PARTS = {"intel_cpu_plugin", "arm_cpu_plugin", "onnx_frontend"}

_UNUSED = re.compile(
    "|".join(
        (
            # Python's module holds all of it once more.
            r"onnxruntime/capi/(libonnxruntime\.(so.*|[\d.]+\.dylib)|onnxruntime\.dll)$",
            r"openvino/libs/cache\.json$",  # measurements of graphics cards
            r"openvino/(cmake|include|tools|torch)/",
            r"openvino/frontend/(jax|paddle|pytorch|tensorflow)/",
            r"PySide6/opengl32sw\.dll$",  # OpenGL without a graphics card; nothing draws with it
            r"PySide6/(Qt/)?(qml|metatypes|libexec)/",
            r"cv2/data/haarcascade.*$",  # faces
            r"cv2/opencv_videoio_ffmpeg.*$",  # films
            r".*\.(pyi|pxd|pc|h|hpp|lib|a)$",
            r"(numpy|scipy)/(.*/)?tests?/",
            r"tzdata/",
        )
    )
)


def is_needed(destination: str) -> bool:
    """Whether the program may come to the file that goes to `destination`."""
    path = destination.replace("\\", "/")
    if _UNUSED.match(path):
        return False
    if plugin := _QT_PLUGIN.match(path):
        kept = _QT_PLUGINS.get(plugin[1], set())
        return kept is None or plugin[2] in kept
    if words := _QT_WORDS.match(path):
        return words[1] in ("qtbase_en.qm", "qtbase_fr.qm")
    if library := _QT_LIBRARY.match(path):
        return library[1] in _QT_LIBRARIES
    if part := _OPENVINO.match(path):
        return part[1] in _OPENVINO_PARTS
    return True


def trimmed(entries: Iterable[Entry], imports: Callable[[str], Iterable[str]]) -> list[Entry]:
    """The entries that are needed, without system libraries that only the others came for.

    `imports` gives the names of the libraries that the library at a path was linked with.
    """
    kept = [entry for entry in entries if is_needed(entry[0])]
    by_name = {PurePath(entry[0]).name: entry for entry in kept if _is_of_system(entry)}
    waiting = [entry for entry in kept if entry[2] in _LINKED and not _is_of_system(entry)]
    wanted: set[str] = set()
    while waiting:
        for name in imports(waiting.pop()[1]):
            if name in by_name and name not in wanted:
                wanted.add(name)
                waiting.append(by_name[name])
    left = [
        entry for entry in kept if not _is_of_system(entry) or PurePath(entry[0]).name in wanted
    ]
    return _without_dead_links(left)


def _is_of_system(entry: Entry) -> bool:
    """Whether a file is a shared library of a Linux system.

    Python's own is none, wherever it lies: no library is linked with it, the program opens it.
    """
    source = Path(entry[1])
    is_python = source.name.startswith("libpython")
    is_library = entry[2] == "BINARY" and ".so" in source.name and not is_python
    return is_library and any(source.is_relative_to(folder) for folder in _SYSTEM_FOLDERS)


def _without_dead_links(entries: list[Entry]) -> list[Entry]:
    """The entries but for links to what is not among them, a file or a folder of files."""
    files = [PurePath(entry[0]) for entry in entries if entry[2] != "SYMLINK"]
    places = {place for file in files for place in (file, *file.parents)}
    links = {PurePath(entry[0]): _target(entry) for entry in entries if entry[2] == "SYMLINK"}
    return [
        entry
        for entry in entries
        if entry[2] != "SYMLINK" or _followed(_target(entry), links) in places
    ]


def _followed(path: PurePath, links: Mapping[PurePath, PurePath]) -> PurePath:
    """Where `path` leads through `links`: frameworks of macOS have links to links."""
    for _most in links:
        link = next((place for place in (path, *path.parents) if place in links), None)
        if link is None:
            break
        path = links[link] / path.relative_to(link)
    return path


def _target(entry: Entry) -> PurePath:
    return PurePath(os.path.normpath(PurePath(entry[0]).parent / entry[1]))
