"""Checks of the homework, a folder for each; each holds ``check`` for its notebook."""
