"""The data sets: a local folder, Keras's cache, a download, or a sample."""

import hashlib
import io
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np
import PIL.Image
from PIL import Image

from gan_utils.files import checked, download
from gan_utils.files.checked import read_arrays, sha256_of
from gan_utils.files.facades import FACADE_CLASSES as FACADE_CLASSES
from gan_utils.files.facades import FACADE_COLOURS as FACADE_COLOURS
from gan_utils.files.facades import (
    FACADE_PALETTE,
    SAMPLE_SIZE,
    facade_pair,
    shrink_labels,
    squared_distances,
    tiles,
)
from gan_utils.files.faces import find_utkface, read_folder
from gan_utils.files.find import (
    cache_folder,
    embedded_folder,
    find,
    find_folder,
)
from gan_utils.files.pairs import (
    EXTENSIONS,
    Pair,
    halves,
    matched_files,
    open_in_colour,
    other_sizes,
    pictures_in,
    read_all,
    refuse,
)

SOURCES = ("auto", "real", "sample")
IMAGE_SETS = ("mnist", "fashion_mnist", "cifar10")
CLASS_NAMES = {
    "mnist": "0 1 2 3 4 5 6 7 8 9",
    "fashion_mnist": "top trouser pullover dress coat sandal shirt sneaker bag boot",
    "cifar10": "airplane automobile bird cat deer dog frog horse ship truck",
    "shapes": "disc ring square frame triangle star cross bar moon heart",
}
IMAGE_SHAPES = {
    "mnist": (28, 28),
    "fashion_mnist": (28, 28),
    "cifar10": (32, 32, 3),
    "shapes": (32, 32, 3),
}
MOST_BYTES = 190_000_000  # CIFAR-10, the largest, has 185 MB


class ImageSet(NamedTuple):
    """Images with their labels, and where they come from.

    Attributes:
        images: float32 (n, height, width, channels) in [−1, 1].
        labels: int32 (n,).
        class_names: what each label stands for.
        name: the data set, for instance "mnist".
        source: "GAN_DATA", "cache", "download" or "sample".
        sha256: checksum of the file that was read.
    """

    images: np.ndarray
    labels: np.ndarray
    class_names: list[str]
    name: str
    source: str
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
    """Loads a data set by name: ``train, test``.

    Raises:
        ValueError: unknown name or source, or a file that is damaged.
        FileNotFoundError: source="real" and the data are nowhere to be found.
    """
    if name not in IMAGE_SETS:
        raise ValueError(
            f"There is no data set {name!r}; choose one of {', '.join(IMAGE_SETS)}."
        )
    if source not in SOURCES:
        raise ValueError(f"source={source!r} must be one of {', '.join(SOURCES)}.")
    if source == "sample":
        return sample(name)
    path, found_in, problem = find(name)
    if path is not None:
        return read_npz(path, name, found_in)
    if source == "real":
        raise FileNotFoundError(
            f"The real {name} data were not found ({problem}). Provide them in one "
            f"of three ways: put {name}.npz into a folder and set the environment "
            f"variable GAN_DATA to it; copy it to {cache_folder()}; or connect to "
            "the network, and it is downloaded. source='sample' uses the sample."
        )
    train, test = sample(name)
    print(
        f"Notice: {problem}. Using the embedded sample instead: {train.name}, "
        f"{len(train.images)} training images. For the real {name}, connect to the "
        f"network or set GAN_DATA to a folder that holds {name}.npz."
    )
    return train, test


def read_npz(path: Path, name: str, found_in: str) -> tuple[ImageSet, ImageSet]:
    """Reads x_train, y_train, x_test, y_test and brings the images to [−1, 1].

    Raises:
        ValueError: the file is damaged or holds something else.
    """
    arrays = read_arrays(path, MOST_BYTES)
    checksum = sha256_of(path)
    class_names = CLASS_NAMES[name].split()
    sets = []
    for part in ("train", "test"):
        images = arrays.pop(f"x_{part}", np.empty(0))
        labels = arrays.pop(f"y_{part}", np.empty(0)).reshape(-1)
        problem = wrong_content(images, labels, IMAGE_SHAPES[name], len(class_names))
        if problem:
            raise ValueError(
                f"{path} is not the {name} data ({part}: {problem}); put the right "
                "file there."
            )
        images, labels = to_unit_range(images), labels.astype("int32")
        sets.append(ImageSet(images, labels, class_names, name, found_in, checksum))
    return tuple(sets)


