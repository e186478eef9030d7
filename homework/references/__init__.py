"""Right answers to the tasks and known mistakes: for lecturers, not for notebooks."""
