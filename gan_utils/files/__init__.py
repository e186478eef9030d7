"""Bytes that may be bad: find, download, check, read."""
