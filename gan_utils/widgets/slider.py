"""Sliders for latent, class and age that also move on a stored page."""

import base64
import html
import json
from collections.abc import Mapping, Sequence

import imageio.v3 as imageio
import numpy as np

from gan_utils import lecture
from gan_utils.data import to_pixels
from gan_utils.language import say
from gan_utils.plotting import image_grid

_GREYS = 16  # of a digit: enough for the eye, and small
# All pictures are one sheet, of which a window shows one. The last slider moves along
# its rows. Percentages of the window: it may become narrow, on a phone.
_PAGE = """
<div class="sliders" data-columns="{columns}" style="width: {width}px; max-width: 100%;
 font-size: {letters}em">
<div style="display: flex; text-align: center">{captions}</div>
<div style="position: relative; overflow: hidden; aspect-ratio: {shape}">
<img alt="{alt}" style="position: absolute; max-width: none; width: {columns}00%;
 left: -{column}00%; top: -{row}00%; image-rendering: {rendering}"
 src="data:image/{kind};base64,{sheet}">
</div>
{sliders}
</div>"""
_SLIDER = """<label style="display: block">{name}: <output>{shown}</output>
<input type="range" min="0" max="{last}" value="{start}" autocomplete="off"
 aria-label="{name}" data-stops="{stops}" style="display: block; width: 100%" oninput="
 const box = this.closest('.sliders'), sheet = box.querySelector('img');
 let place = 0;
 for (const slider of box.querySelectorAll('input')) {{
   place = place * (Number(slider.max) + 1) + Number(slider.value);
   const name = JSON.parse(slider.dataset.stops)[slider.value];
   slider.closest('label').querySelector('output').value = name;
   slider.setAttribute('aria-valuetext', name);
 }}
 const columns = Number(box.dataset.columns);
 sheet.style.left = -100 * (place % columns) + '%';
 sheet.style.top = -100 * Math.floor(place / columns) + '%';"></label>"""


def sliders(
    pictures: np.ndarray,
    stops: Mapping[str, Sequence],
    width: int = 280,
    captions: Sequence[str] = (),
):
    """Shows one of many pictures; a slider for each axis says which one, as HTML.

    Every picture lies in the page itself, and a line of JavaScript moves the one that
    the sliders stand on into view: no kernel is asked. Without JavaScript one sees the
    middle one, and where a viewer takes the styles away, the whole sheet.

    Args:
        pictures: (n_1, …, n_k, h, w, c), in [−1, 1].
        stops: for each of the k sliders its name, and the names of its n_i places.
        width: of the picture on the screen; with GAN_LECTURE=1 half as much again.
        captions: stand above the parts of a picture, from left to right.

    Raises:
        ValueError: pictures and stops do not belong together.
    """
    pictures = np.asarray(pictures)
    if tuple(map(len, stops.values())) != pictures.shape[:-3]:
        raise ValueError(
            say(
                "pictures of shape {shape} cannot have {counts} stops; give one "
                "name for each place along each axis before height, width and "
                "channels.",
                shape=pictures.shape,
                counts=[len(names) for names in stops.values()],
            )
        )
    return _html(to_pixels(pictures), stops, width, captions)


def age_slider(
    aged: np.ndarray, names: Sequence[str], title: str, enlarge: int = 2, rows: int = 1
):
    """A slider through the ages of faces (n, n_ages, h, w, c), as HTML.

    Args:
        aged: faces in [−1, 1].
        names: one an age.
        title: what the slider is called.
        enlarge: how many times its size a face is shown.
        rows: of faces in each picture.
    """
    columns = -(-len(aged) // rows)
    grids = [image_grid(aged[:, place], columns) for place in range(len(names))]
    width = enlarge * grids[0].shape[1]
    return _html(np.stack(grids), {title: names}, width, ())


def _html(pixels: np.ndarray, stops, width: int, captions: Sequence[str]):
    """The page of ``sliders``, of pictures as bytes."""
    from IPython.display import HTML

    counts = pixels.shape[:-3]
    starts = [count // 2 for count in counts]
    row, column = divmod(int(np.ravel_multi_index(starts, counts)), counts[-1])
    large = lecture.is_on()
    kind, sheet = _sheet(pixels)
    text = _PAGE.format(
        columns=counts[-1],
        width=round(1.5 * width) if large else width,
        letters=1.8 if large else 1,
        captions="".join(
            f'<span style="flex: 1">{html.escape(caption)}</span>'
            for caption in captions
        ),
        shape=f"{pixels.shape[-2]} / {pixels.shape[-3]}",
        alt=html.escape("; ".join([*captions, f"sliders: {', '.join(stops)}"])),
        column=column,
        row=row,
        rendering="pixelated" if kind == "png" else "auto",
        kind=kind,
        sheet=base64.b64encode(sheet).decode(),
        sliders="\n".join(
            _SLIDER.format(
                name=html.escape(name),
                shown=html.escape(str(names[start])),
                last=len(names) - 1,
                start=start,
                stops=html.escape(json.dumps([*map(str, names)])),
            )
            for start, (name, names) in zip(starts, stops.items(), strict=True)
        ),
    )
    return HTML(text)


def _sheet(pixels: np.ndarray) -> tuple[str, bytes]:
    """All pictures as one file: grey ones as PNG, in colour as JPEG; which, and it."""
    *counts, height, width, channels = pixels.shape
    rows = pixels.reshape(-1, counts[-1], height, width, channels).swapaxes(1, 2)
    sheet = rows.reshape(-1, counts[-1] * width, channels)
    if channels == 1:
        step = 256 // _GREYS
        greys = sheet[..., 0] // step * 17
        return "png", imageio.imwrite("<bytes>", greys, extension=".png", optimize=True)
    options = {"extension": ".jpg", "quality": 75, "subsampling": 0}
    return "jpeg", imageio.imwrite("<bytes>", sheet, **options)
