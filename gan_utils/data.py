"""The data sets, in [−1, 1]: from this machine, from the network, or a sample."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from gan_utils.files import facades as facade_files
from gan_utils.files import faces as face_files
from gan_utils.files import image_sets
from gan_utils.files import pairs as pair_files
from gan_utils.files.arrays import check_shown, to_unit_range
from gan_utils.files.download import Published
from gan_utils.files.facades import FACADE_CLASSES as FACADE_CLASSES
from gan_utils.files.facades import FACADE_COLOURS as FACADE_COLOURS
from gan_utils.files.facades import FACADE_PALETTE
from gan_utils.files.find import Found, find
from gan_utils.files.image_sets import CLASS_NAMES as CLASS_NAMES
from gan_utils.files.image_sets import IMAGE_SHAPES as IMAGE_SHAPES

SOURCES = ("auto", "real", "sample")

GENDERS = ("male", "female")
AGE_CGAN_GROUPS = ("0–18", "19–29", "30–39", "40–49", "50–59", "60+")
IPCGAN_GROUPS = ("11–20", "21–30", "31–40", "41–50", "50+")
_LICENCE = (
    "UTKFace is for non-commercial research only, and the photographs belong to their "
    "owners: do not publish them. Cite Zhang, Song and Qi (CVPR 2017)."
)


class ImageSet(NamedTuple):
    """Images with their labels, and where they come from.

    Attributes:
        images: float32 (n, height, width, channels) in [−1, 1].
        labels: int32 (n,).
        class_names: what each label stands for.
        name: the data set, for instance "mnist".
        found_in: "GAN_DATA", "Kaggle", "cache", "system", "download" or "sample".
        sha256: checksum of the file that was read.
    """

    images: np.ndarray
    labels: np.ndarray
    class_names: list[str]
    name: str
    found_in: str
    sha256: str


def mnist(source: str = "auto") -> tuple[ImageSet, ImageSet]:
    """Handwritten digits, 28×28×1; the sample is scikit-learn's 1,797 digits."""
    return load("mnist", source)


def fashion_mnist(source: str = "auto") -> tuple[ImageSet, ImageSet]:
    """Zalando's clothes, 28×28×1; the sample is drawn shapes in grey."""
    return load("fashion_mnist", source)


def cifar10(source: str = "auto") -> tuple[ImageSet, ImageSet]:
    """Small colour photographs, 32×32×3; the sample is drawn shapes."""
    return load("cifar10", source)


def load(name: str, source: str = "auto") -> tuple[ImageSet, ImageSet]:
    """Loads labelled images by name: ``train, test``.

    Args:
        name: "mnist", "fashion_mnist" or "cifar10".
        source: "auto", "real" (an error where only a sample is at hand) or "sample".

    Raises:
        ValueError: unknown name or source, or a file that is damaged.
        FileNotFoundError: source="real" and the data are nowhere to be found.
    """
    if name not in image_sets.IMAGE_SETS:
        known = ", ".join(image_sets.IMAGE_SETS)
        raise ValueError(f"There is no data set {name!r}; choose one of {known}.")
    found = _find(image_sets.IMAGE_SETS[name], source)
    train, test = image_sets.read_images(name, found.path)
    for part in (train, test):
        part["images"] = to_unit_range(part["images"])
    return tuple(ImageSet(**part, found_in=found.found_in) for part in (train, test))


def _find(published: Published, source: str) -> Found:
    """Where the data lie; no path where the sample stands in, as one line then says."""
    if source not in SOURCES:
        raise ValueError(f"source={source!r} must be one of {', '.join(SOURCES)}.")
    found = Found(None, "sample") if source == "sample" else find(published)
    if found.path is None and source == "real":
        raise FileNotFoundError(f"{found.problem} source='sample' uses the sample.")
    if found.problem:
        print(f"Notice: {found.problem} The sample stands in: {published.sample}.")
    return found if found.path else found._replace(found_in="sample")


def to_pixels(images: np.ndarray) -> np.ndarray:
    """Float in [−1, 1] → uint8 in 0…255, clipped.

    Raises:
        ValueError: there are values far beyond, or that are no numbers.
    """
    images = check_shown(images)
    return np.clip(np.rint((images + 1) * 127.5), 0, 255).astype("uint8")


class PairedSet(NamedTuple):
    """Pairs of pictures, and where they come from.

    Attributes:
        targets: float32 (n, height, width, channels) in [−1, 1], for instance photos.
        sources: float32 (n, height, width, channels) in [−1, 1], for instance maps.
        file_names: the name of each pair.
        name: the data set, for instance "facades".
        found_in: as in ``ImageSet``, or "folder".
        sha256: checksum of all files' contents, in the order of file_names.
    """

    targets: np.ndarray
    sources: np.ndarray
    file_names: list[str]
    name: str
    found_in: str
    sha256: str


