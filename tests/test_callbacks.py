import keras
import numpy as np
import pytest

from gan_utils import health, plotting, training


def fit(gan, images, epochs, *extra):
    stream = training.batches(images, batch_size=16)
    gan.fit(stream, steps_per_epoch=2, epochs=epochs, verbose=0, callbacks=extra)


def state(gan):
    optimizers = gan.generator_optimizer, gan.discriminator_optimizer
    variables = [*gan.weights, *(v for o in optimizers for v in o.variables)]
    return [variable.numpy() for variable in variables]


def test_each_frame_of_a_film_shows_the_averaged_weights_of_its_step(
    tiny_gan, tiny_images, rng
):
    gan = tiny_gan(generator_optimizer=training.adam(0.01, ema=0.5))
    latents = rng.normal(size=(4, 4)).astype("float32")
    film = plotting.Film(latents, columns=2, growth=1)
    expected = []

    class Look(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            images = training.sample(gan.averaged_generator(), latents)
            expected.append(plotting.image_grid(images, 2))

    fit(gan, tiny_images, 3, film, Look())
    assert film.steps == [0, 2, 4, 6]
    assert not np.array_equal(film.frames[1], film.frames[2])
    np.testing.assert_array_equal(film.frames[1:], expected)


def test_a_diverged_training_ends_as_it_was_after_its_last_good_epoch(
    tiny_gan, tiny_images
):
    gan = tiny_gan(generator_optimizer=training.adam(0.01, ema=0.5))
    states = []

    class Spoil(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            states.append(state(gan))

        def on_epoch_end(self, epoch, logs=None):
            if epoch == 2:
                weight = gan.discriminator.trainable_variables[0]
                weight.assign(weight * np.nan)

    with pytest.raises(FloatingPointError, match="as it was at step 4 again"):
        fit(gan, tiny_images, 5, Spoil(), health.StopOnNonFinite())
    assert len(states) == 3
    assert not np.array_equal(states[1][0], states[2][0])
    for now, good in zip(state(gan), states[-1], strict=True):
        np.testing.assert_array_equal(now, good)
