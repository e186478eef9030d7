"""The recipes of the course from a shell: python -m gan_utils.train."""
