"""Runs a command that nobody trusts: limits, and no writing outside one folder.

`confine` is called by the process itself before it runs foreign code; `supervise`
watches it from outside. Landlock (Linux 5.13) takes rights away without root.
"""

import contextlib
import ctypes
import os
import resource
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import psutil

MEGABYTE = 2**20
MAX_FILES, MAX_PROCESSES = 5_000, 100


class Limits(NamedTuple):
    """What a submission may use: seconds, and megabytes of each kind."""

    seconds: float = 300
    start_seconds: float = 300  # until its first line on the channel: importing
    memory: int = 4096
    output: int = 10
    disk: int = 200


class Ended(NamedTuple):
    """How a command ended: None or the limit it broke, and its last words."""

    broken: str | None
    status: int
    last_words: str


# Inside: give up rights -----------------------------------------------------------

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # system calls
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
TRUNCATE, IOCTL = 1 << 14, 1 << 15
FOR_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL
KNOWN_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}  # bits by version; 16 since version 5


class _Ruleset(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("files", "network", "scoped")]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def landlock_version() -> int:
    """The version of Landlock that this system offers, 0 for none."""
    if sys.platform != "linux":
        return 0
    return max(0, ctypes.CDLL(None).syscall(CREATE_RULESET, None, 0, 1))


def confine(writable: Path, readable: Iterable[Path], listable: Path) -> bool:
    """Takes from this process and its children all other files, and the network.

    Call it before any thread starts: a thread that runs already keeps its rights.

    Args:
        writable: the only folder in which files can be made, changed or removed.
        readable: folders and files that can be read and executed.
        listable: a folder of which only the names can be seen.

    Returns:
        False where the system has no Landlock; then nothing has changed.
    """
    version = landlock_version()
    if not version:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    every = (1 << KNOWN_RIGHTS.get(version, 16)) - 1
    # From version 4: no TCP. From version 6: no signals to processes outside.
    rules = _Ruleset(every, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = libc.syscall(CREATE_RULESET, ctypes.byref(rules), size, 0)
    allowed = [(writable, every), (listable, READ_DIR)]
    allowed += [(path, EXECUTE | READ_FILE | READ_DIR) for path in readable]
    allowed += [(Path("/dev/null"), READ_FILE | WRITE_FILE)]
    for path, rights in allowed:
        if not path.exists():
            continue
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rights &= every if path.is_dir() else every & FOR_FILES
        rule = _Beneath(rights, handle)
        if libc.syscall(ADD_RULE, ruleset, 1, ctypes.byref(rule), 0):
            raise OSError(ctypes.get_errno(), f"Landlock refuses a rule for {path}")
        os.close(handle)
    if libc.prctl(38, 1, 0, 0, 0) or libc.syscall(RESTRICT_SELF, ruleset, 0):
        raise OSError(ctypes.get_errno(), "Landlock refuses to confine this process")
    os.close(ruleset)
    return True


def limit_resources(limits: Limits) -> None:
    """The limits that the system itself keeps: file size, processor time, no core."""
    cpu = int(limits.start_seconds + limits.seconds) * (os.cpu_count() or 1)
    size = limits.disk * MEGABYTE
    for what, value in (
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, size),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (value, value))


# Outside: watch, and end what breaks a limit --------------------------------------

_OURS: set[int] = set()  # the commands that run now
_LOCK = threading.Lock()


