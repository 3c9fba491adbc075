"""The house colours, by name."""

from __future__ import annotations

COLOURS: dict[str, str] = {
    "black": "#1f1d1e",
    "ink": "#2a2b31",
    "charcoal": "#47474b",
    "grey": "#8d8d8f",
    "pearl": "#d5d2cc",
    "white": "#f1efeb",
    "ivory": "#ebe2d1",
    "ecru": "#dccfb8",
    "sand": "#cdb893",
    "camel": "#bb8f5b",
    "cognac": "#8a5029",
    "tan": "#a8713f",
    "chocolate": "#4a2d20",
    "burgundy": "#611c29",
    "cherry": "#8f1f2b",
    "vermilion": "#c5402a",
    "saffron": "#d39a35",
    "forest": "#22412e",
    "sage": "#97a586",
    "olive": "#5f5f38",
    "navy": "#1f2c4a",
    "indigo": "#35496f",
    "sky": "#a9bccb",
    "cobalt": "#2b488f",
    "pink": "#dcb8b0",
    "rose": "#c98587",
    "gold": "#d9b56a",
    "champagne": "#d3c1a3",
    "palegold": "#e0c896",
    "rosegold": "#d9a58a",
    "silver": "#dadde0",
    "steel": "#c6cace",
}


def rgb(name: str) -> tuple[float, float, float]:
    """A colour's channels from 0 to 1; a name of the house or a `#rrggbb`."""
    text = COLOURS.get(name, name).lstrip("#")
    return (int(text[0:2], 16) / 255, int(text[2:4], 16) / 255, int(text[4:6], 16) / 255)
