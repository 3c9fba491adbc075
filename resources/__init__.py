"""Data that Vitrine ships: models list, sample catalogue, icons, translations."""
