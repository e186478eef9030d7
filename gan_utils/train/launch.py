"""Several worker processes on this machine, started again when one is killed.

    python -m gan_utils.train.launch --workers 2 -- dcgan --data mnist --out runs/two

rehearses what a cluster does. Everything after ``--`` goes to gan_utils.train; the
folder of the run is that of worker 0. On a cluster its own scheduler starts the workers
again, see docs/many_machines.md.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence


def _free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody uses."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("localhost", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def _start(n_workers, command, scratch) -> list[subprocess.Popen]:
    """Starts the workers of one training; each is told the addresses of all.

    What they write for themselves alone goes into the folder ``scratch``.
    """
    cluster = {"worker": [f"localhost:{port}" for port in _free_ports(n_workers)]}
    workers = []
    for index in range(n_workers):
        task = {"cluster": cluster, "task": {"type": "worker", "index": index}}
        workers.append(
            subprocess.Popen(
                command,
                env=os.environ | {"TF_CONFIG": json.dumps(task), "TMPDIR": scratch},
                # All print the same; one is enough.
                stdout=None if index == 0 else subprocess.DEVNULL,
            )
        )
        print(f"worker {index}: process {workers[-1].pid}", flush=True)
    return workers


def _watch(workers: Sequence[subprocess.Popen]) -> list[int]:
    """Waits until all have ended well, or one has not and the others are stopped.

    Returns:
        How each ended by itself, as subprocess says it: 0 well, −n killed by signal n.
    """
    while True:
        codes = [worker.poll() for worker in workers]
        if any(codes) or None not in codes:
            return [code for code in codes if code is not None]
        time.sleep(0.2)


def run_workers(n_workers: int, restarts: int, command: Sequence[str]) -> int:
    """Runs a training command in all workers to the end; returns the exit code.

    A worker that was killed takes the others with it, and all go on from the last
    checkpoint. A worker that ends by itself with an error has said what it is.
    """
    for attempt in range(restarts + 1):
        again = ["--resume"] if attempt else []
        with tempfile.TemporaryDirectory() as scratch:
            workers = _start(n_workers, [*command, *again], scratch)
            try:
                codes = _watch(workers)
            finally:
                for worker in workers:  # what each wrote last is whole
                    worker.kill()
                    worker.wait()
        if not any(codes):
            return 0
        if min(codes) >= 0:
            return max(codes)
        print(f"a worker was killed by signal {-min(codes)}", flush=True)
    print(f"error: killed {restarts + 1} times, gave up", file=sys.stderr)
    return 1


def _main() -> int:
    """Reads the command line and runs it."""
    parser = argparse.ArgumentParser(
        prog="python -m gan_utils.train.launch",
        description="Trains with several worker processes on this machine.",
    )
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--restarts", type=int, default=3, help="at most so many")
    parser.add_argument("train", nargs="+", help="-- and gan_utils.train's arguments")
    parsed = parser.parse_args()
    # So that the workers are stopped, too, when this process is asked to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    command = [sys.executable, "-m", "gan_utils.train", *parsed.train]
    command += ["--strategy", "multi_worker"]
    return run_workers(parsed.workers, parsed.restarts, command)


if __name__ == "__main__":
    sys.exit(_main())
