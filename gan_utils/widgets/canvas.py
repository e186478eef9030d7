"""Draw a label map with the mouse, in the notebook, and see what G makes of it.

Works in JupyterLab and Colab. Where nobody can draw (a page, GitHub, an automatic run)
the same cell shows a still picture of the canvas.
"""

import base64
from collections.abc import Callable, Sequence
from pathlib import Path

import imageio.v3 as imageio
import matplotlib.pyplot as plt
import numpy as np
import traitlets
from matplotlib.colors import to_hex
from matplotlib.patches import Patch

from gan_utils import data, plotting
from gan_utils.language import later, say

try:
    import anywidget
except ImportError as error:
    raise ImportError(
        say(
            "The canvas needs the package anywidget; run `%pip install anywidget` "
            "in a cell and then this cell again."
        )
    ) from error

_CAPTION = later(
    "A still picture of the canvas: run this cell in JupyterLab or Colab to draw\n"
    "with the mouse, or set the canvas's labels in code, e.g. with rectangles()."
)
_WORDS = (  # what canvas.js shows
    *(later("Class"), later("Tools"), later("Rectangle"), later("Brush")),
    *(later("Rectangle: drag from corner to corner"), later("Brush: paint freely")),
    *(later("Undo"), later("Take back the last stroke")),
    *(later("Clear"), later("Fill everything with the chosen class")),
    *(later("Generate"), later("Make an image of the drawing"), later("Generating…")),
    *(later("Drawing and image"), later("Label map: drag to draw")),
    later("Image of the drawing"),
)


class LabelCanvas(anywidget.AnyWidget):
    """A canvas on which the mouse, a pen or a finger draws a label map.

    Choose a class, drag a rectangle or paint; after every stroke ``labels`` holds the
    drawing. With ``translate`` there is a button that calls it and shows its image
    beside the drawing; an error is shown there too.

    Args:
        palette: colours of the classes, (n_classes, 3) uint8.
        class_names: their names.
        image_size: cells along each side.
        labels: what is drawn at first, integers (image_size, image_size); otherwise
            class 0 everywhere.
        translate: maps labels (image_size, image_size) to an image (h, w, 3) in
            [−1, 1].
        display_size: width of the drawing on the screen, in pixels.

    Raises:
        ValueError: palette, names and labels do not fit together.
    """

    _esm = Path(__file__).with_name("canvas.js")
    _css = Path(__file__).with_name("canvas.css")
    # ipywidgets 7 (Colab) would prefer this to the pictures of _repr_mimebundle_.
    _ipython_display_ = None

    # Text rather than binary buffers: it survives every front end.
    drawing = traitlets.Unicode().tag(sync=True)  # uint8 labels, base64
    colours = traitlets.List(traitlets.Unicode()).tag(sync=True)
    class_names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    image_size = traitlets.Int().tag(sync=True)
    display_size = traitlets.Int().tag(sync=True)
    can_translate = traitlets.Bool().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)  # what is shown, by its English
    # Request and drawing arrive together, so an answer is never of an older drawing.
    request = traitlets.Int(0).tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        palette: np.ndarray,
        class_names: Sequence[str],
        image_size: int = 64,
        labels: np.ndarray | None = None,
        translate: Callable[[np.ndarray], np.ndarray] | None = None,
        display_size: int = 320,
    ):
        self.palette = _check_palette(palette, class_names)
        if labels is None:
            labels = np.zeros((image_size, image_size), int)
        super().__init__(
            drawing=_encode(labels, image_size, len(class_names)),
            colours=[to_hex(colour) for colour in self.palette / 255],
            class_names=list(class_names),
            image_size=image_size,
            display_size=display_size,
            can_translate=translate is not None,
            words={text: say(text) for text in _WORDS},
        )
        self.translate = translate
        self.observe(lambda _: self.generate(), "request")

    @property
    def labels(self) -> np.ndarray:
        """The drawing, int32 (image_size, image_size); set it to draw from code."""
        flat = np.frombuffer(base64.b64decode(self.drawing), "uint8")
        labels = flat.reshape(self.image_size, self.image_size).astype("int32")
        labels.flags.writeable = False  # a change inside it would not be drawn
        return labels

    @labels.setter
    def labels(self, labels: np.ndarray) -> None:
        self.drawing = _encode(labels, self.image_size, len(self.class_names))

    def on_change(self, function: Callable[[np.ndarray], None]) -> None:
        """Calls ``function(labels)`` after every stroke."""
        self.observe(lambda _: function(self.labels), "drawing")

    def generate(self) -> None:
        """Translates the drawing and shows the image, or the error, beside it."""
        try:
            picture, message = _as_png(self.translate(self.labels)), ""
        except Exception as error:  # whatever it is, the widget shows it
            picture, message = "", f"{type(error).__name__}: {error}"
        self.answer = {"request": self.request, "picture": picture, "message": message}

    def still_picture(self) -> str:
        """The drawing with the names of its classes, a PNG file in base64."""
        figure, axis = plt.subplots(figsize=(5, 3.6), layout="constrained")
        axis.imshow(self.palette[self.labels], interpolation="nearest")
        axis.set_axis_off()
        patches = [
            Patch(color=colour, label=name)
            for colour, name in zip(self.colours, self.class_names, strict=True)
        ]
        figure.legend(handles=patches, loc="outside right center", fontsize=8)
        figure.supxlabel(say(_CAPTION), fontsize=8)
        pixels = plotting.figure_to_pixels(figure)
        return _png_text(pixels, bits=6)  # 64 colours are enough

    def __repr__(self):
        side = self.image_size
        return f"LabelCanvas({side}×{side}, {len(self.class_names)} classes)"

    def _repr_mimebundle_(self, **kwargs):
        """The widget and a still picture; each front end shows what it can."""
        contents, metadata = super()._repr_mimebundle_(**kwargs)
        drawn = ", ".join(self.class_names[i] for i in np.unique(self.labels))
        metadata = metadata | {"image/png": {"alt": f"A drawn plan with {drawn}"}}
        return contents | {"image/png": self.still_picture()}, metadata


