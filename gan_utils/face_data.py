"""Faces with a known age: the UTKFace photographs, or drawn faces in their place.

UTKFace (Zhang, Song, Qi 2017, "Age Progression/Regression by Conditional Adversarial
Autoencoder") keeps age, gender and ethnicity in its file names; ``face_files`` reads
them. The drawn faces have a known identity as well.
"""

import hashlib
import io
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from gan_utils import data, downloads, face_files

GENDERS = ("male", "female")
ETHNICITIES = ("White", "Black", "Asian", "Indian", "other")
SKINS = ("lightest skin", "light skin", "medium skin", "dark skin", "darkest skin")
AGE_CGAN_GROUPS = ("0–18", "19–29", "30–39", "40–49", "50–59", "60+")
IPCGAN_GROUPS = ("11–20", "21–30", "31–40", "41–50", "50+")

LICENCE = (
    "UTKFace is for non-commercial research only, and the photographs belong to their "
    "owners: do not publish them. Cite Zhang, Song and Qi (CVPR 2017)."
)
HOME_PAGE = "https://susanqq.github.io/UTKFace/"
# The published archive "Aligned & Cropped Faces", UTKFace.tar.gz, 107 MB, and mirrors
# of it: the link on the home page needs a browser, and has been broken at times.
ARCHIVE_MD5 = "ae1a16905fbd795db921ff1d940df9cc"
ADDRESSES = (
    "https://huggingface.co/datasets/py97/UTKFace-Cropped/resolve/main/UTKFace.tar.gz",
    "https://huggingface.co/datasets/eraiichiro/UTKFace/resolve/main/UTKFace.tar.gz",
)


