"""The catalogue view with as many products as a large house has."""
