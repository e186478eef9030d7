"""Right and wrong answers to homework 04, task 3."""

import numpy as np

from homework.references.known import Known


def move_pairs(targets, sources, size):
    """A random window of each pair, mirrored half of the time."""
    height, width = targets.shape[1:3]
    rng, moved = np.random.default_rng(), []
    for target, source in zip(targets, sources, strict=True):
        top = rng.integers(height - size + 1)
        left = rng.integers(width - size + 1)
        turn = rng.choice([-1, 1])
        window = slice(top, top + size), slice(left, left + size)
        moved.append((target[window][:, ::turn], source[window][:, ::turn]))
    return tuple(np.stack(half) for half in zip(*moved, strict=True))


MOVE_PAIRS = Known(
    reference=move_pairs,
    mistakes={},
)
