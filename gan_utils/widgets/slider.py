"""A slider through the ages of faces that also works on a stored page."""

import base64
import html
from collections.abc import Sequence

import imageio.v3 as imageio
import numpy as np

from gan_utils.plotting import image_grid

_PAGE = """
<div style="max-width: {width}px">
{pictures}
<label>{title}: <input type="range" min="0" max="{last}" value="{shown}"
 aria-label="{title}" style="width: 60%" oninput="
 const box = this.closest('div'), pictures = box.querySelectorAll('img');
 pictures.forEach((picture, i) => picture.hidden = i != this.value);
 box.querySelector('output').value = pictures[this.value].title;">
<output>{name}</output></label>
</div>"""


def age_slider(
    aged: np.ndarray, names: Sequence[str], title: str, enlarge: int = 2, rows: int = 1
):
    """A slider through the ages of faces (n, n_ages, h, w, c), as HTML.

    Every picture lies in the page itself, and a line of JavaScript shows the one that
    the slider stands on: no kernel is asked. Without JavaScript one sees the middle
    one.

    Args:
        aged: faces in [−1, 1].
        names: one an age.
        title: what the slider is called.
        enlarge: how many times its size a face is shown.
        rows: of faces in each picture.
    """
    from IPython.display import HTML

    shown, pictures = len(names) // 2, []
    for place, name in enumerate(names):
        grid = image_grid(aged[:, place], columns=-(-len(aged) // rows))
        picture = imageio.imwrite("<bytes>", grid, extension=".jpg", quality=85)
        pictures.append(
            f'<img alt="{html.escape(f"{title}: {name}")}" title="{html.escape(name)}" '
            f'width="{enlarge * grid.shape[1]}" {"" if place == shown else "hidden"} '
            f'src="data:image/jpeg;base64,{base64.b64encode(picture).decode()}">'
        )
    text = _PAGE.format(
        width=enlarge * grid.shape[1],
        pictures="\n".join(pictures),
        title=html.escape(title),
        last=len(names) - 1,
        shown=shown,
        name=html.escape(names[shown]),
    )
    return HTML(text)
