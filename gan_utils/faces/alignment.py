"""Finds the face in a photo and frames it as the training data are.

Faces and their landmarks are found by MTCNN (Zhang, Zhang, Li and Qiao 2016, "Joint
Face Detection and Alignment Using Multitask Cascaded Convolutional Networks") in the
package ``mtcnn``, which carries its weights with it and runs on TensorFlow: nothing
leaves the machine, and nothing is downloaded.
"""

import functools
from collections.abc import Sequence
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
from PIL import Image
from skimage.transform import estimate_transform, warp

from gan_utils.files.arrays import to_unit_range
from gan_utils.language import say

_SEARCH_SIDE = 800  # faces are looked for in a copy whose longer side is at most this
_MIN_CONFIDENCE = 0.85
_MIN_SHARE = 1 / 3
LANDMARKS = ("left_eye", "right_eye", "nose", "mouth_left", "mouth_right")
# Where the landmarks lie in a picture of 1×1, from its top left corner: the mean of
# what MTCNN finds in 193 of UTKFace's original pictures and in 98 drawn faces.
TEMPLATES = {
    "UTKFace": (
        *((0.300, 0.290), (0.683, 0.292), (0.490, 0.514)),
        *((0.315, 0.687), (0.665, 0.688)),
    ),
    "drawn faces": (
        *((0.358, 0.482), (0.634, 0.481), (0.494, 0.641)),
        *((0.377, 0.769), (0.615, 0.768)),
    ),
}


class Face(NamedTuple):
    """A face in a photo; all lengths in the photo's pixels, from its top left corner.

    Attributes:
        box: left, top, width, height.
        landmarks: float (5, 2), x and y of LANDMARKS. Left is left in the picture.
        confidence: how sure the detector is, 0…1.
    """

    box: tuple[int, int, int, int]
    landmarks: np.ndarray
    confidence: float


@functools.cache
def _detector():
    """MTCNN with its weights, on the CPU.

    Raises:
        ImportError: the package mtcnn is not installed, or lacks one that it needs.
    """
    try:
        from mtcnn import MTCNN
    except ImportError as error:
        if error.name != "mtcnn":
            raise ImportError(
                say(
                    "The package mtcnn, which finds a face, cannot be loaded "
                    "({error}); install {name} in the same way.",
                    error=error,
                    name=error.name or say("what it needs"),
                )
            ) from error
        raise ImportError(
            say(
                "Finding a face needs the package mtcnn; run `%pip install mtcnn` "
                "in a cell and then this cell again."
            )
        ) from error
    return MTCNN()


def _check_photo(photo: np.ndarray) -> None:
    """Refuses anything but uint8 (height, width, 3)."""
    if photo.dtype != np.uint8 or photo.ndim != 3 or photo.shape[-1] != 3:
        raise ValueError(
            say(
                "The photo is {dtype} {shape}; give uint8 of shape (height, "
                "width, 3), as open_photo does.",
                dtype=photo.dtype,
                shape=photo.shape,
            )
        )


def find_faces(photo: np.ndarray) -> list[Face]:
    """Finds the faces in a photo, from left to right. Nothing leaves the machine.

    They must look towards the camera and fill at least a fortieth of the photo's
    longer side; a head may lean by 45°. Faces less than a third as wide as the largest
    are left out: they are bystanders, or no faces at all.

    Args:
        photo: uint8 (height, width, 3), as ``open_photo`` gives it.

    Raises:
        ValueError: the photo has another form.
        ImportError: the package mtcnn is not installed.
    """
    _check_photo(photo)
    height, width = photo.shape[:2]
    shrink = max(1.0, max(height, width) / _SEARCH_SIDE)
    size = (round(width / shrink), round(height / shrink))
    if min(size) < 24:  # a strip in which no face has room
        return []
    copy = np.array(Image.fromarray(photo).resize(size, Image.Resampling.BOX))
    faces = []
    for found in _candidates(copy):
        points = np.array([found["keypoints"][name] for name in LANDMARKS], float)
        box = tuple(round(value * shrink) for value in found["box"])
        faces.append(Face(box, points * shrink, float(found["confidence"])))
    faces = [face for face in faces if face.confidence >= _MIN_CONFIDENCE]
    widest = max((face.box[2] for face in faces), default=0)
    faces = [face for face in faces if face.box[2] >= _MIN_SHARE * widest]
    return sorted(faces, key=lambda face: face.box[0])


def _candidates(photo: np.ndarray) -> list[dict]:
    """What MTCNN reports, nothing where it has no candidate at all."""
    try:
        return _detector().detect_faces(photo)
    except ValueError as error:
        # Without candidates MTCNN convolves an empty batch, which Keras 3.13 (Colab)
        # refuses.
        if "empty output" in str(error):
            return []
        raise


