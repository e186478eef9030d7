"""Grids, films and curves. Images are in [−1, 1], as everywhere in the course."""

import base64
import html
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import imageio.v3 as imageio
import keras
import matplotlib.pyplot as plt
import numpy as np
from matplotlib import ticker

from gan_utils import data, lecture
from gan_utils.files.arrays import warn_of_half_the_range
from gan_utils.language import say
from gan_utils.training import sample


def image_grid(images: np.ndarray, columns: int = 10, gap: int = 1) -> np.ndarray:
    """Lays images out in rows: (n, h, w, c) in [−1, 1] → uint8 (H, W, c).

    The last row is filled up with white.

    Raises:
        ValueError: images have another shape, or values far beyond.
    """
    if np.ndim(images) != 4:
        text = say(
            "images have shape {shape}; give (n, height, width, channels), one image "
            "as image[None].",
            shape=np.shape(images),
        )
        raise ValueError(text)
    warn_of_half_the_range(images)
    n, height, width, channels = np.shape(images)
    columns = min(columns, n)
    rows = -(-n // columns)
    shape = (rows * (height + gap) + gap, columns * (width + gap) + gap, channels)
    grid = np.full(shape, 255, "uint8")
    for i, image in enumerate(data.to_pixels(images)):
        top = gap + (i // columns) * (height + gap)
        left = gap + (i % columns) * (width + gap)
        grid[top : top + height, left : left + width] = image
    return grid


def show_images(
    images: np.ndarray,
    columns: int = 10,
    title: str = "",
    row_labels: Sequence[str] = (),
    column_labels: Sequence[str] = (),
    scale: float = 0.7,
    axis: plt.Axes | None = None,
) -> None:
    """Shows images (n, h, w, c) as a grid, with labels for its rows and columns."""
    lecture.show_strip(film, images, column_labels, title, row_labels)
    n, height, width, _ = np.shape(images)
    columns = min(columns, n)
    rows = -(-n // columns)
    if axis is None:
        _, axis = plt.subplots(figsize=(columns * scale, rows * scale + 0.3))
    grid = image_grid(images, columns)
    axis.imshow(grid, cmap="gray", vmin=0, vmax=255, interpolation="nearest")
    middle = (np.arange(columns) + 0.5) * (width + 1)
    axis.set_xticks(middle[: len(column_labels)], column_labels)
    middle = (np.arange(rows) + 0.5) * (height + 1)
    axis.set_yticks(middle[: len(row_labels)], row_labels)
    axis.tick_params(length=0)
    axis.spines[:].set_visible(False)
    axis.set_title(title)


def show_history(
    history: dict[str, Sequence[float]],
    steps_per_point: int = 1,
    game_is_cross_entropy: bool = True,
) -> None:
    """Plots both losses and how much D calls real, against training steps.

    The dashed lines are the values at the equilibrium of the cross-entropy game,
    log 4 for D and log 2 for G.
    """
    steps = steps_per_point * np.arange(1, len(history["d_loss"]) + 1)
    _, (losses, scores) = plt.subplots(1, 2, figsize=(10, 3), layout="constrained")
    for name, colour, level in (("d_loss", "C0", 4), ("g_loss", "C1", 2)):
        losses.plot(steps, history[name], colour, label=name)
        if game_is_cross_entropy:
            losses.axhline(np.log(level), c=colour, ls="--", label=f"log {level}")
    losses.set(xlabel=say("training step"), ylabel=say("loss"))
    scores.plot(steps, history["d_real"], "C2", label=say("of real images"))
    scores.plot(steps, history["d_fake"], "C3", label=say("of fakes"))
    scores.set(xlabel=say("training step"), ylim=(0, 1))
    scores.set_ylabel(say("share that D calls real"))
    losses.legend()
    scores.legend()


def alt_text(figure: plt.Figure) -> str:
    """What a figure is called where it cannot be seen.

    Its label (``figure.set_label``), or else what is written in it: titles, names of
    rows and columns, axes and legends.
    """
    written = [figure.get_suptitle(), *map(_words_of_axis, figure.axes)]
    return figure.get_label() or "; ".join(dict.fromkeys(filter(None, written)))


def _words_of_axis(axis: plt.Axes) -> str:
    """The words that are written on and around one axis."""
    across, up = axis.get_xlabel(), axis.get_ylabel()
    both = f"{up} {say('against')} {across}" if across and up else across or up
    words = [axis.get_title(), both]
    if axis.images:
        rows, columns = say("pictures in rows"), say("pictures in columns")
        for kind, side in ((rows, axis.yaxis), (columns, axis.xaxis)):
            if isinstance(side.get_major_formatter(), ticker.ScalarFormatter):
                continue  # numbers of pixels, no names
            names = [x.get_text() for x in side.get_ticklabels() if x.get_text()]
            words += [f"{kind} {', '.join(names)}"] if names else []
    if axis.get_legend():
        names = [text.get_text() for text in axis.get_legend().get_texts()]
        words.append(f"{say('curves')} {', '.join(names)}")
    return ": ".join(word for word in words if word)


def _store_alt_texts() -> None:
    """Lets a notebook store with each figure what it is called."""
    ipython = sys.modules.get("IPython")
    if shell := ipython and ipython.get_ipython():
        shell.display_formatter.mimebundle_formatter.for_type(
            plt.Figure,
            lambda figure: (  # the picture itself comes from Matplotlib
                {},
                {f"image/{x}": {"alt": alt_text(figure)} for x in ("png", "jpeg")},
            ),
        )


_store_alt_texts()


def figures_as_jpeg() -> None:
    """Stores a notebook's figures as JPEG: photos then take a fifth of the room."""
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    set_matplotlib_formats("jpeg", pil_kwargs={"quality": 75}, bbox_inches="tight")


def interpolate(
    start: np.ndarray, end: np.ndarray, count: int = 10, spherical: bool = True
) -> np.ndarray:
    """``count`` latents from start to end, (latent_dim,) each → (count, latent_dim).

    A straight line passes through shorter vectors than N(0, I) ever draws; the
    spherical path keeps their length (Shoemake 1985; White 2016).
    """
    t = np.linspace(0, 1, count)[:, None]
    if not spherical:
        return (1 - t) * start + t * end
    cosine = start @ end / (np.linalg.norm(start) * np.linalg.norm(end))
    angle = np.arccos(np.clip(cosine, -1, 1))
    if angle < 1e-6:  # the same direction: the arc is the line
        return (1 - t) * start + t * end
    return (np.sin((1 - t) * angle) * start + np.sin(t * angle) * end) / np.sin(angle)


def figure_to_pixels(figure: plt.Figure) -> np.ndarray:
    """A drawn Matplotlib figure as uint8 (H, W, 3); the figure is closed."""
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())[..., :3].copy()
    plt.close(figure)
    return pixels


def save_film(
    frames: Sequence[np.ndarray],
    path: str | Path,
    seconds: float = 6,
    width: int = 400,
) -> None:
    """Writes uint8 frames as a GIF, or as an MP4 where the path says so.

    Each frame is enlarged, by a whole number, to ``width`` pixels or more. The film
    plays in ``seconds``; the last frame stays for two more.

    Raises:
        FileNotFoundError: an MP4 is asked for, and there is no ffmpeg.
    """
    frames = _enlarged(frames, -(-width // np.shape(frames)[2]))
    if Path(path).suffix == ".mp4":
        _save_mp4(frames, path, fps=len(frames) / seconds)
    else:
        # 32 tones are enough for the eye and make the file three times smaller.
        times = [int(1000 * seconds / len(frames))] * (len(frames) - 1) + [2000]
        times = times if len(times) > 1 else times[0]
        imageio.imwrite(path, frames, bits=5, duration=times, loop=0)


def film(
    frames: Sequence[np.ndarray], title: str, seconds: float = 6, width: int = 400
):
    """Shows uint8 frames in a notebook as a film that one can stop.

    An MP4 with controls where there is ffmpeg, else a GIF. Before it plays one sees
    the last frame. ``title`` is read to those who cannot see it; the rest is as in
    ``save_film``.
    """
    from IPython.display import HTML, Image

    width = lecture.film_width(width)
    with tempfile.TemporaryDirectory() as folder:
        mp4, gif = Path(folder, "film.mp4"), Path(folder, "film.gif")
        try:
            save_film(frames, mp4, seconds, width)
        except FileNotFoundError:  # no ffmpeg
            save_film(frames, gif, seconds, width)
            return Image(gif.read_bytes(), format="gif", metadata={"alt": title})
        content = base64.b64encode(mp4.read_bytes()).decode()
    last = _enlarged(frames[-1:], -(-width // np.shape(frames)[2]))[0]
    poster = imageio.imwrite("<bytes>", last, extension=".jpg", quality=75)
    poster = base64.b64encode(poster).decode()
    return HTML(
        f'<video aria-label="{html.escape(title)}" controls loop muted playsinline '
        f'width="{last.shape[1]}" poster="data:image/jpeg;base64,{poster}" '
        f'src="data:video/mp4;base64,{content}"></video>'
    )


def _enlarged(frames: Sequence[np.ndarray], times: int) -> list[np.ndarray]:
    """Frames (height, width, 1 or 3), each pixel so many times as large; grey: 2-D."""
    frames = [frame.repeat(times, 0).repeat(times, 1) for frame in frames]
    return [frame[..., 0] if frame.shape[-1] == 1 else frame for frame in frames]


def _save_mp4(frames: list[np.ndarray], path: str | Path, fps: float) -> None:
    """Writes a film with the codec that every browser plays."""
    try:
        import imageio_ffmpeg

        imageio_ffmpeg.get_ffmpeg_exe()
    except (ImportError, RuntimeError) as error:
        text = say("{p} needs ffmpeg; install imageio-ffmpeg, or write a GIF.", p=path)
        raise FileNotFoundError(text) from error
    frames = np.stack([*frames, *[frames[-1]] * round(2 * fps)])
    if frames.ndim == 3:  # grey
        frames = np.stack([frames] * 3, axis=-1)
    odd = [(0, side % 2) for side in frames.shape[1:3]]  # which the codec refuses
    frames = np.pad(frames, [(0, 0), *odd, (0, 0)], "edge")
    imageio.imwrite(path, frames, plugin="FFMPEG", fps=fps, macro_block_size=2)


class Film(keras.callbacks.Callback):
    """Keeps pictures of the same latents as training goes on, in ``frames``.

    Args:
        latents: (n, latent_dim), fixed for the whole film.
        labels: (n,) for a conditional GAN.
        columns: images in a row of a frame.
        growth: a frame is taken when the step has grown by this factor since the
            last, so that the early, fast changes are not missed; 1 takes every epoch.
        history: that of a ``runs.Run``, which then keeps the frames, too.
    """

    def __init__(
        self,
        latents: np.ndarray,
        labels: np.ndarray | None = None,
        columns: int = 10,
        growth: float = 1.15,
        history: dict[str, list] | None = None,
    ):
        super().__init__()
        self.latents, self.labels, self.columns = latents, labels, columns
        self.growth, self.generator = growth, None
        history = {} if history is None else history
        self.frames = history.setdefault("frame", [])
        self.steps = history.setdefault("frame_step", [])

    def on_train_begin(self, logs=None):
        """Takes the first frame, unless an interrupted training has one."""
        self.generator = None
        if not self.steps:
            self.take()

    def on_epoch_end(self, epoch, logs=None):
        """Takes a frame if enough has happened since the last."""
        if self.model.steps_done >= self.growth * self.steps[-1]:
            self.take()

    def take(self) -> None:
        """Draws the averaged generator's images of the fixed latents."""
        # Making a new copy for each frame takes longer than drawing the images.
        self.generator = self.model.averaged_generator(self.generator)
        images = sample(self.generator, self.latents, self.labels)
        self.frames.append(image_grid(images, self.columns))
        self.steps.append(self.model.steps_done)
