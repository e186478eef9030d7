"""Starts the process of a submission, watches it, and ends what breaks a limit."""

import contextlib
import ctypes
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import psutil

from homework.grading.sandbox import MEGABYTE, ROOT, Limits

MAX_FILES, MAX_PROCESSES = 5_000, 100


class Ended(NamedTuple):
    """How a process ended: None or the limit it broke, and its last words."""

    broken: str | None
    status: int
    last_words: str


_OURS: set[int] = set()  # the commands that run now
_LOCK = threading.Lock()


def adopt_orphans() -> None:
    """Makes processes whose parent ended children of this one (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


class Server:
    """The process that has imported TensorFlow, and forks one for each submission.

    Args:
        package: the checks that it loads, without their answers.
        environment: what it sees of the grader's environment.
    """

    def __init__(self, package: str, environment: dict[str, str]):
        adopt_orphans()
        self.connection, theirs = socket.socketpair()
        with _LOCK:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "homework.grading.server",
                    str(theirs.fileno()),
                    package,
                ],
                stdin=subprocess.DEVNULL,
                cwd=ROOT,
                env=environment,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
            _OURS.add(self.process.pid)
        theirs.close()
        if self.connection.recv(6) != b"ready\n":
            raise RuntimeError(
                f"The server of the grader ended with {self.process.wait()}: its "
                "message stands above; mend what it could not import."
            )

    def close(self) -> None:
        """Ends the server."""
        self.connection.close()
        self.process.wait()
        with _LOCK:
            _OURS.discard(self.process.pid)

    def start(self, order: dict, handles: list[int]) -> int:
        """The number of a process that runs one submission, a child of this one."""
        with _LOCK:
            message = json.dumps(order).encode()
            socket.send_fds(self.connection, [message], handles)
            answer = b""
            while not answer.endswith(b"\n"):
                answer += self.connection.recv(1)
            _OURS.add(int(answer))
        return int(answer)


def supervise(
    server: Server,
    job: bytes,
    folder: Path,
    environment: dict[str, str],
    limits: Limits,
    on_line: Callable[[bytes], None],
) -> Ended:
    """Runs one submission in a folder until it ends or breaks a limit.

    It reports on a channel, line by line.
    """
    reading, writing = os.pipe()
    printed, printing = os.pipe()
    given, giving = os.pipe()
    order = {
        "folder": str(folder),
        "environment": environment,
        "limits": limits._asdict(),
    }
    pid = server.start(order, [given, printing, writing])
    for handle in (writing, printing, given):
        os.close(handle)
    feeding = threading.Thread(target=_feed, args=(giving, job), daemon=True)
    feeding.start()
    watch = _Watch(printed, reading, on_line)
    broken = status = None
    try:
        while broken is None and status is None:
            watch.read(0.1)
            status = _ended(pid)
            broken = watch.broken(limits) or _excess(pid, folder, limits)
            _end_orphans()
    finally:
        status = _end(pid, status)
        feeding.join()
        watch.drain()
        os.close(reading)
        os.close(printed)
    words = bytes(watch.tail).decode("utf-8", errors="replace")
    return Ended(broken, status, words)


def _feed(handle: int, job: bytes) -> None:
    """Writes the job; a process that has ended already does not want it."""
    with contextlib.suppress(BrokenPipeError), open(handle, "wb") as file:
        file.write(job)


def _ended(pid: int) -> int | None:
    """The exit status of a child, None while it runs."""
    try:
        found, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:  # not adopted yet, or a system without adoption
        return None if psutil.pid_exists(pid) else -1
    return os.waitstatus_to_exitcode(status) if found else None


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


def _end(pid: int, status: int | None) -> int:
    """Ends a process and all that it started; returns its exit status."""
    for member in _family(pid):
        with contextlib.suppress(psutil.Error):
            member.kill()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    while status is None:
        status = _ended(pid)
        time.sleep(0.01)
    with _LOCK:
        _OURS.discard(pid)
    _end_orphans()
    return status


def _end_orphans() -> None:
    """Ends processes that were left behind to outlive the command that made them."""
    with _LOCK:
        for child in psutil.Process().children():
            if child.pid not in _OURS:
                with contextlib.suppress(psutil.Error):
                    child.kill()
                    child.wait()
