"""The networks at work: shown, changed, fetched."""
