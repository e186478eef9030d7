"""The warnings suit every GAN of the course, and only look.

Their limits lie between the course's healthy runs and broken ones.
"""

import random
import warnings

import keras
import numpy as np
import pytest
from keras import ops
from test_health import fit

from gan_utils import ageing, health, models, pix2pix, runs
from gan_utils.training import ConditionalGAN, FewImagesGAN, adam

# Step, d_real, d_fake and variety, over 50 to 100 steps: where D was surest, where
# samples were most alike, and at the end. Of the runs of thousands of steps only the
# surest D and the variety at the end are known.
HEALTHY = """
gan, MNIST: 100 0.824 0.597 0.270 | 450 0.749 0.292 0.762 | 2000 0.647 0.309 0.974
dcgan, MNIST: 50 0.879 0.565 0.761 | 350 0.719 0.262 0.952 | 1200 0.714 0.267 0.947
cgan, MNIST: 50 0.864 0.323 0.442 | 100 0.843 0.153 0.652 | 600 0.679 0.321 0.934
pix2pix, drawn: 50 0.627 0.336 0.461 | 150 0.835 0.130 0.625 | 350 0.801 0.140 0.624
pix2pix, facades: 50 0.767 0.227 0.296 | 150 0.888 0.086 0.359
FewImagesGAN, drawn: 50 0.706 0.309 0.512 | 450 0.828 0.196 0.943
ipcgan, drawn: 50 0.627 0.349 0.882 | 250 0.876 0.297 0.903 | 450 0.807 0.317 0.920
gan, sample: 100 0.816 0.644 0.423 | 350 0.677 0.366 0.794 | 800 0.632 0.365 1.023
dcgan, sample: 50 0.783 0.627 0.986 | 150 0.678 0.360 0.927
pix2pix, L1 alone: 50 0.500 0.500 0.240 | 150 0.500 0.500 0.290
pix2pix without L1: 50 0.534 0.456 0.663 | 150 0.541 0.506 0.406 | 200 0.496 0.438 0.740
dcgan, MNIST, 3,700 steps: 3712 0.905 0.102 0.993
cgan, MNIST, 3,500 steps: 3535 0.870 0.093 0.894
pix2pix, facades, 4,000 steps: 300 0.892 0.078 0.747
age_cgan, UTKFace, 3,000 steps: 2900 0.942 0.039 1.013
ipcgan, UTKFace, 3,000 steps: 1000 0.882 0.118 0.913
"""
BROKEN = """
mixed batch: 50 0.996 0.001 0.455 | 100 1.000 0.000 0.407 | 700 1.000 0.000 0.321
G too fast: 100 0.996 0.028 1.029 | 350 1.000 0.000 1.351 | 800 1.000 0.001 1.359
minimax: 200 0.581 0.419 0.243 | 300 1.000 0.000 0.003 | 800 1.000 0.000 0.003
"""
D_SURE, ALIKE = health.DiscriminatorTooStrong, health.ModeCollapse
EXPECTED = {
    "mixed batch": {D_SURE},  # variant A of notebook 02
    "G too fast": {D_SURE},  # a hundred times D's rate: it leaps, and D sees it
    "minimax": {D_SURE, ALIKE},  # against a D ten times faster
}


def table(text):
    """Name → rows of numbers."""
    lines = [line.split(": ") for line in text.strip().splitlines()]
    return {
        name: [tuple(map(float, row.split())) for row in rows.split(" | ")]
        for name, rows in lines
    }


def replayed(rows, tiny_gan, errors=1.0, variety=1.0):
    """Kinds of warnings of a run of which only these numbers are left."""
    watch = health.TrainingWarnings()
    watch.set_model(tiny_gan())
    with warnings.catch_warnings(record=True) as heard:
        watch.on_train_begin()
        for step, d_real, d_fake, ratio in rows:
            logs = {"d_real": 1 - errors * (1 - d_real), "d_fake": errors * d_fake}
            watch._look_at_losses(step, logs)
            watch._look_at_samples(step, variety * ratio)
    return {type(w.message) for w in heard}


