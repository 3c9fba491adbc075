"""What a person at the window feels of an indexing run: how long it is held, how much memory."""
