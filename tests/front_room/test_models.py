import subprocess
import sys

import keras
import numpy as np
import pytest

from gan_utils import models


@pytest.mark.parametrize(("size", "channels"), [(28, 1), (32, 3), (64, 3)])
def test_dcgan_maps_latents_to_images_and_images_to_logits(size, channels):
    generator = models.dcgan_generator(size, channels, latent_dim=7, base_filters=4)
    discriminator = models.dcgan_discriminator(size, channels, base_filters=4)
    images = generator(np.ones((3, 7), "float32"))
    assert images.shape == (3, size, size, channels)
    assert np.abs(images).max() <= 1
    assert discriminator(images).shape == (3, 1)


def test_conditional_players_take_integer_labels():
    generator = models.conditional_generator(10, latent_dim=7, base_filters=4)
    discriminator = models.conditional_discriminator(10, base_filters=4)
    labels = keras.ops.array([0, 5, 9])
    images = generator([keras.ops.zeros((3, 7)), labels])
    assert images.shape == (3, 28, 28, 1)
    assert discriminator([images, labels]).shape == (3, 1)


def test_the_label_changes_what_a_conditional_generator_draws():
    generator = models.conditional_generator(10, latent_dim=7, base_filters=4)
    images = np.asarray(generator([np.ones((2, 7), "float32"), np.array([1, 2])]))
    assert np.abs(images[0] - images[1]).max() > 0


def test_dcgan_parameter_counts_are_those_of_its_layers():
    # Dense 100→7·7·64, a 3×3 kernel 64→64, 4×4 kernels 64→32 and 32→1; four numbers
    # a filter in norm. D: 1→32→64, and 512 hidden units.
    dense, norms = 100 * 3136 + 3136, 4 * (64 + 64 + 32)
    assert models.dcgan_generator().count_params() == (
        dense + norms + 9 * 64 * 64 + 16 * 64 * 32 + 16 * 32 + 1
    )
    convolutions, hidden = 16 * 32 + 32 + 16 * 32 * 64 + 64, 3136 * 512 + 512
    assert models.dcgan_discriminator().count_params() == (
        convolutions + 4 * 64 + hidden + 4 * 512 + 512 + 1
    )


def test_every_logit_of_the_discriminator_depends_on_pixels_that_are_far_apart():
    """A sum of opinions about pieces has no mixed second derivative."""
    discriminator = models.dcgan_discriminator(base_filters=4)
    rng = np.random.default_rng(0)
    for weight in discriminator.trainable_weights:  # larger, so that it is no noise
        weight.assign(rng.normal(scale=0.3, size=weight.shape))
    image = rng.uniform(-1, 1, (28, 28, 1)).astype("float32")
    corner, opposite = np.zeros((2, 28, 28, 1), "float32")
    corner[:3, :3], opposite[-3:, -3:] = 1, 1
    images = np.stack([image, image + corner, image + opposite])
    one, two = images[1:] - image
    logits = discriminator(np.concatenate([images, [image + one + two]]))[:, 0]
    interaction = float(logits[3] - logits[1] - logits[2] + logits[0])
    assert abs(interaction) > 1e-3


def test_dcgan_follows_the_rules_of_its_paper():
    networks = [models.dcgan_generator(64, 3), models.dcgan_discriminator(64, 3)]
    generator, discriminator = ([type(x).__name__ for x in n.layers] for n in networks)
    assert not any("Pooling" in name for name in generator + discriminator)
    assert "BatchNormalization" not in generator[-1:] + discriminator[1:2]
    assert networks[0].layers[-1].activation is keras.activations.tanh
    for layer in networks[1].layers:
        if isinstance(layer, keras.layers.LeakyReLU):
            assert layer.negative_slope == pytest.approx(0.2)
    for layer in networks[0].layers + networks[1].layers:
        if "Conv2D" in type(layer).__name__:
            assert layer.kernel_size[0] % layer.strides[0] == 0  # no checkerboard


def test_first_weights_are_normal_with_deviation_002_and_differ_between_layers():
    kernels = [
        layer.kernel.numpy()
        for layer in models.dcgan_generator(64, 3).layers
        if hasattr(layer, "kernel")
    ]
    for kernel in kernels:
        assert kernel.std() == pytest.approx(0.02, rel=0.1)
    first, second = (kernel.ravel()[:1000] for kernel in kernels[:2])
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.2


def test_an_image_size_without_a_dcgan_is_refused_with_the_choices():
    with pytest.raises(ValueError, match=r"image_size=30.*\(28, 32, 64\)"):
        models.dcgan_generator(image_size=30)


def test_saved_generators_load_with_plain_keras_without_gan_utils(tmp_path):
    path = tmp_path / "generator.keras"
    models.conditional_generator(10, latent_dim=7, base_filters=4).save(path)
    code = (
        "import sys, keras, numpy as np\n"
        "sys.modules['gan_utils'] = None\n"
        f"generator = keras.models.load_model({str(path)!r})\n"
        "print(generator([np.zeros((2, 7)), np.array([1, 2])]).shape)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path
    )
    assert "(2, 28, 28, 1)" in done.stdout, done.stderr
