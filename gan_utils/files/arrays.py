"""Arrays that people bring, checked where they enter: images, labels, conditions.

Images are float32 (n, height, width, channels) in [−1, 1]; whole numbers up to 255 are
taken for pixels and brought there. Labels are whole numbers from 0. What is neither is
refused in one sentence, before anything learns from it.
"""

import warnings
import zlib
from typing import NamedTuple

import keras
import numpy as np

from gan_utils.language import later, say

_SLACK = 0.5  # noise and bicubic resizing may lead so far beyond [−1, 1]
_FAR = 8.0  # neither noise nor an image that a generator makes is so far from 0
_DARK = 25  # pixels that all lie below a tenth of 255 are hardly a picture
_SAMPLED_ROWS = 1000  # of an array on disk, which may be larger than memory
_NUMBER_THEM = later(
    "number the classes from 0, as np.unique(…, return_inverse=True)[1] does"
)


def to_unit_range(pixels: np.ndarray) -> np.ndarray:
    """Pixels in 0…255 → float32 in [−1, 1]."""
    return pixels.astype("float32") / 127.5 - 1


class Batched(NamedTuple):
    """What a stream of batches is made of.

    Attributes:
        arrays: images, or images and a condition: labels, or further images.
        are_pixels: which of them count from 0 to 255.
        batch_size: rows a batch.
        seed: of their order.
    """

    arrays: tuple[np.ndarray, ...]
    are_pixels: tuple[bool, ...]
    batch_size: int = 0
    seed: int = 0

    def identity(self) -> dict:
        """What has to be the same when a training on this stream goes on."""
        return {
            "data (checksums)": [checksum(array) for array in self.arrays],
            "batch_size": self.batch_size,
            "seed of the batches": self.seed,
        }


def checksum(array: np.ndarray) -> str:
    """Differs where shape, type or contents do; on disk some of the rows are read."""
    contents = zlib.crc32(np.ascontiguousarray(array[:: _step(array)]).view("uint8"))
    return f"{array.dtype} {array.shape} {contents:08x}"


