"""Small widgets that know nothing of Vitrine."""