def wrong_content(
    images: np.ndarray, labels: np.ndarray, shape: tuple[int, ...], n_classes: int
) -> str:
    """What is wrong with the arrays of a data set, or nothing."""
    if images.dtype != np.uint8 or images.shape[1:] != shape or not len(images):
        return f"images are {images.dtype} of shape {images.shape}"
    if len(images) != len(labels):
        return f"{len(images)} images with {len(labels)} labels"
    if labels.dtype.kind not in "iu":
        return f"labels are {labels.dtype}"
    if labels.min() < 0 or labels.max() >= n_classes:
        return f"labels from {labels.min()} to {labels.max()}"
    return ""


def to_unit_range(pixels: np.ndarray) -> np.ndarray:
    """uint8 in 0…255, (n, h, w) or (n, h, w, c) → float32 (n, h, w, c) in [−1, 1]."""
    if pixels.ndim == 3:
        pixels = pixels[..., None]
    return pixels.astype("float32") / 127.5 - 1


def to_pixels(images: np.ndarray) -> np.ndarray:
    """Float in [−1, 1] → uint8 in 0…255, clipped."""
    return np.clip(np.rint((np.asarray(images) + 1) * 127.5), 0, 255).astype("uint8")


def sample(name: str) -> tuple[ImageSet, ImageSet]:
    """The small set that stands in for a real one when there is no network."""
    if name == "mnist":
        return sample_digits()
    train, test = read_npz(
        embedded_folder("samples") / "shapes.npz", "shapes", "sample"
    )
    if name == "fashion_mnist":
        return grey_28(train), grey_28(test)
    return train, test


def sample_digits() -> tuple[ImageSet, ImageSet]:
    """scikit-learn's real handwritten digits, 8×8 enlarged to 28×28.

    They are enlarged to 20×20 in a black frame of 4, as MNIST's digits are.
    """
    import sklearn.datasets

    digits = sklearn.datasets.load_digits()
    order = np.random.default_rng(0).permutation(len(digits.images))
    small = digits.images[order, :, :, None].astype("float32") / 8 - 1
    large = keras.ops.image.resize(small, (20, 20), interpolation="bicubic")
    images = np.pad(
        np.clip(large, -1, 1), ((0, 0), (4, 4), (4, 4), (0, 0)), constant_values=-1
    )
    labels = digits.target[order].astype("int32")
    checksum = hashlib.sha256(images.tobytes()).hexdigest()
    described = (
        CLASS_NAMES["mnist"].split(),
        "scikit-learn digits",
        "sample",
        checksum,
    )
    return (
        ImageSet(images[:1500], labels[:1500], *described),
        ImageSet(images[1500:], labels[1500:], *described),
    )


def grey_28(shapes: ImageSet) -> ImageSet:
    """Drawn shapes in the form of Fashion-MNIST: grey, 28×28."""
    grey = np.tensordot(shapes.images, [0.299, 0.587, 0.114], 1)[..., None]
    small = grey[:, 2:-2, 2:-2].astype("float32")
    return shapes._replace(images=small, name="grey shapes")


FACADE_SIZES = (256, 128, 64, 32)
N_DRAWN_TRAIN = 400  # of the sample; the rest is for testing
LAYOUTS = ("side_by_side", "two_folders")


