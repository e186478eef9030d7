"""What is better than Keras's own does the same; tests/README.md names the others."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from gan_utils import training, workarounds

OPTIONS = {"beta_1": 0.5, "use_ema": True, "ema_momentum": 0.9}


def compiled_step(optimizer, xla=False):
    """A network with a table and a dense layer, and a step of training it."""
    keras.utils.set_random_seed(0)
    labels = keras.Input((), dtype="int32")
    x = keras.layers.Embedding(3, 4)(labels)  # its gradient is of some rows
    network = keras.Model(labels, keras.layers.Dense(2)(x))
    optimizer.build(network.trainable_variables)

    @tf.function(jit_compile=xla)
    def step(labels):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((network(labels) - 3.0) ** 2)
        weights = network.trainable_variables
        optimizer.apply(tape.gradient(loss, weights), weights)

    return network, step


@pytest.mark.parametrize("xla", [False, True])
def test_our_adam_moves_weights_as_keras_adam_does(xla):
    def train(optimizer):
        network, step = compiled_step(optimizer, xla)
        for _ in range(10):
            step(np.array([0, 2, 2, 0]))
        return [*network.get_weights(), *(v.numpy() for v in optimizer.variables)]

    rate = keras.optimizers.schedules.CosineDecay(1e-2, 20)
    ours = train(training.adam(rate, ema=0.9))
    theirs = train(keras.optimizers.Adam(rate, **OPTIONS))
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-7)


def test_our_adam_moves_each_weight_in_one_operation():
    _, step = compiled_step(workarounds.FusedAdam(**OPTIONS))
    graph = step.get_concrete_function(tf.TensorSpec((4,), "int32")).graph
    moves = [op for op in graph.get_operations() if op.type == "ResourceApplyAdam"]
    assert len(moves) == 2  # kernel and bias of the dense layer
