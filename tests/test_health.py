"""Training that goes wrong warns once and by name; healthy training is silent."""

import json
import random
import warnings
from pathlib import Path

import keras
import numpy as np
import pytest
from keras import layers, ops

from gan_utils import ageing, health, losses, models, pix2pix
from gan_utils.train import callbacks
from gan_utils.training import GAN, ConditionalGAN, FewImagesGAN, adam, batches

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
KINDS = health.TrainingWarning.__subclasses__()


@pytest.fixture
def images(rng):
    """Images with four degrees of freedom, which a tiny GAN can learn."""
    directions = rng.normal(0, 1.5, (4, 36))
    points = rng.normal(size=(512, 4))
    return np.tanh(points @ directions / 2).reshape(-1, 6, 6, 1).astype("float32")


def fit(gan, images, condition=None, steps=600, every=100, watch=None, batch_size=16):
    """Trains under watch; returns the warnings."""
    watch = watch or health.TrainingWarnings(images, condition)
    with warnings.catch_warnings(record=True) as heard:
        gan.fit(
            batches(images, condition, batch_size),
            steps_per_epoch=every,
            epochs=steps // every,
            callbacks=[watch],
            shuffle=False,
            verbose=0,
        )
    return [w.message for w in heard if isinstance(w.message, health.TrainingWarning)]


def kinds(heard):
    return [type(message) for message in heard]


def healthy(tiny_gan):
    return tiny_gan(
        generator_optimizer=adam(2e-3),
        discriminator_optimizer=adam(2e-3),
    )


# Real trainings -------------------------------------------------------------------


