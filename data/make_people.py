"""Chooses and frames data/samples/people_of_nobody, from pictures of SFHQ-T2I.

    python -m data.make_people FOLDER

FOLDER holds the pictures (224×224, cut from the overview sheets of
https://github.com/SelfishGene/SFHQ-T2I-dataset) and captions.csv, which says what each
sheet was searched for. A picture is kept when MTCNN finds one large, frontal face in
it and nothing that was asked for hides or distorts the face. The pictures in LEFT_OUT
were left out by eye: shut eyes, open mouths, heads thrown back, dark glasses. The
judged ages are those of ``second_opinion``. It takes about ten minutes.
"""

import csv
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from gan_utils.data import to_pixels, to_unit_range
from gan_utils.faces import alignment
from gan_utils.faces.second_opinion import second_opinion

SAMPLES = Path(__file__).parent / "samples"
SIDE, COLUMNS = 128, 20
# What a sheet was searched for where a face is hidden, distorted or of strange eyes.
HIDING = "closed eyes", "eye color", "mask", "paint", "sunglasses", "tongue", "veil"
LEFT_OUT = {
    "FLUX1_schnell": (
        1126,
        1496,
        1846,
        4095,
        5821,
        6596,
        6659,
        6904,
        7175,
        8656,
        9016,
        9223,
        9929,
        11062,
        12086,
        16667,
        19981,
        21344,
        22711,
        22914,
        23739,
        28488,
        30553,
        34861,
        38740,
        39560,
        41091,
        41854,
        43748,
        43922,
        46194,
        46602,
        47084,
        49102,
        50669,
        51061,
        51237,
        51891,
        53440,
        54174,
        54481,
    ),
    "SDXL": (
        4340,
        5082,
        7820,
        9350,
        12890,
        15493,
        16752,
        17287,
        18661,
        18881,
        19815,
        20388,
        20586,
        22077,
        29191,
        29387,
        30347,
        33789,
        35537,
        37164,
        37266,
        38424,
        45514,
        46610,
        46891,
        48960,
        49255,
        50722,
        51554,
        52432,
        52569,
    ),
}
# Embedded as they are, for the notebook that ages a photo.
PORTRAITS = {
    "small_girl": "FLUX1_schnell_0006619.jpg",
    "boy": "FLUX1_schnell_0015319.jpg",
    "young_man": "FLUX1_schnell_0047869.jpg",
    "young_woman": "FLUX1_schnell_0035778.jpg",
    "woman": "SDXL_0002039.jpg",
    "man": "FLUX1_schnell_0047758.jpg",
    "smiling_man": "SDXL_0049755.jpg",
    "older_woman": "FLUX1_schnell_0017634.jpg",
}


def is_frontal(face: alignment.Face) -> bool:
    """Whether somebody looks into the camera: the nose lies between the eyes."""
    left, right, nose, mouth_left, mouth_right = face.landmarks
    width = np.linalg.norm(right - left)
    nose_share = np.dot(nose - left, right - left) / width**2
    mouth = (mouth_left + mouth_right) / 2
    mouth_share = np.dot(mouth - left, right - left) / width**2
    lean = abs(np.degrees(np.arctan2(*(right - left)[::-1])))
    return abs(nose_share - 0.5) < 0.13 and abs(mouth_share - 0.5) < 0.13 and lean < 15


def framed(path: Path) -> np.ndarray | None:
    """The face of a picture, uint8 (SIDE, SIDE, 3), or None where it will not do."""
    photo = np.asarray(Image.open(path).convert("RGB"))
    faces = alignment.find_faces(photo)
    if len(faces) != 1 or faces[0].confidence < 0.98 or faces[0].box[2] < 70:
        return None
    if not is_frontal(faces[0]):
        return None
    picture = to_pixels(alignment.align_face(photo, faces[0], SIDE))
    outside = (picture == 0).all(axis=-1).mean()  # what lay outside the photo is black
    has_colour = np.ptp(picture.astype(int), axis=-1).mean() > 8
    return picture if outside < 0.01 and has_colour else None


def chosen(folder: Path) -> dict[str, np.ndarray]:
    """The framed faces of all pictures that will do, by the files' names."""
    with open(folder / "captions.csv", newline="", encoding="utf-8") as file:
        captions = {
            row["file"]: row["searched_for"].lower() for row in csv.DictReader(file)
        }
    by_eye = {
        f"{model}_{number:07}.jpg" for model, n in LEFT_OUT.items() for number in n
    }
    names = [
        name
        for name, caption in sorted(captions.items())
        if name not in by_eye and not any(word in caption for word in HIDING)
    ]
    faces = {name: framed(folder / name) for name in names}
    return {name: face for name, face in faces.items() if face is not None}


def main(folder: Path) -> None:
    """Writes the mosaic, its table and the portraits."""
    faces = chosen(folder)
    pixels = np.stack(list(faces.values()))
    ages = second_opinion().predict(to_unit_range(pixels), verbose=0)[1]
    order = np.argsort(ages)
    rows = -(-len(faces) // COLUMNS)
    mosaic = np.zeros((rows * COLUMNS, SIDE, SIDE, 3), "uint8")
    mosaic[: len(faces)] = pixels[order]
    mosaic = mosaic.reshape(rows, COLUMNS, SIDE, SIDE, 3).swapaxes(1, 2)
    mosaic = mosaic.reshape(rows * SIDE, COLUMNS * SIDE, 3)
    Image.fromarray(mosaic).save(SAMPLES / "people_of_nobody.jpg", quality=88)
    names = np.array(list(faces))
    with open(SAMPLES / "people_of_nobody.csv", "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["file", "age"])
        table.writerows((names[i], f"{ages[i]:.1f}") for i in order)
    (SAMPLES / "portraits_of_nobody").mkdir(exist_ok=True)
    for name, file_name in PORTRAITS.items():
        picture = Image.open(folder / file_name).convert("RGB")
        picture.save(SAMPLES / "portraits_of_nobody" / f"{name}.jpg", quality=90)
    print(f"{len(faces)} people, judged {ages.min():.0f} to {ages.max():.0f} years")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
