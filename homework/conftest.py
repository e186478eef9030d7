"""Keeps the instructor's notebooks from nbval: test_homework.py runs them."""

collect_ignore_glob = ["instructor/*"]