@pytest.mark.parametrize("every", [30, 1000])
def test_a_healthy_training_is_silent(every, tiny_gan, images):
    gan = healthy(tiny_gan)
    watch = health.TrainingWarnings(images)
    assert fit(gan, images, steps=1000 // every * every, every=every, watch=watch) == []
    assert watch.variety() > 3 * health.ALIKE  # it did learn


def test_a_learning_rate_far_too_high_ends_in_a_warning_of_numbers(tiny_gan, images):
    gan = tiny_gan(
        generator_optimizer=adam(1e30),
        discriminator_optimizer=adam(1e30),
    )
    heard = fit(gan, images, steps=20, every=5)
    assert kinds(heard) == [health.NonFiniteLoss]
    assert "step 5" in str(heard[0]) and "_loss" in str(heard[0])


def test_a_weight_that_is_not_finite_is_found_where_no_loss_shows_it(
    tiny_gan, images, monkeypatch
):
    monkeypatch.setattr(health, "STEPS_BETWEEN_LOOKS", 5)
    gan = tiny_gan()
    spare = gan.add_weight(shape=(1,), trainable=False)
    spare.assign([np.inf])
    heard = fit(gan, images, steps=10, every=5)
    assert kinds(heard) == [health.NonFiniteLoss] and "a weight" in str(heard[0])


def sure_gan(game, rate_g, rate_d):
    """A GAN whose D, without dropout, can become sure of everything."""
    gan = GAN(
        models.mlp_generator(4, (6, 6, 1), width=8),
        models.mlp_discriminator((6, 6, 1), width=32, dropout=0.0),
        game,
        seed=0,
    )
    gan.compile(adam(rate_g), adam(rate_d))
    return gan


@pytest.mark.parametrize(
    ("game", "rate_g", "rate_d"),
    [(losses.non_saturating, 1e-5, 2e-2), (losses.minimax, 1e-3, 2e-2)],
    ids=["D far too fast", "minimax against a sure D"],
)
def test_a_discriminator_that_is_always_right_is_reported(game, rate_g, rate_d, images):
    gan = sure_gan(game, rate_g, rate_d)
    heard = fit(gan, np.sign(images), steps=400)
    assert kinds(heard) == [health.DiscriminatorTooStrong]
    assert gan.means["d_fake"].result() < 0.01


def test_a_wasserstein_critic_may_be_as_sure_as_it_likes(tiny_gan, images):
    def penalty(critic, real, fake):
        return 10 * losses.gradient_penalty(critic, real, fake, seed=1)

    for game, expected in (
        (losses.wasserstein, []),
        (losses.hinge, [health.DiscriminatorTooStrong]),
    ):
        gan = tiny_gan(game=game, penalty=penalty)
        watch = health.TrainingWarnings()
        watch.set_model(gan)
        with warnings.catch_warnings(record=True) as heard:
            watch.on_train_begin()
            watch.check_losses(1000, {"d_real": 1.0, "d_fake": 0.0})
        assert [w.category for w in heard] == expected


def frozen(make):
    """The idiom of old: D is frozen before the first step, and never trains."""
    gan = make()
    gan.discriminator.trainable = False
    return gan


def without_rate(make):
    return make(discriminator_optimizer=adam(0.0))


@pytest.mark.parametrize("broken", [frozen, without_rate])
def test_a_discriminator_that_never_moves_is_reported(broken, tiny_gan, images):
    gan = broken(tiny_gan)
    heard = fit(gan, images, steps=300)
    assert kinds(heard) == [health.DiscriminatorStandsStill]
    assert "step 100" in str(heard[0])


def deaf_generator(tiny_gan):
    """A GAN whose generator multiplies its latents by zero."""
    latents = layers.Input((4,))
    x = layers.Dense(8)(layers.Rescaling(0.0)(latents))
    pixels = layers.Dense(36, activation="tanh")(x)
    gan = healthy(tiny_gan)
    return GAN(
        keras.Model(latents, layers.Reshape((6, 6, 1))(pixels)),
        gan.discriminator,
        seed=0,
    )


def test_a_generator_that_ignores_its_latent_is_reported_once(tiny_gan, images):
    gan = deaf_generator(tiny_gan)
    gan.compile(adam(2e-3), adam(2e-3))
    heard = fit(gan, images, steps=700)
    assert kinds(heard) == [health.ModeCollapse]
    assert "step 500" in str(heard[0]) and "by 0%" in str(heard[0])


def test_an_untrained_generator_is_no_collapse(tiny_gan, images):
    gan = deaf_generator(tiny_gan)
    gan.compile()
    assert fit(gan, images, steps=health.ModeCollapse.patience - 1, every=99) == []


# Once a run -----------------------------------------------------------------------


def test_a_run_in_several_parts_warns_once(tiny_gan, images):
    gan, watch = without_rate(tiny_gan), health.TrainingWarnings(images)
    parts = [fit(gan, images, steps=100, watch=watch) for _ in range(2)]
    assert [len(part) for part in parts] == [1, 0]


def test_pictures_among_the_logs_do_not_disturb_the_watch(tiny_gan, tiny_images):
    def look(epoch, logs):
        logs["picture"] = np.zeros((2, 2))

    watch = health.TrainingWarnings(tiny_images)
    stream = batches(tiny_images, batch_size=16)
    looking = keras.callbacks.LambdaCallback(on_epoch_end=look)
    with warnings.catch_warnings():
        warnings.simplefilter("error", health.TrainingWarning)
        tiny_gan().fit(
            stream,
            steps_per_epoch=2,
            verbose=0,
            shuffle=False,
            callbacks=[looking, watch],
        )


def test_the_same_run_again_warns_again(tiny_gan, monkeypatch):
    shown = []
    with warnings.catch_warnings():
        warnings.resetwarnings()  # Python's own rule: the same text once a place
        monkeypatch.setattr(
            warnings, "showwarning", lambda *now, **_: shown.append(now)
        )
        for _ in range(2):
            watch = health.TrainingWarnings()
            watch.set_model(tiny_gan())
            watch.on_train_begin()
            watch.check_losses(5, {"g_loss": np.nan})
    assert len(shown) == 2 and str(shown[0][0]) == str(shown[1][0])


def test_one_callback_may_watch_two_runs(tiny_gan, images):
    watch = health.TrainingWarnings(images)
    for _ in range(2):
        assert len(fit(without_rate(tiny_gan), images, steps=100, watch=watch)) == 1


# What it says ---------------------------------------------------------------------


def headings(name):
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text("utf-8"))["cells"]
    lines = [
        line
        for cell in cells
        if cell["cell_type"] == "markdown"
        for line in "".join(cell["source"]).splitlines()
    ]
    return [line.lstrip("#").strip() for line in lines if line.startswith("#")]


@pytest.mark.parametrize("kind", KINDS)
def test_each_warning_names_a_section_that_exists_and_what_to_try(kind):
    assert kind.section in headings(kind.notebook)
    text = str(kind("At step 7: D slept."))
    assert text.startswith("At step 7: D slept. ")
    assert f"notebooks/{kind.notebook}.ipynb#{kind.section.replace(' ', '-')}" in text
    assert 1 <= kind.advice.count(";") <= 4  # two to five things to try
    assert issubclass(kind, UserWarning) and kind.__doc__


