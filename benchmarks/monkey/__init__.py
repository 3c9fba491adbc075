"""Somebody who knows nothing of the program does whatever comes to hand."""
