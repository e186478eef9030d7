"""The generators of the playground, as ONNX files with weights in float16.

python -m tools.export_onnx       writes docs/playground/*.onnx

Needs TensorFlow and ``pip install tf2onnx onnx``. `make site` has neither, so the files
that this writes are committed.
"""

import tempfile
from pathlib import Path

import keras
import numpy as np

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "playground"
_SMALL = 256  # numbers; a tensor below that stays as it is


def ageing() -> keras.Model:
    """The generator of game 1 of notebook 06: drawn people, MIT."""
    from gan_utils import paired_ageing
    from gan_utils.files import half_weights

    network = paired_ageing.difference_unet()
    return half_weights.load(network, "paired_ageing/generator.npz")


GENERATORS = {"ageing": ageing}  # one entry adds one file


def halve(path: Path):
    """The model of a file, its large weights stored in float16 and cast when read."""
    import onnx
    from onnx import helper, numpy_helper

    model = onnx.load(path)
    kept, casts = [], []
    for weight in model.graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype == np.float32 and values.size >= _SMALL:
            name = f"{weight.name}_half"
            casts.append(
                helper.make_node(
                    "Cast", [name], [weight.name], to=onnx.TensorProto.FLOAT
                )
            )
            weight = numpy_helper.from_array(values.astype("float16"), name)
        kept.append(weight)
    nodes = [*casts, *model.graph.node]
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(kept)
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    return model


def export(network: keras.Model, path: Path) -> None:
    """Writes a network for one picture at a time."""
    import onnx

    single = keras.Input(batch_shape=(1, *network.input_shape[1:]))
    fixed = keras.Model(single, network(single))
    fixed(np.zeros(fixed.input_shape, "float32"))  # Keras exports what was called
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "whole.onnx")
        fixed.export(str(whole), format="onnx", verbose=False)
        onnx.save(halve(whole), path)


def main() -> None:
    """Writes every file."""
    for name, build in GENERATORS.items():
        export(build(), FOLDER / f"{name}.onnx")


if __name__ == "__main__":
    main()