# Every GAN of the course ----------------------------------------------------------


def conditional(kind=ConditionalGAN):
    gan = kind(
        models.conditional_generator(3, 28, 3, 8, 4),
        models.conditional_discriminator(3, 28, 3, 4),
        seed=0,
    )
    return gan, 28


def moved():
    return conditional(FewImagesGAN)


def translator():
    networks = (
        pix2pix.unet_generator(16, 4),
        pix2pix.patchgan_discriminator(16, 4, strided_layers=1),
    )
    return pix2pix.Pix2Pix(*networks, seed=0), 16


def ager():
    classifier = ageing.age_classifier(3, 16, 4)
    gan = ageing.IPCGAN(
        ageing.ageing_generator(3, 16, 4, mask=False),
        ageing.ageing_discriminator(3, 16, 4),
        classifier,
        ageing.face_features(classifier),
        seed=0,
    )
    return gan, 16


ALL_KINDS = (conditional, moved, translator, ager)


def data_for(make, size, rng):
    pixels = rng.integers(0, 256, (24, size, size, 3)).astype("uint8")
    if make is translator:
        return pixels / np.float32(127.5) - 1, pixels[::-1] / np.float32(127.5) - 1
    return pixels, (np.arange(24) % 3).astype("int32")


def constant(generator):
    """Makes every image of a generator the same: its last kernel is zero."""
    for layer in generator.layers[::-1]:
        if layer.weights:
            for weight in layer.weights:
                weight.assign(ops.zeros_like(weight))
            return


@pytest.mark.parametrize("make", ALL_KINDS)
def test_every_gan_of_the_course_is_watched(make, rng, monkeypatch):
    monkeypatch.setattr(health, "STEPS_BETWEEN_LOOKS", 2)
    monkeypatch.setattr(health.ModeCollapse, "patience", 4)
    gan, size = make()
    gan.compile(adam(0.0), adam(1e-3), run_eagerly=True)
    constant(gan.generator)
    arrays = data_for(make, size, rng)
    heard = fit(gan, *arrays, steps=4, every=1, batch_size=4)
    assert kinds(heard) == [health.ModeCollapse] and "by 0%" in str(heard[0])
    assert ("of one label" in str(heard[0])) == (make is not translator)


def test_a_gan_without_its_game_is_watched_in_silence(rng, monkeypatch):
    monkeypatch.setattr(health, "STEPS_BETWEEN_LOOKS", 1)
    monkeypatch.setattr(health.DiscriminatorStandsStill, "patience", 1)
    gan, size = translator()
    gan.adversarial_weight = 0.0
    gan.compile(run_eagerly=True)
    arrays = data_for(translator, size, rng)
    assert fit(gan, *arrays, steps=3, every=1, batch_size=4) == []


# It only looks --------------------------------------------------------------------


def state(gan):
    players = gan.generator_optimizer, gan.discriminator_optimizer
    owners = [gan.weights, *(player.variables for player in players)]
    return [v.numpy() for owner in owners for v in owner]


@pytest.mark.parametrize("make", [None, conditional])
def test_training_under_watch_ends_in_the_same_bits(make, tiny_gan, monkeypatch):
    monkeypatch.setattr(health, "STEPS_BETWEEN_LOOKS", 1)
    ends, draws = [], []
    for watched in (False, True):
        keras.utils.set_random_seed(3)
        if make is None:
            gan = tiny_gan(generator_optimizer=adam(ema=0.9))
            arrays = (np.linspace(-1, 1, 864, dtype="float32").reshape(24, 6, 6, 1),)
        else:
            gan, size = make()
            gan.compile(run_eagerly=True)
            arrays = data_for(make, size, np.random.default_rng(0))
        watch = health.TrainingWarnings(*arrays) if watched else callbacks.StopAt(99)
        fit(gan, *arrays, steps=4, every=2, watch=watch, batch_size=4)
        ends.append(state(gan))
        draws.append((random.random(), float(keras.random.uniform(()))))
    assert len(ends[0]) == len(ends[1]) > 0
    for ours, theirs in zip(*ends, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert draws[0] == draws[1]


def test_a_look_costs_one_call_of_at_most_the_asked_number_of_images(tiny_gan, images):
    calls = []
    gan = tiny_gan()
    watch = health.TrainingWarnings(images, count=20)
    watch.set_model(gan)
    watch.on_train_begin()
    gan.generator = lambda latents, training: calls.append(len(latents)) or latents
    watch.variety()
    assert calls == [20]
