"""A slider in a notebook through the ages of faces."""

from collections.abc import Sequence

import imageio.v3 as imageio
import numpy as np

from gan_utils.plotting import image_grid


def age_slider(aged: np.ndarray, group_names: Sequence[str], enlarge: int = 2):
    """A slider in a notebook through the ages of faces (n, n_groups, h, w, c)."""
    from ipywidgets import Image, SelectionSlider, VBox

    pictures = []
    for group in range(aged.shape[1]):
        grid = image_grid(aged[:, group], columns=len(aged))
        grid = grid.repeat(enlarge, 0).repeat(enlarge, 1)
        pictures.append(imageio.imwrite("<bytes>", grid, extension=".png"))
    picture = Image(value=pictures[0], format="png")
    options = [(name, group) for group, name in enumerate(group_names)]
    slider = SelectionSlider(options=options, description="age")

    def show(change: dict) -> None:
        picture.value = pictures[change["new"]]

    slider.observe(show, "value")
    return VBox([slider, picture])