def choose_face(
    photo: np.ndarray, faces: Sequence[Face], number: int | None = None
) -> Face:
    """The one face of a photo, or the one with this number, counted from 1.

    Where there are several and no number, they are shown with their numbers.

    Raises:
        ValueError: no face, no face with this number, or several to choose from.
    """
    if not faces:
        raise ValueError(
            say(
                "No face was found in the photo; give one in which a face looks "
                "towards the camera, stands upright, and is large, sharp and well "
                "lit."
            )
        )
    several = say("number=1 to {count}", count=len(faces))
    choices = several if len(faces) > 1 else "number=1"
    if number is None and len(faces) > 1:
        show_faces(photo, faces)
        plt.show()
        raise ValueError(
            say(
                "There are {count} faces in the photo, numbered in the picture; "
                "pass {choices} to choose one.",
                count=len(faces),
                choices=choices,
            )
        )
    number = 1 if number is None else number
    if not 1 <= number <= len(faces):
        raise ValueError(
            say(
                "There is no face {number} in the photo, which shows {count}; "
                "pass {choices}.",
                number=number,
                count=len(faces),
                choices=choices,
            )
        )
    return faces[number - 1]


def show_faces(photo: np.ndarray, faces: Sequence[Face]) -> plt.Figure:
    """Shows a photo with a numbered box around every face."""
    figure, axis = plt.subplots(figsize=(6, 6 * photo.shape[0] / photo.shape[1]))
    figure.set_label(
        say("A photo, with a numbered box around each face: {count}", count=len(faces))
    )
    axis.imshow(photo)
    axis.set_axis_off()
    for number, face in enumerate(faces, start=1):
        left, top, width, height = face.box
        axis.add_patch(plt.Rectangle((left, top), width, height, fill=False, ec="w"))
        label = {"boxstyle": "round", "facecolor": "white"}
        axis.text(left, top, str(number), fontsize=14, bbox=label)
    return figure


def align_face(
    photo: np.ndarray, face: Face, image_size: int = 64, like: str = "UTKFace"
) -> np.ndarray:
    """Cuts a face out, turned and scaled as the faces of a data set are.

    A turn, a scale and a shift bring the template's landmarks to the face's, with the
    least squares left (Umeyama 1991). What lies outside the photo is black, as in
    UTKFace.

    Args:
        photo: uint8 (height, width, 3).
        face: one of ``find_faces(photo)``.
        image_size: side of the picture that is made, in pixels.
        like: the data set's name, "UTKFace" or "drawn faces".

    Returns:
        float32 (image_size, image_size, 3) in [−1, 1].

    Raises:
        ValueError: there is no such framing, or the photo has another form.
    """
    _check_photo(photo)
    similarity = _framing(face, image_size, like)
    # Where the photo is finer than the result, a larger picture is cut out and then
    # averaged: taking single pixels would leave jagged edges.
    finer = max(1, round(similarity.scale))
    rows = similarity.params[:2] / [finer, finer, 1]
    side = (image_size * finer, image_size * finer)
    affine, bicubic = Image.Transform.AFFINE, Image.Resampling.BICUBIC
    large = Image.fromarray(photo).transform(side, affine, rows.ravel(), bicubic)
    return to_unit_range(np.asarray(large.reduce(finer)))


def _framing(face: Face, image_size: int, like: str):
    """The turn, scale and shift from places in the framed picture to the photo's."""
    if like not in TEMPLATES:
        known = ", ".join(TEMPLATES)
        raise ValueError(
            say(
                "There is no framing {like!r}; choose one of {known}.",
                like=like,
                known=known,
            )
        )
    template = np.array(TEMPLATES[like]) * image_size
    return estimate_transform("similarity", template, face.landmarks)


def add_change(
    photo: np.ndarray, face: Face, change: np.ndarray, like: str = "UTKFace"
) -> np.ndarray:
    """Adds to a whole photo what a network changed in its framed face.

    The change (size, size, 3), aged face minus framed one, is enlarged and turned to
    where ``face`` lies, and fades out towards the edge of the frame. The photo, uint8
    (height, width, 3), keeps its own pixels and stays as sharp as it was (FRAN).
    """
    _check_photo(photo)
    size = len(change)
    fading = np.clip(np.arange(size) * 10 / size, 0, 1)  # a tenth of the frame
    fading = np.minimum(fading, fading[::-1])
    change = change * (fading * fading[:, None])[..., None]
    into_frame = _framing(face, size, like).inverse
    moved = warp(  # which counts from the centres of pixels, we from their corners
        change, lambda xy: into_frame(xy + 0.5) - 0.5, output_shape=photo.shape[:2]
    )
    return np.clip(np.rint(photo + 127.5 * moved), 0, 255).astype("uint8")
