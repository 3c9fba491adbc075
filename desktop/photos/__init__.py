"""Photos read in the background, shown and acted on."""
