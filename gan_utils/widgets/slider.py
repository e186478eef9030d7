"""A slider in a notebook through the ages of faces."""

import io
from collections.abc import Sequence

import numpy as np

from gan_utils.plotting import as_pillow, image_grid


def age_slider(aged: np.ndarray, group_names: Sequence[str], enlarge: int = 2):
    """A slider in a notebook through the ages of faces (n, n_groups, h, w, c)."""
    from ipywidgets import Image, SelectionSlider, VBox

    pictures = []
    for group in range(aged.shape[1]):
        buffer = io.BytesIO()
        grid = image_grid(aged[:, group], columns=len(aged))
        as_pillow(grid, enlarge).save(buffer, format="PNG")
        pictures.append(buffer.getvalue())
    picture = Image(value=pictures[0], format="png")
    options = [(name, group) for group, name in enumerate(group_names)]
    slider = SelectionSlider(options=options, description="age")

    def show(change: dict) -> None:
        picture.value = pictures[change["new"]]

    slider.observe(show, "value")
    return VBox([slider, picture])
