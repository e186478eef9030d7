import sys
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

import op_profile as op  # noqa: E402
from bare_steps import bare_step  # noqa: E402
from nearness import work  # noqa: E402

from gan_utils import face_models, ipcgan, models, pix2pix, training  # noqa: E402


def gradient_of(layer, shape):
    """Work of a layer's call and of both its gradients."""
    layer.build(shape)

    @tf.function
    def step(images):
        with tf.GradientTape() as tape:
            tape.watch(images)
            loss = tf.reduce_sum(layer(images))
        return loss, tape.gradient(loss, [images, *layer.trainable_weights])

    return work(step.get_concrete_function(tf.TensorSpec(shape)))


def test_a_convolution_is_counted_as_its_closed_form():
    layer = keras.layers.Conv2D(5, 4, strides=2, padding="same")
    once = 2 * (8 * 6 * 6) * (4 * 4 * 3) * 5  # places × what one sum adds up × filters
    assert gradient_of(layer, (8, 12, 12, 3)) == {
        op.CONVOLUTION: once,
        op.KERNEL_GRADIENT: once,
        op.INPUT_GRADIENT: once,
    }


def test_a_transposed_convolution_is_counted_as_its_closed_form():
    layer = keras.layers.Conv2DTranspose(5, 4, strides=2, padding="same")
    once = 2 * (8 * 6 * 6) * (4 * 4 * 3) * 5
    assert gradient_of(layer, (8, 6, 6, 3)) == {
        op.CONVOLUTION: once,
        op.KERNEL_GRADIENT: once,
        op.INPUT_GRADIENT: once,
    }


def test_a_dense_layer_and_its_gradients_are_three_products():
    assert gradient_of(keras.layers.Dense(7), (8, 9)) == {op.DENSE: 3 * 2 * 8 * 9 * 7}


def test_the_count_is_that_of_tensorflows_profiler():
    network = models.dcgan_discriminator(base_filters=4)
    function = tf.function(network).get_concrete_function(tf.TensorSpec((2, 28, 28, 1)))
    profiler = tf.compat.v1.profiler
    options = profiler.ProfileOptionBuilder.float_operation()
    options |= {"output": "none", "account_type_regexes": ["Conv2D", "MatMul"]}
    theirs = profiler.profile(function.graph, options=options).total_float_ops
    assert sum(work(function).values()) == theirs > 0


def test_what_nothing_depends_on_is_not_counted():
    @tf.function
    def step(matrix):
        matrix @ matrix
        return matrix + 1

    assert not work(step.get_concrete_function(tf.TensorSpec((4, 4))))


def test_a_trace_tells_products_from_the_optimizer():
    network = keras.Sequential([keras.Input((64,)), keras.layers.Dense(64)])
    optimizer = training.adam()
    optimizer.build(network.trainable_variables)

    @tf.function
    def step(x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(network(x) ** 2)
        weights = network.trainable_variables
        optimizer.apply(tape.gradient(loss, weights), weights)
        return loss

    images = tf.ones((8, 64))
    step(images)
    found = op.profile(lambda: step(images).numpy(), steps=2)
    assert found[op.DENSE] > 0 and found["optimizer and averages"] > 0
    assert found[op.CONVOLUTION] == found["batch or instance norm"] == 0


def test_operations_are_sorted_by_layer_and_direction():
    transposed = "generator/conv2d_transpose/conv_transpose"
    assert op.kind(transposed, "_MklNativeConv2DBackpropInput") == op.CONVOLUTION
    assert op.kind(f"gradient_tape/{transposed}/Conv2D", "Conv2D") == op.INPUT_GRADIENT
    norm = "gradient_tape/generator/batch_normalization_1/moments/Tile"
    assert op.kind(norm, "Tile") == "batch or instance norm"
    assert op.kind("gradient_tape/d/leaky_re_lu/LeakyReluGrad", "Relu") == "activations"


def gan():
    return training.GAN(
        models.dcgan_generator(base_filters=4), models.dcgan_discriminator()
    )


def conditional_gan():
    return training.ConditionalGAN(
        models.conditional_generator(3, base_filters=4),
        models.conditional_discriminator(3, base_filters=4),
    )


def pix2pix_gan():
    return pix2pix.Pix2Pix(
        models.unet_generator(16, 4), models.patchgan_discriminator(16, 4, 3, 3, 1)
    )


def ageing_gan():
    classifier = face_models.age_classifier(3, 16, 4)
    return ipcgan.IPCGAN(
        face_models.ageing_generator(3, 16, 4),
        face_models.ageing_discriminator(3, 16, 4),
        classifier,
        ipcgan.face_features(classifier),
    )


@pytest.mark.parametrize("make", [gan, conditional_gan, pix2pix_gan, ageing_gan])
def test_the_bare_loop_does_the_same_products_as_train_step(make):
    model = make()
    model.compile(training.adam(), training.adam())
    shape = (4, *model.discriminator.inputs[0].shape[1:])
    images = np.zeros(shape, "float32")
    labels = np.zeros(4, "int32")
    batch = {"GAN": (images,), "Pix2Pix": (images, images)}.get(
        type(model).__name__, (images, labels)
    )
    whole = tuple(tf.constant(part) for part in batch)
    ours = tf.function(model.train_step).get_concrete_function(
        whole if len(whole) > 1 else whole[0]
    )
    bare = tf.function(bare_step(model), autograph=False).get_concrete_function(*whole)
    assert work(bare) == work(ours)
