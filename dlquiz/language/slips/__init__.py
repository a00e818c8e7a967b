"""The ways in which people get a formula wrong: a catalogue, and a finder for each row."""
