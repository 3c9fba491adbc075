"""No library that Vitrine uses calls home."""

import os
import subprocess
import sys

import pytest

from core import folders, runtimes
from tests.model_home import Home, proxy

# What onnxruntime 1.32 has to tell goes out some seconds after its first session.
SCRIPT = """
import sys, time
from pathlib import Path
from PIL import Image
from core.removal_network import open_network
network = open_network("u2netp", Path(sys.argv[1]))
network.mask(Image.new("RGB", (64, 64)))
time.sleep(8)
"""


@pytest.mark.slow
def test_removing_a_background_tells_nobody() -> None:
    weights = folders.resource("models", "u2netp.onnx")
    with proxy(Home(b"")) as way:
        way.status = 403
        address = f"http://127.0.0.1:{way.port}"
        names = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
        proxies = {n: address for name in names for n in (name, name.lower())}
        # Every runtime has its chance, as on a machine that is new to Vitrine.
        set_here = {"ORT_DISABLE_TELEMETRY", runtimes.ONLY_VARIABLE}
        without = {k: v for k, v in os.environ.items() if k not in set_here}
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(weights)], env=without | proxies, check=True
        )
        assert way.asked == []
