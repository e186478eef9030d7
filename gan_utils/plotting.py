"""Grids, films and curves. Images are in [−1, 1], as everywhere in the course."""

import io
from collections.abc import Sequence
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
import PIL.Image

from gan_utils import data
from gan_utils.files import checked
from gan_utils.training import sample


def image_grid(images: np.ndarray, columns: int = 10, gap: int = 1) -> np.ndarray:
    """Lays images out in rows: (n, h, w, c) in [−1, 1] → uint8 (H, W, c).

    The last row is filled up with white.
    """
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
            losses.axhline(
                np.log(level), color=colour, linestyle="--", label=f"log {level}"
            )
    losses.set(xlabel="training step", ylabel="loss")
    scores.plot(steps, history["d_real"], "C2", label="of real images")
    scores.plot(steps, history["d_fake"], "C3", label="of fakes")
    scores.set(xlabel="training step", ylabel="share that D calls real", ylim=(0, 1))
    losses.legend()
    scores.legend()


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


def as_pillow(frame: np.ndarray, enlarge: int = 1) -> PIL.Image.Image:
    """uint8 (H, W), (H, W, 1) or (H, W, 3) as a Pillow image, enlarged without blur."""
    frame = np.squeeze(frame, -1) if frame.shape[-1] == 1 else frame
    image = PIL.Image.fromarray(frame)
    size = (image.width * enlarge, image.height * enlarge)
    return image.resize(size, PIL.Image.Resampling.NEAREST)


def save_film(
    frames: Sequence[np.ndarray], path: str | Path, seconds: float = 6, enlarge: int = 2
) -> None:
    """Writes uint8 frames as an animated GIF or PNG that plays once in ``seconds``.

    The last frame stays for two seconds before the film starts again.
    """
    # 32 tones are enough for the eye and make the file three times smaller.
    images = [as_pillow(frame, enlarge).quantize(32) for frame in frames]
    each = int(1000 * seconds / len(images))
    images[0].save(
        path,
        format="PNG" if Path(path).suffix == ".png" else "GIF",
        save_all=True,
        append_images=images[1:],
        duration=[each] * (len(images) - 1) + [2000],
        loop=0,
    )


def film(frames: Sequence[np.ndarray], seconds: float = 6, enlarge: int = 1):
    """Shows uint8 frames as an animation in a notebook.

    The format is animated PNG, which every browser plays and GitHub shows; a viewer
    that knows only still PNG shows the last frame.
    """
    from IPython.display import Image

    images = [as_pillow(frame, enlarge) for frame in frames]
    images = [image.quantize(64) if image.mode == "RGB" else image for image in images]
    buffer = io.BytesIO()
    images[-1].save(
        buffer,
        format="PNG",
        save_all=True,
        append_images=images,
        default_image=True,  # the still picture is the last frame
        duration=[int(1000 * seconds / len(images))] * (len(images) - 1) + [2000],
        loop=0,
        optimize=True,
    )
    return Image(data=buffer.getvalue(), format="png")


class Film(keras.callbacks.Callback):
    """Keeps pictures of the same latents as training goes on, in ``frames``.

    Args:
        latents: (n, latent_dim), fixed for the whole film.
        labels: (n,) for a conditional GAN.
        columns: images in a row of a frame.
        growth: a frame is taken when the step has grown by this factor since the
            last, so that the early, fast changes are not missed; 1 takes every epoch.
        folder: where frames are also stored as PNG files, to survive a restart.
    """

    def __init__(
        self,
        latents: np.ndarray,
        labels: np.ndarray | None = None,
        columns: int = 10,
        growth: float = 1.15,
        folder: str | Path | None = None,
    ):
        super().__init__()
        self.latents, self.labels, self.columns = latents, labels, columns
        self.growth, self.folder = growth, folder
        self.frames, self.steps = [], []
        self.generator = None

    def on_train_begin(self, logs=None):
        """Reads the frames of an interrupted run and takes the first one of a new."""
        step, self.generator = self.model.steps_done, None
        if self.folder and not self.steps:
            Path(self.folder).mkdir(parents=True, exist_ok=True)
            for path in sorted(Path(self.folder).glob("[0-9]*.png")):
                if int(path.stem) <= step:
                    self.keep(read_frame(path), int(path.stem))
        if not self.steps:
            self.take(step)

    def on_epoch_end(self, epoch, logs=None):
        """Takes a frame if enough has happened since the last."""
        step = self.model.steps_done
        if step >= self.growth * self.steps[-1]:
            self.take(step)

    def take(self, step: int) -> None:
        """Draws the averaged generator's images of the fixed latents."""
        # Making a new copy for each frame takes longer than drawing the images.
        self.generator = self.model.averaged_generator(self.generator)
        images = sample(self.generator, self.latents, self.labels)
        frame = image_grid(images, self.columns)
        if self.folder:
            picture = as_pillow(frame)
            path = Path(self.folder) / f"{step:08d}.png"
            checked.write_whole(path, lambda part: picture.save(part, format="PNG"))
        self.keep(frame, step)

    def keep(self, frame: np.ndarray, step: int) -> None:
        """Adds a frame to the film."""
        self.frames.append(frame)
        self.steps.append(step)


def read_frame(path: Path) -> np.ndarray:
    """A stored frame of a film.

    Raises:
        ValueError: the file is damaged.
    """
    try:
        with PIL.Image.open(path) as picture:
            return np.asarray(picture)
    except (OSError, ValueError, SyntaxError) as error:
        raise ValueError(
            f"{path} is damaged; delete it to go on without it."
        ) from error
