"""Reads damaged files in a process of its own: fuzz_child.py EXAMPLES FOLDER.

Writes one line of JSON a reader. A case that lasts a minute ends the process with a
traceback, and one that asks for far more memory than promised gets none.
"""

import faulthandler
import functools
import gzip
import json
import os
import resource
import shutil
import sys
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import fuzz_archives
import fuzz_cases
import fuzz_readers
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

from gan_utils.files.facades import FACADES
from gan_utils.files.faces import UTKFACE
from gan_utils.files.image_sets import IMAGE_SETS
from gan_utils.files.pictures import is_deep, open_picture

FEW = 100  # examples a reader up to which the slow files are left out
MOST_SECONDS = 60
MOST_MEMORY = 2**30  # what one case may take on top of what is there
MARKER = "code-ran"


class Reader(NamedTuple):
    """How one kind of file is read.

    ``read`` gets a folder and a file's content and returns whether the file was taken.
    It has to take all ``whole`` files and none of the ``evil`` ones. For any others,
    ``errors`` are promised, whose message holds ``named``.
    """

    read: Callable[[Path, bytes], bool]
    whole: list[bytes]
    damaged: SearchStrategy[bytes]
    evil: list[bytes] = ()
    odd: Callable[[], list[bytes]] = list
    errors: tuple = (ValueError,)
    named: str = ""
    share: float = 1.0  # of the examples


def readers(thorough: bool) -> dict[str, Reader]:
    """All readers, by the name that the tests know them by."""
    return picture_readers(thorough) | array_readers(thorough) | archive_readers()


def picture_readers(thorough: bool) -> dict[str, Reader]:
    """Those of pictures."""
    too_large = [fuzz_cases.two_colours(16_000)]

    def reader(read, whole: list[bytes], side: int, **options) -> Reader:
        def odd():
            others = fuzz_cases.other_huge_pictures(side) if thorough else []
            return [fuzz_cases.huge_picture(side), *others]

        damaged = fuzz_cases.damaged_pictures(whole)
        return Reader(read, whole, damaged, too_large, odd, **options)

    pictures, small = fuzz_readers.pictures(80, 64), fuzz_readers.pictures(20, 20)
    small = [content for content in small if not is_deep(open_picture(content))]
    strips = fuzz_readers.strips()
    return {
        "photo": reader(
            fuzz_readers.read_photo, pictures, 7070, named="me.jpg", share=2
        ),
        "pair": reader(fuzz_readers.read_pair, pictures, 4990, named="pair.png"),
        "facades": reader(fuzz_readers.read_facades, strips, 4990, named="1.jpg"),
        "faces": reader(fuzz_readers.read_folder_of_faces, small, 4990),
    }


def array_readers(thorough: bool) -> dict[str, Reader]:
    """Those of arrays, weights and networks."""
    marker = Path(os.environ["FUZZ_FOLDER"]) / MARKER

    def npz(read, arrays: dict, bomb: tuple | None = None, **options) -> Reader:
        evil = fuzz_archives.pickled_npz(marker, arrays)
        if bomb:
            evil.append(fuzz_archives.npz_bomb(arrays, *bomb))
        whole = [fuzz_archives.whole_npz(arrays)]
        return Reader(read, whole, fuzz_archives.damaged_npz(arrays), evil, **options)

    network = fuzz_readers.classifier()
    weights = fuzz_readers.saved(network.save_weights, "a.weights.h5")
    model = fuzz_readers.saved(network.save, "a.keras")
    manifest = json.dumps(fuzz_readers.MANIFEST).encode()
    return {
        "copy of the faces": npz(
            fuzz_readers.read_copy_of_faces,
            fuzz_readers.copy_of_faces(),
            ("pixels", (2**21, 16, 16, 3)) if thorough else None,
        ),
        "image set": npz(
            fuzz_readers.read_image_set,
            fuzz_readers.IMAGES,
            ("x_train", (400_000, 28, 28)),
            named="mnist.npz",
        ),
        "run": npz(
            fuzz_readers.read_run,
            fuzz_readers.run_arrays(),
            ("variable_0", (2**28,)) if thorough else None,
            named="run.npz",
        ),
        "weights": Reader(
            fuzz_readers.read_weights,
            [weights],
            fuzz_cases.damaged([weights]),
            [fuzz_archives.h5_bomb(weights)],
            named="a.weights.h5",
        ),
        "manifest of weights": Reader(
            fuzz_readers.read_manifest,
            [manifest],
            fuzz_archives.damaged_manifest(fuzz_readers.MANIFEST),
            errors=(ValueError, FileNotFoundError),
            named="inside",
        ),
        "binary of weights": Reader(
            fuzz_readers.read_binary,
            [fuzz_readers.BINARY],
            fuzz_cases.damaged([fuzz_readers.BINARY]),
            named="weights.json",
            share=0.5,
        ),
        "saved model": Reader(
            fuzz_readers.read_keras,
            [model],
            fuzz_archives.damaged_keras(model),
            errors=(Exception,),  # Keras promises none of its own
            share=0.25,
        ),
    }


