"""Draws the stand-ins for photographs of faces and of house fronts."""