class PairedSet(NamedTuple):
    """Pairs of pictures, and where they come from.

    Attributes:
        targets: float32 (n, height, width, channels) in [−1, 1], for instance photos.
        sources: float32 (n, height, width, channels) in [−1, 1], for instance maps.
        file_names: the name of each pair.
        name: the data set, for instance "facades".
        found_in: "GAN_DATA", "cache", "download", "sample" or "folder".
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
    left, label map on the right. ``test`` is the folder of that name, or ``val``
    where there is no such folder. Photos are shrunk by averaging; a cell of a small
    map has the most frequent class of its pixels, so every map is made of pure
    palette colours and labels_of is exact. The sample is drawn, at 128×128.

    Args:
        source: "auto", "real" or "sample", as in gan_utils.data.
        image_size: 256, 128, 64 or 32.

    Raises:
        ValueError: unknown source or size, or files that are damaged.
        FileNotFoundError: source="real" and the data are nowhere to be found, or
            there are no training pairs where the data should be.
    """
    if source not in SOURCES:
        raise ValueError(f"source={source!r} must be one of {', '.join(SOURCES)}.")
    if image_size not in FACADE_SIZES:
        raise ValueError(
            f"image_size={image_size} must be one of "
            f"{', '.join(map(str, FACADE_SIZES))}, which divide the photos' 256 pixels."
        )
    if source == "sample":
        return sample_facades(image_size)
    folder, found_in, problem = find_facades()
    if folder is not None:
        return read_facades(folder, found_in, image_size)
    if source == "real":
        raise FileNotFoundError(
            f"The real facades were not found ({problem}). Provide them in one of "
            "three ways: put the folder facades with its sub-folders train and test "
            "into a folder and set the environment variable GAN_DATA to that one; "
            f"copy it to {cache_folder()}; or connect to the network, and it is "
            "downloaded. source='sample' uses the drawn sample."
        )
    train, test = sample_facades(image_size)
    print(
        f"Notice: {problem}. Using the embedded sample instead: {train.name}, "
        f"{len(train.targets)} training pairs. For the real facades, connect to the "
        "network or set GAN_DATA to a folder that holds the folder facades."
    )
    return train, test


def find_facades() -> tuple[Path | None, str, str]:
    """Where the folder facades lies, which kind of place, and else what went wrong."""
    path, found_in = find_folder("facades")
    if path is not None:
        return path, found_in, ""
    path = cache_folder() / "facades"
    try:
        download.DOWNLOADS["facades"](path)
    # Whatever went wrong, with the network, the file or the disk, is passed on.
    except Exception as error:
        return None, "", f"facades could not be downloaded ({checked.short(error)})"
    return path, "download", ""


def read_facades(
    folder: Path, found_in: str, image_size: int
) -> tuple[PairedSet, PairedSet]:
    """Reads train and test, or train and val, of the published folder."""
    parts = {part: pictures_in(folder / part) for part in ("train", "test", "val")}
    if not parts["train"]:
        raise FileNotFoundError(
            f"{folder} holds no training pairs; copy facades/train/1.jpg and so on "
            "into it, or remove the folder to have the facades downloaded."
        )
    held_out = "test" if parts["test"] else "val"
    if not parts[held_out]:
        raise FileNotFoundError(
            f"{folder} holds neither test nor val pairs; copy one of the two "
            "published folders beside train."
        )
    sets = []
    for part in ("train", held_out):
        pairs, problems = read_all(
            [(file,) for file in parts[part]],
            lambda file: facade_pair(file, image_size),
        )
        refuse(folder / part, problems)
        sets.append(paired_set(pairs, "facades", found_in))
    return tuple(sets)


def sample_facades(image_size: int) -> tuple[PairedSet, PairedSet]:
    """The drawn facades that stand in for the real ones when there is no network."""
    folder = embedded_folder("samples")
    files = [folder / "facades_photos.jpg", folder / "facades_labels.png"]
    photos, labels = (tiles(PIL.Image.open(file)) for file in files)
    checksum = hashlib.sha256(b"".join(file.read_bytes() for file in files))
    names = [f"drawn_{index}" for index in range(len(photos))]
    if image_size > SAMPLE_SIZE:
        labels = labels.repeat(2, axis=1).repeat(2, axis=2)
    labels = [shrink_labels(one, image_size) for one in labels]
    # Pillow's box filter averages, its bicubic one enlarges smoothly.
    way = PIL.Image.Resampling.BOX
    if image_size > SAMPLE_SIZE:
        way = PIL.Image.Resampling.BICUBIC
    photos = [PIL.Image.fromarray(photo) for photo in photos]
    photos = [photo.resize((image_size, image_size), way) for photo in photos]
    targets, labels = to_unit_range(np.stack(photos)), np.stack(labels)
    described = ("drawn facades", "sample", checksum.hexdigest())
    return tuple(
        PairedSet(targets[part], colours_of(labels[part]), names[part], *described)
        for part in (slice(N_DRAWN_TRAIN), slice(N_DRAWN_TRAIN, None))
    )


