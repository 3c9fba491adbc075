"""The pictures of the user guide: taken from the real window, in each language."""
