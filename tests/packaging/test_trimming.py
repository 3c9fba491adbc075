"""Which collected files stay out of the executable."""

import os
import platform
import shutil
import subprocess
from pathlib import Path

import pytest

from resources.packaging import portable, sizes, stripping
from resources.packaging.trimming import Entry, is_needed, trimmed


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/QtCore.abi3.so",
        "PySide6/QtSvg.pyd",
        "PySide6/Qt6Core.dll",
        "PySide6/Qt/lib/libQt6Gui.so.6",
        "PySide6/Qt/lib/libicudata.so.73",
        "PySide6/Qt/lib/QtGui.framework/Versions/A/QtGui",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/plugins/styles/qmodernwindowsstyle.dll",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/translations/qtbase_fr.qm",
        "openvino/libs/libopenvino.so.2641",
        "openvino/libs/libopenvino_intel_cpu_plugin.so",
        "openvino/libs/libopenvino_onnx_frontend.so.2641",
        "openvino/libs/openvino_onnx_frontend.dll",
        "openvino/libs/libtbb.so.12",
        "openvino/frontend/onnx/py_onnx_frontend.cpython-311-x86_64-linux-gnu.so",
        "onnxruntime/capi/onnxruntime_pybind11_state.cpython-311-x86_64-linux-gnu.so",
        "onnxruntime/capi/onnxruntime_pybind11_state.pyd",
        "onnxruntime/capi/onnxruntime_providers_shared.dll",
        "openvino/libs/libopenvino.2641.dylib",
        "openvino/libs/libopenvino_arm_cpu_plugin.so",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "cv2/cv2.abi3.so",
        "pi_heif.libs/libheif-7a3e919c.so.1.23.0",
        "resources/sample/catalogue/Bags/BG1042_back.jpg",
        "core/encoders/tests_of_nothing.py",
    ],
)
def test_what_the_program_uses_is_kept(path: str) -> None:
    assert is_needed(path)


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/QtQuick.abi3.so",
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6/Qt6Pdf.dll",
        "PySide6/opengl32sw.dll",
        "PySide6/Qt/lib/QtQml.framework/Resources/Info.plist",
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6/Qt/plugins/wayland-graphics-integration-client/libqt-plugin-wayland-egl.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6\\plugins\\tls\\qopensslbackend.dll",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/translations/qt_help_fr.qm",
        "openvino/libs/libopenvino_intel_gpu_plugin.so",
        "openvino/libs/libopenvino_pytorch_frontend.so.2641",
        "openvino/libs/openvino_intel_npu_plugin.dll",
        "openvino/libs/cache.json",
        "onnxruntime/capi/libonnxruntime.so.1.32.0",
        "onnxruntime/capi/libonnxruntime.1.32.0.dylib",
        "onnxruntime\\capi\\onnxruntime.dll",
        "cv2/data/haarcascade_eye.xml",
        "cv2/opencv_videoio_ffmpeg500_64.dll",
        "numpy/_core/tests/data.py",
    ],
)
def test_what_it_never_comes_to_is_not(path: str) -> None:
    assert not is_needed(path)


def test_system_libraries_stay_only_with_what_they_came_for() -> None:
    usr = "/usr/lib/x86_64-linux-gnu"
    gtk = "PySide6/Qt/plugins/platformthemes/libqgtk3.so"
    entries: list[Entry] = [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/venv/libqxcb.so", "BINARY"),
        (gtk, "/venv/libqgtk3.so", "BINARY"),
        ("libxcb-cursor.so.0", f"{usr}/libxcb-cursor.so.0", "BINARY"),
        ("libxcb-image.so.0", f"{usr}/libxcb-image.so.0", "BINARY"),
        ("libgtk-3.so.0", f"{usr}/libgtk-3.so.0", "BINARY"),
        ("libpython3.11.so.1.0", f"{usr}/libpython3.11.so.1.0", "BINARY"),
        ("libQt6Quick.so.6", "PySide6/Qt/lib/libQt6Quick.so.6", "SYMLINK"),
        ("libqxcb.so", "PySide6/Qt/plugins/platforms/libqxcb.so", "SYMLINK"),
        ("resources/models.toml", "/here/models.toml", "DATA"),
    ]
    linked = {
        "/venv/libqxcb.so": ["libxcb-cursor.so.0", "libc.so.6"],
        f"{usr}/libxcb-cursor.so.0": ["libxcb-image.so.0"],
        "/venv/libqgtk3.so": ["libgtk-3.so.0"],
    }
    left = [entry[0] for entry in trimmed(entries, lambda path: linked.get(path, []))]
    assert left == [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "libxcb-cursor.so.0",
        "libxcb-image.so.0",
        "libpython3.11.so.1.0",
        "libqxcb.so",
        "resources/models.toml",
    ]


