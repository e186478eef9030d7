"""Every published file in miniature, and gan_utils pointed at a site that has them.

Run as a script it is a process that downloads; its argument is JSON with the arguments
of ``main``.
"""

import functools
import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image
from small_sets import STAMP, image_arrays

from gan_utils import data
from gan_utils.faces import identity, second_opinion
from gan_utils.files import chorales, download, facades, faces, find, image_sets

SETS = ("mnist", "fashion_mnist", "cifar10", "facades", "utkface", "chorales")
WEIGHTS = {"identity": identity, "second_opinion": second_opinion}
NAMES = (*SETS, *WEIGHTS)
NO_LIMITS = dict.fromkeys(NAMES)
ARCHIVES = {"cifar10": "cifar-10-binary.tar.gz", "facades": "facades.tar.gz"}
ARCHIVES["utkface"] = "UTKFace.tar.gz"
PLACES = {"facades": "facades", "utkface": "UTKFace", "chorales": "jsb-chorales"}
PLACES |= {name: weights.PUBLISHED.name for name, weights in WEIGHTS.items()}
N_PICTURES = {"train": 2, "val": 1, "test": 1}


def jpeg(shape, value):
    file = io.BytesIO()
    noise = np.random.default_rng(value).integers(0, 256, (*shape, 3), "uint8")
    Image.fromarray(noise // 8 + value).save(file, "JPEG")
    return file.getvalue()


def pair(number):
    """A photo, and to the right of it a label map of one class."""
    sides = np.random.default_rng(number).integers(0, 256, (256, 512, 3), "uint8")
    sides[:, 256:] = facades.FACADE_PALETTE[number]
    file = io.BytesIO()
    Image.fromarray(sides).save(file, "JPEG")
    return file.getvalue()


def tarred(contents, extra=()):
    """A tar file of files by path, and of further members as they are."""
    members = [(tarfile.TarInfo(path), content) for path, content in contents.items()]
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        for member, content in (*members, *extra):
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return file.getvalue()


def pack(contents, extra=()):
    """The same, compressed."""
    return gzip.compress(tarred(contents, extra))


def chorale_parts():
    """Three parts with a piece of 200 steps each."""
    return {part: [[[72, 67, 60, 48]] * 200] for part in chorales.PARTS}


@functools.cache
def unpacked_contents():
    """What is in the cache after a download: arrays or files, by name and set."""
    rng = np.random.default_rng(1)
    return {
        "mnist": image_arrays(10, 2),
        "fashion_mnist": image_arrays(10, 2),
        "cifar10": image_arrays(10, 2, (32, 32, 3)),
        "facades": {
            f"{part}/{number}.jpg": pair(number)
            for part, count in N_PICTURES.items()
            for number in range(1, count + 1)
        },
        "utkface": {f"{age}_0_0_{STAMP}.jpg": jpeg((20, 20), age) for age in (30, 31)},
        "chorales": {chorales.FILE: json.dumps(chorale_parts()).encode()},
    } | {
        name: {file: rng.bytes(5000) for file in weights.PUBLISHED.files}
        for name, weights in WEIGHTS.items()
    }


def archive_members(name):
    """The paths and bytes inside the published .tar.gz of a set."""
    content = unpacked_contents()[name]
    if name != "cifar10":
        return {f"{PLACES[name]}/{path}": file for path, file in content.items()}
    members = {}
    for part, batches in (("train", 5), ("test", 1)):
        pixels = content[f"x_{part}"].transpose(0, 3, 1, 2)
        labels = content[f"y_{part}"][:, None]
        rows = np.hstack([labels, pixels.reshape(len(pixels), -1)])
        for number, batch in enumerate(np.split(rows, batches), 1):
            file = f"data_batch_{number}.bin" if part == "train" else "test_batch.bin"
            members[f"cifar-10-batches-bin/{file}"] = batch.tobytes()
    return members


@functools.cache
def published_files():
    """The files that a server holds, by name."""
    contents = unpacked_contents()
    npz = io.BytesIO()
    np.savez(npz, **contents["mnist"])
    files = {"mnist.npz": npz.getvalue()}
    arrays = contents["fashion_mnist"].items()
    for file, (key, array) in zip(image_sets.IDX_FILES, arrays, strict=True):
        header = bytes(16 if key.startswith("x") else 8)
        files[file] = gzip.compress(header + array.tobytes())
    for name, file in ARCHIVES.items():
        files[file] = pack(archive_members(name))
    kept = ("identity", "second_opinion", "chorales")
    return files | {k: v for name in kept for k, v in contents[name].items()}


def settings_for(site):
    """What makes gan_utils download the site's files from it, as JSON."""
    files = site.files.items()
    return {
        "address": site.address,
        "sha256": {name: hashlib.sha256(file).hexdigest() for name, file in files},
        "archive_bytes": len(site.files[ARCHIVES["facades"]]),
    }


def apply(settings, change=setattr):
    """Points gan_utils at the site, and lets it lose its patience sooner."""

    def moved(published):
        files = {
            name: checksum and settings["sha256"][name]
            for name, checksum in published.files.items()
        }
        return published._replace(files=files, addresses=[settings["address"]])

    sets = image_sets.IMAGE_SETS.items()
    change(image_sets, "IMAGE_SETS", {name: moved(one) for name, one in sets})
    change(facades, "FACADES", moved(facades.FACADES))
    change(facades, "ARCHIVE_BYTES", settings["archive_bytes"])
    change(facades, "N_PICTURES", N_PICTURES)
    change(faces, "UTKFACE", moved(faces.UTKFACE))
    change(chorales, "CHORALES", moved(chorales.CHORALES))
    for module in WEIGHTS.values():
        change(module, "PUBLISHED", moved(module.PUBLISHED))
    # What the course embeds, or the system has, would be found before any download.
    change(find, "embedded_folder", lambda kind: Path(os.devnull))
    change(find, "PACKAGES", Path(os.devnull))
    change(download, "PAUSES", (0.01, 0.01))
    change(download, "MOST_BYTES", 2_000_000)
    change(download, "TIMEOUT_SECONDS", settings.get("timeout", 20))


def load(name, source="real"):
    """Loads a set or finds weights, and says where they were found."""
    if name in WEIGHTS:
        return WEIGHTS[name].PUBLISHED.find().name
    loader = getattr(data, name)
    size = (32,) if name in ("facades", "utkface") else ()
    return loader(source, *size)[0].found_in


def cached(name):
    """The arrays or files that lie in the cache under a set's final name."""
    place = find.cache_folder() / PLACES.get(name, f"{name}.npz")
    if place.suffix == ".npz":
        with np.load(place) as file:
            return {key: file[key].tobytes() for key in file.files}
    files = (path for path in place.rglob("*") if not path.is_dir())
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in files}


