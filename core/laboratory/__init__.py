"""The laboratory: which way of finding products finds those of this house most often."""
