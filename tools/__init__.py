"""Commands of the Makefile that work on the notebooks."""
