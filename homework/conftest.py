"""Keeps the instructor's notebooks, which tests/repository/test_homework.py runs, from nbval."""

collect_ignore_glob = ["instructor/*"]
