"""Faces with their ages: UTKFace, and the groups of age that two papers use."""

from typing import NamedTuple

import numpy as np

from gan_utils.data.sources import find_or_sample
from gan_utils.files import faces as face_files
from gan_utils.files.arrays import to_unit_range
from gan_utils.language import later, say

GENDERS = ("male", "female")
AGE_CGAN_GROUPS = ("0–18", "19–29", "30–39", "40–49", "50–59", "60+")
IPCGAN_GROUPS = ("11–20", "21–30", "31–40", "41–50", "50+")
_LICENCE = later(
    "UTKFace, {count} faces. UTKFace is for non-commercial research only, and the "
    "photographs belong to their owners: do not publish them. Cite Zhang, Song and Qi "
    "(CVPR 2017)."
)


class FaceSet(NamedTuple):
    """Faces with their ages, and where they come from.

    The pictures stay 8-bit, a quarter of floats; ``images()`` converts what is asked
    for.

    Attributes:
        pixels: uint8 (n, image_size, image_size, 3) in 0…255.
        ages: int32 (n,), in years.
        genders: int32 (n,), index into GENDERS, as the set labels them.
        ethnicities: int32 (n,), index into ethnicity_names, likewise.
        file_names: (n,), one unchanging name for each face.
        identities: int32 (n,), the person; None where nobody knows (UTKFace).
        ethnicity_names: of drawn faces the shade of skin.
        name: "UTKFace" or "drawn faces".
        found_in: as in ``ImageSet``.
        sha256: checksum of all names and files that were read.
        left_out: the reason for each file that is not among the faces, by name.
    """

    pixels: np.ndarray
    ages: np.ndarray
    genders: np.ndarray
    ethnicities: np.ndarray
    file_names: np.ndarray
    identities: np.ndarray | None
    ethnicity_names: tuple[str, ...]
    name: str
    found_in: str
    sha256: str
    left_out: dict[str, str]

    def images(self, rows=slice(None)) -> np.ndarray:
        """Faces as float32 in [−1, 1]; rows is an index, a slice, indices or a mask."""
        return to_unit_range(self.pixels[rows])

    def persons(self) -> np.ndarray:
        """Who is shown, (n,); where nobody knows, each picture is somebody else."""
        return np.arange(len(self.ages)) if self.identities is None else self.identities

    def select(self, rows) -> "FaceSet":
        """The faces of these rows (indices or a mask) with all their labels."""
        fields = self._asdict().items()
        arrays = {key: one for key, one in fields if isinstance(one, np.ndarray)}
        return self._replace(**{key: one[rows] for key, one in arrays.items()})


def utkface(
    source: str = "auto", image_size: int = 64, progress: bool | None = None
) -> tuple[FaceSet, FaceSet]:
    """Faces with ages: ``train, test``, nine tenths and one tenth.

    A face is in the same part on every machine; all pictures of a drawn person are.

    Args:
        source: as in ``load``; the sample is the drawn faces.
        image_size: height and width; pictures that are not square lose their margins.
        progress: show a progress bar; None shows one in a terminal.

    Raises:
        ValueError: unknown source, or a folder without a single usable image.
        FileNotFoundError: as in ``load``.
    """
    found = find_or_sample(face_files.UTKFACE, source)
    fields = face_files.read_faces(found.path, image_size, progress)
    held_out = fields.pop("held_out")
    faces = FaceSet(**fields, found_in=found.found_in)
    if found.path:
        print(say(_LICENCE, count=f"{len(faces.ages):,}"))
    if faces.left_out:
        names = [f"{name!r} ({why})" for name, why in faces.left_out.items()]
        listed = ", ".join(names[:10]) + (", …" if len(names) > 10 else "")
        print(say("Left out {count} files: {names}.", count=len(names), names=listed))
    return faces.select(~held_out), faces.select(held_out)


def age_cgan_group(ages: np.ndarray) -> np.ndarray:
    """The six groups of Age-cGAN (Antipov 2017): 0 for 0–18 years … 5 for 60+."""
    return np.digitize(ages, [19, 30, 40, 50, 60]).astype("int32")


def ipcgan_group(ages: np.ndarray) -> np.ndarray:
    """The five groups of IPCGAN (Wang 2018): 0 for 11–20 years … 4 for 50+.

    A 50-year-old belongs to 41–50. Children under 11 are in no group: −1.
    """
    return np.digitize(ages, [11, 21, 31, 41, 51]).astype("int32") - 1
