"""The left pane: a photo that is looked for."""
