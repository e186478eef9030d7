"""Fresh answers from which the checks may learn."""
