import json

import keras
import numpy as np
import pytest

from gan_utils import ageing, models, pix2pix, training
from gan_utils.train import devices, trainer


def losses_of_a_training(images, latents, xla=False, bfloat16=False, drawn=False):
    """Both losses of each of ten steps, with given latents or with drawn ones.

    XLA has another generator of random numbers, so drawn ones differ.
    """
    keras.utils.set_random_seed(3)
    gan = training.GAN(
        models.dcgan_generator(base_filters=8),
        models.dcgan_discriminator(base_filters=8),
        seed=3,
    )
    gan.compile(training.adam(1e-3), training.adam(1e-3), jit_compile=xla)
    if not drawn:
        gan.draw_latents = lambda count: latents
    if bfloat16:
        devices.compute_in(gan.generator, "mixed_bfloat16")
        devices.compute_in(gan.discriminator, "mixed_bfloat16")
    stream = training.batches(images, batch_size=len(latents), seed=1)
    history = gan.fit(stream, epochs=10, steps_per_epoch=1, verbose=0, shuffle=False)
    return np.array([history.history["d_loss"], history.history["g_loss"]])


@pytest.mark.slow
def test_xla_and_bfloat16_learn_what_float32_learns(rng):
    images = rng.uniform(-1, 1, (64, 28, 28, 1)).astype("float32")
    latents = rng.normal(size=(16, 100)).astype("float32")
    exact = losses_of_a_training(images, latents)
    compiled = losses_of_a_training(images, latents, xla=True)
    rounded = losses_of_a_training(images, latents, bfloat16=True)
    assert np.ptp(exact[0]) > 0.1  # something is learnt in these steps
    np.testing.assert_allclose(compiled, exact, atol=2e-3)
    np.testing.assert_allclose(rounded, exact, atol=1e-2)
    assert np.any(rounded != exact)
    # XLA may give the bits of float32; its own random numbers show that it compiled.
    drawn, drawn_by_xla = (
        losses_of_a_training(images, latents, xla=xla, drawn=True)
        for xla in (False, True)
    )
    assert np.abs(drawn - drawn_by_xla).max() > 1e-3


@pytest.mark.slow
def test_a_run_in_mixed_precision_leaves_a_generator_for_any_machine(tmp_path):
    status = trainer.main(
        ["gan", "--data", "mnist", "--source", "sample", "--out", str(tmp_path)]
        + ["--steps", "2", "--xla", "--mixed-precision"]
    )
    assert status == 0
    chosen = json.loads((tmp_path / "run.json").read_text())["arguments"]
    assert chosen["xla"] and chosen["mixed_precision"]
    generator = keras.models.load_model(tmp_path / "generator.keras")
    assert {layer.compute_dtype for layer in generator.layers} == {"float32"}


NETWORKS = {
    "mlp_generator": lambda: models.mlp_generator(4, (6, 6, 1), width=8),
    "dcgan_generator": lambda: models.dcgan_generator(base_filters=4),
    "dcgan_discriminator": lambda: models.dcgan_discriminator(base_filters=4),
    "conditional_discriminator": lambda: models.conditional_discriminator(
        3, base_filters=4
    ),
    "unet_generator": lambda: pix2pix.unet_generator(32, 4),
    "patchgan_discriminator": lambda: pix2pix.patchgan_discriminator(32, 4),
    "ageing_generator": lambda: ageing.ageing_generator(3, 32, 4),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_layers_compute_in_bfloat16_and_what_comes_out_is_float32(name, rng):
    network = NETWORKS[name]()
    inputs = [
        rng.normal(size=(2, *tensor.shape[1:])).astype("float32")
        if tensor.shape[1:]
        else np.array([0, 2])
        for tensor in network.inputs
    ]
    inputs = inputs if len(inputs) > 1 else inputs[0]
    exact = np.asarray(network(inputs, training=False))
    devices.compute_in(network, "mixed_bfloat16")
    rounded = np.asarray(network(inputs, training=False))
    assert rounded.dtype == np.float32
    assert {w.dtype for w in network.weights} <= {"float32", "uint32"}
    scale = np.abs(exact).mean()
    assert 0 < np.abs(rounded - exact).mean() < 0.05 * scale
    devices.compute_in(network, "float32")
    again = np.asarray(network(inputs, training=False))
    np.testing.assert_array_equal(again, exact)
