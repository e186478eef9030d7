"""How near each recipe's training comes to what the processor can do, and what is lost.

    python benchmarks/nearness.py [--quick]

Only convolutions and matrix products are counted as work: two operations for each
multiplication with its addition, those with the zeros of a padding included.
"""

import argparse
import math
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import keras
import tensorflow as tf
from op_profile import KINDS, kind, profile
from own_layers import table
from recipe_case import RECIPES, Case
from saving import SETTINGS

from gan_utils import precision

CONVOLUTIONS = ("Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter")
BFLOAT16_RECIPES = ("dcgan", "pix2pix 128/16")
MATRIX, MAP = 2048, (16, 32, 32, 256)


def operations(op: tf.Operation) -> int:
    """Floating-point operations of a convolution or matrix product, else 0.

    A convolution applies its whole kernel at every place of the smaller map: that of
    its result, or, in both its gradients, that of the gradient it is given.
    """
    if op.type in CONVOLUTIONS:
        if op.type == "Conv2D":
            places, kernel = op.outputs[0].shape, op.inputs[1].shape
        elif op.type == "Conv2DBackpropInput":
            places, kernel = op.inputs[2].shape, op.inputs[1].shape
        else:
            places, kernel = op.inputs[2].shape, op.outputs[0].shape
        return 2 * math.prod(places[:3]) * math.prod(kernel)
    if op.type in ("MatMul", "BatchMatMulV2"):
        transposed = op.get_attr("transpose_a" if op.type == "MatMul" else "adj_x")
        inner = op.inputs[0].shape[-2 if transposed else -1]
        return 2 * math.prod(op.outputs[0].shape) * inner
    return 0


def executed(graph: tf.Graph) -> list[tf.Operation]:
    """The operations that something depends on; TensorFlow leaves out the others."""
    waiting = [tensor.op for tensor in graph.outputs] + list(graph.control_outputs)
    found = {}
    while waiting:
        op = waiting.pop()
        if op.name not in found:
            found[op.name] = op
            waiting += [tensor.op for tensor in op.inputs] + list(op.control_inputs)
    return list(found.values())


def work(function: Callable) -> Counter:
    """Floating-point operations of a traced function, by kind.

    Args:
        function: from tf.function's get_concrete_function, for tensors of known shape.

    Raises:
        ValueError: it calls other functions, whose operations are not counted here.
    """
    counts = Counter()
    for op in executed(function.graph):
        if op.type.endswith("PartitionedCall"):
            raise ValueError(f"{op.name} is a call of a function; count that as well.")
        if operations(op):
            counts[kind(op.name, op.type)] += operations(op)
    return counts


def matrix_product() -> tuple[Callable, int]:
    """A large product of matrices, and its operations."""
    matrix = tf.random.normal((MATRIX, MATRIX))
    multiply = tf.function(lambda: tf.reduce_sum((matrix @ matrix)[0]))
    return multiply, 2 * MATRIX**3


def large_convolution() -> tuple[Callable, int]:
    """A 3×3 convolution of many channels, and its operations."""
    images = tf.random.normal(MAP)
    kernel = tf.random.normal((3, 3, MAP[-1], MAP[-1]))
    convolve = tf.function(
        lambda: tf.reduce_sum(tf.nn.conv2d(images, kernel, 1, "SAME")[0, 0])
    )
    return convolve, 2 * math.prod(MAP) * 9 * MAP[-1]


def largest_layer(function: Callable) -> tuple[Callable, int]:
    """The convolution or product of a traced step with most operations, by itself."""
    largest = max(executed(function.graph), key=operations)
    inputs = [  # where integers are asked for, they are the shape of the result
        tf.constant(largest.outputs[0].shape)
        if tensor.dtype == tf.int32
        else tf.random.normal(tensor.shape)
        for tensor in largest.inputs
    ]
    names = [argument.name for argument in largest.op_def.input_arg]
    attributes = {
        name: largest.get_attr(name)
        for name in ("strides", "padding", "transpose_a", "transpose_b")
        if name in largest.node_def.attr
    }
    attributes = {
        name: value.decode() if isinstance(value, bytes) else value
        for name, value in attributes.items()
    }
    call = getattr(tf.raw_ops, largest.type)
    arguments = dict(zip(names, inputs, strict=True)) | attributes
    return tf.function(lambda: tf.reduce_sum(call(**arguments)[0])), operations(largest)


def traced(
    case: Case, batch: tuple, xla: bool = False
) -> tf.types.experimental.Callable:
    """The recipe's train_step as a function of no arguments."""
    return tf.function(
        lambda: next(iter(case.gan.train_step(batch).values())), jit_compile=xla
    )


def seconds_each(steps: dict[str, Callable], seconds: float, rounds: int) -> dict:
    """Seconds of one call of each, one value a round; the calls take turns."""
    found = {name: [] for name in steps}
    for _ in range(rounds):
        for name, step in steps.items():
            times, start = [], time.perf_counter()
            while not times or time.perf_counter() - start < seconds:
                before = time.perf_counter()
                step().numpy()
                times.append(time.perf_counter() - before)
            found[name].append(statistics.median(times))
    return found


