"""Writes the generators that the playground of the site runs, as ONNX files.

pip install tf2onnx onnx
python -m data.export_onnx           all of them
python -m data.export_onnx digits    one

Each file, generator.onnx, lies beside the weights that it is made of. Keras writes the
network; then its large weights are made smaller. The browser makes them float32 again
when it loads the file, and computes with that. ``make site`` needs neither TensorFlow
nor these packages: it takes the files as they are.
"""

import argparse
import tempfile
from pathlib import Path

import keras
import numpy as np

from gan_utils import models, paired_ageing, pix2pix, unpaired
from gan_utils.files import half_weights

WEIGHTS = Path(__file__).resolve().parent / "weights"
# By their names on the page: how to build them, and where their weights lie.
NETWORKS = {
    "digits": lambda: models.conditional_generator(10),
    "ageing": paired_ageing.difference_unet,
    "houses": lambda: pix2pix.unet_generator(256, 16),
    "zebras": lambda: unpaired.translator(difference=True),
}
FOLDERS = {
    "digits": "conditional_digits",
    "ageing": "paired_ageing",
    "houses": "research_only/facades",
    "zebras": "research_only/horse2zebra",
}
_SMALL = 1024  # numbers; a tensor with fewer stays as it is
# Tensors of so many numbers or more in bytes, a quarter of float32, the others in
# float16: so that no picture is off by more than 1 % of its range. Of the houses all in
# bytes would be off by 3 %, and so would the digits; the zebras by more than 1 %.
IN_BYTES = {"ageing": _SMALL, "houses": 300_000}


def build(name: str) -> keras.Model:
    """A generator of the playground with its weights."""
    return half_weights.load(NETWORKS[name](), f"{FOLDERS[name]}/generator.npz")


def onnx_file(name: str) -> Path:
    """Where the ONNX file of a generator lies."""
    return WEIGHTS / FOLDERS[name] / "generator.onnx"


def to_bytes(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights as whole numbers from −127 to 127, and the factors that belong to them.

    One factor for each place along the first or along the second axis, whichever keeps
    the weights better: which of them counts the channels depends on the layer.
    """
    tries = []
    for axis in (0, 1):
        others = tuple(i for i in range(values.ndim) if i != axis)
        factors = np.abs(values).max(others, keepdims=True) / 127 + 1e-12
        whole = np.rint(values / factors).astype("int8")
        error = np.square(whole * factors - values).mean()
        tries.append((error, whole, factors.astype("float32")))
    _, whole, factors = min(tries, key=lambda one: one[0])
    return whole, factors


def small(weight, in_bytes_from: float) -> tuple[list, list]:
    """What stands for a weight in the file, and the steps that make it a float32."""
    from onnx import TensorProto, helper, numpy_helper

    values, name = numpy_helper.to_array(weight), weight.name
    if values.dtype != np.float32 or values.size < _SMALL or values.ndim < 2:
        return [weight], []
    if values.size < in_bytes_from:
        stored = numpy_helper.from_array(values.astype("float16"), f"{name}_half")
        return [stored], [
            helper.make_node("Cast", [stored.name], [name], to=TensorProto.FLOAT)
        ]
    whole, factors = to_bytes(values)
    stored = numpy_helper.from_array(whole, f"{name}_bytes")
    scale = numpy_helper.from_array(factors, f"{name}_factors")
    numbers = f"{name}_numbers"
    return [stored, scale], [
        helper.make_node("Cast", [stored.name], [numbers], to=TensorProto.FLOAT),
        helper.make_node("Mul", [numbers, scale.name], [name]),
    ]


def export(name: str) -> Path:
    """Writes the ONNX file of a generator, and returns where."""
    import onnx

    network = build(name)
    some = [np.zeros((1, *x.shape[1:]), x.dtype) for x in network.inputs]
    network(some if len(some) > 1 else some[0])  # Keras exports what was called
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "whole.onnx")
        network.export(str(whole), format="onnx", verbose=False)
        model = onnx.load(whole)
    weights, steps = [], []
    for weight in model.graph.initializer:
        stored, made = small(weight, IN_BYTES.get(name, np.inf))
        weights += stored
        steps += made
    steps += model.graph.node
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(weights)
    model.graph.node.extend(steps)
    onnx.checker.check_model(model)
    onnx.save(model, onnx_file(name))
    return onnx_file(name)


def main() -> None:
    """Writes the named files, or all of them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", help=f"some of {', '.join(NETWORKS)}")
    for name in parser.parse_args().names or NETWORKS:
        path = export(name)
        print(f"{path.relative_to(WEIGHTS)}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
