"""Commands for all of a catalogue: tables, duplicates, health."""
