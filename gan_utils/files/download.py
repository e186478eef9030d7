"""Downloads what others publish: whole and verified, or not at all.

pooch fetches a file and compares its checksum. What it lacks is here: it would take the
login page of a public Wi-Fi for the file, wait for hours where a byte comes now and
then, and fill the disk. Everything is fetched and unpacked in a temporary folder beside
its place; a file or folder gets its name only when it is whole.
"""

import contextlib
import gzip
import http.client
import os
import shutil
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import keras
import pooch

from gan_utils.files.checked import DamagedFile
from gan_utils.language import say

TIMEOUT_SECONDS = 20  # how long a server may send nothing at all
SPELL_SECONDS = 60  # a download is given up where such a spell
SPELL_BYTES = 600_000  # brings less than this
PAUSES = (1, 5)  # seconds before the second and the third try
MOST_BYTES = 300_000_000  # more than any of the files holds, packed or unpacked
STALE_SECONDS = 24 * 3600  # no download takes so long

# What may go wrong without a fault of this code: the network and the disk (OSError), a
# server that speaks no HTTP, and a file that is damaged or breaks off.
FAULTS = (
    *(OSError, http.client.HTTPException, DamagedFile),
    *(EOFError, zlib.error, tarfile.TarError),
)
# A server that breaks off may do better next time. One that is silent or out of reach
# is not asked again, so that a class without a network need not wait.
PASSING = (ConnectionError, http.client.HTTPException, urllib.error.HTTPError)

pooch.get_logger().setLevel("WARNING")  # else it prints the temporary folder's path


class Published(NamedTuple):
    """Something that others publish, and how it is kept here.

    Attributes:
        name: of the file or folder that it becomes, for instance "mnist.npz".
        files: the checksum of each file to download, as pooch takes it: SHA-256, or
            "md5:…" where only that is published, or None.
        addresses: web folders that hold all these files, tried in turn.
        wanted: what somebody has to get, and where, if the name does not tell.
        sample: what stands in, for instance "400 drawn facades".
        unpack: writes the file or folder, given the folder of the downloaded files and
            the path; None where these are kept as they are.
        installed: the folder of a package of the system, below find.PACKAGES.
    """

    name: str
    files: Mapping[str, str | None]
    addresses: Sequence[str]
    wanted: str = ""
    sample: str = ""
    unpack: Callable[[Path, Path], None] | None = None
    installed: Path | None = None


def download(published: Published, address: str, place: Path) -> None:
    """Fetches the files from one address, and puts what they become into its place.

    It raises one of FAULTS where it fails, and leaves nothing then.
    """
    with temporary_folder_beside(place) as temporary:
        folder = Path(temporary)
        for name, checksum in published.files.items():
            _fetch(address + name, folder, checksum)
        if published.unpack:
            unpacked = folder / f"unpacked-{place.name}"
            published.unpack(folder, unpacked)
            _move(unpacked, place)
        elif place.name in published.files:
            _move(folder / place.name, place)
        else:
            place.mkdir(exist_ok=True)
            for name in published.files:
                _move(folder / name, place / name)


def _fetch(url: str, folder: Path, checksum: str | None) -> None:
    """Downloads one file and verifies it, with a second and a third try."""
    print(say("Downloading {url}", url=url))
    name = url.rsplit("/", 1)[-1]
    for pause in (*PAUSES, None):
        try:
            pooch.retrieve(url, checksum, name, folder, downloader=_receive)
            return
        except PASSING as error:
            if pause is None or getattr(error, "code", 500) < 500:
                raise
            again = say("trying again in {pause} seconds.", pause=pause)
            print(f"{error}; {again}")
            time.sleep(pause)
        except ValueError as error:
            raise DamagedFile(say("it has another checksum than published")) from error


