"""Mixed precision: layers that compute in bfloat16 and keep their weights in float32.

bfloat16 has the range of float32 and a quarter of its digits, so that losses need no
scaling (Kalamkar et al. 2019). It is faster where the hardware multiplies it directly,
such as GPUs from Ampere on, TPUs, and CPUs with AMX; Colab's free T4 does not.
"""

from collections.abc import Iterator

import keras

from gan_utils.train.devices import every_layer


def use_bfloat16(network: keras.Model) -> None:
    """Lets all layers but the last compute in bfloat16; what comes out stays float32.

    Call it before the network is trained or compiled by ``fit``.
    """
    last = [id(layer) for tensor in network.outputs for layer in last_layers(tensor)]
    for layer in every_layer(network):
        if id(layer) not in last and not isinstance(layer, keras.Model):
            layer.dtype_policy = "mixed_bfloat16"


def use_float32(network: keras.Model) -> keras.Model:
    """Lets all layers compute in float32, as on any machine; returns the network."""
    for layer in every_layer(network):
        layer.dtype_policy = "float32"
    return network


def last_layers(tensor: keras.KerasTensor) -> Iterator[keras.layers.Layer]:
    """The layers that a network's output comes from directly, or through sums."""
    operation = tensor._keras_history.operation
    if isinstance(operation, keras.Sequential):
        yield operation.layers[-1]
    elif isinstance(operation, keras.layers.Layer):
        yield operation
    else:
        for part in operation._inbound_nodes[-1].input_tensors:
            yield from last_layers(part)