def labels_of(sources: np.ndarray) -> np.ndarray:
    """Label maps in colour → classes: the nearest colour of the palette.

    Args:
        sources: float (…, height, width, 3) in [−1, 1].

    Returns:
        int32 (…, height, width), indices into FACADE_CLASSES.
    """
    sources = np.asarray(sources)
    labels = np.empty(sources.shape[:-1], "int32")
    for index in np.ndindex(sources.shape[:-3]):  # one by one, which saves memory
        pixels = to_pixels(sources[index])
        labels[index] = squared_distances(pixels).argmin(0)
    return labels


def colours_of(labels: np.ndarray) -> np.ndarray:
    """Classes (…, height, width) → label maps in colour, float32 (…, 3) in [−1, 1]."""
    return (FACADE_PALETTE.astype("float32") / 127.5 - 1)[np.asarray(labels)]


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
    by their camera's note. Anything that is no picture by its name is passed over.

    Args:
        path: the folder.
        layout: "side_by_side" for files with both pictures beside each other, or
            "two_folders" for two sub-folders with the same names, for instance
            targets/a.jpg and sources/a.png.
        image_size: height and width to resize to; None keeps the files' own.
        target_side: "left" or "right", the target's half in layout "side_by_side".
        target_folder: the targets' sub-folder in layout "two_folders".
        source_folder: the sources' sub-folder in layout "two_folders".

    Raises:
        FileNotFoundError: no such folder or sub-folder, or no pictures in it.
        ValueError: files without partner, that cannot be read, with an odd width, or
            of another size than the rest; all of them are listed.
    """
    folder = Path(path)
    if layout not in LAYOUTS:
        raise ValueError(f"layout={layout!r} must be one of {', '.join(LAYOUTS)}.")
    if target_side not in ("left", "right"):
        raise ValueError(f"target_side={target_side!r} must be left or right.")
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is not a folder; correct the path.")
    if layout == "side_by_side":
        files, problems = [(file,) for file in pictures_in(folder)], []
    else:
        files, problems = matched_files(folder / target_folder, folder / source_folder)

    def read(*paths: Path) -> Pair:
        pictures = [open_in_colour(path) for path in paths]
        if layout == "side_by_side":
            left, right = halves(pictures[0])
            pictures = [left, right] if target_side == "left" else [right, left]
        if pictures[0].size != pictures[1].size:
            raise ValueError("differs in size from its partner")
        size = pictures[0].size
        if image_size is not None:
            pictures = [picture.resize((image_size,) * 2) for picture in pictures]
        content = b"".join(path.read_bytes() for path in paths)
        return Pair(*map(np.asarray, pictures), paths[0].name, size, content)

    pairs, unreadable = read_all(files, read)
    refuse(folder, problems + unreadable + other_sizes(pairs))
    if not pairs:
        raise FileNotFoundError(
            f"{folder} holds no pairs; put pictures ({', '.join(EXTENSIONS)}) into it "
            f"or choose another layout than {layout!r}."
        )
    return paired_set(pairs, folder.name, "folder")


def paired_set(pairs: list[Pair], name: str, found_in: str) -> PairedSet:
    """Stacks the pairs and brings them to [−1, 1]."""
    checksum = hashlib.sha256()
    for pair in pairs:
        checksum.update(pair.content)
    return PairedSet(
        to_unit_range(np.stack([pair.target for pair in pairs])),
        to_unit_range(np.stack([pair.source for pair in pairs])),
        [pair.name for pair in pairs],
        name,
        found_in,
        checksum.hexdigest(),
    )


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
    if source not in SOURCES:
        raise ValueError(f"source={source!r} must be one of {', '.join(SOURCES)}.")
    if source == "sample":
        return sample_faces(image_size)
    folder, found_in, problem = find_utkface()
    if folder is None:
        advice = (
            f"get 'Aligned & Cropped Faces' from {HOME_PAGE}, unpack it, and put its "
            "folder UTKFace into a folder that you set GAN_DATA to, or into "
            f"{cache_folder()}"
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
    arrays = read_folder(folder, image_size, progress)
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
    path = embedded_folder("samples") / "faces.npz"
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
        sha256=checked.sha256_of(path),
        left_out={},
    )
    return faces.select(~arrays["test"]), faces.select(arrays["test"])
