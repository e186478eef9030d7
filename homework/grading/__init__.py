"""Grades a class: ``python -m homework.grading FOLDER``."""
