"""Points on a 5×5 grid: 25 modes whose truth is known."""

import numpy as np

SPREAD = 0.05  # standard deviation of a mode
MODES = np.stack(np.meshgrid(range(-2, 3), range(-2, 3)), -1).reshape(25, 2)


def grid_points(count: int, seed: int = 0) -> np.ndarray:
    """Points (count, 2), float32, each close to one of the 25 modes by chance."""
    rng = np.random.default_rng(seed)
    modes = MODES[rng.integers(0, len(MODES), count)]
    return (modes + SPREAD * rng.standard_normal((count, 2))).astype("float32")


def modes_found(points: np.ndarray, reach: float = 4 * SPREAD) -> tuple[int, float]:
    """Modes that hold points, and the share of the points that lie on a mode.

    A mode is found where it holds a fifth of its fair share: 16 of 2,000 points. A
    point lies on a mode where it is nearer than ``reach``.
    """
    distances = np.linalg.norm(points[:, None] - MODES, axis=-1)
    on_mode = distances.min(axis=1) < reach
    counts = np.bincount(distances.argmin(axis=1)[on_mode], minlength=len(MODES))
    enough = 0.2 * len(points) / len(MODES)
    return int((counts >= enough).sum()), float(on_mode.mean())
