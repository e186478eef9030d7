"""The homework: notebooks, checks, collected answers, release and grading."""
