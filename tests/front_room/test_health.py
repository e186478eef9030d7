"""Training that goes wrong warns once and by name; healthy training is silent."""

import json
import warnings
from pathlib import Path

import keras
import numpy as np
import pytest
from keras import layers

from gan_utils import health, losses, models, runs
from gan_utils.training import GAN, adam, batches

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
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
            watch._look_at_losses(1000, {"d_real": 1.0, "d_fake": 0.0})
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


def test_a_diverged_training_ends_as_it_was_after_its_last_good_epoch(
    tiny_gan, tiny_images
):
    gan = tiny_gan(generator_optimizer=adam(0.01, ema=0.5))
    states = []

    class Spoil(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            states.append([v.numpy() for v in runs.variables_of([gan])])

        def on_epoch_end(self, epoch, logs=None):
            if epoch == 2:
                weight = gan.discriminator.trainable_variables[0]
                weight.assign(weight * np.nan)

    with pytest.raises(FloatingPointError, match="as it was at step 4 again"):
        gan.fit(
            batches(tiny_images, batch_size=16),
            steps_per_epoch=2,
            epochs=5,
            verbose=0,
            shuffle=False,
            callbacks=[Spoil(), health.StopOnNonFinite()],
        )
    assert len(states) == 3
    assert not np.array_equal(states[1][0], states[2][0])
    for now, good in zip(runs.variables_of([gan]), states[-1], strict=True):
        np.testing.assert_array_equal(now.numpy(), good)


# Once a run -----------------------------------------------------------------------


def test_pictures_among_the_logs_do_not_disturb_the_watch(tiny_gan):
    watch = health.TrainingWarnings()
    watch.set_model(tiny_gan())
    with warnings.catch_warnings():
        warnings.simplefilter("error", health.TrainingWarning)
        watch.on_train_begin()
        watch._look_at_losses(5, {"picture": np.zeros((2, 2)), "g_loss": 1.0})


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
            watch._look_at_losses(5, {"g_loss": np.nan})
    assert len(shown) == 2 and str(shown[0][0]) == str(shown[1][0])


def test_a_run_in_several_parts_warns_once_and_the_next_run_again(tiny_gan, images):
    gan, watch = without_rate(tiny_gan), health.TrainingWarnings(images)
    parts = [fit(gan, images, steps=100, watch=watch) for _ in range(2)]
    parts.append(fit(without_rate(tiny_gan), images, steps=100, watch=watch))
    assert [len(part) for part in parts] == [1, 0, 1]


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