def is_right(name):
    expected = unpacked_contents()[name].items()
    return cached(name) == {
        key: one.tobytes() if isinstance(one, np.ndarray) else one
        for key, one in expected
    }


def names_in_cache():
    place = find.cache_folder()
    return sorted(path.name for path in place.iterdir()) if place.exists() else []


def outcome(name):
    """ "right" after a download, or the error that says why not."""
    try:
        load(name)
    except (OSError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return "right" if is_right(name) else "wrong"


def main(settings, rounds=(NO_LIMITS,), at_once=False):
    """Downloads in rounds; prints, as JSON, each one's outcomes and what it left.

    rounds: of each the names, with the most bytes that a file may have, as the kernel
        sees to; None where there is no such limit.
    """
    apply(settings)

    def one(name, limit):
        if limit is not None:
            import resource

            most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
        return outcome(name)

    outcomes = []
    for limits in rounds:
        with ThreadPoolExecutor(len(limits) if at_once else 1) as pool:
            answers = pool.map(one, limits, limits.values())
            answers = dict(zip(limits, answers, strict=True))
        outcomes.append((answers, names_in_cache()))
    print()
    print(json.dumps(outcomes))


def start(**arguments):
    """Starts a process with these arguments of ``main``."""
    return subprocess.Popen(
        [sys.executable, __file__, json.dumps(arguments)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
