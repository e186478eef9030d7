"""Pix2Pix: networks of the paper's size, its losses, and pairs that move together."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers, ops

from gan_utils import data, metrics, pix2pix
from gan_utils.files import half_weights


def trainable(network: keras.Model) -> int:
    return sum(int(np.prod(weight.shape)) for weight in network.trainable_variables)


@pytest.fixture
def pairs(rng):
    targets = rng.uniform(-1, 1, (6, 16, 16, 3)).astype("float32")
    sources = rng.uniform(-1, 1, (6, 16, 16, 3)).astype("float32")
    return targets, sources


@pytest.fixture
def make():
    def build(augment=False, dropout=True, **weights):
        generator = pix2pix.unet_generator(16, 4)
        if not dropout:
            for layer in generator.layers:
                if isinstance(layer, layers.Dropout):
                    layer.rate = 0.0
        discriminator = pix2pix.patchgan_discriminator(16, 4, strided_layers=1)
        gan = pix2pix.Pix2Pix(
            generator, discriminator, augment=augment, seed=0, **weights
        )
        gan.compile()
        return gan

    return build


def test_the_networks_have_the_papers_size_at_256():
    generator = pix2pix.unet_generator()
    discriminator = pix2pix.patchgan_discriminator()
    assert trainable(generator) == pytest.approx(54_414_979, rel=0.002)
    assert trainable(discriminator) == pytest.approx(2_768_641, rel=0.002)
    assert generator.output_shape == (None, 256, 256, 3)
    assert discriminator.output_shape == (None, 30, 30, 1)


def test_the_bottleneck_is_one_pixel_and_not_normalised():
    generator = pix2pix.unet_generator(64, 4)
    maps = [layer.output for layer in generator.layers if layer.output.shape[1] == 1]
    assert [one.shape[1:3] for one in maps] == [(1, 1), (1, 1)]  # convolution, ReLU
    norms = [
        layer
        for layer in generator.layers
        if isinstance(layer, layers.GroupNormalization)
    ]
    assert len(norms) == 4 + 5  # not the first encoder layer, not the bottleneck


def test_without_skips_it_is_an_encoder_and_a_decoder():
    generator = pix2pix.unet_generator(16, 4, skips=False)
    assert not any(isinstance(layer, layers.Concatenate) for layer in generator.layers)
    assert generator.output_shape == (None, 16, 16, 3)


@pytest.mark.parametrize("size", [4, 48, 100])
def test_sizes_that_cannot_be_halved_to_one_are_refused(size):
    with pytest.raises(ValueError, match="power of two"):
        pix2pix.unet_generator(size, 4)


def without_norm(network: keras.Model) -> keras.Model:
    """The same network with identities for norms, which look at the whole image."""

    def replace(layer):
        if isinstance(layer, layers.GroupNormalization):
            return layers.Activation("linear", name=layer.name)
        return layer.__class__.from_config(layer.get_config())

    return keras.models.clone_model(network, clone_function=replace)


@pytest.mark.parametrize(
    ("strided_layers", "field"), [(0, 1), (1, 16), (2, 34), (3, 70)]
)
def test_the_receptive_field_of_the_formula_is_where_gradients_reach(
    strided_layers, field
):
    discriminator = pix2pix.patchgan_discriminator(
        128, 2, strided_layers=strided_layers
    )
    assert pix2pix.receptive_field(discriminator) == field
    discriminator = without_norm(discriminator)
    for weight in discriminator.trainable_variables:
        weight.assign(ops.ones_like(weight))  # so that no path cancels
    target = tf.ones((1, 128, 128, 3))
    with tf.GradientTape() as tape:
        tape.watch(target)
        logits = discriminator([target, target])
        middle = logits[0, logits.shape[1] // 2, logits.shape[2] // 2, 0]
    seen = np.abs(tape.gradient(middle, target)[0].numpy()).sum(axis=-1) > 0
    assert seen.any(axis=0).sum() == field
    assert seen.any(axis=1).sum() == field
    assert seen.sum() == field**2


def test_training_sees_moved_pairs(make, pairs):
    gan = make(augment=True)
    images = pairs[0]
    seen = []
    gan.generator.call = lambda source, **_: seen.append(source) or source
    gan.update_discriminator = lambda target, source, fake: (
        seen.append(target) or {"d_loss": 0.0}
    )
    with pytest.raises(ValueError, match="gradient"):  # this G has no weights
        gan.train_step((tf.constant(images), tf.constant(images)))
    np.testing.assert_array_equal(seen[0], seen[1])
    assert not np.allclose(seen[0], images)


def test_both_players_learn(make, pairs):
    gan = make()
    before = [w.numpy() for w in gan.trainable_variables]
    gan.fit(*pairs, batch_size=6, verbose=0)
    for old, new in zip(before, gan.trainable_variables, strict=True):
        assert not np.array_equal(old, new.numpy()), new.path


def test_l1_alone_leaves_the_discriminator_alone(make, pairs):
    gan = make(adversarial_weight=0.0)
    before = gan.discriminator.get_weights()
    history = gan.fit(*pairs, batch_size=6, verbose=0).history
    assert set(history) == {"l1"}
    for old, new in zip(before, gan.discriminator.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_an_undecided_discriminator_gives_both_losses_log_2(make, pairs):
    gan = make()
    for weight in gan.discriminator.trainable_variables:
        weight.assign(ops.zeros_like(weight))
    fake = gan.generator(pairs[1])
    logs = gan.update_discriminator(*map(tf.constant, pairs), fake)
    # Halved: the two terms of an undecided D are 2 log 2.
    assert float(logs["d_loss"]) == pytest.approx(np.log(2), rel=1e-6)


def test_the_step_of_g_follows_the_papers_gradient(make, pairs):
    """Compared with a gradient written out by hand, D standing still."""
    gan = make(dropout=False)
    gan.generator_optimizer = keras.optimizers.SGD(1.0)
    gan.discriminator_optimizer = keras.optimizers.SGD(0.0)
    target, source = map(tf.constant, pairs)
    before = [w.numpy() for w in gan.generator.trainable_variables]
    with tf.GradientTape() as tape:
        fake = gan.generator(source, training=True)
        opinion = tf.nn.sigmoid(gan.discriminator([fake, source], training=True))
        loss = -tf.reduce_mean(tf.math.log(opinion))
        loss += 100 * tf.reduce_mean(tf.abs(target - fake))
    expected = tape.gradient(loss, gan.generator.trainable_variables)
    gan.train_step((target, source))
    for old, new, gradient in zip(
        before, gan.generator.trainable_variables, expected, strict=True
    ):
        np.testing.assert_allclose(old - new.numpy(), gradient, atol=2e-4, rtol=1e-3)


def test_translating_moves_no_weight_and_no_statistic(make, pairs):
    gan = make()
    state = {w.path: w.numpy() for w in gan.generator.variables}
    first = pix2pix.translate(gan.generator, pairs[1], batch_size=4)
    second = pix2pix.translate(gan.generator, pairs[1], batch_size=4)
    assert first.shape == pairs[0].shape and np.abs(first).max() <= 1
    assert not np.allclose(first, second)  # dropout is the noise
    for weight in gan.generator.variables:
        if "seed" not in weight.path:
            np.testing.assert_array_equal(state[weight.path], weight.numpy())


def test_an_image_is_translated_alike_alone_and_among_others(make, pairs):
    gan = make(dropout=False)
    alone = pix2pix.translate(gan.generator, pairs[1][:1])
    among = pix2pix.translate(gan.generator, pairs[1])[:1]
    np.testing.assert_allclose(alone, among, atol=1e-5)


def test_the_segmenter_learns_to_name_pixels(rng):
    labels = np.kron(rng.integers(0, 3, (16, 4, 4)), np.ones((1, 8, 8), int))
    photos = (labels[..., None] - 1) * np.array([0.8, 0.3, -0.5])
    photos = (photos + rng.normal(0, 0.1, photos.shape)).astype("float32")
    segmenter = pix2pix.train_segmenter(photos, labels, 3, steps=60)
    called = segmenter.predict(photos, verbose=0).argmax(axis=-1)
    assert segmenter.output_shape == (None, 32, 32, 3)
    assert np.mean(called == labels) > 0.9


def test_colours_are_split_into_grey_and_chroma_and_joined_again(rng):
    images = rng.uniform(-1, 1, (2, 4, 4, 3)).astype("float32")
    luminance, chroma = pix2pix.split_colours(images)
    assert np.abs(chroma).max() <= 1 and luminance.shape == (2, 4, 4, 1)
    np.testing.assert_allclose(
        pix2pix.join_colours(luminance, chroma), images, atol=1e-5
    )
    grey = np.repeat(luminance, 3, axis=-1)
    np.testing.assert_allclose(
        pix2pix.join_colours(luminance, 0 * chroma), grey, atol=1e-5
    )


def test_the_shipped_judge_reads_plans_of_drawn_houses():
    _, test = data.facades("sample", 128)
    labels = data.labels_of(test.sources[:4])
    read = metrics.label_recovery(pix2pix.facade_judge(), test.targets[:4], labels)
    other = metrics.label_recovery(pix2pix.facade_judge(), -test.targets[:4], labels)
    assert read["pixel_accuracy"] > 0.6 > other["pixel_accuracy"]


def test_what_learnt_from_photographs_is_shipped_and_loads():
    assert pix2pix.facade_judge("photos", 32).output_shape == (None, 32, 32, 12)
    network = pix2pix.unet_generator(256, 16)
    half_weights.load(network, "research_only/facades/generator.npz")
