"""A second collection of answers, in two halves."""