def _step(array: np.ndarray) -> int:
    """Which rows are looked at: all, or of an array on disk so few that it is quick."""
    on_disk = isinstance(array, np.memmap)
    return max(1, len(array) // _SAMPLED_ROWS) if on_disk else 1


def checked(images, condition=None) -> Batched:
    """Images, or images and their condition, as arrays of one length.

    Raises:
        ValueError: they are not what the course takes for images and labels.
    """
    arrays = [_numbers(images, later("images"))]
    if condition is not None:
        name = later("labels") if np.ndim(condition) == 1 else later("sources")
        arrays.append(_numbers(condition, name))
        if len(arrays[0]) != len(arrays[1]):
            raise ValueError(
                say(
                    "{images} images came with {count} {name}; give one an image.",
                    images=len(arrays[0]),
                    count=len(arrays[1]),
                    name=say(name),
                )
            )
    are_pixels = []
    for array, name in zip(arrays, ("images", "sources"), strict=False):
        are_pixels.append(array.ndim == 4 and _are_pixels(array, name))
        if array.ndim == 1 and array.dtype.kind in "iu" and array.min() < 0:
            seen = {"span": _span(array), "cure": say(_NUMBER_THEM)}
            text = say("labels {span}, expected whole numbers from 0; {cure}.", **seen)
            raise ValueError(text)
    return Batched(tuple(arrays), tuple(are_pixels))


def converted(images, condition=None) -> tuple[np.ndarray, np.ndarray | None]:
    """The same with pixels brought to [−1, 1], and float64 to float32.

    Raises:
        ValueError: see ``checked``.
    """
    contents = checked(images, condition)
    found = [
        to_unit_range(array) if pixels else _single(array)
        for array, pixels in zip(contents.arrays, contents.are_pixels, strict=True)
    ]
    return found[0], found[1] if condition is not None else None


def _single(array: np.ndarray) -> np.ndarray:
    """Floats as Keras computes: float32, unless somebody has chosen another."""
    return array.astype(keras.config.floatx()) if array.dtype.kind == "f" else array


def _numbers(values, name: str) -> np.ndarray:
    """The values as an array of finite numbers with at least one row."""
    array = np.asanyarray(values)
    if array.dtype.kind not in "iuf":
        cure = (
            later("give uint8, or floats in −1…1") if array.ndim > 1 else _NUMBER_THEM
        )
        raise ValueError(
            say(
                "{name} are of type {dtype}, not numbers; {cure}.",
                name=say(name),
                dtype=array.dtype,
                cure=say(cure),
            )
        )
    if not array.ndim or not array.size:
        raise ValueError(
            say(
                "{name} of shape {shape} hold nothing; give some.",
                name=say(name),
                shape=array.shape,
            )
        )
    rows = array[:: _step(array)]
    if array.dtype.kind == "f" and not np.isfinite([rows.min(), rows.max()]).all():
        broken = ~np.isfinite(rows.reshape(len(rows), -1)).all(axis=1)
        raise ValueError(
            say(
                "{name} hold values that are no numbers (NaN or infinite), in "
                "{count} of {rows} rows, first in row {row}; correct these or "
                "leave them out.",
                name=say(name),
                count=broken.sum(),
                rows=len(rows),
                row=broken.argmax() * _step(array),
            )
        )
    return array


def _are_pixels(images: np.ndarray, name: str) -> bool:
    """Whether images (n, h, w, c) count from 0 to 255, and are not in [−1, 1].

    Raises:
        ValueError: they are neither.
    """
    images = images[:: _step(images)]
    low, high = images.min(), images.max()
    if name == "sources" and _is_binary(images, low, high):
        return False  # a mask, or classes one-hot
    if images.dtype.kind in "iu":
        if low < 0 or high > 255:
            raise ValueError(
                say(
                    "{name} span {span} in {dtype}, expected 0…255; divide by the "
                    "largest value that this format has, and scale 0…1 to −1…1.",
                    name=say(name),
                    span=_span(images),
                    dtype=images.dtype,
                )
            )
        if 0 < high <= _DARK:
            warnings.warn(
                say(
                    "{name} hold values {span} of 255, so that they look black: "
                    "are they class numbers, or of a camera with another range?",
                    name=say(name),
                    span=_span(images),
                ),
                stacklevel=4,
            )
        return True
    if low < -1 - _SLACK or high > 1 + _SLACK:
        cure = say("divide by 127.5 and subtract 1") if low >= 0 else say("scale them")
        raise _beyond(name, images, cure)
    # All of 0…1, that is: a weak generator's images, too, may have no number below 0.
    if 0 <= low < 0.05 and 0.95 < high <= 1:
        raise _beyond(name, images, say("multiply by 2 and subtract 1"))
    return False


def _beyond(name: str, images: np.ndarray, cure: str) -> ValueError:
    """The error that images are not in [−1, 1]."""
    text = say(
        "{name} span {span}, expected −1…1; {cure}.",
        name=say(name),
        span=_span(images),
        cure=cure,
    )
    return ValueError(text)


def _is_binary(values: np.ndarray, low: float, high: float) -> bool:
    return low == 0 and high == 1 and np.array_equal(values, values.astype(bool))


def _span(values: np.ndarray) -> str:
    return f"{values.min():.4g}…{values.max():.4g}".replace("-", "−")


def check_fit(data: Batched | tuple, discriminator: keras.Model) -> None:
    """Compares images, and labels or sources, with what a discriminator takes.

    Args:
        data: what a stream of batches is made of, or images and condition themselves;
            what is no array is passed over.
        discriminator: of images, or of images and condition.

    Raises:
        ValueError: they do not fit.
    """
    found = data.arrays if isinstance(data, Batched) else data
    inputs = getattr(discriminator, "inputs", None) or ()
    for array, tensor in zip(found, inputs, strict=False):
        if not isinstance(array, np.ndarray):
            continue
        wanted, given = tensor.shape[1:], array.shape[1:]
        if not wanted and not given:
            _check_labels(array, _number_of_classes(discriminator))
        elif len(wanted) != len(given) or any(
            size not in (None, other) for size, other in zip(wanted, given, strict=True)
        ):
            cure = say("resize the images, or build networks for this size")
            if not wanted:
                cure = say("one number an image: one-hot labels have argmax(axis=1)")
            elif len(wanted) == array.ndim:
                cure = say("a grey image has one channel, as in images[..., None]")
            raise ValueError(
                say(
                    "One {what} has shape {given}, and the discriminator takes "
                    "{wanted}; {cure}.",
                    what=say("image") if wanted else say("label"),
                    given=given,
                    wanted=wanted,
                    cure=cure,
                )
            )


def _number_of_classes(network: keras.Model) -> float:
    """How many labels a network knows."""
    tables = [x for x in network.layers if isinstance(x, keras.layers.Embedding)]
    return tables[0].input_dim if tables else np.inf


def _check_labels(labels: np.ndarray, n_classes: float) -> None:
    whole = (labels == np.floor(labels)).all()
    if not whole or labels.min() < 0 or labels.max() >= n_classes:
        raise ValueError(
            say(
                "labels {span}, expected whole numbers 0…{last}; {cure}.",
                span=_span(labels),
                last=n_classes - 1,
                cure=say(_NUMBER_THEM),
            )
        )


def check_shown(images: np.ndarray) -> np.ndarray:
    """Images to be shown, in about [−1, 1]; pixels in 0…255 are brought there.

    Raises:
        ValueError: they are far from that, or no numbers.
    """
    images = _numbers(images, "images")
    low, high = images.min(), images.max()
    if images.dtype.kind in "iu" and 0 <= low <= high <= 255:
        return to_unit_range(images)
    if low < -_FAR or high > _FAR:
        raise _beyond("images", images, say("scale them"))
    return images


def warn_of_half_the_range(images: np.ndarray) -> None:
    """Warns where images to be shown seem to be made for 0…1: they would look pale."""
    low, high = np.min(images), np.max(images)
    if 0 <= low < 0.05 and 0.5 < high <= 1:
        warnings.warn(
            say(
                "images span {span}, expected −1…1; if made for 0…1, multiply by "
                "2 and subtract 1.",
                span=_span(np.asarray(images)),
            ),
            stacklevel=3,
        )
