"""Vitrine without its window: intake, removal, embedding, indexing, matching, cataloguing.

Nothing in this package imports Qt. Networks (torch, onnxruntime, rembg) are imported by the
functions that open a model, so that importing the package stays cheap.
"""

import os

# Vitrine uses the network only when told to. onnxruntime tells Microsoft of every start unless this
# stands before it is loaded; its own `disable_telemetry_events` comes too late for the first word.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
