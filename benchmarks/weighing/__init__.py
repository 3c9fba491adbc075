"""Learns the weights of `core.weighing` from made queries."""
