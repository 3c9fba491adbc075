"""Vitrine's window. It never imports torch, onnxruntime or rembg: models run in the worker."""
