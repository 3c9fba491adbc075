"""Vitrine without its window: intake, removal, embedding, indexing, matching, cataloguing.

Nothing in this package imports Qt. Networks (torch, onnxruntime, rembg) are imported by the
functions that open a model, so that importing the package stays cheap.
"""

__version__ = "0.1.0"
