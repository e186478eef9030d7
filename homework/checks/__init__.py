"""Checks of the homework, one module a homework: ``check_01`` … ``check_06``."""
