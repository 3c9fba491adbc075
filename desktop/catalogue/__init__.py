"""The catalogue in the window: browsed, filtered, corrected."""
