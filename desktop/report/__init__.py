"""Help > Report a problem: what whoever looks into it needs to know, and nothing personal."""