@pytest.mark.parametrize("name", table(HEALTHY))
def test_the_limits_keep_away_from_the_healthy_runs_of_the_course(name, tiny_gan):
    rows = table(HEALTHY)[name]
    assert replayed(rows, tiny_gan) == set()
    # Even a D that errs a third as often, and samples that differ half as much.
    assert replayed(rows, tiny_gan, errors=1 / 3, variety=1 / 2) == set()


@pytest.mark.parametrize("name", EXPECTED)
def test_the_limits_keep_away_from_broken_runs_too(name, tiny_gan):
    rows = table(BROKEN)[name]
    assert replayed(rows, tiny_gan) == EXPECTED[name]
    # Even a D that errs twice as often, and samples that differ twice as much.
    assert replayed(rows, tiny_gan, errors=2, variety=2) == EXPECTED[name]


def test_the_spread_is_the_root_mean_square_distance_of_pairs(rng):
    images = rng.uniform(-1, 1, size=(7, 3, 3, 2))
    pairs = [np.mean((images[i] - images[j]) ** 2) for i in range(7) for j in range(i)]
    spread = health.TrainingWarnings(images).real_spread
    assert spread == pytest.approx(np.sqrt(np.mean(pairs) / 2))


def test_within_a_label_the_difference_of_labels_does_not_count(rng):
    images = rng.uniform(-0.5, 0.5, size=(8, 3, 3, 1))
    labels = np.repeat([0, 5], 4)
    spread = health.TrainingWarnings(images, labels).real_spread
    moved = images + 0.1 * labels[:, None, None, None]
    assert health.TrainingWarnings(moved, labels).real_spread == pytest.approx(spread)


@pytest.mark.parametrize("n_labels", [1, 3, 10, 200])
def test_as_many_images_of_each_label_are_compared(n_labels):
    labels = np.random.default_rng(1).permutation(np.arange(1000) % n_labels)
    images = np.linspace(-1, 1, 1000)[:, None, None, None]
    watch = health.TrainingWarnings(images, labels, count=32)
    found = np.bincount(watch.labels)
    assert 20 <= len(watch.images) <= 32
    assert len(np.unique(watch.images)) == len(watch.images)
    assert set(found) <= {0, 32 // min(n_labels, 16)}


@pytest.mark.parametrize("labels", [np.arange(6), None])
def test_images_that_cannot_differ_are_not_looked_at(labels, tiny_gan):
    watch = health.TrainingWarnings(np.zeros((6, 6, 6, 1), "uint8"), labels)
    watch.set_model(tiny_gan())
    watch.on_train_begin()
    assert watch.inputs is None


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
    assert len(heard) == 1 and "by 0%" in str(heard[0])
    assert ("of one label" in str(heard[0])) == (make is not translator)


def test_a_gan_without_its_game_is_watched_in_silence(rng, monkeypatch):
    monkeypatch.setattr(health, "STEPS_BETWEEN_LOOKS", 1)
    monkeypatch.setattr(health.DiscriminatorStandsStill, "patience", 1)
    gan, size = translator()
    gan.adversarial_weight = 0.0
    gan.compile(run_eagerly=True)
    arrays = data_for(translator, size, rng)
    assert fit(gan, *arrays, steps=3, every=1, batch_size=4) == []


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
        watch = None if watched else keras.callbacks.Callback()
        fit(gan, *arrays, steps=4, every=2, watch=watch, batch_size=4)
        ends.append([v.numpy() for v in runs.variables_of([gan])])
        draws.append((random.random(), float(keras.random.uniform(()))))
    assert len(ends[0]) == len(ends[1]) > 0
    for ours, theirs in zip(*ends, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert draws[0] == draws[1]
