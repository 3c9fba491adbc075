"""Two photos side by side, and where they agree."""
