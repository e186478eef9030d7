"""Where the time of a training step goes: TensorFlow's own trace, sorted by kind."""

import re
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import tensorflow as tf

CONVOLUTION = "convolution"
KERNEL_GRADIENT = "gradient of kernels"
INPUT_GRADIENT = "gradient of convolved maps"
DENSE = "dense layers"
# Kind → what is found in the names that Keras gives to the operations of its layers.
LAYERS = {
    "optimizer and averages": ("adam",),
    "batch or instance norm": ("batch_normalization", "group_normalization"),
    "activations": ("re_lu", "leaky_re_lu", "Tanh", "Sigmoid", "Relu", "ReluGrad"),
    "dropout, random numbers": ("dropout", "random"),
    "joining, padding, resizing": (
        *("concatenate", "concat", "zero_padding", "up_sampling", "max_pooling"),
        *("MirrorPad", "Gather", "Resize", "MaxPool"),
    ),
}
KINDS = (CONVOLUTION, KERNEL_GRADIENT, INPUT_GRADIENT, DENSE, *LAYERS, "rest")


def kind(name: str, operation: str) -> str:
    """What an operation belongs to, one of KINDS.

    Args:
        name: with its scopes, such as gradient_tape/generator/re_lu/ReluGrad.
        operation: its type; oneDNN's carry a prefix and what is fused into them.
    """
    if "Conv2DBackpropFilter" in operation:
        return KERNEL_GRADIENT
    if "Conv2D" in operation:  # a transposed one is a gradient by type, not by place
        return INPUT_GRADIENT if name.startswith("gradient_tape") else CONVOLUTION
    for found, words in LAYERS.items():
        if any(word in name for word in words):
            return found
    return DENSE if "MatMul" in operation else "rest"


def profile(step: Callable[[], object], steps: int) -> Counter:
    """Seconds that the operations of one step take, by kind.

    Those that run at the same time on two cores count twice.
    """
    with tempfile.TemporaryDirectory() as folder:
        tf.profiler.experimental.start(folder)
        for _ in range(steps):
            step()
        tf.profiler.experimental.stop()
        (trace,) = Path(folder).rglob("*.xplane.pb")
        return Counter(
            {found: seconds / steps for found, seconds in read(trace).items()}
        )


def read(trace: Path) -> Counter:
    """Seconds by kind in a trace: its operations are called NAME:TYPE."""
    from tensorflow.tsl.profiler.protobuf import xplane_pb2

    space = xplane_pb2.XSpace()
    space.ParseFromString(trace.read_bytes())
    seconds = Counter()
    for plane in space.planes:
        for line in plane.lines:
            for event in line.events:
                label = plane.event_metadata[event.metadata_id].name
                if found := re.fullmatch(r"([^:]+):(\w+)", label):
                    seconds[kind(*found.groups())] += event.duration_ps / 1e12
    return seconds