def _receive(url: str, path: str, _pooch: None) -> None:
    """Writes what a server sends into a file, as long as it comes fast enough.

    pooch's own downloader waits until a block is full, however slowly it fills.
    """
    # pooch made the file for this user alone; the cache may be for a whole class.
    os.remove(path)
    # A new opener looks again which proxy the environment names.
    opener = urllib.request.build_opener()
    with opener.open(url, timeout=TIMEOUT_SECONDS) as answer, open(path, "wb") as file:
        if answer.headers.get_content_type() == "text/html":
            raise OSError(say("a web page came instead; does this Wi-Fi want a login?"))
        length = int(answer.headers["Content-Length"] or 0)
        bar = keras.utils.Progbar(length or None, unit_name="byte")
        received = before = 0
        deadline = time.monotonic() + SPELL_SECONDS
        try:
            while block := answer.read1(1 << 16):
                file.write(block)
                received += len(block)
                bar.update(received)
                if received > MOST_BYTES:
                    raise OSError(
                        say(
                            "more than {most_bytes:,} bytes came", most_bytes=MOST_BYTES
                        )
                    )
                if time.monotonic() > deadline:
                    came = received - before
                    if came < SPELL_BYTES:
                        raise TimeoutError(
                            say(
                                "too slow: {came:,} bytes in {spell_seconds} seconds",
                                came=came,
                                spell_seconds=SPELL_SECONDS,
                            )
                        )
                    before, deadline = received, time.monotonic() + SPELL_SECONDS
        finally:
            if received != length:
                print()  # the bar ends its line only where it is full
    if received < length:
        raise ConnectionError(
            say("the connection broke after {received:,} bytes", received=received)
        )


def tar_members(archive: Path) -> Iterator[tuple[str, bytes | None]]:
    """Path and content of every member of a .tar.gz; a folder's path ends in a slash.

    The content is None for all but plain files: for folders, links, devices, and files
    with holes. pooch.Untar would unpack an archive that fills the disk. One of FAULTS
    is raised where the archive is damaged or larger than any set.
    """
    unpacked = _gunzip(archive)
    try:
        # "r:" takes a plain tar only, not one that is packed a second time.
        with tarfile.open(unpacked, "r:") as tar:
            for member in tar:
                if "\0" in member.name:
                    raise ValueError(say("a name with a null character"))
                is_plain = member.isfile() and not member.issparse()
                content = tar.extractfile(member).read() if is_plain else None
                yield member.name + "/" * member.isdir(), content
    # tarfile does not translate what a nonsensical number in a header leads to.
    except (ArithmeticError, LookupError, ValueError) as error:
        raise DamagedFile(
            say("the archive is damaged ({error})", error=error)
        ) from error


def _gunzip(archive: Path) -> Path:
    """Unpacks FILE.gz beside itself."""
    unpacked = archive.with_suffix("")
    with gzip.open(archive) as packed, unpacked.open("wb") as target:
        while block := packed.read(1 << 20):
            if target.tell() + len(block) > MOST_BYTES:
                raise DamagedFile(
                    say(
                        "it unpacks to more than {most_bytes:,} bytes",
                        most_bytes=MOST_BYTES,
                    )
                )
            target.write(block)
    return unpacked


def temporary_folder_beside(path: Path) -> tempfile.TemporaryDirectory:
    """A folder on the same disk, so that the finished file moves in one step.

    What a process that was killed left behind is removed on a later day.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(".partial-*"):
        # Another process may remove its own at this moment.
        with contextlib.suppress(FileNotFoundError):
            if time.time() - left.lstat().st_mtime > STALE_SECONDS:
                shutil.rmtree(left, ignore_errors=True)
    return tempfile.TemporaryDirectory(dir=path.parent, prefix=f".partial-{path.stem}-")


def _move(finished: Path, path: Path) -> None:
    """Gives a finished file or folder its final name, in one step.

    A folder does not replace another: where a second process has put the same one
    there meanwhile, that one stays.
    """
    try:
        os.replace(finished, path)
    except OSError:
        if not path.is_dir():
            raise
