"""The right pane: the products that are most like it."""