def adopt_orphans() -> None:
    """Makes processes whose parent ended children of this one (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def supervise(
    command: list[str],
    job: bytes,
    folder: Path,
    environment: dict[str, str],
    limits: Limits,
    on_line: Callable[[bytes], None],
) -> Ended:
    """Runs a command in a folder until it ends or breaks a limit.

    The command gets the number of a file descriptor as its last argument: the channel
    on which it reports, line by line. The job comes on its standard input.
    """
    reading, writing = os.pipe()
    with _LOCK:
        process = subprocess.Popen(
            [*command, str(writing)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=environment,
            pass_fds=[writing],
            start_new_session=True,
        )
        _OURS.add(process.pid)
    os.close(writing)
    feeding = threading.Thread(target=_feed, args=(process, job), daemon=True)
    feeding.start()
    watch = _Watch(process.stdout.fileno(), reading, on_line)
    broken = None
    try:
        while broken is None and process.poll() is None:
            watch.read(0.1)
            broken = watch.broken(limits) or _excess(process.pid, folder, limits)
            _end_orphans()
    finally:
        _end(process)
        feeding.join()
        watch.drain()
        os.close(reading)
        process.stdout.close()
    words = bytes(watch.tail).decode("utf-8", errors="replace")
    return Ended(broken, process.returncode, words)


def _feed(process: subprocess.Popen, job: bytes) -> None:
    """Writes the job; a command that has ended already does not want it."""
    with contextlib.suppress(BrokenPipeError), process.stdin:
        process.stdin.write(job)


class _Watch:
    """Reads what a command prints and reports, and keeps little of it."""

    def __init__(self, printed: int, channel: int, on_line: Callable[[bytes], None]):
        self.printed, self.channel, self.on_line = printed, channel, on_line
        self.tail, self.line = bytearray(), bytearray()
        self.counts = {printed: 0, channel: 0}
        self.open = {printed, channel}
        self.start, self.started = time.monotonic(), False

    def read(self, seconds: float) -> None:
        """Reads what is there within some seconds."""
        ready = select.select(list(self.open), [], [], seconds)[0]
        for handle in ready:
            data = os.read(handle, 65536)
            self.counts[handle] += len(data)
            if not data:
                self.open.discard(handle)
            elif handle == self.printed:
                self.tail = (self.tail + data)[-2000:]
            else:
                self.report(data)

    def report(self, data: bytes) -> None:
        """Hands whole lines of the channel on; the clock starts with the first."""
        *lines, rest = (bytes(self.line) + data).split(b"\n")
        self.line = bytearray(rest)
        if lines and not self.started:
            self.start, self.started = time.monotonic(), True
        for line in lines:
            self.on_line(line)

    def drain(self) -> None:
        """Reads what a process that has ended left in the pipes, at most a little."""
        for _ in range(20):
            self.read(0)

    def broken(self, limits: Limits) -> str | None:
        """The limit of time or output that is broken."""
        allowed = limits.seconds if self.started else limits.start_seconds
        if time.monotonic() - self.start > allowed:
            return f"took longer than {allowed:g} s"
        if max(self.counts.values()) > limits.output * MEGABYTE:
            return f"printed more than {limits.output} MB"
        return None


def _excess(pid: int, folder: Path, limits: Limits) -> str | None:
    """The limit of memory, disk or processes that a command breaks now."""
    family = _family(pid)
    if len(family) > MAX_PROCESSES:
        return f"started more than {MAX_PROCESSES} processes"
    if sum(map(_resident, family)) > limits.memory * MEGABYTE:
        return f"used more than {limits.memory} MB of memory"
    count = size = 0
    for where, _, names in os.walk(folder):
        count += len(names)
        for name in names if count <= MAX_FILES else []:
            with contextlib.suppress(FileNotFoundError):  # removed meanwhile
                size += os.lstat(os.path.join(where, name)).st_size
    if count > MAX_FILES or size > limits.disk * MEGABYTE:
        return f"wrote more than {limits.disk} MB or {MAX_FILES} files"
    return None


def _family(pid: int) -> list[psutil.Process]:
    """A process and all that it started and that still have it as an ancestor."""
    with contextlib.suppress(psutil.NoSuchProcess):
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]
    return []


def _resident(process: psutil.Process) -> int:
    """The bytes of memory that a process holds, 0 once it has ended."""
    with contextlib.suppress(psutil.Error):
        return process.memory_info().rss
    return 0


def _end(process: subprocess.Popen) -> None:
    """Ends a command and all that it started."""
    for member in _family(process.pid):
        with contextlib.suppress(psutil.Error):
            member.kill()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    _end_orphans()
    with _LOCK:
        _OURS.discard(process.pid)


def _end_orphans() -> None:
    """Ends processes that were left behind to outlive the command that made them."""
    with _LOCK:
        for child in psutil.Process().children():
            if child.pid not in _OURS:
                with contextlib.suppress(psutil.Error):
                    child.kill()
                    child.wait()