def _check_palette(palette: np.ndarray, class_names: Sequence[str]) -> np.ndarray:
    """Returns the palette as an array, if it is one with a name for each class."""
    palette, n_classes = np.asarray(palette), len(class_names)
    fits = palette.shape == (n_classes, 3) and palette.dtype == np.uint8
    if not (fits and 0 < n_classes <= 256):
        raise ValueError(
            say(
                "The palette is {dtype} {shape} and there are {n_classes} class "
                "names; give uint8 (n_classes, 3) and a name for each row, at "
                "most 256.",
                dtype=palette.dtype,
                shape=palette.shape,
                n_classes=n_classes,
            )
        )
    return palette


def _encode(labels: np.ndarray, image_size: int, n_classes: int) -> str:
    """Label map (image_size, image_size) as text: one byte a cell, base64."""
    labels = np.asarray(labels)
    if labels.shape != (image_size, image_size) or labels.dtype.kind not in "iu":
        raise ValueError(
            say(
                "The labels are {dtype} {shape}; give integers of shape "
                "({image_size}, {image_size}).",
                dtype=labels.dtype,
                shape=labels.shape,
                image_size=image_size,
            )
        )
    if labels.min() < 0 or labels.max() >= n_classes:
        raise ValueError(
            say(
                "The labels lie in {low}…{high}; there are {n_classes} classes, "
                "so use 0…{last}.",
                low=labels.min(),
                high=labels.max(),
                n_classes=n_classes,
                last=n_classes - 1,
            )
        )
    return base64.b64encode(labels.astype("uint8").tobytes()).decode()


def _png_text(pixels: np.ndarray, **options: int) -> str:
    """Pixels (h, w, 3) in 0…255 as a PNG file in base64."""
    content = imageio.imwrite("<bytes>", pixels, extension=".png", **options)
    return base64.b64encode(content).decode()


def _as_png(image: np.ndarray) -> str:
    """An image (h, w, 3) in [−1, 1] as a PNG file in base64."""
    image = np.asarray(image)
    if image.ndim != 3 or image.shape[-1] != 3:
        raise ValueError(
            say(
                "translate returned shape {shape}; return one image (h, w, 3).",
                shape=image.shape,
            )
        )
    if not np.isfinite(image).all():
        raise ValueError(
            say(
                "translate returned values that are not finite; look for NaN in "
                "what the generator gives."
            )
        )
    return _png_text(data.to_pixels(image))


def rectangles(
    image_size: int,
    shapes: Sequence[tuple[int | str, int, int, int, int]],
    class_names: Sequence[str] = (),
    background: int | str = 0,
) -> np.ndarray:
    """A label map made of rectangles, later ones over earlier ones.

    Args:
        image_size: cells along each side.
        shapes: (class, left, top, width, height) each, in cells; the class is a label
            or a name. What sticks out is cut off.
        class_names: needed for names.
        background: class everywhere else.

    Returns:
        Labels, int32 (image_size, image_size).

    Raises:
        ValueError: a name that is not in ``class_names``, or a rectangle of which
            nothing lies on the map.
    """
    labels = np.full((image_size, image_size), _label_of(background, class_names))
    for name, left, top, width, height in shapes:
        right, bottom = left + width, top + height
        inside = labels[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
        if not inside.size:
            raise ValueError(
                say(
                    "Nothing of the rectangle {rectangle} lies on the map of "
                    "{image_size}×{image_size} cells; its numbers are left, top, "
                    "width, height.",
                    rectangle=(name, left, top, width, height),
                    image_size=image_size,
                )
            )
        inside[:] = _label_of(name, class_names)
    return labels.astype("int32")


def _label_of(name: int | str, class_names: Sequence[str]) -> int:
    """The label of a class that is given by its label or its name."""
    if not isinstance(name, str):
        return int(name)
    if name not in class_names:
        known = ", ".join(class_names) or say("none: give class_names")
        raise ValueError(
            say(
                "There is no class {name!r}; the names are {known}.",
                name=name,
                known=known,
            )
        )
    return list(class_names).index(name)
