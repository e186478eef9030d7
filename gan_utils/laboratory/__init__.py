"""The laboratory of notebook 09: many games, one clock, one set of measures."""