class FaceSet(NamedTuple):
    """Faces with their ages, and where they come from.

    The pictures stay 8-bit: 20,000 faces of 64×64 are 250 MB that way and a gigabyte as
    floats. ``images()`` converts those that are asked for.

    Attributes:
        pixels: uint8 (n, image_size, image_size, 3) in 0…255.
        ages: int32 (n,), in years.
        genders: int32 (n,), index into GENDERS, as the set labels them.
        ethnicities: int32 (n,), index into ethnicity_names, likewise.
        file_names: (n,), one unchanging name for each face.
        identities: int32 (n,), the person; None where nobody knows (UTKFace).
        ethnicity_names: ETHNICITIES; of drawn faces the shade of skin, SKINS.
        name: "UTKFace" or "drawn faces".
        source: "GAN_DATA", "cache", "download" or "sample".
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
    source: str
    sha256: str
    left_out: dict[str, str]

    def images(self, rows=slice(None)) -> np.ndarray:
        """Faces as float32 in [−1, 1]; rows is an index, a slice, indices or a mask."""
        return self.pixels[rows].astype("float32") / 127.5 - 1

    def select(self, rows) -> "FaceSet":
        """The faces of these rows (indices or a mask) with all their labels."""
        chosen = {
            field: getattr(self, field)[rows]
            for field in ("pixels", "ages", "genders", "ethnicities", "file_names")
        }
        if self.identities is not None:
            chosen["identities"] = self.identities[rows]
        return self._replace(**chosen)


def age_cgan_group(ages: np.ndarray) -> np.ndarray:
    """The six groups of Age-cGAN (Antipov 2017): 0 for 0–18 years … 5 for 60+."""
    return np.digitize(ages, [19, 30, 40, 50, 60]).astype("int32")


def ipcgan_group(ages: np.ndarray) -> np.ndarray:
    """The five groups of IPCGAN (Wang 2018): 0 for 11–20 years … 4 for 50+.

    A 50-year-old belongs to 41–50. Children under 11 are in no group: −1.
    """
    return np.digitize(ages, [11, 21, 31, 41, 51]).astype("int32") - 1


def utkface(
    source: str = "auto", image_size: int = 64, progress: bool | None = None
) -> tuple[FaceSet, FaceSet]:
    """Faces with ages: ``train, test``, nine tenths and one tenth.

    The folder UTKFace is looked for in GAN_DATA and in Keras's cache, then downloaded;
    with source="auto" the drawn faces stand in where all fails. A face belongs to the
    same part on every machine; of the drawn faces, all pictures of one person do.

    Args:
        source: "auto", "real" (an error where only drawn faces are at hand) or
            "sample" (the drawn faces).
        image_size: height and width; pictures that are not square lose their margins.
        progress: a progress bar while images are read; None shows one in a terminal.

    Raises:
        ValueError: unknown source, or a folder without a single usable image.
        FileNotFoundError: source="real" and UTKFace is nowhere to be found.
    """
    if source not in data.SOURCES:
        raise ValueError(f"source={source!r} must be one of {', '.join(data.SOURCES)}.")
    if source == "sample":
        return sample_faces(image_size)
    folder, found_in, problem = find_folder()
    if folder is None:
        advice = (
            f"get 'Aligned & Cropped Faces' from {HOME_PAGE}, unpack it, and put its "
            "folder UTKFace into a folder that you set GAN_DATA to, or into "
            f"{data.cache_folder()}"
        )
        if source == "real":
            raise FileNotFoundError(f"{problem}; {advice}.")
        print(
            f"Notice: {problem}. Using drawn faces instead. For photographs {advice}."
        )
        return sample_faces(image_size)
    faces = read_faces(folder, image_size, progress)._replace(source=found_in)
    print(f"UTKFace, {len(faces.ages):,} faces. {LICENCE}")
    if faces.left_out:
        names = [f"{name!r} ({why})" for name, why in faces.left_out.items()]
        listed = ", ".join(names[:10]) + (", …" if len(names) > 10 else "")
        print(f"Left out {len(names)} files: {listed}.")
    return split(faces)


def read_faces(
    folder: str | Path, image_size: int = 64, progress: bool | None = None
) -> FaceSet:
    """All faces of one folder of UTKFace images; see ``face_files.read_folder``."""
    arrays = face_files.read_folder(folder, image_size, progress)
    left_out = dict(arrays.pop("left_out").tolist())
    sha256 = str(arrays.pop("sha256"))
    return FaceSet(
        **arrays,
        identities=None,
        ethnicity_names=ETHNICITIES,
        name="UTKFace",
        source=str(folder),
        sha256=sha256,
        left_out=left_out,
    )


def split(faces: FaceSet) -> tuple[FaceSet, FaceSet]:
    """Nine tenths to train with and one tenth to test with, by a hash of the name."""
    # Up to the first dot the photograph and its cropped copy have the same name.
    stems = [str(name).split(".")[0].encode() for name in faces.file_names]
    hashes = [hashlib.sha256(stem).hexdigest()[:8] for stem in stems]
    held_out = np.array([int(digits, 16) % 10 == 0 for digits in hashes])
    return faces.select(~held_out), faces.select(held_out)


def sample_faces(image_size: int = 64) -> tuple[FaceSet, FaceSet]:
    """The drawn faces: ``train, test``, with no person in both.

    Every person is a JPEG strip with one square picture an age.
    """
    path = data.embedded_folder("samples") / "faces.npz"
    with np.load(path, allow_pickle=False) as file:
        arrays = dict(file)
    pixels = []
    for content in np.split(arrays["jpegs"], arrays["ends"][:-1]):
        with Image.open(io.BytesIO(content.tobytes())) as strip:
            n_ages = strip.width // strip.height
            strip = strip.resize((n_ages * image_size, image_size))
        pixels.extend(np.split(np.asarray(strip), n_ages, axis=1))
    persons, ages = arrays["identities"], arrays["ages"]
    faces = FaceSet(
        pixels=np.stack(pixels),
        ages=ages.astype("int32"),
        genders=arrays["genders"].astype("int32"),
        ethnicities=arrays["skins"].astype("int32"),
        file_names=np.array(
            [
                f"person {n:03d} aged {age:02d}"
                for n, age in zip(persons, ages, strict=True)
            ]
        ),
        identities=persons.astype("int32"),
        ethnicity_names=SKINS,
        name="drawn faces",
        source="sample",
        sha256=data.sha256_of(path),
        left_out={},
    )
    return faces.select(~arrays["test"]), faces.select(arrays["test"])


def find_folder() -> tuple[Path | None, str, str]:
    """Where the folder UTKFace lies, which kind of place, and else what went wrong."""
    place, found_in = data.find_folder("UTKFace")
    if place is not None:
        return place, found_in, ""
    place = data.cache_folder() / "UTKFace"
    problems = []
    for address in ADDRESSES:
        try:
            download_utkface(address, place)
            return place, "download", ""
        # Whatever went wrong, with the network, the file or the disk, is passed on.
        except Exception as error:
            problems.append(data.short(error))
    return None, "", f"UTKFace could not be downloaded ({'; '.join(problems)})"


def download_utkface(address: str, place: Path) -> None:
    """Fetches the archive, verified, and unpacks its images; all of them or nothing."""
    with downloads.temporary_folder_beside(place) as temporary:
        archive = downloads.fetch(address, temporary, ARCHIVE_MD5)
        unpacked = Path(temporary) / "unpacked"
        unpacked.mkdir()
        for member, content in downloads.plain_files(archive):
            name = Path(member).name
            if name.lower().endswith(face_files.IMAGE_ENDINGS):
                (unpacked / name).write_bytes(content)
        downloads.move(unpacked, place)
