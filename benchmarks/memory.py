"""Peak memory of processes, in the same unit on every system."""

import resource
import sys


def peak_bytes(whose: int = resource.RUSAGE_SELF) -> int:
    """The most memory that this process ever held, or one of its ended children."""
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * resource.getrusage(whose).ru_maxrss