def facades(source: str = "auto", image_size: int = 256) -> tuple[PairedSet, PairedSet]:
    """Photos of house fronts with their label maps: ``train, test``.

    The published folder is ``facades/{train,val,test}/N.jpg``, 512×256, photo on the
    left, map on the right; val stands in for a missing test. Photos are shrunk by
    averaging, a cell of a small map takes its most frequent class: every map is made of
    pure palette colours, and labels_of is exact.

    Args:
        source: as in ``load``; the sample is drawn, at 128×128.
        image_size: 256, 128, 64 or 32.

    Raises:
        ValueError: unknown source or size, or damaged files; all are listed.
        FileNotFoundError: the folder lacks a part; or as in ``load``.
    """
    if image_size not in facade_files.SIZES:
        sizes = ", ".join(map(str, facade_files.SIZES))
        raise ValueError(f"image_size={image_size} must be one of {sizes}.")
    found = _find(facade_files.FACADES, source)
    name = "facades" if found.path else "drawn facades"
    train, test = facade_files.read_facades(found.path, image_size)
    return tuple(_paired_set(part, name, found.found_in) for part in (train, test))


def paired_folder(
    path: str | Path,
    layout: str = "side_by_side",
    image_size: int | None = 256,
    target_side: str = "left",
    target_folder: str = "targets",
    source_folder: str = "sources",
) -> PairedSet:
    """A user's own pairs, as colour pictures.

    Pictures may be grey, transparent (white shows through), with a palette, or turned
    by their camera's note. Those with more than 8 bits share one scale; few colours, as
    in label maps, stay these colours. A notice counts what is passed over or looks odd.

    Args:
        path: the folder.
        layout: "side_by_side" for both pictures in one file, or "two_folders" for two
            sub-folders with the same names, as in targets/a.jpg and sources/a.png.
        image_size: height and width to resize to; None keeps the files' own.
        target_side: "left" or "right", the target's half in layout "side_by_side".
        target_folder: the targets' sub-folder in layout "two_folders".
        source_folder: the sources' sub-folder in layout "two_folders".

    Raises:
        FileNotFoundError: no such folder or sub-folder, or no pictures in it.
        ValueError: it lists the files without partner, that cannot be read, with an
            odd width, or of another size than most.
    """
    folder, sub_folders = Path(path), (target_folder, source_folder)
    pairs = pair_files.read_folder(folder, layout, image_size, target_side, sub_folders)
    return _paired_set(pairs, folder.name, "folder")


def _paired_set(pairs: dict, name: str, found_in: str) -> PairedSet:
    pairs |= {part: to_unit_range(pairs[part]) for part in ("targets", "sources")}
    return PairedSet(**pairs, name=name, found_in=found_in)


def labels_of(sources: np.ndarray) -> np.ndarray:
    """Label maps in colour → classes: the nearest colour of the palette.

    Args:
        sources: float (…, height, width, 3) in [−1, 1].

    Returns:
        int32 (…, height, width), indices into FACADE_CLASSES.
    """
    sources = np.asarray(sources)
    labels = np.empty(sources.shape[:-1], "int32")
    for index in np.ndindex(sources.shape[:-3]):  # one by one saves memory
        labels[index] = facade_files.nearest_labels(to_pixels(sources[index]))
    return labels


def colours_of(labels: np.ndarray) -> np.ndarray:
    """Classes (…, height, width) → label maps in colour, float32 (…, 3) in [−1, 1]."""
    return to_unit_range(FACADE_PALETTE)[np.asarray(labels)]


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
    found = _find(face_files.UTKFACE, source)
    fields = face_files.read_faces(found.path, image_size, progress)
    held_out = fields.pop("held_out")
    faces = FaceSet(**fields, found_in=found.found_in)
    if found.path:
        print(f"UTKFace, {len(faces.ages):,} faces. {_LICENCE}")
    if faces.left_out:
        names = [f"{name!r} ({why})" for name, why in faces.left_out.items()]
        listed = ", ".join(names[:10]) + (", …" if len(names) > 10 else "")
        print(f"Left out {len(names)} files: {listed}.")
    return faces.select(~held_out), faces.select(held_out)


def age_cgan_group(ages: np.ndarray) -> np.ndarray:
    """The six groups of Age-cGAN (Antipov 2017): 0 for 0–18 years … 5 for 60+."""
    return np.digitize(ages, [19, 30, 40, 50, 60]).astype("int32")


def ipcgan_group(ages: np.ndarray) -> np.ndarray:
    """The five groups of IPCGAN (Wang 2018): 0 for 11–20 years … 4 for 50+.

    A 50-year-old belongs to 41–50. Children under 11 are in no group: −1.
    """
    return np.digitize(ages, [11, 21, 31, 41, 51]).astype("int32") - 1
