"""Imports TensorFlow once and forks a process for each submission.

The grader starts it as `python -m homework.grading.server FD PACKAGE`. For each job it
gets three file descriptors: the job, the place for what is printed, and the channel.
Nothing of TensorFlow may run here before the fork, since its threads would be missing
afterwards: only imports.
"""

import importlib
import json
import os
import socket
import sys
import traceback
from pathlib import Path

IMPORTED = (
    "tensorflow",
    "keras",
    "matplotlib.pyplot",
    "pandas",
    "scipy.linalg",
    "scipy.signal",
    "IPython.core.interactiveshell",
    "gan_utils.course",
    "gan_utils.data",
    "gan_utils.losses",
    "gan_utils.metrics",
    "gan_utils.plotting",
)


def main() -> None:
    """Serves jobs until the grader closes the connection."""
    connection = socket.socket(fileno=int(sys.argv[1]))
    for name in IMPORTED:
        importlib.import_module(name)
    from homework.grading import cases

    checks = cases.load(sys.argv[2])
    connection.sendall(b"ready\n")
    while True:
        message, handles, *_ = socket.recv_fds(connection, 65536, 3)
        if not message:
            return
        # Forked twice, so that the grader, who adopts orphans, becomes the parent.
        if os.fork() == 0:
            if os.fork() == 0:
                _serve(connection, json.loads(message), handles, checks)
            os._exit(0)
        os.wait()
        for handle in handles:
            os.close(handle)


def _serve(connection, order: dict, handles: list[int], checks: dict) -> None:
    """Becomes the process of one submission; never returns."""
    status = 1
    try:
        os.setsid()
        connection.sendall(f"{os.getpid()}\n".encode())
        connection.close()
        os.chdir(order["folder"])
        os.environ.clear()
        os.environ.update(order["environment"])
        for handle, place in zip(handles[:2], (0, 1), strict=True):
            os.dup2(handle, place)
        os.dup2(1, 2)
        from homework.grading import sandbox, submission

        limits = sandbox.Limits(**order["limits"])
        job = json.loads(_read_all(0))
        sandbox.enter(Path(order["folder"]), limits)
        submission.Runner(checks[job["checks"]], job, handles[2]).run()
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


def _read_all(handle: int) -> bytes:
    """Everything until the end of a file."""
    with open(handle, "rb", closefd=False) as file:
        return file.read()


if __name__ == "__main__":
    main()
