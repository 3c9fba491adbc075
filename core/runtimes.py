"""Ways to run an ONNX graph on this machine: runtimes, their precision, and their threads.

A graph is handed over as bytes, so that a path in any alphabet is no matter, and asked for when it
is needed. Only its first input and its first output are used.
"""

import io
import os
import sys
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from threading import Lock
from typing import Any

import numpy as np
import psutil
from numpy.typing import NDArray

Array = NDArray[Any]
Run = Callable[[Array], Array]
Open = Callable[[], Run]
Graph = Callable[[], bytes]

# Set to "onnxruntime", everything keeps to its reference (encoders to torch): where another runtime
# misbehaves, and in tests.
ONLY_VARIABLE = "VITRINE_RUNTIME"
THREADS_VARIABLE = "OMP_NUM_THREADS"

# onnxruntime's providers that are worth a try where its package brings them.
_PROVIDERS = {"DirectML": "DmlExecutionProvider", "CoreML": "CoreMLExecutionProvider"}
_PRECISIONS = ("bf16", "f32")
# From here on fewer threads than cores may be quicker: cores are of two kinds or share a cache.
_MANY_CORES = 4


def ways(graph: Graph) -> dict[str, Open]:
    """What could run `graph` here, by name; the first is the reference that others are held to.

    Opening one raises whatever the runtime raises where it cannot serve.
    """
    import onnxruntime

    cores = thread_limit()
    processor = partial(_onnxruntime, graph, "CPUExecutionProvider")
    found: dict[str, Open] = {_named("onnxruntime", cores): partial(processor, cores)}
    if only_references():
        return found
    counts = (cores, cores // 2) if cores >= _MANY_CORES else (cores,)
    if find_spec("openvino"):
        for count in counts:
            for precision in _PRECISIONS:
                name = _named(f"openvino {precision}", count)
                found[name] = partial(_openvino, graph, precision, count)
    for title, provider in _PROVIDERS.items():
        if provider in onnxruntime.get_available_providers():
            found[f"onnxruntime {title}"] = partial(_onnxruntime, graph, provider, cores)
    for count in counts[1:]:
        found[_named("onnxruntime", count)] = partial(processor, count)
        found[_named("onnxruntime spinning", cores)] = partial(processor, cores, spins=True)
    return found


def reference(graph: Graph) -> Open:
    """The way that others are held to."""
    return next(iter(ways(graph).values()))


def only_references() -> bool:
    """Whether the user keeps to the reference ways."""
    return os.environ.get(ONLY_VARIABLE) == "onnxruntime"


def thread_limit() -> int:
    """The physical cores that this process may use, or OMP_NUM_THREADS where that is fewer."""
    cores = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        cores = min(cores, len(os.sched_getaffinity(0)))
    wanted = os.environ.get(THREADS_VARIABLE, "").split(",")[0].strip()
    return min(cores, int(wanted)) if wanted.isdecimal() and int(wanted) else cores


def _named(runtime: str, threads: int) -> str:
    return f"{runtime}, threads: {threads}"


def _onnxruntime(graph: Graph, provider: str, threads: int, *, spins: bool = False) -> Run:
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = threads
    # For some 50 ms after a run, threads that spin are in the way of who computes next, the encoder
    # first. They are worth it where waking them costs more than that, on many cores.
    options.add_session_config_entry("session.intra_op.allow_spinning", str(int(spins)))
    options.enable_mem_pattern = provider != _PROVIDERS["DirectML"]
    providers = list(dict.fromkeys([provider, "CPUExecutionProvider"]))
    session = onnxruntime.InferenceSession(graph(), options, providers=providers)
    source, result = session.get_inputs()[0].name, session.get_outputs()[0].name

    def run(array: Array) -> Array:
        output: Array = session.run([result], {source: array})[0]
        return output

    return run


def _openvino(graph: Graph, precision: str, threads: int) -> Run:
    openvino = _import_openvino()
    core = openvino.Core()
    can = core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    if precision == "bf16" and "BF16" not in can:
        raise RuntimeError("this processor has no bf16")
    whole = core.read_model(io.BytesIO(graph()))
    model = openvino.Model([whole.outputs[0]], whole.get_parameters())
    settings = {
        "INFERENCE_PRECISION_HINT": precision,
        "INFERENCE_NUM_THREADS": threads,
        "PERFORMANCE_HINT": "LATENCY",
    }
    request = core.compile_model(model, "CPU", settings).create_infer_request()
    one_at_a_time = Lock()

    def run(array: Array) -> Array:
        with one_at_a_time:
            request.infer([array], share_inputs=True)
            return np.array(request.get_output_tensor(0).data)

    return run


def _import_openvino() -> Any:
    """OpenVINO without its model converter, which tells Google Analytics of every import."""
    sys.modules.setdefault("openvino.tools.ovc", None)  # type: ignore[arg-type]
    import openvino

    return openvino