def test_the_links_of_a_framework_stay_with_it() -> None:
    kept, gone = (f"PySide6/Qt/lib/Qt{name}.framework" for name in ("Gui", "Qml"))
    entries: list[Entry] = [
        (f"{kept}/Versions/A/QtGui", "/venv/QtGui", "BINARY"),
        (f"{kept}/Versions/A/Resources/Info.plist", "/venv/Info.plist", "DATA"),
        (f"{kept}/Versions/Current", "A", "SYMLINK"),
        (f"{kept}/QtGui", "Versions/Current/QtGui", "SYMLINK"),
        (f"{kept}/Resources", "Versions/Current/Resources", "SYMLINK"),
        ("QtGui", f"{kept}/Versions/A/QtGui", "SYMLINK"),
        ("QtQml", f"{gone}/Versions/A/QtQml", "SYMLINK"),
        ("round", "about", "SYMLINK"),
        ("about", "round", "SYMLINK"),
    ]
    assert trimmed(entries, lambda path: []) == entries[:6]


def compiled(folder: Path, *options: str) -> Path:
    source, library = folder / "sum.c", folder / "libsum.so"
    source.write_text(
        "void sum(float *a, float *b) { for (int i = 0; i < 4096; i++) a[i] += b[i]; }\n"
        "static int inner(int a) { return a * a; } int outer(int a) { return inner(a) + 1; }\n"
    )
    subprocess.run(
        ["gcc", "-shared", "-fPIC", "-O3", *options, "-o", str(library), str(source)], check=True
    )
    return library


needs_gcc = pytest.mark.skipif(
    platform.machine() != "x86_64" or not shutil.which("gcc"), reason="compiles for x86-64"
)


@needs_gcc
def test_a_library_for_this_processor_alone_is_refused(tmp_path: Path) -> None:
    portable.refuse_native(compiled(tmp_path, "-march=x86-64"))
    with pytest.raises(SystemExit, match="sh dev setup"):
        portable.refuse_native(compiled(tmp_path, "-mavx2"))


@needs_gcc
def test_what_was_compiled_here_is_stripped_and_still_serves(tmp_path: Path) -> None:
    library = compiled(tmp_path, "-g")
    entries: list[Entry] = [
        ("annoy/annoylib.cpython-311-x86_64-linux-gnu.so", str(library), "EXTENSION"),
        ("numpy/_core/_multiarray.so", str(library), "EXTENSION"),
    ]
    annoy, numpy = stripping.stripped(entries, tmp_path / "out")
    assert Path(annoy[1]).stat().st_size < library.stat().st_size
    assert numpy == entries[1]
    script = f"import ctypes; assert ctypes.CDLL({annoy[1]!r}).outer(3) == 10"
    subprocess.run([shutil.which("python3") or "python3", "-c", script], check=True)


def test_a_folder_is_measured_by_component_and_refused_when_it_is_large(tmp_path: Path) -> None:
    for name, size in {
        "Vitrine": 1,
        "_internal/libz.so.1": 2,
        "_internal/numpy/a.so": 3,
        "_internal/numpy.libs/b.so": 4,
        "_internal/opencv_python_headless.libs/c.so": 5,
        "_internal/numpy-2.0.dist-info/METADATA": 6,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(size))
    found = sizes.by_component(tmp_path)
    assert found == {"numpy": 13, "cv2": 5, "system libraries": 2, "programs": 1}
    sizes.refuse_large(tmp_path)
    with (tmp_path / "_internal" / "numpy" / "a.so").open("r+b") as file:
        os.truncate(file.fileno(), sizes.MOST)  # sparse
    with pytest.raises(SystemExit, match="numpy"):
        sizes.refuse_large(tmp_path)
