"""What goes into the executable: modules, files of the repository, and what stays out, with why."""

import tomllib
from pathlib import Path

# Folders and files of the repository that the program reads.
_FOLDERS = ("icons", "laboratory", "locale", "profiles", "sample")
# Networks without weights, in ONNX: with them no encoder needs torch.
BLUEPRINTS = "resources/blueprints"
_DRAWN = (".onnx", ".gz")

# Modules that something imports, or may import, and that the program works without.
EXCLUDED = {
    "torch": "encoders run as ONNX graphs; torch is 700 MB, its GPU libraries 4 GB",
    "torchvision": "needs torch",
    "timm": "needs torch",
    "open_clip": "needs torch",
    "triton": "compiles for GPUs",
    "nvidia": "libraries of torch for GPUs",
    "functorch": "needs torch",
    "safetensors.torch": "needs torch",
    "openvino.torch": "needs torch",
    "openvino.tools": "the model converter, which reports each import to Google Analytics",
    "openvino.frontend.jax": "converts models",
    "openvino.frontend.paddle": "converts models",
    "openvino.frontend.pytorch": "converts models",
    "openvino.frontend.tensorflow": "converts models",
    "openvino_telemetry": "telemetry",
    "onnxruntime.backend": "a test harness",
    "onnxruntime.quantization": "makes models",
    "onnxruntime.tools": "makes models",
    "onnxruntime.transformers": "makes models",
    "onnxruntime.datasets": "examples",
    "rembg.bg": "alpha matting, which Vitrine does not use",
    "rembg.cli": "a program of its own",
    "rembg.commands": "a program of its own",
    "rembg.session_factory": "chooses onnxruntime's session; core.runtimes does",
    "pymatting": "alpha matting; its kernels compile for half a minute",
    "numba": "compiles pymatting",
    "llvmlite": "compiles pymatting",
    "skimage": "alpha matting",
    "imageio": "comes with skimage",
    "tifffile": "comes with skimage",
    "networkx": "comes with skimage",
    "sympy": "comes with torch",
    "mpmath": "comes with sympy",
    "huggingface_hub": "weights are fetched by core.download",
    "hf_xet": "comes with huggingface_hub",
    "fsspec": "comes with torch",
    "pandas": "tables",
    "tkinter": "another toolkit for windows",
    "IPython": "notebooks",
    "ipywidgets": "notebooks",
    "pytest": "tests",
    "_pytest": "tests",
    "hypothesis": "tests",
    "setuptools": "installs packages",
    "pip": "installs packages",
    "pkg_resources": "installs packages",
    "lib2to3": "converts old Python",
    # Of scipy, `ndimage` is used, which wants no more than `special`.
    **dict.fromkeys(
        (
            *("scipy.cluster", "scipy.constants", "scipy.datasets", "scipy.differentiate"),
            *("scipy.fft", "scipy.fftpack", "scipy.integrate", "scipy.interpolate", "scipy.io"),
            *("scipy.linalg", "scipy.misc", "scipy.odr", "scipy.optimize", "scipy.signal"),
            *("scipy.sparse", "scipy.spatial", "scipy.stats"),
        ),
        "nothing here computes with it",
    ),
    "cffi": "scipy can do without",
    "defusedxml": "comes with what builds the executable; openpyxl can do without",
    "pycparser": "comes with cffi",
    "readline": "lines typed to Python, which nobody does; under the GPL",
    "rlcompleter": "lines typed to Python",
    "PIL.ImageTk": "another toolkit for windows",
    "PIL.ImageQt": "photos come to Qt without it",
    "cryptography": "urllib3 can do without: the system's TLS is used",
    "OpenSSL": "urllib3 can do without: the system's TLS is used",
    "yaml": "optional in several packages",
    "lxml": "openpyxl can do without",
    "resources.drawing": "draws the sample catalogue, which is drawn",
    "resources.pictures": "takes the guide's pictures, which are taken",
    "resources.packaging": "makes the executable",
    "resources.walk": "drives the program from outside",
}

# Packages whose version is asked for while they run; their metadata goes along.
WITH_METADATA = ("annoy", "numpy", "onnxruntime", "openvino", "pillow", "rembg")


def modules(root: Path) -> list[str]:
    """Every module of the program by its dotted name: some are imported by a name in a variable."""
    found = ["resources"]
    for package in ("core", "desktop"):
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            if parts[-1] == "__main__":
                continue  # begun by a launcher, not by a name
            found.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return found


def files(root: Path) -> list[tuple[str, str]]:
    """Files and folders of the repository as pairs of a source and the folder it goes to.

    Raises `SystemExit` naming whatever is missing.
    """
    pairs = [(root / "LICENSE", ".")]
    pairs += [(root / "resources" / name, "resources") for name in ("models.toml", "weighing.json")]
    pairs += [(root / "resources" / name, f"resources/{name}") for name in _FOLDERS]
    pairs += [(root / "docs" / name, f"docs/{name}") for name in ("guide", "pictures")]
    _refuse_missing([path for path, _folder in pairs] + [root / BLUEPRINTS])
    pairs += [(path, BLUEPRINTS) for path in _blueprints(root)]
    pairs += [(weights, "resources/models") for weights in _embedded(root)]
    return [(str(path), folder) for path, folder in pairs]


def _blueprints(root: Path) -> list[Path]:
    return [path for path in sorted((root / BLUEPRINTS).iterdir()) if path.suffix in _DRAWN]


def _embedded(root: Path) -> list[Path]:
    models = tomllib.loads((root / "resources" / "models.toml").read_text(encoding="utf-8"))
    folder = root / "resources" / "models"
    weights = [folder / model["file"] for model in models.values() if model["embedded"]]
    missing = [path.name for path in weights if not path.is_file()]
    if missing:
        raise SystemExit(
            f"Embedded models are missing ({', '.join(missing)}): "
            "`vitrine-cli models fetch --embedded` brings them."
        )
    return weights


def _refuse_missing(paths: list[Path]) -> None:
    for path in paths:
        if not path.exists() or (path.is_dir() and not any(path.iterdir())):
            raise SystemExit(f"{path} is missing or empty, and the executable needs it.")
