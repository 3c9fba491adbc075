"""The graphs of the encoders' networks without their weights, and CLIP's vocabulary."""
