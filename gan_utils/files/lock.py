"""One process a training: a lock that names its holder and is freed when it dies.

The operating system holds it (flock, on Windows msvcrt), so that nothing has to be
cleared away after a kill. On Google Drive and other network folders it is good for the
processes of one machine; a second machine may not see it.
"""

import contextlib
import os
import socket
import weakref
from pathlib import Path
from typing import BinaryIO

from gan_utils.language import say

try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

_FAR = 1 << 30  # Windows lets nobody read a byte that is locked: not one of the name

# A process may open its own training twice, as a notebook cell does that is run again.
_held: "weakref.WeakValueDictionary[Path, Lock]" = weakref.WeakValueDictionary()


class Lock:
    """Holds a file for this process as long as the object is there; see ``hold``."""

    def __init__(self, path: Path, file: BinaryIO):
        self.path = path
        self.free = weakref.finalize(self, _free, path, file)


def hold(path: Path) -> Lock | None:
    """Takes the lock of a file; the process may take it again while it holds it.

    What processes that were killed left half written of the file is removed. There is
    no lock, None, where nothing can be written.

    Raises:
        BlockingIOError: another process holds it.
    """
    path = path.resolve()
    if lock := _held.get(path):
        return lock
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = _open_locked(path.with_name(f".{path.name}.lock"))
        file.truncate(0)
        file.write(f"process {os.getpid()} on {socket.gethostname()}".encode())
        file.flush()
    except BlockingIOError as error:
        text = say(
            "{name} in {folder} is being written by {who}; wait for its end, stop it, "
            "or choose another folder.",
            name=path.name,
            folder=path.parent,
            who=error,
        )
        raise BlockingIOError(text) from None
    except OSError:
        return None
    for left in path.parent.glob(f"part-*-{path.name}"):
        left.unlink(missing_ok=True)
    _held[path] = lock = Lock(path.with_name(f".{path.name}.lock"), file)
    return lock


def _open_locked(path: Path) -> BinaryIO:
    """An open file that this process alone holds; else an error names who does."""
    while True:
        file = open(path, "a+b")  # noqa: SIM115 (the lock lasts as long as it is open)
        try:
            _lock(file)
        except BlockingIOError:
            file.seek(0)
            holder = file.read(200).decode(errors="replace") or "another process"
            file.close()
            raise BlockingIOError(holder) from None
        # Its last holder may have removed it between the opening and the lock.
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
        file.close()


def _lock(file: BinaryIO) -> None:
    """Takes the lock of an open file, or raises BlockingIOError at once."""
    if os.name == "nt":
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError from error
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:
        pass  # a disk that knows no locks: better none than no training


def _free(path: Path, file: BinaryIO) -> None:
    """Removes the file of a lock while it is still held, and gives it back."""
    with contextlib.suppress(OSError):  # Windows keeps a file that is open
        path.unlink()
    file.close()
