"""What the process of a submission gives up before it runs foreign code.

Four layers, each of which a system may lack: namespaces of its own (no network, a
folder of limited size), Landlock (no other files, Linux 5.13), seccomp through
libseccomp (no sockets, no memory files), and the system's resource limits.
"""

import ctypes
import ctypes.util
import os
import resource
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

MEGABYTE = 2**20
ROOT = Path(__file__).resolve().parents[2]
OURS = ("gan_utils", "data")
SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/etc", "/sys/devices", "/dev/urandom")
# Of /proc only this process and what libraries ask for: no other process.
PROC = ("self", "cpuinfo", "meminfo", "stat", "filesystems", "version", "sys")


class Limits(NamedTuple):
    """What a submission may use: seconds, and megabytes of each kind."""

    seconds: float = 300
    start_seconds: float = 300  # until its first line on the channel
    task_seconds: float = 30  # for one cell, and for one look at an answer
    memory: int = 4096
    output: int = 10
    disk: int = 200


def enter(folder: Path, limits: Limits) -> None:
    """Gives up all that a submission does not need; call it before any thread starts.

    Args:
        folder: the only one in which it can write.
        limits: what it may use.
    """
    limit_resources(limits)
    separate(folder, limits.disk)
    confine(folder, readable(), ROOT)
    forbid_calls()


def readable() -> list[Path]:
    """What Python and its packages need; no other submission, no check, no solution."""
    python = [sys.prefix, sys.base_prefix, *sys.path]
    packages = [Path(p).resolve() for p in python if p and Path(p).resolve() != ROOT]
    own = [ROOT / name for name in OURS] + [Path("/proc") / name for name in PROC]
    return [*map(Path, SYSTEM), *packages, *own]


# Namespaces -----------------------------------------------------------------------

NEW_USER, NEW_MOUNTS, NEW_IPC, NEW_NETWORK = 1 << 28, 1 << 17, 1 << 27, 1 << 30
PRIVATE = 1 << 18 | 1 << 14  # MS_PRIVATE for all that is mounted


def separate(folder: Path, megabytes: int) -> bool:
    """A network, shared memory and mounts of its own; the folder gets a fixed size.

    Returns:
        False where the system allows no user namespaces; then nothing has changed.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(NEW_USER | NEW_MOUNTS | NEW_IPC | NEW_NETWORK):
        return False
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        Path(f"/proc/self/{name}").write_text(text, encoding="ascii")
    size = f"size={megabytes}m,nr_inodes=5000".encode()
    place = str(folder).encode()
    failed = libc.mount(b"none", b"/", None, PRIVATE, None)
    failed = failed or libc.mount(b"tmpfs", place, b"tmpfs", 0, size)
    os.chdir(folder)  # into what is mounted there now
    return not failed


# System calls ---------------------------------------------------------------------

FORBIDDEN = (
    "socket",
    "memfd_create",
    "memfd_secret",
    "shmget",
    "mq_open",
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "pidfd_getfd",
    "unshare",
    "setns",
    "mount",
    "bpf",
    "userfaultfd",
    "io_uring_setup",
    "perf_event_open",
    "keyctl",
    "add_key",
)
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | 1  # with the error EPERM


def forbid_calls() -> bool:
    """Makes some system calls fail, by a filter of libseccomp.

    Returns:
        False where there is no libseccomp; then nothing has changed.
    """
    found = ctypes.util.find_library("seccomp") if sys.platform == "linux" else None
    if not found:
        return False
    library = ctypes.CDLL(found)
    library.seccomp_init.restype = ctypes.c_void_p
    rules = ctypes.c_void_p(library.seccomp_init(ctypes.c_uint32(ALLOW)))
    for name in FORBIDDEN:
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:  # known to this system
            library.seccomp_rule_add(rules, ctypes.c_uint32(REFUSE), number, 0)
    return library.seccomp_load(rules) == 0


# Files ----------------------------------------------------------------------------

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