def ratio(ours: list[float], theirs: list[float]) -> float:
    """The median of the rounds' ratios."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


def measure(
    name: str, seconds: float, rounds: int, options: argparse.Namespace
) -> dict:
    """All figures of one recipe."""
    with tempfile.TemporaryDirectory() as folder:
        case = Case(name, Path(folder), "sample")
        batch = next(iter(case.stream))
        function = tf.function(case.gan.train_step).get_concrete_function(batch)
        counts = work(function)
        amounts = {"step": sum(counts.values())}
        works = {"step": traced(case, batch)}
        for what, (call, amount) in {
            "matrix": matrix_product(),
            "convolution": large_convolution(),
            "layer": largest_layer(function),
        }.items():
            works[what], amounts[what] = call, amount
        if options.xla:
            works["XLA"] = traced(Case(name, Path(folder), "sample"), batch, xla=True)
        if name in BFLOAT16_RECIPES:
            other = Case(name, Path(folder), "sample")
            precision.use_bfloat16(other.gan.generator)
            precision.use_bfloat16(other.gan.discriminator)
            works["bfloat16"] = traced(other, batch)
        for call in works.values():
            for _ in range(3):  # the first traces and compiles
                call().numpy()
        found = seconds_each(works, seconds, rounds)
        parts = profile(lambda: works["step"]().numpy(), options.profiled)
    rates = {
        what: [amount / s / 1e9 for s in found[what]]
        for what, amount in amounts.items()
    }
    return {
        "batch": case.batch_size,
        "counts": counts,
        "seconds": statistics.median(found["step"]),
        "rates": {what: statistics.median(rate) for what, rate in rates.items()},
        "share": ratio(rates["step"], rates["matrix"]),
        "parts": {what: parts[what] / sum(parts.values()) for what in KINDS},
        "ratios": {
            what: ratio(found[what], found["step"])
            for what in ("XLA", "bfloat16")
            if what in found
        },
    }


def losses(figures: dict) -> dict[str, float]:
    """Share of a step that each kind takes beyond what the peak would let it take."""
    peak = figures["rates"]["matrix"] * 1e9
    return {
        what: share - figures["counts"][what] / peak / figures["seconds"]
        for what, share in figures["parts"].items()
    }


def rate_row(figures: dict) -> list[str]:
    """Cells of the first table."""
    total, rates = sum(figures["counts"].values()), figures["rates"]
    cells = [str(figures["batch"]), f"{total / 1e9:.2f}"]
    cells += [f"{1e3 * figures['seconds']:.1f}", f"{rates['step']:.0f}"]
    cells += [f"{figures['share']:.0%}", f"{rates['matrix']:.0f}"]
    cells += [f"{rates['convolution']:.0f}", f"{rates['layer']:.0f}"]
    return [*cells, *(ratio_cell(figures, what) for what in ("XLA", "bfloat16"))]


def ratio_cell(figures: dict, what: str) -> str:
    """A ratio, or a dash where it was not measured."""
    return f"{figures['ratios'][what]:.2f}" if what in figures["ratios"] else "–"


def print_section(found: dict[str, dict]) -> None:
    """Prints both tables with what they say."""
    threads = tf.config.threading.get_intra_op_parallelism_threads()
    print("## Nearness to the limit\n")
    print(
        "Floating-point operations of one training step, counted from its graph: "
        "convolutions and matrix products, a multiplication with its addition as two. "
        f"The peak is a float32 product of matrices of {MATRIX}×{MATRIX} with the same "
        f"threads ({threads or 'as many as cores'}), in turns with the steps; beside "
        f"it a 3×3 convolution of {MAP[-1]} channels, and the recipe's largest layer "
        "by itself. The last two columns are times of a step with XLA and in bfloat16, "
        "divided by that of the step as it is.\n"
    )
    columns = ["batch", "GFLOP a step", "ms a step", "GFLOP/s", "share of the peak"]
    columns += ["peak", "large convolution", "largest layer", "XLA", "bfloat16"]
    print(table(columns, {name: rate_row(figures) for name, figures in found.items()}))
    print(
        "\nWhere the time of the operations goes, by TensorFlow's trace; operations on "
        "two cores at once count twice.\n"
    )
    rows = {
        name: [f"{figures['parts'][what]:.0%}" for what in KINDS]
        for name, figures in found.items()
    }
    print(table(KINDS, rows))
    print(
        "\nThe largest loss, in shares of a step: what takes most time beyond that of "
        "its products at the peak.\n"
    )
    for name, figures in found.items():
        ordered = sorted(losses(figures).items(), key=lambda item: -item[1])
        print(f"- {name}: " + ", ".join(f"{w} {loss:.0%}" for w, loss in ordered[:3]))


def main() -> None:
    """Prints one Markdown section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="only prove that it works")
    parser.add_argument("--recipes", nargs="+", choices=SETTINGS, default=list(RECIPES))
    options = parser.parse_args()
    options.xla, options.profiled = not options.quick, 2 if options.quick else 10
    names = options.recipes[:2] if options.quick else options.recipes
    seconds, rounds = (0.05, 2) if options.quick else (1.0, 5)
    found = {}
    for name in names:
        found[name] = measure(name, seconds, rounds, options)
        print(name, *rate_row(found[name]), file=sys.stderr, flush=True)
        keras.backend.clear_session()
    print_section(found)


if __name__ == "__main__":
    main()
