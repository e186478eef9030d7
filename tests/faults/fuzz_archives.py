"""Damaged, oversized and malicious archives, arrays, weights and saved models."""

import gzip
import io
import json
import pickle
import struct
import warnings
import zipfile
from pathlib import Path

import fuzz_cases
import h5py
import numpy as np
from hypothesis import strategies as st


def npy(array: np.ndarray, **header) -> bytes:
    """An array as numpy writes it, with whatever shape and type the header claims."""
    descr, shape = np.lib.format.dtype_to_descr(array.dtype), array.shape
    claimed = {"descr": descr, "fortran_order": False, "shape": shape} | header
    text = f"{claimed!r:<117}\n".encode()
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(text)) + text + array.tobytes()


SHAPES = (
    *((), (0,), (10**15,), (-1,), (3, -2), (2**31, 2**31), (2**63,), (10**15, 0)),
    *((2, 28, 28), (1, 28, 28, 1), (784,), (2.5,), ("a",), None),
)
TYPES = (
    *("<f4", ">f8", "<i8", "|u1", "|b1", "<c8", "|O", "|V0", "|S0", "<U3", "<M8[s]"),
    *([("a", "<f4")], [("a", "|O")], "<U400000000", "nonsense", ""),
)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def whole_npz(arrays: dict[str, np.ndarray]) -> bytes:
    return zipped({f"{name}.npy": npy(array) for name, array in arrays.items()})


@st.composite
def damaged_npz(draw, arrays: dict[str, np.ndarray]) -> bytes:
    """An npz file damaged as a zip, in one member, in a header, or in its values."""
    members = {f"{name}.npy": npy(array) for name, array in arrays.items()}
    method = draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
    kind = draw(st.sampled_from(["zip", "member", "header", "values", "other"]))
    name = draw(st.sampled_from(sorted(arrays)))
    array = arrays[name]
    if kind == "zip":
        return draw(fuzz_cases.damaged([zipped(members, method)]))
    if kind == "member":
        members[f"{name}.npy"] = draw(fuzz_cases.damaged([npy(array)]))
    elif kind == "header":
        header = draw(
            st.fixed_dictionaries(
                {}, optional={k: st.sampled_from(v) for k, v in HEADER.items()}
            )
        )
        members[f"{name}.npy"] = npy(array, **header)
    elif kind == "values":
        numbers = st.sampled_from([np.nan, np.inf, -1.0, 1e300, 10.0, 0.5, 2**40])
        kinds = st.sampled_from(["f8", "f4", "i8", "u1", "c16", "U3", "M8[s]"])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = np.array(draw(numbers)).astype(draw(kinds))
        members[f"{name}.npy"] = npy(np.full(array.shape, value))
    else:
        del members[f"{name}.npy"]
        members[draw(st.sampled_from(["../out.npy", "x", "/tmp/x.npy"]))] = b"?"
    return zipped(members, method)


HEADER = {"shape": SHAPES, "descr": TYPES, "fortran_order": (True, None, "no")}


class Touch:
    """Unpickling it makes a file."""

    def __init__(self, path: Path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (Path(self.path),)


def pickled_npz(marker: Path, arrays: dict[str, np.ndarray]) -> list[bytes]:
    """Files that run code when numpy is allowed to unpickle them."""
    evil = pickle.dumps(Touch(marker))
    members = {f"{name}.npy": npy(array) for name, array in arrays.items()}
    objects = npy(np.empty(0, "u1"), descr="|O", shape=(1,)) + evil
    name = next(iter(members))
    return [evil, objects, zipped(members | {name: objects})]


def npz_bomb(arrays: dict[str, np.ndarray], name: str, shape: tuple) -> bytes:
    """A small file with one array of zeros that fills the memory."""
    members = {f"{key}.npy": npy(array) for key, array in arrays.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for key, content in members.items():
            with archive.open(key, "w", force_zip64=True) as file:
                if key != f"{name}.npy":
                    file.write(content)
                    continue
                file.write(npy(arrays[name][:0], shape=shape))
                for _ in range(int(np.prod(shape)) // 2**24 + 1):
                    file.write(bytes(2**24))
    return buffer.getvalue()


def with_tar_checksums(content: bytes) -> bytes:
    """Corrects the checksums of all headers of a changed tar file."""
    blocks = [content[i : i + 512] for i in range(0, len(content), 512)]
    for i, block in enumerate(blocks):
        if block[257:262] == b"ustar" and len(block) == 512:
            total = sum(block[:148]) + 8 * 32 + sum(block[156:])
            blocks[i] = block[:148] + b"%06o\0 " % total + block[156:]
    return b"".join(blocks)


def damaged_gz(whole: list[bytes]) -> st.SearchStrategy[bytes]:
    """Files damaged before or after they are compressed."""
    broken = fuzz_cases.damaged(whole)
    return st.one_of(
        fuzz_cases.damaged([gzip.compress(content, 1) for content in whole]),
        broken.map(lambda content: gzip.compress(with_tar_checksums(content), 1)),
    )


NUMBERS = st.sampled_from([-1, 0, 2.5, 10**12, "3", None, [], float("nan"), "O", "u1"])


@st.composite
def damaged_manifest(draw, manifest: list | dict) -> bytes:
    """A weight manifest with one of its values exchanged, or damaged as text."""
    text = json.dumps(manifest)
    if draw(st.booleans()):
        return draw(fuzz_cases.damaged([text.encode()]))
    copy = json.loads(text)
    place = copy
    while True:
        keys = range(len(place)) if isinstance(place, list) else sorted(place)
        if not keys:
            break
        key = draw(st.sampled_from(keys))
        if not isinstance(place[key], list | dict) or draw(st.integers(0, 3)) == 0:
            if draw(st.booleans()):
                place[key] = draw(NUMBERS)
            else:
                del place[key]
            break
        place = place[key]
    return json.dumps(copy).encode()


def h5_bomb(whole: bytes) -> bytes:
    """A weight file in which the first array claims 2 GB and holds none of them."""
    buffer = io.BytesIO(whole)
    with h5py.File(buffer, "r+") as file:
        names = []
        file.visititems(
            lambda name, item: (
                names.append(name) if isinstance(item, h5py.Dataset) else None
            )
        )
        del file[names[0]]
        file.create_dataset(names[0], (2**29,), "f4", chunks=(2**20,))
    return buffer.getvalue()


@st.composite
def damaged_keras(draw, whole: bytes) -> bytes:
    """A saved model damaged as a zip or in one of its files."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = draw(st.sampled_from([*sorted(members), "zip"]))
    if name == "zip":
        return draw(fuzz_cases.damaged([whole]))
    if name == "config.json" and draw(st.booleans()):
        members[name] = draw(damaged_manifest(json.loads(members[name])))
    else:
        members[name] = draw(fuzz_cases.damaged([members[name]]))
    return zipped(members, zipfile.ZIP_STORED)