def archive_readers() -> dict[str, Reader]:
    """Those of published archives, as if no checksum protected them."""
    bomb = gzip.compress(bytes(2**29), 1)

    def reader(published, whole: list[bytes], evil: list[bytes]) -> Reader:
        damaged = fuzz_archives.damaged_gz([*whole, *evil])
        packed = [[gzip.compress(file) for file in some] for some in (whole, evil)]
        read = functools.partial(fuzz_readers.read_archive, published)
        return Reader(read, packed[0], damaged, [*packed[1], bomb])

    facades, faces, records, evil = fuzz_readers.archives()
    idx = fuzz_readers.IDX
    return {
        "archive of facades": reader(FACADES, [facades], evil),
        "archive of faces": reader(UTKFACE, [faces], []),
        "archive of CIFAR-10": reader(IMAGE_SETS["cifar10"], [records], []),
        "archive of Fashion-MNIST": reader(IMAGE_SETS["fashion_mnist"], [idx], []),
    }


def memory(field: str) -> int:
    """A line of /proc/self/status in bytes, for instance the peak VmHWM."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return 1024 * int(line.split()[1])
    raise OSError(f"the kernel does not say {field}")


def judge(reader: Reader, content: bytes) -> bool:
    """Reads one file; whether it was taken. Raises AssertionError for a bad end."""
    root = Path(os.environ["FUZZ_FOLDER"])
    inside, cache = root / "inside", root / "datasets"
    for folder in (inside, cache):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    before = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
    faulthandler.dump_traceback_later(MOST_SECONDS, exit=True)
    try:
        taken = reader.read(inside, content)
    except reader.errors as error:
        check_message(error, reader)
        taken = False
    finally:
        faulthandler.cancel_dump_traceback_later()
    used = memory("VmHWM") - before
    assert used < MOST_MEMORY, f"took {used / 1e6:.0f} MB"
    found = {path.name for path in root.iterdir()}
    assert found == {"inside", "datasets"}, f"outside its folder: {found}"
    return taken


def check_message(error: Exception, reader: Reader) -> None:
    """One sentence that names the file; of pairs, a sentence with a list."""
    if reader.errors == (Exception,):
        return
    text = str(error)
    assert reader.named in text, f"the file is not named: {text}"
    if not isinstance(error, OSError):
        assert type(error) is ValueError, repr(error)
        assert text.splitlines()[0][-1:] in (".", ":"), f"no sentence: {text}"


def try_all(reader: Reader, examples: int) -> dict:
    """Judges whole, evil, odd and damaged files; counts, and what went wrong."""
    counts = Counter()

    def one(content: bytes) -> None:
        counts[judge(reader, content)] += 1

    generated = settings(max_examples=max(1, int(examples * reader.share)))(
        given(reader.damaged)(one)
    )
    problem = ""
    try:
        assert all(judge(reader, content) for content in reader.whole), "not taken"
        assert not any(judge(reader, content) for content in reader.evil), "taken"
        for content in reader.odd():
            one(content)
        generated()
    # Whatever it is, the test that is named after the reader shows it.
    except Exception:
        problem = traceback.format_exc()
    return {"taken": counts[True], "refused": counts[False], "problem": problem}


def main(examples: int, folder: str) -> None:
    """Tries all readers."""
    os.environ |= {"FUZZ_FOLDER": folder, "KERAS_HOME": folder}
    os.environ.pop("GAN_DATA", None)
    for kind in (UserWarning, RuntimeWarning):  # a warning must not become a crash
        warnings.simplefilter("error", kind)
    settings.register_profile(
        "fuzz",
        deadline=None,
        database=None,
        derandomize=examples <= FEW,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("fuzz")
    tried = readers(thorough=examples > FEW)
    most = memory("VmSize") + 4 * MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    for name, reader in tried.items():
        print(json.dumps({"reader": name, **try_all(reader, examples)}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
